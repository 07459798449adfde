"""Production starts only when it has all it needs, and then safely.

Each test runs a process of its own: settings are read once in the life of a process.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.once

ROOT = Path(__file__).resolve().parent.parent.parent

COMPLETE = {
    "SECRET_KEY": "a-key-for-this-test-" + "0123456789abcdefghijklmnop" * 2,
    "ALLOWED_HOSTS": "example.com",
    "BASE_URL": "https://example.com",
    "DATABASE_URL": "sqlite:///production-test.sqlite3",
    "EMAIL_URL": "smtp+tls://user:secret@mail.example.com:587",
    "DEFAULT_FROM_EMAIL": "site@example.com",
}
SHOW_MAIL_LOGIN = """
import django
django.setup()
from django.core.mail import get_connection
connection = get_connection(username=None, password=None, fail_silently=None)
print(connection.host, connection.port, connection.username, connection.password,
      connection.use_tls, connection.timeout)
"""


def run(*arguments, **environment):
    """Run Python on the arguments with nothing but these variables for the settings."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=kept | {"DJANGO_SETTINGS_MODULE": "settings.production"} | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def show(expression, **environment):
    """Return what the expression is, with ``settings`` at hand."""
    code = f"from django.conf import settings; print({expression})"
    answer = run("-c", code, **environment)
    assert answer.returncode == 0, answer.stderr
    return answer.stdout.strip()


def last_line(answer):
    return answer.stderr.strip().splitlines()[-1]


def test_start_without_settings_names_all_that_is_missing_in_one_sentence():
    answer = run("manage.py", "check")

    assert answer.returncode != 0
    assert all(name in last_line(answer) for name in COMPLETE)
    assert "docs/operations.md" in last_line(answer)


@pytest.mark.parametrize("name", COMPLETE)
def test_start_names_the_one_variable_that_is_missing(name):
    answer = run("manage.py", "check", **COMPLETE | {name: ""})

    assert answer.returncode != 0
    assert [other for other in COMPLETE if f" {other} (" in last_line(answer)] == [name]


def test_deploy_check_has_no_warning():
    answer = run(
        "-W", "error", "manage.py", "check", "--deploy", "--fail-level", "WARNING", **COMPLETE
    )

    assert answer.returncode == 0, answer.stderr
    assert "no issues" in answer.stdout


def test_log_in_to_the_mail_server_survives_the_way_in_which_wagtail_asks_for_it():
    answer = run("-c", SHOW_MAIL_LOGIN, **COMPLETE)

    assert answer.stdout.split() == ["mail.example.com", "587", "user", "secret", "True", "10"]


def test_plain_http_is_refused_for_any_host_but_this_machine():
    answer = run("manage.py", "check", **COMPLETE | {"LOOPBACK_HTTP": "on"})

    assert answer.returncode != 0
    assert "example.com" in last_line(answer)


def test_plain_http_on_this_machine_keeps_no_secure_cookie_and_no_redirect():
    environment = COMPLETE | {"LOOPBACK_HTTP": "on", "ALLOWED_HOSTS": "127.0.0.1,localhost"}
    expression = "settings.SECURE_SSL_REDIRECT, settings.SESSION_COOKIE_SECURE"

    assert show(expression, **environment) == "False False"
    assert show(expression, **COMPLETE) == "True True"


def test_headers_of_proxies_are_believed_only_when_their_number_is_given():
    expression = "getattr(settings, 'SECURE_PROXY_SSL_HEADER'), settings.NINJA_NUM_PROXIES"

    assert show(expression, **COMPLETE) == "None 0"
    assert "X_FORWARDED_PROTO" in show(expression, **COMPLETE, TRUSTED_PROXIES="1")


def test_demo_accounts_and_api_documentation_are_off():
    assert show("settings.DEMO, settings.WAGTAILAPI_DOCS_ENABLED", **COMPLETE) == "False False"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("postgres://user:secret@db/site", "60 True"),
        ("mysql://user:secret@db/site", "60 True"),
    ],
)
def test_connections_to_a_server_are_kept_and_checked(url, expected):
    expression = "*map(settings.DATABASES['default'].get, ('CONN_MAX_AGE', 'CONN_HEALTH_CHECKS'))"

    assert show(expression, **COMPLETE | {"DATABASE_URL": url}) == expected


@pytest.mark.parametrize(
    ("switch", "expected"), [({}, "True 5"), ({"PREPARED_STATEMENTS": "off"}, "None None")]
)
def test_postgresql_keeps_plans_unless_a_pool_stands_before_it(switch, expected):
    url = {"DATABASE_URL": "postgres://user:secret@db/site"}
    names = "('server_side_binding', 'prepare_threshold')"
    expression = f"*map(settings.DATABASES['default']['OPTIONS'].get, {names})"

    assert show(expression, **COMPLETE | url | switch) == expected
