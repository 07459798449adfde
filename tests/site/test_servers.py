"""What servers call: a request that Django cannot read is answered all the same."""

import asyncio
from io import BytesIO
from wsgiref.util import setup_testing_defaults

import pytest
from django.core.handlers.asgi import ASGIHandler, ASGIRequest
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest

from danceconnection import asgi, wsgi


def ask_by_wsgi(method, charset):
    """Return the request that Django makes of this one."""
    environ = {"QUERY_STRING": "page=1", "CONTENT_TYPE": f"text/plain; charset={charset}"}
    environ["REQUEST_METHOD"] = method
    setup_testing_defaults(environ)
    return wsgi.forget_type_of_nothing(lambda environ, _start: WSGIRequest(environ))(environ, None)


def ask_by_asgi(method, charset):
    made = []

    async def make(scope, _receive, _send):
        made.append(ASGIRequest(scope, BytesIO()))

    scope = {"type": "http", "method": method, "path": "/", "query_string": b"page=1"}
    scope["headers"] = [(b"content-type", f"text/plain; charset={charset}".encode())]
    asyncio.run(asgi.forget_type_of_nothing(make)(scope, None, None))
    return made[0]


ASKING = pytest.mark.parametrize("ask", [ask_by_wsgi, ask_by_asgi])


@ASKING
@pytest.mark.parametrize("charset", ["rot13", "hex", "undefined", "cp037", "utf-16", "utf-8"])
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_request_without_a_body_is_read_in_our_charset(ask, method, charset):
    assert ask(method, charset).GET.dict() == {"page": "1"}


@ASKING
def test_the_type_of_a_body_is_kept(ask):
    assert ask("POST", "iso-8859-1").encoding == "iso-8859-1"


def test_servers_call_them():
    assert isinstance(wsgi.application.__wrapped__, WSGIHandler)
    assert isinstance(asgi.application.__wrapped__, ASGIHandler)
