"""The wheel holds the two plugins whole, and nothing of the site around them."""

import re
import subprocess
from email.parser import HeaderParser
from pathlib import PurePosixPath
from zipfile import ZipFile

import pytest

from .conftest import ROOT

PLUGINS = {"columns", "comments"}


@pytest.fixture(scope="module")
def names(wheel):
    with ZipFile(wheel) as archive:
        return {PurePosixPath(name) for name in archive.namelist()}


def test_wheel_holds_the_plugins_and_its_own_metadata_alone(names):
    tops = {name.parts[0] for name in names}

    assert {top for top in tops if not top.endswith(".dist-info")} == PLUGINS
    assert any(name.name == "LICENSE" for name in names)


def test_wheel_holds_every_file_of_the_plugins_that_is_in_the_repository(names):
    command = ["git", "ls-files", *sorted(PLUGINS)]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    kept = {PurePosixPath(name) for name in listed.stdout.split() if (ROOT / name).exists()}

    assert kept
    assert kept <= names


def test_wheel_holds_no_bytecode_and_no_test(names):
    unwanted = {name for name in names if name.suffix in {".pyc", ".pyo"} or "tests" in name.parts}

    assert not unwanted


def test_wheel_asks_for_what_the_plugins_import_and_offers_the_factories(wheel):
    with ZipFile(wheel) as archive:
        (path,) = [name for name in archive.namelist() if name.endswith("/METADATA")]
        metadata = HeaderParser().parsestr(archive.read(path).decode())
    wanted = {re.match(r"[\w-]+", line)[0] for line in metadata.get_all("Requires-Dist")}

    assert {"wagtail", "django", "wagtail-modeladmin", "bleach", "nh3"} <= wanted
    assert metadata["Requires-Python"] == ">=3.11"
    assert metadata.get_all("Provides-Extra") == ["factories"]
