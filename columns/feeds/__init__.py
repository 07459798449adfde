"""Feeds of articles: of a site, a column, an author, a topic and an issue.

``kinds`` says what each feed is of, ``entries`` what it tells of its articles, ``writers`` how
that is written as Atom 1.0, RSS 2.0 and JSON Feed 1.1, ``views`` answers, and ``addresses`` names
the feeds that belong to a page.
"""
