"""One table of pages, comments and readers, and what it says of every address of the site.

``states`` has the table and the oracle, which know nothing of the code; ``world`` builds what the
table says; ``surfaces`` finds all addresses; ``expected`` asks the oracle what may stand there;
``walk`` reads them as everybody.
"""
