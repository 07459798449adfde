"""Feeds of comments: those on one page, and those on all pages of a section of the site.

``kinds`` says which comments a feed holds and what it tells of them, ``writers`` how that is
written as Atom 1.0, RSS 2.0 and JSON Feed 1.1, ``views`` answers, and ``addresses`` names the
feeds that belong to a page.
"""
