"""The frame of the pages below the queue."""

from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.views.generic import WagtailAdminTemplateMixin


class BelowQueueMixin(WagtailAdminTemplateMixin):
    """A page of the admin whose breadcrumbs lead by way of the queue."""

    def get_breadcrumbs_items(self):
        return [
            *self.breadcrumbs_items,
            {"url": reverse("reader_comments:index"), "label": _("Reader comments")},
            {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()},
        ]
