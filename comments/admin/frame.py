"""The frame of the pages below the queue."""

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from ..models import ReaderComment


class BelowQueueMixin(WagtailAdminTemplateMixin):
    """A page of the admin whose breadcrumbs lead by way of the queue."""

    def get_breadcrumbs_items(self):
        return [
            *self.breadcrumbs_items,
            {"url": reverse("reader_comments:index"), "label": _("Reader comments")},
            {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()},
        ]


class AboutCommentMixin(BelowQueueMixin):
    """A form about one comment, ``self.comment``; it leads back to ``next``, or to the review."""

    model = None
    header_icon = "comment"

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        # The gate has checked that it exists and may be seen.
        comments = ReaderComment.objects.select_related("discussion__page")
        self.comment = comments.get(pk=kwargs["pk"])

    def get_page_subtitle(self):
        return str(self.comment)

    @cached_property
    def next_url(self):
        next_url = get_valid_next_url_from_request(self.request)
        return next_url or reverse("reader_comments:inspect", args=[self.comment.pk])

    def get_context_data(self, **kwargs):
        return super().get_context_data(comment=self.comment, next=self.next_url, **kwargs)
