"""Doors for those who take part: their own comments, reactions and flags.

Every answer here is for one reader: ``private, no-store``, and out of search engines. Posts are
guarded by the browser's word on where they come from; the cookies are ``SameSite=Lax`` besides.
"""
