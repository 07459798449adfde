"""Runs pieces of Python code on the served site's database, each in a process of its own.

``python -m tests.browser.answering`` reads the pieces from its input, one JSON string in a line,
and answers each with a line of JSON: ``[status, output]``. Django is loaded once, and each piece
runs in a copy of the process that has loaded it: what a new process would begin with, without the
seconds that it takes to begin.
"""

import json
import os
import sys
import tempfile
from importlib import import_module

import django
from django.conf import settings
from django.db import connections


def main():
    """Answer until the input ends."""
    django.setup()
    import_module(settings.ROOT_URLCONF)
    # Copies of a process must not share a connection.
    connections.close_all()
    for line in sys.stdin:
        print(json.dumps(run(json.loads(line))), flush=True)


def run(code):
    """Run ``code`` in a copy of this process; return its exit status and all that it printed."""
    with tempfile.TemporaryFile("w+") as output:
        copy = os.fork()
        if not copy:
            for printed in (sys.stdout, sys.stderr):
                os.dup2(output.fileno(), printed.fileno())
            exec(code, {"__name__": "__main__"})
            sys.exit()
        _pid, status = os.waitpid(copy, 0)
        output.seek(0)
        return os.waitstatus_to_exitcode(status), output.read()


if __name__ == "__main__":
    main()
