"""Which feeds of comments belong to a page, and where they are."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from .. import registry
from ..models import Discussion
from ..status import Mode
from .writers import WRITERS


@dataclass(frozen=True)
class CommentFeedFormat:
    """A feed in one format: the format's ``name`` and media type, the feed's absolute address."""

    name: str
    media_type: str
    url: str


@dataclass(frozen=True)
class CommentFeedAddresses:
    """A feed of comments in all formats, with its ``title``."""

    title: str
    formats: tuple[CommentFeedFormat, ...]


def get_feed_addresses(page, *, site, is_shown=False):
    """Return the ``CommentFeedAddresses`` of ``page``, a page that anybody may read, or ``None``.

    That is the feed of its own discussion while readers see one, which costs a query unless
    ``is_shown`` says so; else that of all comments below it, where it is the home page of
    ``site`` or holds pages to comment on.
    """
    if registry.get_options(page.specific_class):
        name, is_there = "page", is_shown or bool(get_pages_with_discussion([page]))
    else:
        name, is_there = "section", _is_section(page, site)
    if not is_there:
        return None
    language = page.locale.language_code
    formats = (
        CommentFeedFormat(
            writer.label,
            writer.content_type.partition(";")[0],
            get_address(site, name, page, language=language, extension=extension),
        )
        for extension, writer in WRITERS.items()
    )
    return CommentFeedAddresses(get_title(page), tuple(formats))


def replies_to(pages, *, site):
    """Return where ``pages``, which anybody may read, are discussed: one query for all of them.

    ``{page id: {"link": …, "atom": …, "rss": …}}``, absolute addresses of the discussion and of
    its feeds, without the pages that have no discussion to show. It has the shape that feeds of
    pages ask for (``COLUMNS_FEED_REPLIES``).
    """
    return {
        page.pk: {
            "link": f"{page.full_url}#discussion",
            **{
                extension: get_address(
                    site, "page", page, language=page.locale.language_code, extension=extension
                )
                for extension in ("atom", "rss")
            },
        }
        for page in get_pages_with_discussion(pages)
    }


def get_title(page):
    """Return the title of a feed of comments on ``page`` or below it."""
    return _("Comments: %(headline)s") % {"headline": page.title}


def get_address(site, name, page, *, language, extension):
    """Return the absolute address of the feed ``name`` of ``page`` in one format."""
    arguments = {"page_id": page.pk, "extension": extension}
    with translation.override(language):
        path = reverse(f"comments:{name}_feed", kwargs=arguments)
    return f"{site.root_url}{path}"


def get_pages_with_discussion(pages):
    """Return those of ``pages`` whose discussion is shown to readers."""
    ids = [page.pk for page in pages]
    discussions = {found.page_id: found for found in Discussion.objects.filter(page__in=ids)}
    return [
        page
        for page in pages
        if discussions.get(page.pk, Discussion()).get_effective_mode(page.specific_class)
        != Mode.HIDDEN
    ]


def _is_section(page, site):
    if page.specific_class is None:
        return False
    below = page.specific_class.allowed_subpage_models()
    return page.pk == site.root_page_id or any(registry.get_options(model) for model in below)
