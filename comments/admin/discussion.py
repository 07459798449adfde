"""The settings of one page's discussion."""

import swapper
from django import forms
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.utils import set_query_params
from wagtail.admin.widgets.button import HeaderButton

from .. import registry
from ..actions import set_discussion_mode
from ..models import Discussion
from ..permissions import discussion_policy
from ..status import WAITING, Mode
from .frame import BelowQueueMixin
from .log import MODE_NAMES


def has_settings_for(user, page):
    """Return whether ``user`` may set the discussion of ``page``, and the page has one at all."""
    if registry.get_options(page.specific_class) is None:
        return False
    return discussion_policy.user_may(user, "settings", page)


class DiscussionForm(forms.Form):
    """Whether the discussion takes comments and shows them."""

    mode = forms.ChoiceField(
        label=gettext_lazy("Discussion"), choices=Mode.choices, widget=forms.RadioSelect
    )

    def __init__(self, *args, inherited_mode, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["mode"].choices = [
            (Mode.INHERITED, _("As on the site: now %(mode)s") % {"mode": inherited_mode}),
            *[choice for choice in Mode.choices if choice[0] != Mode.INHERITED],
        ]


class DiscussionView(BelowQueueMixin, FormView):
    """Counts, mode and a way to the comments of the page ``page_id``."""

    model = None
    policy_action = "settings"
    form_class = DiscussionForm
    template_name = "comments/admin/discussion.html"
    page_title = gettext_lazy("Discussion")
    header_icon = "comment"

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        pages = swapper.load_model("wagtailcore", "Page").objects.all()
        page = get_object_or_404(pages, pk=kwargs["page_id"])
        if not has_settings_for(request.user, page):
            raise Http404
        self.page = page.specific

    def get_page_subtitle(self):
        return self.page.get_admin_display_title()

    @cached_property
    def header_buttons(self):
        if not self.page.permissions_for_user(self.request.user).can_edit():
            return []
        url = reverse("wagtailadmin_pages:edit", args=[self.page.pk])
        return [HeaderButton(_("Edit page"), url=url, icon_name="edit")]

    @cached_property
    def discussion(self):
        return Discussion.of(self.page)

    def get_queue_url(self, **filters):
        return set_query_params(reverse("reader_comments:index"), filters)

    def get_initial(self):
        return {"mode": self.discussion.mode}

    def get_form_kwargs(self):
        inherited = Discussion(mode=Mode.INHERITED).get_effective_mode(self.page.specific_class)
        return {**super().get_form_kwargs(), "inherited_mode": MODE_NAMES[inherited]}

    def form_valid(self, form):
        mode = form.cleaned_data["mode"]
        set_discussion_mode(self.page, mode=mode, user=self.request.user)
        messages.success(
            self.request,
            _("The discussion of “%(page)s” is now: %(mode)s.")
            % {"page": self.get_page_subtitle(), "mode": MODE_NAMES[mode]},
        )
        return redirect(self.request.path)

    def get_context_data(self, **kwargs):
        (waiting,) = WAITING
        return super().get_context_data(
            page=self.page,
            page_url=self.page.get_url(self.request) if self.page.live else None,
            discussion=self.discussion,
            mode_now=MODE_NAMES[self.discussion.get_effective_mode(self.page.specific_class)],
            queue_url=self.get_queue_url(page=self.page.pk),
            waiting_url=self.get_queue_url(page=self.page.pk, status=waiting),
            **kwargs,
        )
