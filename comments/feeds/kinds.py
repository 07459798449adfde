"""The feeds there are, which comments they hold, and what they tell of them."""

from datetime import UTC, datetime
from html import escape
from uuid import uuid5

from django.contrib.auth.models import AnonymousUser
from django.db.models import Subquery
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from wagtail.models import Site

from .. import conf
from ..models import Discussion, ReaderComment
from ..querysets import get_pages_visible_to
from ..status import VISIBLE
from .addresses import get_address, get_pages_with_discussion, get_title

EXCERPT_LENGTH = 300


class CommentFeed:
    """Comments that anybody may read, newest first, on or below one page of a site."""

    name: str

    def __init__(self, site, page):
        self.site = site
        self.page = page

    @classmethod
    def find(cls, site, *, page_id):
        """Return the feed; raises ``Http404`` unless anybody may read the page on ``site``."""
        pages = get_pages_visible_to(AnonymousUser()).select_related("locale")
        page = get_object_or_404(pages, id=page_id)
        if not any(
            root.site_id == site.pk and page.url_path.startswith(root.root_path)
            for root in Site.get_site_root_paths()
        ):
            raise Http404(_("There is no such page on this site."))
        return cls(site, page)

    def get_comments(self):
        """Return the comments of the feed, as a queryset of what anybody may read."""
        raise NotImplementedError

    def get_newest(self):
        return self.get_comments().newest_first()[: conf.feed_items()]

    @property
    def language(self):
        return self.page.locale.language_code

    @cached_property
    def rows(self):
        """What tells whether the feed is another one than before, without the texts."""
        return list(
            self.get_newest().values_list(
                "status_changed_at",
                "created_at",
                "edited_at",
                "uuid",
                "discussion__version",
                "discussion__page__title",
                "discussion__page__url_path",
            )
        )

    @property
    def updated(self):
        """When a comment here was last approved or edited; else when the page was published."""
        dates = [date for row in self.rows for date in row[:3]] or [self.page.last_published_at]
        # A feed needs a date, and an empty one on a page made by a program has none.
        return max(filter(None, dates), default=datetime.fromtimestamp(0, UTC)).astimezone(UTC)

    def get_arguments(self, *, extension):
        """Return what the feed says of itself, as arguments of ``SyndicationFeed``."""
        return {
            "title": get_title(self.page),
            "link": self.page.full_url,
            "description": get_title(self.page),
            "language": self.language,
            "feed_url": get_address(
                self.site, self.name, self.page, language=self.language, extension=extension
            ),
            "feed_guid": uuid5(get_page_uuid(self.page), f"comments {self.name}").urn,
            "updated": self.updated,
            "help": _(
                "This is a feed of comments. Copy its address into a news reader, and new ones "
                "come to you by themselves, without an account and without an e-mail address."
            ),
        }

    def get_entries(self):
        """Return the comments as arguments of ``SyndicationFeed.add_item``: one query.

        Besides Django's own arguments there are ``content`` (safe HTML), ``summary`` (plain
        text), ``reply_to`` (id and address of what is answered) and ``line``, one for people.
        """
        comments = self.get_newest().select_related("parent", "discussion__page__locale")
        return [self.describe(comment) for comment in comments]

    def describe(self, comment):
        summary = conf.text_format().excerpt(comment.body, EXCERPT_LENGTH)
        name = comment.author_name or _("A reader")
        day = date_format(localtime(comment.created_at), "DATETIME_FORMAT")
        dates = (comment.created_at, comment.status_changed_at, comment.edited_at)
        return {
            "title": comment.subject or _("Comment by %(name)s") % {"name": name},
            "link": self.get_permalink(comment),
            "unique_id": comment.uuid.urn,
            "unique_id_is_permalink": False,
            # RSS takes it for HTML.
            "description": escape(summary, quote=False),
            "summary": summary,
            "content": comment.rendered,
            "author_name": name,
            "pubdate": comment.created_at.astimezone(UTC),
            "updateddate": max(filter(None, dates)).astimezone(UTC),
            "reply_to": self.get_reply_to(comment),
            "line": f"{day} · {name}",
            "language": comment.page.locale.language_code,
        }

    def get_permalink(self, comment):
        with translation.override(comment.page.locale.language_code):
            path = reverse("comments:permalink", args=[comment.uuid])
        return f"{self.site.root_url}{path}"

    def get_reply_to(self, comment):
        """Return id and address of the comment that this one answers, else those of the page."""
        parent = comment.parent
        if parent is not None and parent.status in VISIBLE:
            parent.discussion = comment.discussion
            return {"ref": parent.uuid.urn, "href": self.get_permalink(parent)}
        return {"ref": get_page_uuid(comment.page).urn, "href": comment.page.full_url}


class PageCommentFeed(CommentFeed):
    """The comments on one page."""

    name = "page"

    @classmethod
    def find(cls, site, *, page_id):
        feed = super().find(site, page_id=page_id)
        if not get_pages_with_discussion([feed.page]):
            raise Http404(_("There is no page with this id that readers can discuss."))
        return feed

    def get_comments(self):
        # ``find`` has seen that the discussion is shown.
        discussions = Discussion.objects.filter(page=self.page).order_by()
        return ReaderComment.objects.shown_in(Subquery(discussions.values("pk")[:1]))


class SectionCommentFeed(CommentFeed):
    """The comments on a page and all below it, such as on the articles of a column."""

    name = "section"

    def get_comments(self):
        everywhere = ReaderComment.objects.visible_to(AnonymousUser())
        return everywhere.filter(discussion__page__path__startswith=self.page.path)

    def describe(self, comment):
        """Name the page of the comment, too."""
        described = super().describe(comment)
        headline = comment.page.title
        return {
            **described,
            "categories": [headline],
            "line": f"{described['line']} · {headline}",
        }


def get_page_uuid(page):
    """Return the permanent id that feeds of pages give to ``page`` (``columns.feeds`` does)."""
    return uuid5(page.translation_key, page.locale.language_code)
