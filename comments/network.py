"""Where a request comes from, as something that can be counted and not be read."""

import re
from ipaddress import IPv6Address, ip_address, ip_network

from django.utils.crypto import salted_hmac

from . import conf

#: Some proxies name the port too: ``192.0.2.1:4711`` or ``[2001:db8::1]:4711``.
_PORT = re.compile(r"^(\[[^]]+\]|[0-9.]+):\d+$")


def get_client_address(request):
    """Return the address of the client as text, or ``""`` when there is none.

    It is that of the connection, or the one that the outermost of the site's own proxies saw
    (``COMMENTS_TRUSTED_PROXIES``): what clients themselves write into ``X-Forwarded-For`` has
    no effect.
    """
    address = request.META.get("REMOTE_ADDR", "")
    proxies = conf.trusted_proxies()
    if proxies:
        header = request.META.get("HTTP_X_FORWARDED_FOR", "")
        forwarded = [part for part in header.split(",") if part.strip()]
        address = forwarded[-proxies] if len(forwarded) >= proxies else address
    return address.strip()


def get_network(request):
    """Return a keyed digest of the client's network: 64 hexadecimal digits.

    The network is an IPv4 address, or the /64 of an IPv6 address, which one household or
    server has to itself. The digest serves to count; the address cannot be told from it. All
    clients whose address cannot be read count as one network.
    """
    try:
        address = ip_address(_PORT.sub(r"\1", get_client_address(request)).strip("[]"))
    except ValueError:
        address = None
    if isinstance(address, IPv6Address):
        address = address.ipv4_mapped or ip_network((address.packed, 64), strict=False)
    return salted_hmac("comments.network", str(address), algorithm="sha256").hexdigest()
