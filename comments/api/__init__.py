"""Reader comments in Wagtail's API, versions 2 and 3.

``reading`` decides what is there and how a comment looks; ``v2`` and ``v3`` are two doors to it.
The models have no ``api_fields`` on purpose: with them, Wagtail's generic endpoints for snippets
would give comments out past all rules, e-mail addresses included.
"""
