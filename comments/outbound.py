"""Which addresses messages go to: never into the network that the site itself stands in."""

import ipaddress
import socket
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.utils.encoding import iri_to_uri
from django.utils.translation import gettext as _

from . import conf

PORTS = {80, 443, 8443}
#: Prefixes of IPv6 that carry an address of IPv4 inside.
NAT64 = ipaddress.ip_network("64:ff9b::/96")
#: What leads nowhere in the open internet, or into networks of some providers, and older Pythons
#: take for public: 192.0.0.192 tells machines of one of them their own secrets.
CLOSED = [
    ipaddress.ip_network(network) for network in ("192.0.0.0/24", "192.88.99.0/24", "3fff::/20")
]


class AddressRefused(ValueError):
    """Nothing is sent to this address; the message says why."""


@dataclass(frozen=True)
class Target:
    """Where a message goes: ``ip`` is what the name stood for when it was checked."""

    host: str
    port: int
    ip: str
    path: str
    is_secure: bool

    @property
    def host_header(self):
        host = f"[{self.host}]" if ":" in self.host else self.host
        is_usual = self.port == (443 if self.is_secure else 80)
        return host if is_usual else f"{host}:{self.port}"


def check_url(url):
    """Return the parts of ``url``; raises ``AddressRefused`` for what is no public address.

    What its name stands for is not asked yet: that may change, and counts when something is sent.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise AddressRefused(_("This is no address.")) from error
    is_open = conf.webhook_allow_private()
    if parts.scheme != "https" and not (parts.scheme == "http" and is_open):
        raise AddressRefused(_("The address must begin with https://."))
    if not parts.hostname or any(character.isspace() or ord(character) < 33 for character in url):
        raise AddressRefused(_("This is no address."))
    if parts.username is not None or parts.password is not None:
        raise AddressRefused(_("The address must not hold a name or a password."))
    if port is not None and port not in PORTS and not is_open:
        raise AddressRefused(_("The port of the address is not allowed."))
    return parts


def find_target(url):
    """Return the ``Target`` of ``url``, looked up now; raises ``AddressRefused``.

    All that the name stands for must be public: one address of the inner network among them is
    enough to refuse it. The message goes to the address that was checked here and to no other.
    """
    parts = check_url(url)
    is_secure = parts.scheme == "https"
    port = parts.port or (443 if is_secure else 80)
    try:
        host = parts.hostname.encode("idna").decode()
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise AddressRefused(_("The name of the address is not known.")) from error
    ips = [entry[4][0].partition("%")[0] for entry in found]
    if not conf.webhook_allow_private() and not all(map(is_public, ips)):
        raise AddressRefused(_("The address leads into a private network."))
    path = parts.path or "/"
    path = f"{path}?{parts.query}" if parts.query else path
    return Target(host, port, ips[0], iri_to_uri(path), is_secure)


def is_public(text):
    """Return whether the IP address ``text`` is one of the open internet."""
    ip = ipaddress.ip_address(text)
    if ip.version == 6:
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo and ip.teredo[1])
        if ip in NAT64:
            inner = ipaddress.ip_address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
        # What was for inner networks before fc00::/7 still leads into some.
        if ip.is_site_local:
            return False
    if any(ip in network for network in CLOSED):
        return False
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_unspecified)
