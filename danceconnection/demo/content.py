"""The texts of the demo as plain dictionaries, read from the TOML files in ``content/``.

Names refer to each other by slug: an article to its column and authors, an issue to articles,
a comment to its article; pictures by their name in ``art.gallery``.
"""

import re
import tomllib
from pathlib import Path

FOLDER = Path(__file__).parent / "content"
PAGE_LINK = re.compile(r'<a page="([a-z0-9-]+)">')
BLOCK_TAGS = ("<p", "<ol", "<ul")


def read_magazine():
    """Return the magazine's name and tagline, its columns, and the titles of the two lists."""
    return _read(FOLDER / "magazine.toml")


def read_authors():
    """Return the authors with their ``books`` and ``links``."""
    return _read(FOLDER / "authors.toml")["authors"]


def read_issues():
    """Return ``issues``, oldest first, and the slug of the ``current`` one."""
    return _read(FOLDER / "issues.toml")


def get_article_slugs():
    """Return the slugs of the articles, without reading them."""
    return [path.stem for path in (FOLDER / "articles").glob("*.toml")]


def read_articles():
    """Return the articles, oldest first."""
    articles = [_read(path) for path in sorted((FOLDER / "articles").glob("*.toml"))]
    return sorted(articles, key=lambda article: article["date"])


def read_comments():
    """Return the comments of all articles in the order in which they were posted."""
    comments = []
    for path in sorted((FOLDER / "comments").glob("*.toml")):
        file = _read(path)
        same = {"article": file["article"]} if "article" in file else {}
        comments += [same | comment for comment in file["comments"]]
    return sorted(comments, key=lambda comment: comment["posted"])


def to_rich_text(text, *, page_ids=None):
    """Return ``text`` as the database HTML of Wagtail's rich text.

    Blank lines part paragraphs; lists stand for themselves. ``<a page="slug">`` becomes a link
    to the page whose id ``page_ids`` has under that slug.
    """
    parts = [part.strip() for part in re.split(r"\n\s*\n", text.strip())]
    html = "".join(part if part.startswith(BLOCK_TAGS) else f"<p>{part}</p>" for part in parts)
    return PAGE_LINK.sub(
        lambda link: f'<a linktype="page" id="{page_ids[link[1]]}">',
        html,
    )


def _read(path):
    with path.open("rb") as file:
        return tomllib.load(file)
