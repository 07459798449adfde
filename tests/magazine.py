"""A small magazine in which every public field of every page type has a value."""

import datetime
from types import SimpleNamespace

from wagtail.embeds.embeds import get_embed_hash
from wagtail.embeds.models import Embed
from wagtail.models import Site

from columns.factories import (
    ArticlePageFactory,
    AuthorLinkFactory,
    AuthorPageFactory,
    BookFactory,
    ColumnistFactory,
    ColumnPageFactory,
    CorrectionFactory,
    ImageFactory,
    IssueContentFactory,
    IssuePageFactory,
    IssueSettingsFactory,
    RelatedArticleFactory,
    make_image_file,
)

VIDEO = "https://video.example.org/dance"


def make_image():
    """Make an image; a small one, because every rendition of it takes its time."""
    return ImageFactory(file=make_image_file(size=(320, 240)))


def make_embed():
    """Store the embed that bodies of ``make_body`` refer to."""
    return Embed.objects.get_or_create(
        hash=get_embed_hash(VIDEO, 800),
        defaults={
            "url": VIDEO,
            "max_width": 800,
            "type": "video",
            "html": "<iframe></iframe>",
            "title": "A dance",
            "provider_name": "Video",
            "width": 800,
            "height": 450,
        },
    )


def make_body(*, image, link):
    """Return a body with every kind of block; its first paragraph links to the page ``link``."""
    return [
        ("paragraph", f'<p>As <a linktype="page" id="{link.pk}">she wrote</a>.</p>'),
        ("heading", "A heading"),
        (
            "figure",
            {
                "image": {"image": image, "alt_text": "Two dancers", "decorative": False},
                "caption": f'<p><a linktype="page" id="{link.pk}">In rehearsal</a></p>',
                "credit": "A. Photographer",
            },
        ),
        ("pull_quote", {"quote": "It breathes.", "attribution": "A dancer"}),
        ("embed", {"embed": VIDEO, "caption": "The whole dance"}),
        ("box", {"title": "Where", "text": "<p>In the old hall.</p>"}),
    ]


def make_author(*, image=None, **kwargs):
    """Make an author with a portrait, a book with a cover, and a link."""
    image = image or make_image()
    author = AuthorPageFactory(portrait=image, portrait_alt="The author", **kwargs)
    BookFactory(author=author, cover=image, link="https://books.example.org/1")
    AuthorLinkFactory(author=author)
    return author


def make_article(*, column, author, link, image=None, **kwargs):
    """Make an article of ``column`` that refers to ``link``, an article, in every possible way."""
    image = image or make_image()
    article = ArticlePageFactory(
        parent=column,
        authors=[author],
        body=make_body(image=image, link=link),
        updated=datetime.date(2026, 12, 1),
        social_image=image,
        **kwargs,
    )
    CorrectionFactory(
        article=article, text=f'<p>See <a linktype="page" id="{link.pk}">there</a>.</p>'
    )
    RelatedArticleFactory(source=article, article=link, sort_order=0)
    article.topics.add("rehearsal", "dance")
    article.save()
    return article


def make_magazine():
    """Return the pages by name: ``home, column, article, link, authors, author, issues, issue``.

    ``link`` is an article that the others refer to.
    """
    make_embed()
    home = Site.objects.get(is_default_site=True).root_page.specific
    home.tagline = "A magazine about people who dance."
    home.save()
    author = make_author()
    column = ColumnPageFactory(image=make_image(), image_alt="A stage")
    ColumnistFactory(column=column, author=author)
    link = ArticlePageFactory(parent=column, authors=[author])
    issue = IssuePageFactory(
        date=datetime.date(2026, 5, 1), cover=make_image(), cover_alt="The cover"
    )
    IssueSettingsFactory(current_issue=issue)
    article = make_article(column=column, author=author, link=link)
    IssueContentFactory(issue=issue, article=article, dek="A dek", page_number=12)
    return SimpleNamespace(
        home=home,
        column=column,
        article=article,
        link=link,
        authors=author.get_parent().specific,
        author=author,
        issues=issue.get_parent().specific,
        issue=issue,
    )
