"""Headers that every answer carries."""

import pytest

pytestmark = pytest.mark.django_db


def policy_of(response):
    directives = response["Content-Security-Policy"].split(";")
    return {name: set(values) for name, *values in map(str.split, directives)}


@pytest.mark.parametrize("path", ["/health/", "/nothing-here/"])
def test_public_answers_allow_scripts_and_styles_of_this_site_alone(client, path):
    policy = policy_of(client.get(path))

    assert policy["default-src"] == {"'none'"}
    assert policy["script-src"] == policy["style-src"] == {"'self'"}
    assert "script-src-elem" not in policy


def test_admin_runs_no_inline_handler_and_loads_nothing_foreign(client):
    policy = policy_of(client.get("/admin/login/"))

    assert policy["script-src-attr"] == {"'none'"}
    assert policy["script-src-elem"] == {"'self'", "'unsafe-inline'"}
    assert policy["connect-src"] == policy["form-action"] == {"'self'"}
    assert policy["img-src"] == {"'self'", "data:", "blob:"}


@pytest.mark.parametrize("path", ["/health/", "/nothing-here/", "/admin/login/"])
def test_answers_switch_off_sniffing_foreign_frames_and_the_powers_of_the_browser(client, path):
    response = client.get(path)

    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    assert response["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in response["Permissions-Policy"]
