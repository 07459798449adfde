"""The demo with an article of a hundred comments, served as production is, for what is measured.

Database and files stay in ``var/bench/``, so that only the first run loads the demo.
``DATABASE_URL`` and ``REDIS_URL`` choose others; the database is filled with the demo.
"""

import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WORKERS = 2
START_SECONDS = 60
STOP_SECONDS = 10
SEED = "from bench.seeding import main; main()"


class Site:
    """The prepared site: ``environment`` of its processes, ``path`` of the measured article."""

    def __init__(self, *, threads=1):
        self.port = find_port()
        self.threads = threads
        url = os.environ.get("DATABASE_URL", "")
        folder = ROOT / "var" / "bench" / (url.partition(":")[0] or "sqlite")
        (folder / "media" / "images").mkdir(parents=True, exist_ok=True)
        self.media = folder / "media"
        self.environment = os.environ | {
            "ALLOWED_HOSTS": "127.0.0.1",
            "BASE_URL": f"http://127.0.0.1:{self.port}",
            "DATABASE_URL": url or f"sqlite:///{folder}/db.sqlite3",
            "DATA_DIR": str(folder),
            "DEFAULT_FROM_EMAIL": "site@example.com",
            "EMAIL_URL": "consolemail://",
            "LOOPBACK_HTTP": "on",
            "SECRET_KEY": secrets.token_urlsafe(64),
        }
        for command in (["migrate", "-v0"], ["load_demo"], ["collectstatic", "--no-input", "-v0"]):
            self.manage(*command)
        seeded = self.manage("shell", "-v0", "-c", SEED).splitlines()[-1]
        self.path, self.page_id = seeded.split()

    def manage(self, command, *arguments):
        """Run a management command; return what it printed."""
        # The demo is loaded by the settings that allow for one, and served by those of production.
        module = "production" if command == "collectstatic" else "dev"
        return subprocess.run(
            [sys.executable, "manage.py", command, *arguments],
            cwd=ROOT,
            env=self.environment | {"DJANGO_SETTINGS_MODULE": f"settings.{module}"},
            check=True,
            stdout=subprocess.PIPE,
            text=True,
        ).stdout

    def serve(self, **environment):
        """Serve the site; ``environment`` is added to that of its processes."""
        return serve(
            "danceconnection.wsgi:application",
            self.port,
            self._get_environment(environment),
            "--static-path-route=/media/images",
            f"--static-path-mount={self.media / 'images'}",
        )

    def serve_api(self, *, port, **environment):
        """Serve the site by gunicorn at ``port``, without its files."""
        application = "danceconnection.wsgi:application"
        environment = self._get_environment(environment)
        return serve_by_gunicorn(application, port, environment, threads=self.threads)

    def _get_environment(self, more):
        return self.environment | {"DJANGO_SETTINGS_MODULE": "settings.production"} | more


def find_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def serve(application, port, environment, *options):
    """Run granian with ``WORKERS`` workers while the block runs; yield its process's id."""
    command = [
        *("granian", "--interface", "wsgi", "--log-level", "error"),
        *("--host", "127.0.0.1", "--port", str(port), "--workers", str(WORKERS)),
        *("--blocking-threads", "2", *options, application),
    ]
    return _run(command, port, environment)


def serve_by_gunicorn(application, port, environment, *, threads=1):
    """Run gunicorn with ``WORKERS`` workers while the block runs; yield its process's id.

    Its own kind of worker has one thread, and closes each connection; those with more keep them.
    """
    kept = ("--worker-class", "gthread", "--threads", str(threads), "--keep-alive", "60")
    command = [
        *("gunicorn", "--bind", f"127.0.0.1:{port}", "--workers", str(WORKERS)),
        *(kept if threads > 1 else ()),
        *("--log-level", "error", application),
    ]
    return _run(command, port, environment)


@contextmanager
def _run(command, port, environment):
    server = subprocess.Popen(
        [sys.executable, "-m", *command], cwd=ROOT, env=environment, start_new_session=True
    )
    try:
        wait_for(port, server)
        yield server.pid
    finally:
        server.terminate()
        try:
            server.wait(timeout=STOP_SECONDS)
        except subprocess.TimeoutExpired:
            # A worker of granian sometimes waits for a connection that nobody closes.
            os.killpg(server.pid, signal.SIGKILL)
            server.wait()


def wait_for(port, server):
    """Return when the server answers anything; fail when it ends or takes too long."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if server.poll() is not None:
            break
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=START_SECONDS).close()
        except urllib.error.HTTPError:
            return
        except urllib.error.URLError:
            time.sleep(0.2)
        else:
            return
    sys.exit(f"No server came up on port {port}.")
