"""The demo site, freshly loaded and served, and a browser to visit it with."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from tests.mail import MailServer

ROOT = Path(__file__).resolve().parent.parent.parent
START_SECONDS = 60
FILL_DATABASE = """
from django.core.management import call_command
call_command("migrate", verbosity=0)
call_command("load_demo", scale=0.5)
print("1")
"""
STORE_STATES = "from tests.browser.states.seeding import main; main()"
#: How long what is expected of a page may take on a machine that does other things too, in ms.
PATIENCE = 15_000
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(items):
    """Mark everything here, so that the suite without a browser leaves it out."""
    for item in items:
        if Path(__file__).parent in Path(item.fspath).parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def site_mail():
    """The mail server to which the site sends."""
    server = MailServer()
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def site_environment(tmp_path_factory, site_mail):
    """The environment of the processes of ``site``, for commands that work on its database."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    folder = tmp_path_factory.mktemp("site")
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.browser.settings",
        "DATA_DIR": str(folder),
        "DATABASE_URL": f"sqlite:///{folder}/site.sqlite3",
        "BASE_URL": f"http://127.0.0.1:{port}",
        "EMAIL_URL": f"smtp://{site_mail.hostname}:{site_mail.port}",
    }
    environment.pop("REDIS_URL", None)
    return environment


@pytest.fixture(scope="session")
def answering(site_environment):
    """The process that runs code on the database of ``site``: see ``ask``."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.browser.answering"],
        cwd=ROOT,
        env=site_environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        # Its input ends with the block, and it with its input.
        yield process


@pytest.fixture(scope="session")
def site(site_environment, answering):
    """The address of a demo site of this run's own, such as ``http://127.0.0.1:40123``."""
    address = site_environment["BASE_URL"]
    ask(answering, FILL_DATABASE)
    with Path(site_environment["DATA_DIR"], "log.txt").open("wb") as log:
        server = subprocess.Popen(
            manage("runserver", "--noreload", "--insecure", address.removeprefix("http://")),
            cwd=ROOT,
            env=site_environment,
            stdout=log,
            stderr=log,
        )
        try:
            wait_for(f"{address}/", server)
            yield address
        finally:
            server.terminate()
            server.wait(timeout=20)


@pytest.fixture(scope="session")
def places(site, answering):
    """The addresses of the seeded pages by name."""
    return ask(answering, STORE_STATES)


def manage(*arguments):
    """Return the command line of a management command, to be run in ``ROOT``."""
    return [sys.executable, "manage.py", *arguments]


def ask(answering, code):
    """Run Python code on the site's database; return the JSON of its last line."""
    print(json.dumps(code), file=answering.stdin, flush=True)
    status, output = json.loads(answering.stdout.readline())
    assert status == 0, output
    return json.loads(output.splitlines()[-1])


def wait_for(address, server):
    """Return when ``address`` answers 200; fail when ``server`` ends or takes too long."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if server.poll() is not None:
            pytest.fail(f"The site ended with {server.returncode} before it answered.")
        try:
            with urllib.request.urlopen(address, timeout=START_SECONDS) as answer:
                assert answer.status == 200
                return
        except urllib.error.URLError:
            time.sleep(0.2)
    pytest.fail(f"{address} did not answer in {START_SECONDS} seconds.")


@pytest.fixture(scope="session")
def chromium():
    """A running Chromium, Debian's or the one that ``CHROMIUM`` names."""
    playwright = pytest.importorskip("playwright.sync_api", reason="make test-browser installs it")
    executable = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if not executable:
        pytest.fail("Chromium is missing. Install it: apt-get install chromium")
    playwright.expect.set_options(timeout=PATIENCE)
    with playwright.sync_playwright() as running:
        browser = running.chromium.launch(executable_path=executable, args=CHROMIUM_FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium, site):
    """Return a new page of a visitor's own, with neither cookies nor cache of another's."""
    contexts = []

    def new_page(**options):
        context = chromium.new_context(base_url=site, **options)
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        return context.new_page()

    yield new_page
    for context in contexts:
        context.close()
