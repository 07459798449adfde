"""Turns the texts of the demo into pages: first drafts, then what they say of each other."""

import json
from uuid import uuid5

from columns import factories, models

from .content import to_rich_text
from .tree import get_key


def plant_sections(tree, magazine):
    """Make the columns and the two lists."""
    for column in magazine["columns"]:
        tree.plant(
            factories.ColumnPageFactory,
            column["slug"],
            parent=tree.home,
            title=column["title"],
            tagline=column["tagline"],
            introduction=to_rich_text(column["introduction"]),
            image=tree.get_image(column["image"]),
            image_alt=column["image_alt"],
            show_in_menus=True,
        )
    for name, factory in (
        ("authors", factories.AuthorIndexPageFactory),
        ("issues", factories.IssueIndexPageFactory),
    ):
        section = magazine[name]
        tree.plant(
            factory,
            section["slug"],
            parent=tree.home,
            title=section["title"],
            show_in_menus=True,
        )


def plant_author(tree, author, *, parent):
    """Make an author bio with its books and links."""
    page = tree.plant(
        factories.AuthorPageFactory,
        author["slug"],
        parent=parent,
        title=author["name"],
        credentials=author["credentials"],
        portrait=tree.get_image(author["portrait"]),
        portrait_alt=author["portrait_alt"],
        short_biography=to_rich_text(author["short_biography"]),
        biography=to_rich_text(author["biography"]),
    )
    page.books = [
        models.Book(**book | {"cover": tree.get_image(book["cover"])}, sort_order=order)
        for order, book in enumerate(author["books"])
    ]
    page.links = [
        models.AuthorLink(**link, sort_order=order) for order, link in enumerate(author["links"])
    ]


def plant_article(tree, article):
    """Make an article; what refers to other articles is for ``complete_article``."""
    tree.plant(
        factories.ArticlePageFactory,
        article["slug"],
        parent=tree.pages[article["column"]],
        title=article["title"],
        kicker=article["kicker"],
        standfirst=article["standfirst"],
        date=article["date"],
        updated=article.get("updated"),
        body=[],
    )


def plant_issue(tree, issue, *, parent):
    """Make an issue with its table of contents."""
    fields = {
        name: issue[name]
        for name in ("title", "date", "number", "cover_alt", "cover_headline", "dek")
    }
    cover = tree.get_image(issue["cover"])
    page = tree.plant(
        factories.IssuePageFactory, issue["slug"], parent=parent, cover=cover, **fields
    )
    page.contents = [
        models.IssueContent(
            **entry | {"article": tree.pages[entry["article"]] if "article" in entry else None},
            sort_order=order,
        )
        for order, entry in enumerate(issue["contents"])
    ]


def complete_column(tree, column):
    """Give a column its columnists."""
    tree.pages[column["slug"]].columnists = [
        models.Columnist(author=tree.pages[slug], sort_order=order)
        for order, slug in enumerate(column["columnists"])
    ]


def complete_article(tree, article):
    """Give an article its byline, body, topics, corrections and related articles."""
    page = tree.pages[article["slug"]]
    page.body = json.dumps(list(_get_blocks(tree, article)))
    page.topics.set(article["topics"])
    page.bylines = [
        models.Byline(author=tree.pages[slug], sort_order=order)
        for order, slug in enumerate(article["authors"])
    ]
    page.related_articles = [
        models.RelatedArticle(article=tree.pages[slug], sort_order=order)
        for order, slug in enumerate(article["related"])
    ]
    page.corrections = [
        models.Correction(date=note["date"], text=to_rich_text(note["text"]), sort_order=order)
        for order, note in enumerate(article.get("corrections", ()))
    ]


def _get_blocks(tree, article):
    """Yield the blocks of the body as the database has them."""
    page_ids = tree.get_ids()
    for number, block in enumerate(article["body"]):
        ((kind, value),) = block.items()
        if kind == "paragraph":
            value = to_rich_text(value, page_ids=page_ids)
        elif kind == "box":
            value = value | {"text": to_rich_text(value["text"], page_ids=page_ids)}
        elif kind == "figure":
            value = _get_figure(tree, value)
        elif kind == "embed":
            value = {"embed": value["url"], "caption": value["caption"]}
        key = uuid5(get_key(article["slug"]), str(number))
        yield {"type": kind, "value": value, "id": str(key)}


def _get_figure(tree, figure):
    image = {
        "image": tree.images[figure["image"]].pk,
        "decorative": False,
        "alt_text": figure["alt"],
    }
    return {
        "image": image,
        "caption": to_rich_text(figure["caption"]),
        "credit": figure["credit"],
    }
