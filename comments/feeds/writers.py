"""The formats of feeds of comments. Each writes the description that ``kinds`` makes."""

import json
import re

from django.utils.feedgenerator import (
    Atom1Feed,
    Rss201rev2Feed,
    SyndicationFeed,
    rfc3339_date,
)
from django.utils.xmlutils import SimplerXMLGenerator

#: One of them in one comment would make a feed that no program can read.
NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
NAMESPACES = {
    "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
    "xmlns:dc": "http://purl.org/dc/elements/1.1/",
    "xmlns:thr": "http://purl.org/syndication/thread/1.0",
    "xmlns:h": "http://www.w3.org/1999/xhtml",
}


class CommentsInXml:
    """What Atom and RSS share: threads, and links and lines of XHTML for people in a browser."""

    def latest_post_date(self):
        return self.feed["updated"]

    def root_attributes(self):
        return {**super().root_attributes(), **NAMESPACES}

    def add_root_elements(self, handler):
        super().add_root_elements(handler)
        handler.startElement("h:header", {})
        handler.addQuickElement("h:a", self.feed["title"], {"href": self.feed["link"]})
        handler.addQuickElement("h:p", self.feed["help"])
        handler.endElement("h:header")

    def add_item_elements(self, handler, item):
        super().add_item_elements(handler, item)
        handler.addQuickElement("h:a", item["title"], {"href": item["link"]})
        handler.addQuickElement("h:p", item["line"])
        handler.addQuickElement("thr:in-reply-to", "", item["reply_to"])


class AtomWriter(CommentsInXml, Atom1Feed):
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

    def add_item_elements(self, handler, item):
        # Django's summary is HTML; ours is the plain text that it is.
        super().add_item_elements(handler, {**item, "description": None})
        handler.addQuickElement("summary", item["summary"])
        handler.addQuickElement("content", item["content"], {"type": "html"})


class RssWriter(CommentsInXml, Rss201rev2Feed):
    """RSS 2.0, with its module for whole texts."""

    label = "RSS"

    def add_item_elements(self, handler, item):
        super().add_item_elements(handler, item)
        handler.addQuickElement("content:encoded", item["content"])


class JsonWriter(SyndicationFeed):
    """JSON Feed 1.1."""

    label = "JSON Feed"
    content_type = "application/feed+json"

    def write(self, outfile, encoding):
        names = ("title", "feed_url", "language")
        feed = {
            "version": "https://jsonfeed.org/version/1.1",
            "home_page_url": self.feed["link"],
            **{name: self.feed[name] for name in names},
            "items": [self.represent(item) for item in self.items],
        }
        json.dump(feed, outfile, ensure_ascii=False)

    def represent(self, item):
        return {
            "id": item["unique_id"],
            "url": item["link"],
            "title": item["title"],
            "content_html": item["content"],
            "summary": item["summary"],
            "date_published": rfc3339_date(item["pubdate"]),
            "date_modified": rfc3339_date(item["updateddate"]),
            "authors": [{"name": item["author_name"]}],
            "tags": list(item["categories"]),
            "language": item["language"],
        }


#: The formats by the endings of their addresses, the one that most people know first.
WRITERS = {"rss": RssWriter, "atom": AtomWriter, "json": JsonWriter}


def without_forbidden_characters(value):
    """Return a text, or a list of texts, without what XML 1.0 forbids; other values as they are."""
    if isinstance(value, list):
        return [without_forbidden_characters(part) for part in value]
    return NO_XML.sub("", value) if isinstance(value, str) else value


def write(extension, *, arguments, entries):
    """Return ``(text, media type)`` of a feed in the format ``extension``."""
    writer = WRITERS[extension](
        **{name: without_forbidden_characters(value) for name, value in arguments.items()}
    )
    for entry in entries:
        writer.add_item(
            **{name: without_forbidden_characters(value) for name, value in entry.items()}
        )
    return writer.writeString("utf-8"), writer.content_type
