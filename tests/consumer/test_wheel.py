"""The wheel holds the two plugins whole, and nothing of the site around them."""

import ast
import re
import subprocess
import sys
from email.parser import HeaderParser
from importlib import metadata
from pathlib import PurePosixPath
from zipfile import ZipFile

import pytest

from .conftest import ROOT

pytestmark = pytest.mark.once

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
        facts = HeaderParser().parsestr(archive.read(path).decode())
    wanted = find_names(facts.get_all("Requires-Dist"))

    assert {"wagtail", "django", "wagtail-modeladmin", "bleach", "nh3"} <= wanted
    assert facts["Requires-Python"] == ">=3.11"
    assert facts.get_all("Provides-Extra") == ["factories", "headless"]
    # Wagtail is nothing without what it asks for itself.
    given = wanted | find_names(metadata.requires("wagtail"))
    # A command shows its progress where the package for that is there, and does without.
    assert find_imported() - given == {"tqdm"}


def find_names(requirements):
    """Return the names of the distributions in lines of ``Requires-Dist``."""
    return {re.match(r"[\w-]+", line)[0].lower().replace("_", "-") for line in requirements}


def find_imported():
    """Return the names of the distributions that modules of the plugins import."""
    modules = set()
    for path in (path for plugin in PLUGINS for path in (ROOT / plugin).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Import):
                modules.update(alias.name.partition(".")[0] for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and not node.level:
                modules.add(node.module.partition(".")[0])
    foreign = modules - PLUGINS - set(sys.stdlib_module_names)
    distributions = metadata.packages_distributions()
    return {name.lower().replace("_", "-") for module in foreign for name in distributions[module]}
