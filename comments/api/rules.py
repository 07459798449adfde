"""Reasons to reject, settings of a site and workflows, as those who change them see them."""

from typing import Annotated

from django.http import Http404
from django.utils.translation import gettext as _
from pydantic import Field
from typing_extensions import TypedDict
from wagtail.models import Site
from wagtail.permissions import policy_registry
from wagtail.rich_text import expand_db_html

from ..exceptions import RulesDenied
from ..models import CommentSettings, PageCommentWorkflow, RejectionReason, find_case_workflows


class CommentsReasonText(TypedDict):
    """A reason to reject in one language."""

    language: str
    label: Annotated[str, Field(description="As moderators choose it.")]
    message: Annotated[str, Field(description="What whoever wrote the comment is told.")]


class CommentsStoredReason(TypedDict):
    """A reason to reject of the site's own, in all its languages."""

    id: int
    code: Annotated[str, Field(description="What rejected comments and the log keep.")]
    is_active: Annotated[bool, Field(description="Whether moderators can choose it.")]
    texts: list[CommentsReasonText]


class CommentsSiteSettings(TypedDict):
    """What editors set for all discussions of a site."""

    site: Annotated[int, Field(description="The id of the site.")]
    name: Annotated[str, Field(description="The site's name, else its host name.")]
    guidelines: Annotated[str, Field(description="As Wagtail stores rich text; empty for none.")]
    guidelines_html: Annotated[str, Field(description="As readers see them.")]
    reaction_name: Annotated[str, Field(description="Empty: no reactions.")]
    edit_minutes: Annotated[int, Field(description="0: commenters cannot edit at all.")]


class CommentsSectionWorkflow(TypedDict):
    """Which workflow the moderation cases of a section go through."""

    id: int
    page: Annotated[int, Field(description="The id of the page; those below it go with it.")]
    title: Annotated[str, Field(description="Of the page, as its editors call it.")]
    workflow: Annotated[int, Field(description="The id of the workflow.")]


class CommentsWorkflow(TypedDict):
    """A workflow that can be chosen."""

    id: int
    name: str


def check_rules(user, *actions, model=RejectionReason):
    """Raise ``RulesDenied`` for whoever may do none of ``actions`` with the ``model``."""
    policy = policy_registry.get_by_type(model)
    if not policy.user_has_any_permission(user, actions):
        raise RulesDenied


def get_reason(pk, *, is_locked=False):
    """Return a reason, for this transaction alone where ``is_locked``; raises ``Http404``."""
    reasons = RejectionReason.objects.select_for_update() if is_locked else RejectionReason.objects
    reason = reasons.filter(pk=pk).first()
    if reason is None:
        raise Http404(_("There is no reason with this id."))
    return reason


def represent_reasons(reasons) -> list[CommentsStoredReason]:
    """Return reasons for the API; their texts in the order in which they were written."""
    return [
        {
            "id": reason.pk,
            "code": reason.code,
            "is_active": reason.is_active,
            "texts": [
                {"language": text.language, "label": text.label, "message": text.message}
                for text in sorted(reason.texts.all(), key=lambda text: text.pk)
            ],
        }
        for reason in reasons
    ]


def get_sites(user):
    """Return the sites whose settings ``user`` may change; raises ``RulesDenied`` for none."""
    policy = policy_registry.get_by_type(CommentSettings)
    if not policy.user_has_permission(user, "change"):
        raise RulesDenied
    return policy.sites_user_has_permission_for(user, "change").order_by("pk")


def get_site(pk, *, user):
    """Return one of those sites; raises ``Http404`` for any other, ``RulesDenied`` as before."""
    site = get_sites(user).filter(pk=pk).first()
    if site is None:
        raise Http404(_("There is no site with this id whose settings you may change."))
    return site


def represent_settings(sites) -> list[CommentsSiteSettings]:
    """Return what is in force on ``sites``, stored or not. One query besides theirs."""
    sites = list(sites)
    stored = {one.site_id: one for one in CommentSettings.objects.filter(site__in=sites)}
    return [_represent(site, stored.get(site.pk) or CommentSettings(site=site)) for site in sites]


def _represent(site: Site, settings) -> CommentsSiteSettings:
    return {
        "site": site.pk,
        "name": site.site_name or site.hostname,
        "guidelines": settings.guidelines,
        "guidelines_html": expand_db_html(settings.guidelines),
        "reaction_name": settings.reaction_name,
        "edit_minutes": settings.edit_minutes,
    }


def get_section_workflows(user):
    """Return the choices of workflows of the sections of ``user``, in the order of the tree."""
    return _get_choices_of(user).select_related("page").order_by("page__path")


def get_section_workflow(pk, *, user, is_locked=False):
    """Return one of them, for this transaction alone where ``is_locked``; raises ``Http404``."""
    # The lock is on the choice alone, not on the page that says whether it is in the scope.
    allowed = _get_choices_of(user).filter(pk=pk)
    choices = PageCommentWorkflow.objects.filter(pk__in=allowed.values("pk"))
    choice = (choices.select_for_update() if is_locked else choices).first()
    if choice is None:
        raise Http404(_("There is no choice of a workflow with this id in your sections."))
    return choice


def _get_choices_of(user):
    policy = policy_registry.get_by_type(PageCommentWorkflow)
    return policy.instances_user_has_any_permission_for(user, ["view", "add", "change", "delete"])


def represent_section_workflow(choice) -> CommentsSectionWorkflow:
    """Return one of them for the API. Load its page along."""
    return {
        "id": choice.pk,
        "page": choice.page_id,
        "title": choice.page.get_admin_display_title(),
        "workflow": choice.workflow_id,
    }


def list_workflows() -> list[CommentsWorkflow]:
    """Return the workflows that can be chosen, by name: one query."""
    usable = find_case_workflows().order_by("name", "pk")
    return [{"id": pk, "name": name} for pk, name in usable.values_list("pk", "name")]
