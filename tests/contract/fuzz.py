"""Ask all of our operations what nobody would ask, and hold each answer to the OpenAPI document.

    make test-contract [ARGS="--examples 50 --seed 7"]

The demo is loaded into a folder that is thrown away, or, where ``DATABASE_URL`` names one, into an
empty database, and served on a free port. The document is
exported and validated whole; ``schemathesis`` then asks our operations as a guest, as somebody who
may nothing, as a moderator, and as an administrator: no answer is a server error, and all have a
described status, media type, headers and schema. Then it asks what Wagtail's own operations read,
as a guest and as an administrator (``--wagtail`` asks these alone): see ``wagtail.py``.
"""

import argparse
import json
import os
import secrets
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path

from openapi_spec_validator import OpenAPIV31SpecValidator

from . import wagtail

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 60
CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
    "negative_data_rejection",
    "ignored_auth",
)
TOKENS = """
from django.contrib.auth import get_user_model
from wagtail.models import APIToken
users = get_user_model().objects
users.create_user("nobody")
for name in ("nobody", "moderator", "admin"):
    print(APIToken.create_token(user=users.get(username=name), name="Contract")[1])
"""


IDS = """
import json
from django.apps import apps
models = {
    "page_id": "wagtailcore.Page", "revision_id": "wagtailcore.Revision",
    "site_id": "wagtailcore.Site", "locale_id": "wagtailcore.Locale",
    "image_id": "wagtailimages.Image", "document_id": "wagtaildocs.Document",
    "redirect_id": "wagtailredirects.Redirect",
}
ids = {name: list(apps.get_model(model).objects.order_by("pk").values_list("pk", flat=True)[:25])
       for name, model in models.items()}
print(json.dumps({**ids, "type_name": ["columns.ArticlePage", "home.HomePage"]}))
"""
#: What Wagtail refuses, and whom, it does not describe.
WAGTAIL_CHECKS = tuple(
    check for check in CHECKS if check not in {"negative_data_rejection", "ignored_auth"}
)


class Demo:
    """The demo in ``folder``, with a ``port`` to serve it on."""

    def __init__(self, folder):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.origin = f"http://127.0.0.1:{self.port}"
        self.environment = os.environ | {
            "BASE_URL": self.origin,
            "DATABASE_URL": os.environ.get("DATABASE_URL") or f"sqlite:///{folder}/db.sqlite3",
            "DATA_DIR": str(folder),
            "DJANGO_SETTINGS_MODULE": "tests.contract.settings",
            "SECRET_KEY": secrets.token_urlsafe(64),
        }

    def manage(self, *arguments):
        """Run a management command; return what it printed."""
        return subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=self.environment,
            check=True,
            stdout=subprocess.PIPE,
            text=True,
        ).stdout

    @contextmanager
    def serve(self):
        """Serve the demo while the block runs."""
        command = [sys.executable, "manage.py", "runserver", "--noreload", str(self.port)]
        server = subprocess.Popen(
            command, cwd=ROOT, env=self.environment, stdout=subprocess.DEVNULL
        )
        try:
            self._wait_for(server)
            yield
        finally:
            server.terminate()
            server.wait()

    def _wait_for(self, server):
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and server.poll() is None:
            try:
                urllib.request.urlopen(f"{self.origin}/health/", timeout=START_SECONDS).close()
            except urllib.error.URLError:
                time.sleep(0.2)
            else:
                return
        sys.exit(f"No server came up on port {self.port}.")


def validate(path):
    """End the program where the document at ``path`` is not valid."""
    document = json.loads(path.read_text())
    errors = list(OpenAPIV31SpecValidator(document).iter_errors())
    for error in errors:
        print(f"{path.name}: {'/'.join(map(str, error.absolute_path))}: {error.message}")
    if errors:
        sys.exit(1)
    print(f"{path.name}: valid, {len(document['paths'])} addresses.")


def run_schemathesis(document, demo, *, token, checks, arguments, options=()):
    """Ask the operations of ``document``; return whether all is as it says."""
    command = [
        *(sys.executable, "-m", "schemathesis.cli", "run", str(document), "--url", demo.origin),
        *("--checks", ",".join(checks), "--phases", "examples,coverage,fuzzing"),
        *("--max-examples", str(arguments.examples), "--seed", str(arguments.seed)),
        *("--continue-on-failure", "--no-shrink", "--warnings", "off"),
        *("--suppress-health-check", "all", "--request-timeout", "30"),
        *options,
    ]
    if token:
        command += ["--header", f"Authorization: Bearer {token}"]
    return subprocess.run(command, cwd=document.parent, check=False).returncode == 0


def fuzz(document, demo, *, who, token, arguments):
    """Return whether all of our operations answer as ``document`` says."""
    print(f"\n==> As {who}", flush=True)
    return run_schemathesis(document, demo, token=token, checks=CHECKS, arguments=arguments)


def fuzz_wagtail(document, demo, *, tokens, arguments):
    """Return whether Wagtail's own operations have the faults that are known, and no others."""
    ids = json.loads(demo.manage("shell", "-v0", "-c", IDS))
    description = wagtail.with_examples(json.loads(document.read_text()), ids)
    described, report = document.with_name("wagtail.json"), document.with_name("wagtail.xml")
    described.write_text(json.dumps(description))
    faulty = wagtail.find_shown(demo.origin, token=tokens["admin"], ids=ids)
    for who in ("guest", "admin"):
        print(f"\n==> Wagtail's own part, as {who}", flush=True)
        run_schemathesis(
            described,
            demo,
            token=tokens.get(who),
            checks=WAGTAIL_CHECKS,
            arguments=arguments,
            options=(*wagtail.ONLY, "--report", "junit", "--report-junit-path", str(report)),
        )
        faulty |= wagtail.find_faulty(report, description)
    differences = wagtail.compare(faulty)
    print(*differences, sep="\n", flush=True)
    return not differences


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--examples", type=int, default=15, help="for each operation and reader")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--who", action="append", help="guest, nobody, moderator, admin")
    parser.add_argument("--wagtail", action="store_true", help="Wagtail's own part alone")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        demo = Demo(folder)
        for command in (["migrate", "-v0"], ["load_demo"]):
            demo.manage(*command)
        tokens = dict(
            zip(
                ("nobody", "moderator", "admin"),
                demo.manage("shell", "-v0", "-c", TOKENS).split(),
                strict=True,
            )
        )
        whole, ours = Path(folder) / "openapi.json", Path(folder) / "ours.json"
        demo.manage("export_openapi", "--output", str(whole))
        demo.manage("export_openapi", "--ours", "--output", str(ours))
        validate(whole)
        validate(ours)
        readers = [] if arguments.wagtail else arguments.who or ["guest", *tokens]
        with demo.serve():
            fine = [
                fuzz(ours, demo, who=who, token=tokens.get(who), arguments=arguments)
                for who in readers
            ]
            if arguments.wagtail or not arguments.who:
                fine.append(fuzz_wagtail(whole, demo, tokens=tokens, arguments=arguments))
    return 0 if all(fine) else 1


if __name__ == "__main__":
    sys.exit(main())
