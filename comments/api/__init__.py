"""Reader comments in Wagtail's API, versions 2 and 3.

``reading`` and ``discussions`` decide what is there and how it looks, ``posting`` and
``moderating`` what is done with it; ``v2`` and ``v3`` are two doors to them. Moderation is in
``v3`` alone.

The models have no ``api_fields`` on purpose: with them, Wagtail's generic endpoints for snippets
would give comments out past all rules, e-mail addresses included.
"""
