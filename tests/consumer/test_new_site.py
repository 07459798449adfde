"""A site made by ``wagtail start`` gets the plugins by doing what the README says."""

import json
import os
import re
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

from .conftest import ROOT

pytestmark = pytest.mark.slow

# "At the end of `path`…:" or "In the new file `path`…:", and a block of code below it.
FEEDS = {"columns": "feeds/columns/", "comments": "comments/feeds/pages/"}
STEP = re.compile(r"(?ms)^(?:At the end of|In the new file) `([^`]+)`[^\n]*\n\n```\w+\n(.*?)^```")


class NewSite:
    """A project in a folder of its own, with an environment that has the wheel installed.

    The environment takes what the wheel depends on from ours, which has no installed copy of
    the plugins.
    """

    def __init__(self, folder, wheel):
        self.folder = folder / "site"
        self.python = folder / "environment" / "bin" / "python"
        venv.create(folder / "environment", with_pip=False)
        self.borrow_packages()
        self.pip("install", "--no-deps", "--no-index", str(wheel))
        self.folder.mkdir()
        self.run("-c", "from wagtail.bin.wagtail import main; main()", "start", "mysite", ".")

    def borrow_packages(self):
        (packages,) = self.python.parent.parent.glob("lib/python*/site-packages")
        (packages / "ours.pth").write_text(f"{sysconfig.get_path('purelib')}\n")

    def pip(self, *arguments):
        command = [sys.executable, "-m", "pip", "--quiet", "--python", str(self.python)]
        subprocess.run([*command, *arguments], check=True)

    def run(self, *arguments):
        """Run the site's Python and return what it printed. Deprecated code of Wagtail fails."""
        environment = {
            "PATH": os.environ["PATH"],
            "DJANGO_SETTINGS_MODULE": "mysite.settings.dev",
            "PYTHONPATH": str(self.folder),
        }
        done = subprocess.run(
            [str(self.python), *arguments],
            cwd=self.folder,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def follow(self, readme):
        """Do the steps of the README, and return the files that they change."""
        steps = STEP.findall(readme)
        for path, code in steps:
            target = self.folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("a") as file:
                file.write(f"\n{code}")
        return [path for path, code in steps]


@pytest.fixture(scope="module")
def site(tmp_path_factory, wheel):
    made = NewSite(tmp_path_factory.mktemp("consumer"), wheel)
    made.changed = made.follow((ROOT / "README.md").read_text())
    made.run("manage.py", "migrate", "--verbosity", "0")
    return made


def test_readme_has_a_step_for_settings_addresses_and_commentable_pages(site):
    assert {"mysite/settings/base.py", "mysite/urls.py", "home/apps.py"} <= set(site.changed)


def test_everything_that_the_wheel_asks_for_is_there(site):
    site.pip("check")


def test_site_passes_its_checks_and_lacks_no_migration(site):
    site.run("manage.py", "check", "--fail-level", "WARNING")
    site.run("manage.py", "makemigrations", "--check", "--dry-run", "columns", "comments")


def test_site_serves_an_article_with_the_comment_once_it_is_approved(site):
    script = Path(__file__).with_name("publish.py")
    served = json.loads(site.run(str(script)))

    assert Path(served["plugin"]).is_relative_to(site.python.parent.parent)
    assert "The first article" in served["after"]["page"][1]
    for kind in ("columns", "comments"):
        assert f"http://localhost/{FEEDS[kind]}" in served["after"]["page"][1]
    assert f'<link rel="canonical" href="{served["address"]}">' in served["after"]["page"][1]
    assert f"<loc>{served['address']}</loc>" in served["sitemap"]
    assert served["column_feed"][0] == 200
    assert "Its first paragraph." in served["column_feed"][1]
    assert f"http://localhost/{FEEDS['comments']}" in served["column_feed"][1]
    for status, text in served["before"].values():
        assert status == 200
        assert "The words of a reader." not in text
    for status, text in served["after"].values():
        assert status == 200
        assert "The words of a reader." in text
        assert "A subject of its own" in text
        assert "robin@private.example.org" not in text
