"""A site whose pages have a base model of their own can use the plugins."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.once

ROOT = Path(__file__).resolve().parent.parent.parent


def run(*arguments):
    """Run a module of Python in a process of its own, with the settings of that site."""
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.custom_page.settings",
        "PYTHONPATH": str(ROOT),
    }
    # The plugins of the outer run would measure or distribute this one.
    for name in ("PYTEST_ADDOPTS", "PYTEST_XDIST_WORKER", "DATABASE_URL"):
        environment.pop(name, None)
    return subprocess.run(
        [sys.executable, "-m", *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.slow
def test_comments_work_with_it_and_columns_gives_its_mixins():
    result = run(
        "pytest",
        "tests/custom_page/promises.py",
        "--ds=tests.custom_page.settings",
        "-q",
        "-p",
        "no:cacheprovider",
        "-p",
        "no:xdist",
    )

    assert result.returncode == 0, result.stdout[-5000:] + result.stderr[-2000:]
    assert " passed" in result.stdout


def test_it_needs_no_migration_of_its_own_for_comments():
    result = run("django", "makemigrations", "--check", "--dry-run")

    assert result.returncode == 0, result.stdout + result.stderr
