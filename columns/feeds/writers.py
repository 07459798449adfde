"""The formats of feeds. Each writes the same description, which ``columns.feeds.entries`` makes."""

import json
import re

from django.utils.feedgenerator import (
    Atom1Feed,
    Rss201rev2Feed,
    SyndicationFeed,
    rfc3339_date,
)
from django.utils.xmlutils import SimplerXMLGenerator

XHTML = "http://www.w3.org/1999/xhtml"
#: One of them in one article would make a feed that no program can read.
NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Described:
    """What all formats share: when the feed was changed, and no character that XML forbids."""

    def __init__(self, **description):
        super().__init__(**without_forbidden_characters(description))

    def add_item(self, **entry):
        super().add_item(**without_forbidden_characters(entry))

    def latest_post_date(self):
        return self.feed["updated"]


class ReadableInBrowser:
    """XML with links and lines for people, of which the stylesheet makes a page.

    They are of XHTML's namespace, which news readers pass over: a browser makes links of nothing
    else without a script.
    """

    def add_root_elements(self, handler):
        super().add_root_elements(handler)
        handler.startElement("h:header", {})
        handler.addQuickElement("h:a", self.feed["title"], {"href": self.feed["link"]})
        handler.addQuickElement("h:p", self.feed["help"])
        handler.endElement("h:header")

    def add_item_elements(self, handler, item):
        handler.addQuickElement("h:a", item["title"], {"href": item["link"]})
        handler.addQuickElement("h:p", item["line"])
        super().add_item_elements(handler, item)


class AtomWriter(Described, ReadableInBrowser, Atom1Feed):
    """Atom 1.0 (RFC 4287), with the threading extension (RFC 4685)."""

    label = "Atom"

    def write(self, outfile, encoding):
        # Django's writes no stylesheets into Atom.
        handler = SimplerXMLGenerator(outfile, encoding, short_empty_elements=True)
        handler.startDocument()
        for stylesheet in self.feed["stylesheets"]:
            handler.processingInstruction("xml-stylesheet", stylesheet)
        handler.startElement("feed", self.root_attributes())
        self.add_root_elements(handler)
        self.write_items(handler)
        handler.endElement("feed")

    def root_attributes(self):
        return {**super().root_attributes(), "xmlns:h": XHTML}

    def item_attributes(self, item):
        return {"xml:lang": item["language"]}

    def add_item_elements(self, handler, item):
        # Django's summary is HTML; ours is the plain text that it is.
        super().add_item_elements(handler, {**item, "description": None})
        for author in item["authors"]:
            handler.startElement("author", {})
            handler.addQuickElement("name", author["name"])
            handler.addQuickElement("uri", author["url"])
            handler.endElement("author")
        if item["summary"]:
            handler.addQuickElement("summary", item["summary"])
        if item["content"]:
            handler.addQuickElement("content", item["content"], {"type": "html"})
        if item["image"]:
            enclosure = {"rel": "enclosure", "type": "image/jpeg", "href": item["image"]}
            handler.addQuickElement("link", "", enclosure)
        if item["replies"]:
            replies = {"rel": "replies", "type": "application/atom+xml"}
            handler.addQuickElement("link", "", {**replies, "href": item["replies"]["atom"]})


class RssWriter(Described, ReadableInBrowser, Rss201rev2Feed):
    """RSS 2.0, with its modules for whole texts, for several authors and for discussions."""

    label = "RSS"

    def rss_attributes(self):
        return {
            **super().rss_attributes(),
            "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
            "xmlns:dc": "http://purl.org/dc/elements/1.1/",
            "xmlns:wfw": "http://wellformedweb.org/CommentAPI/",
            "xmlns:h": XHTML,
            "xml:lang": self.feed["language"],
        }

    def add_item_elements(self, handler, item):
        super().add_item_elements(handler, {**item, "comments": item["replies"].get("link")})
        for author in item["authors"]:
            handler.addQuickElement("dc:creator", author["name"])
        if item["content"]:
            handler.addQuickElement("content:encoded", item["content"])
        if item["image"]:
            # Its length is not known, and 0 is the way to say so.
            enclosure = {"type": "image/jpeg", "length": "0", "url": item["image"]}
            handler.addQuickElement("enclosure", "", enclosure)
        if item["replies"]:
            handler.addQuickElement("wfw:commentRss", item["replies"]["rss"])


class JsonWriter(Described, SyndicationFeed):
    """JSON Feed 1.1."""

    label = "JSON Feed"
    content_type = "application/feed+json"

    def write(self, outfile, encoding):
        feed = self.feed
        described = {
            "version": "https://jsonfeed.org/version/1.1",
            "title": feed["title"],
            "home_page_url": feed["link"],
            "feed_url": feed["feed_url"],
            "description": feed["description"],
            "language": feed["language"],
            "authors": [{"name": feed["author_name"], "url": feed["author_link"]}],
            "items": [self.represent(item) for item in self.items],
        }
        json.dump(described, outfile, ensure_ascii=False)

    def represent(self, item):
        """Return one item without what is empty; a teaser is all text that a reader gets."""
        text = {"content_html": item["content"]} if item["content"] else {}
        described = {
            "id": item["unique_id"],
            "url": item["link"],
            "title": item["title"],
            **(text or {"content_text": item["summary"] or item["title"]}),
            "summary": item["summary"],
            "image": item["image"],
            "date_published": rfc3339_date(item["pubdate"]),
            "date_modified": rfc3339_date(item["updateddate"]),
            "authors": item["authors"],
            "tags": item["categories"],
            "language": item["language"],
        }
        return {name: value for name, value in described.items() if value}


#: The formats by the endings of their addresses, the one that most people know first.
WRITERS = {"rss": RssWriter, "atom": AtomWriter, "json": JsonWriter}


def without_forbidden_characters(value):
    """Return ``value``, with all texts in it, without the characters that XML 1.0 forbids."""
    if isinstance(value, str):
        return NO_XML.sub("", value)
    if isinstance(value, dict):
        return {name: without_forbidden_characters(part) for name, part in value.items()}
    if isinstance(value, list):
        return [without_forbidden_characters(part) for part in value]
    return value
