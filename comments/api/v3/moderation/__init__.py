"""Moderating by token: the queue, decisions, cases, commenters, discussions, reports.

The rules, the rights and the log are those of the admin; whoever has no right there finds nothing
here. There is no right to see a mail address.
"""

# The document has the operations in the order of these lines.
# isort: off
from . import queue
from . import decisions
from . import batches
from . import commenters
from . import reasons
from . import cases
from . import discussions
from . import reports

# isort: on

__all__ = [
    "batches",
    "cases",
    "commenters",
    "decisions",
    "discussions",
    "queue",
    "reasons",
    "reports",
]
