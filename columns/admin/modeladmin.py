"""The list of issues with their covers: the one file that imports ``wagtail_modeladmin``."""

from django.conf import settings
from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from wagtail.images.shortcuts import get_rendition_or_not_found
from wagtail.models import Locale
from wagtail.permissions import page_permission_policy
from wagtail_modeladmin.helpers import PagePermissionHelper
from wagtail_modeladmin.options import ModelAdmin

from ..models import IssuePage


class LocaleFilter(admin.SimpleListFilter):
    """Issues of one language. The package's own needs ``django.contrib.admin`` installed."""

    title = _("language")
    parameter_name = "language"

    def lookups(self, request, model_admin):
        locales = Locale.objects.all()
        return [(locale.language_code, locale.get_display_name()) for locale in locales]

    def queryset(self, request, queryset):
        return queryset.filter(locale__language_code=self.value()) if self.value() else queryset


class IssuePermissionHelper(PagePermissionHelper):
    """Lists issues to those who see pages at all, at the same cost for any number of them."""

    def user_can_list(self, user):
        return page_permission_policy.explorable_root_instance(user) is not None

    def user_can_copy_obj(self, user, obj):
        return obj.permissions_for_user(user).can_copy()


class IssueAdmin(ModelAdmin):
    """All issues that a user may see, with the thumbnails of their covers."""

    model = IssuePage
    base_url_path = "issues"
    menu_label = _("Issues")
    menu_icon = "image"
    menu_order = 130
    permission_helper_class = IssuePermissionHelper
    list_display = ("cover_thumbnail", "title", "number", "date", "cover_headline", "status")
    list_display_add_buttons = "title"
    list_filter = ("live", "date")
    search_fields = ("title", "cover_headline", "dek", "number")
    ordering = ("-date", "-pk")
    list_per_page = 50
    # The package's history view asks for no permission; pages have Wagtail's own.
    history_view_enabled = False
    inspect_view_enabled = False

    def get_list_filter(self, request):
        is_translated = getattr(settings, "WAGTAIL_I18N_ENABLED", False)
        return (*self.list_filter, LocaleFilter) if is_translated else self.list_filter

    def get_queryset(self, request):
        explorable = page_permission_policy.explorable_instances(request.user)
        return (
            super()
            .get_queryset(request)
            .filter(pk__in=explorable.values("pk"))
            .select_related("cover", "latest_revision", "content_type")
            .prefetch_related("cover__renditions")
            .prefetch_workflow_states()
            .annotate_approved_schedule()
        )

    @admin.display(description=_("Cover"))
    def cover_thumbnail(self, issue):
        """The cover, decorative beside the issue's name."""
        if issue.cover is None:
            return ""
        rendition = get_rendition_or_not_found(issue.cover, "fill-90x120")
        return rendition.img_tag({"alt": "", "width": 45, "height": 60, "loading": "lazy"})

    @admin.display(description=_("Status"), ordering="live")
    def status(self, issue):
        """Live, draft, scheduled and so on, in words."""
        return issue.status_string
