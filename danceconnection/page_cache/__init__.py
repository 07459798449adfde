"""Public pages as whole answers: what proxies may keep, and what the site keeps itself.

``middleware``: headers, conditional answers, compression, and answers from the site cache.
``store``: the entries of the site cache and the tokens that make them valid.
``changes``: which pages a transaction has changed, until it is committed.
``receivers``: from which signals that is known; one line for each.
"""
