"""What servers call: a request that Django cannot read is answered all the same."""

from wsgiref.util import setup_testing_defaults

import pytest
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest

from danceconnection.wsgi import application, forget_type_of_nothing


def ask(method, charset):
    """Return the request that Django makes of this one."""
    environ = {"QUERY_STRING": "page=1", "CONTENT_TYPE": f"text/plain; charset={charset}"}
    environ["REQUEST_METHOD"] = method
    setup_testing_defaults(environ)
    return forget_type_of_nothing(lambda environ, _start: WSGIRequest(environ))(environ, None)


@pytest.mark.parametrize("charset", ["rot13", "hex", "undefined", "cp037", "utf-16", "utf-8"])
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_request_without_a_body_is_read_in_our_charset(method, charset):
    assert ask(method, charset).GET.dict() == {"page": "1"}


def test_the_type_of_a_body_is_kept():
    assert ask("POST", "iso-8859-1").encoding == "iso-8859-1"


def test_servers_call_it():
    assert isinstance(application.__wrapped__, WSGIHandler)
