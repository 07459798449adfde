"""Where the links of a comment lead, spelled out."""

from html.parser import HTMLParser
from urllib.parse import urlsplit


class _LinkParser(HTMLParser):
    def __init__(self):
        super().__init__()
        self.targets = []

    def handle_starttag(self, tag, attrs):
        if tag == "a":
            self.targets.append(dict(attrs).get("href") or "")


def get_link_hosts(html):
    """Return the hosts that the links of ``html`` lead to, each once, in their order.

    ``html`` is what the text format made. An international name is given as it stands in the
    address (``xn--…``), which look-alike letters cannot deceive; a mail address is given whole.
    """
    parser = _LinkParser()
    parser.feed(html)
    return list(dict.fromkeys(filter(None, map(_get_host, parser.targets))))


def _get_host(target):
    try:
        parts = urlsplit(target)
        if parts.scheme == "mailto":
            return parts.path
        host = parts.hostname or ""
    except ValueError:
        return ""
    try:
        return host.encode("idna").decode("ascii")
    except UnicodeError:
        return host
