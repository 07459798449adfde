"""A small application of a site's own, as ``docs/extending.md`` shows it: checks, hooks, signals.

Its ``wagtail_hooks`` are registered by the tests that use them, for as long as these run.
"""
