"""The search of the site: pages, and what readers say below them, as one list of results.

``question`` reads what was asked, ``hits`` asks the index, ``results`` makes of it what readers see
and ``highlight`` marks the words in it. It works with any of Wagtail's search backends: nothing
here knows which one answers.
"""
