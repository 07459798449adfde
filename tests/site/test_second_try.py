"""The second try of `make test-browser`: of the tests that failed, and flaky ones are named."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.second_try import MOST_FAILURES

pytestmark = pytest.mark.once

ROOT = Path(__file__).resolve().parents[2]
#: One test that fails when it is run first, and counts how often the one that passes is run.
FLAKY = """
from pathlib import Path

HERE = Path(__file__).parent


def count(name):
    path = HERE / name
    path.write_text(path.read_text() + "." if path.exists() else ".")
    return len(path.read_text())


def test_passes():
    assert count("passes") == 1


def test_is_flaky():
    assert count("flaky") == 2
"""
BROKEN = "\n\ndef test_is_broken():\n    assert count('broken') == 0\n"
MANY_BROKEN = """
import pytest


@pytest.mark.parametrize("number", range({count}))
def test_is_broken(number):
    assert count("broken") == 0
"""


@pytest.fixture
def run(tmp_path):
    """Return a function that runs a file of tests; it returns the finished process."""

    def run_file(text, *options):
        (tmp_path / "pytest.ini").write_text("[pytest]\n")
        (tmp_path / "test_it.py").write_text(text)
        arguments = ["-q", "-p", "no:django", "-p", "no:hypothesispytest", str(tmp_path), *options]
        return subprocess.run(
            [sys.executable, "-m", "tests.second_try", "-c", tmp_path / "pytest.ini", *arguments],
            cwd=ROOT,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
        )

    return run_file


def test_a_flaky_test_is_named_and_the_run_passes(run, tmp_path):
    # As `make test-browser` does: in processes of their own.
    tried = run(FLAKY, "-n", "1")

    assert tried.returncode == 0, tried.stdout + tried.stderr
    (line,) = [line for line in tried.stdout.splitlines() if line.startswith("FLAKY")]
    assert "test_it.py::test_is_flaky, mend it" in line
    # What passed is not run again.
    assert (tmp_path / "passes").read_text() == "."


def test_a_test_that_fails_twice_fails_the_run(run, tmp_path):
    tried = run(FLAKY + BROKEN)

    assert tried.returncode == pytest.ExitCode.TESTS_FAILED
    assert "FLAKY: test_it.py::test_is_flaky" in tried.stdout
    assert "FLAKY: test_it.py::test_is_broken" not in tried.stdout
    assert (tmp_path / "broken").read_text() == ".."


def test_many_failures_are_no_accident(run, tmp_path):
    tried = run(FLAKY + MANY_BROKEN.format(count=MOST_FAILURES))

    assert tried.returncode == pytest.ExitCode.TESTS_FAILED
    assert f"No second try: {MOST_FAILURES + 1} tests failed." in tried.stdout
    assert "FLAKY" not in tried.stdout


def test_a_file_that_cannot_be_read_fails_the_run(run):
    tried = run("import nothing_of_that_name\n")

    assert tried.returncode not in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED)
