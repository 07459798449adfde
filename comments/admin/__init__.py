"""Moderation in Wagtail's admin: the queue, the review page, decisions and discussion settings.

Every view asks ``comments.permissions`` and writes through ``comments.actions``. What is here is
registered in ``comments.wagtail_hooks``.
"""
