"""Sitemaps for search engines: all public pages of a site, and its news.

A site includes ``columns.sitemaps.urls`` at its root and names both files in its ``robots.txt``.
They list what anybody may read, with the pages' pictures and translations, at a number of queries
that does not grow with the site, and are sent again only when pages have changed.
"""
