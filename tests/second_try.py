"""Run pytest, and give the tests that failed a second try, one at a time.

``python -m tests.second_try ARGUMENTS``, where ``ARGUMENTS`` are pytest's. A test that passes at
its second try is flaky: it is named at the end, and the run passes. One that fails again fails the
run, and so does a run of which more than ``MOST_FAILURES`` failed: those are no accidents.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

MOST_FAILURES = 10
SERIALLY = ["-n", "0", "--last-failed", "--last-failed-no-failures=none"]


def main(arguments):
    """Run the tests that ``arguments`` of pytest choose; return the exit status."""
    with tempfile.TemporaryDirectory() as folder:
        status = run(*arguments, folder=folder)
        failed = read_failed(folder)
        # Any other status is of a run that did not come to its end, or had nothing to run.
        if status != pytest.ExitCode.TESTS_FAILED or not failed:
            return status
        if len(failed) > MOST_FAILURES:
            print(f"No second try: {len(failed)} tests failed.")
            return status
        print(f"A second try of the tests that failed, one at a time: {len(failed)}.", flush=True)
        status = run(*arguments, *SERIALLY, folder=folder)
        for name in sorted(failed - read_failed(folder)):
            print(f"FLAKY: {name}, mend it: it failed, and passed at the second try.")
        return status


def run(*arguments, folder):
    """Run pytest with its cache in ``folder``; return its exit status."""
    command = [sys.executable, "-m", "pytest", *arguments, "-o", f"cache_dir={folder}"]
    return subprocess.run(command).returncode


def read_failed(folder):
    """Return the names of the tests that failed when they were run last, as a set."""
    path = Path(folder, "v", "cache", "lastfailed")
    return set(json.loads(path.read_text())) if path.exists() else set()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
