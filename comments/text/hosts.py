"""Names of hosts, as automatic links recognise them."""

from __future__ import annotations

import re
import unicodedata

_MAX_HOST = 253
_MAX_LABEL = 63
_PORT = re.compile(r":([0-9]{1,5})(?![\w])", re.ASCII)
_OCTET = "(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])"
_IPV4 = re.compile(rf"(?:{_OCTET}\.){{3}}{_OCTET}")


def end_of_host(text: str, start: int) -> int:
    """Where the name that begins at `start` ends: letters, marks and digits of any script,
    hyphens and dots, without the dots and hyphens at its end. `start` if there is none."""
    end, limit = start, min(len(text), start + _MAX_HOST)
    while end < limit and _is_host_character(text[end]):
        end += 1
    while end > start and text[end - 1] in ".-":
        end -= 1
    return end


def end_of_port(text: str, start: int) -> int:
    """Where a port that begins at `start` with its colon ends; `start` if there is none."""
    port = _PORT.match(text, start)
    return port.end() if port and int(port[1]) < 2**16 else start


def is_domain(name: str) -> bool:
    """Two labels or more, the last of them two characters or more and not a number."""
    labels = name.split(".")
    return len(labels) > 1 and all(map(_is_label, labels)) and _is_top_level(labels[-1])


def is_host(name: str, *, has_path: bool) -> bool:
    """A domain, an IPv4 address or `localhost`; another name without dots if a path follows."""
    if is_domain(name) or name.lower() == "localhost" or _IPV4.fullmatch(name):
        return True
    return has_path and _is_label(name) and not name.isdigit()


def _is_host_character(character: str) -> bool:
    return character in ".-" or character.isalnum() or unicodedata.category(character)[0] == "M"


def _is_label(label: str) -> bool:
    return 0 < len(label) <= _MAX_LABEL and "." not in label and "-" not in (label[0], label[-1])


def _is_top_level(label: str) -> bool:
    return len(label) >= 2 and not label.isdigit()
