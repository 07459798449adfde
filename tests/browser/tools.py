"""The tools from npm: axe-core in the page, and the Nu validator over saved files."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import Page

MODULES = Path(__file__).parent / "node_modules"
AXE = MODULES / "axe-core" / "axe.min.js"
VALIDATOR = MODULES / "vnu-jar" / "build" / "dist" / "vnu.jar"
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
AXE_OPTIONS = {
    "runOnly": [*WCAG, "best-practice"],
    # WCAG 2.2's size of targets: axe leaves it out unless it is asked for by name.
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations"],
}


def require(tool: Path) -> Path:
    if not tool.exists():
        pytest.fail(f"{tool.name} is missing: make test-browser installs it.")
    return tool


def find_violations(page: Page, **options) -> list[str]:
    """Return what axe finds wrong with ``page`` as it is shown now, one line for each element.

    ``options`` are axe's, instead of some of ``AXE_OPTIONS``.

    The page's context needs ``AXE`` as a script of every page: then it is in the frames too, and
    no content policy is asked.
    """
    options = AXE_OPTIONS | options
    violations = page.evaluate("options => axe.run(document, options)", options)["violations"]
    return [
        f"{violation['id']}: {node['target']} {' '.join(node['failureSummary'].split())}"
        for violation in violations
        for node in violation["nodes"]
    ]


def validate(folder: Path) -> list[str]:
    """Return what the Nu validator finds wrong with the ``.html`` files in ``folder``."""
    if not shutil.which("java"):
        pytest.fail("The validator needs Java. Install it: apt-get install default-jre-headless")
    command = ["java", "-Xss2m", "-jar", require(VALIDATOR), "--format", "json", "--stdout"]
    checked = subprocess.run(
        [*command, "--skip-non-html", "--exit-zero-always", folder],
        capture_output=True,
        check=True,
        text=True,
    )
    return [
        f"{Path(message['url']).stem}, line {message.get('lastLine')}: {message['message']}"
        f" | {message.get('extract', '').strip()}"
        for message in json.loads(checked.stdout)["messages"]
        if message["type"] != "info"
    ]
