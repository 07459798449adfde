"""Reading feeds in tests as strict programs do."""

import json
import re
from urllib.parse import urlsplit

import feedparser

FORMATS = {
    "atom": "application/atom+xml; charset=utf-8",
    "rss": "application/rss+xml; charset=utf-8",
    "json": "application/feed+json",
}
#: The members of JSON Feed 1.1 with their types, the required ones with an exclamation mark.
FEED_MEMBERS = {
    "version!": str,
    "title!": str,
    "home_page_url": "url",
    "feed_url": "url",
    "description": str,
    "language": str,
    "authors": list,
    "items!": list,
}
ITEM_MEMBERS = {
    "id!": str,
    "url": "url",
    "title": str,
    "content_html": str,
    "content_text": str,
    "summary": str,
    "image": "url",
    "date_published": "date",
    "date_modified": "date",
    "authors": list,
    "tags": list,
    "language": str,
}
AUTHOR_MEMBERS = {"name": str, "url": "url"}
RFC_3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
#: Every address that a text of HTML leads to or loads from.
ADDRESSES = re.compile(r'(?:href|src)="([^"]*)"')


def read_feed(client, address, **kwargs):
    """Return the titles of a feed's items, after it has passed a strict reading of its format."""
    return [item["title"] for item in read_items(client, address, **kwargs)]


def read_items(client, address, **kwargs):
    """Return the items of a feed as dictionaries: those of ``feedparser``, or of JSON Feed."""
    response = client.get(address, **kwargs)
    assert response.status_code == 200
    assert not response.cookies
    extension = address.rpartition(".")[2]
    assert response["Content-Type"] == FORMATS[extension]
    if extension == "json":
        return check_json_feed(json.loads(response.content), address)
    return check_xml_feed(response.content, address)


def check_xml_feed(content, address):
    parsed = feedparser.parse(content)
    assert not parsed.bozo, parsed.get("bozo_exception")
    assert parsed.feed.title
    assert is_absolute(parsed.feed.link)
    selves = [link["href"] for link in parsed.feed.links if link["rel"] == "self"]
    assert [urlsplit(found).path for found in selves] == [address]
    assert parsed.feed.updated_parsed
    assert parsed.feed.language
    for entry in parsed.entries:
        assert is_absolute(entry.link)
        assert entry.id
        assert entry.published_parsed
    assert len({entry.id for entry in parsed.entries}) == len(parsed.entries)
    return parsed.entries


def check_json_feed(feed, address):
    check_members(feed, FEED_MEMBERS)
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert urlsplit(feed["feed_url"]).path == address
    check_authors(feed.get("authors", []))
    for item in feed["items"]:
        check_members(item, ITEM_MEMBERS)
        assert "content_html" in item or "content_text" in item
        check_authors(item.get("authors", []))
        assert all(type(tag) is str for tag in item.get("tags", []))
        assert all(map(is_absolute, ADDRESSES.findall(item.get("content_html", ""))))
    assert len({item["id"] for item in feed["items"]}) == len(feed["items"])
    return feed["items"]


def check_authors(authors):
    for author in authors:
        check_members(author, AUTHOR_MEMBERS)
        assert author


def check_members(found, members):
    """Assert that ``found`` has what is required, and nothing that is not in ``members``."""
    required = {name[:-1] for name in members if name.endswith("!")}
    assert required <= found.keys()
    kinds = {name.rstrip("!"): kind for name, kind in members.items()}
    for name, value in found.items():
        kind = kinds[name]
        assert isinstance(value, str if isinstance(kind, str) else kind), name
        assert kind != "url" or is_absolute(value), (name, value)
        assert kind != "date" or RFC_3339.fullmatch(value), (name, value)


def is_absolute(url):
    parts = urlsplit(url)
    return (parts.scheme in {"http", "https"} and bool(parts.netloc)) or parts.scheme == "mailto"
