"""Where a request comes from: what counts as one network, and whom to believe."""

import pytest
from django.test import RequestFactory

from comments.network import get_client_address, get_network

pytestmark = pytest.mark.once


def request_from(address, forwarded=None):
    extra = {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {}
    return RequestFactory().get("/", REMOTE_ADDR=address, **extra)


def test_what_clients_write_into_the_header_has_no_effect():
    seen = {get_network(request_from("192.0.2.1", f"198.51.100.{n}")) for n in range(40)}

    assert len(seen) == 1


@pytest.mark.parametrize(
    ("forwarded", "proxies", "expected"),
    [
        ("6.6.6.6, 198.51.100.7", 1, "198.51.100.7"),
        ("6.6.6.6, 198.51.100.7, 10.0.0.1", 2, "198.51.100.7"),
        ("198.51.100.7", 2, "192.0.2.1"),
        (None, 1, "192.0.2.1"),
    ],
)
def test_the_address_is_the_one_that_the_outermost_proxy_saw(
    settings, forwarded, proxies, expected
):
    settings.COMMENTS_TRUSTED_PROXIES = proxies

    assert get_client_address(request_from("192.0.2.1", forwarded)) == expected


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("192.0.2.1", "192.0.2.1", True),
        ("192.0.2.1", "192.0.2.2", False),
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("::ffff:192.0.2.1", "192.0.2.1", True),
    ],
)
def test_a_network_is_an_address_or_the_64_of_one(one, other, same):
    assert (get_network(request_from(one)) == get_network(request_from(other))) is same


def test_all_whose_address_cannot_be_read_are_one_network():
    unreadable = {get_network(request_from(address)) for address in ("", "unix:", "999.1.1.1")}

    assert len(unreadable) == 1
    assert "" not in unreadable


@pytest.mark.parametrize(
    ("with_port", "address"),
    [("192.0.2.1:4711", "192.0.2.1"), ("[2001:db8::1]:4711", "2001:db8::1")],
)
def test_the_port_that_some_proxies_name_does_not_count(with_port, address):
    assert get_network(request_from(with_port)) == get_network(request_from(address))
