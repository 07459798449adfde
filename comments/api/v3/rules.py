"""Changing what holds for moderation: the reasons to reject, and the settings of a site.

What is sent goes through the forms of the admin, and what they save, through its actions.
"""

from http import HTTPStatus

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from ninja import Field, Schema
from ninja import Status as Answer
from pydantic import ConfigDict
from wagtail.admin.panels import get_edit_handler
from wagtail.api.rich_text import APIRichText
from wagtail.api.v3.form_data import build_form_data
from wagtail.utils.forms import FormValidationError

from ... import actions
from ...models import CommentSettings, RejectionReason
from ...models.guidelines import GUIDELINES_FEATURES, tidy_guidelines
from ...models.reason import CODE_LENGTH, LABEL_LENGTH, LANGUAGE_LENGTH
from ...models.settings import LONGEST_EDIT_MINUTES, REACTION_LENGTH
from ..reading import LARGEST_NUMBER
from ..rules import (
    CommentsSiteSettings,
    CommentsStoredReason,
    check_rules,
    get_reason,
    get_site,
    get_sites,
    represent_reasons,
    represent_settings,
)
from .moderation.common import Id
from .operations import MALFORMED, Number, Text, reads, refuse_all, refuse_field, writes
from .routers import moderation_router as router

NO_RIGHT = "This user may not change this anywhere."
UNKNOWN = "There is none with this id that this user may change."
ERRORS = {HTTPStatus.FORBIDDEN: NO_RIGHT, HTTPStatus.NOT_FOUND: UNKNOWN}
READ_ERRORS = ERRORS | {HTTPStatus.UNPROCESSABLE_ENTITY: MALFORMED}
#: How many languages one reason has at most.
MOST_TEXTS = 100


class CommentsReasonTextInput(Schema):
    """A reason in one language."""

    model_config = ConfigDict(extra="forbid")

    language: Text = Field(max_length=LANGUAGE_LENGTH, description="One of the site's content.")
    label: Text = Field(max_length=LABEL_LENGTH)
    message: Text = Field("", description="What whoever wrote the comment is told.")


class CommentsNewReason(Schema):
    """A reason to reject of the site's own."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "code": "repeated-link",
                    "texts": [
                        {
                            "language": "en",
                            "label": "The same link again",
                            "message": "Your comment has a link that you left before.",
                        }
                    ],
                }
            ]
        },
    )

    code: Text = Field(
        max_length=CODE_LENGTH, description="Letters, digits, hyphens and underscores."
    )
    is_active: bool = Field(True, strict=True)
    texts: list[CommentsReasonTextInput] = Field(min_length=1, max_length=MOST_TEXTS)


class CommentsReasonChange(Schema):
    """What becomes different of a reason; what is not named stays."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"is_active": False, "position": 2}]}
    )

    code: Text = Field(
        default_factory=str,
        max_length=CODE_LENGTH,
        description="Comments rejected before keep the former code: better leave it.",
    )
    is_active: bool = Field(default_factory=bool, strict=True)
    texts: list[CommentsReasonTextInput] = Field(
        default_factory=list,
        min_length=1,
        max_length=MOST_TEXTS,
        description="All of them: a language that is not named is no more.",
    )
    position: Number = Field(
        default_factory=int,
        ge=0,
        le=LARGEST_NUMBER,
        description="Its place in the list, which begins with 0; too large is the end.",
    )


class CommentsStoredReasons(Schema):
    """The reasons to reject of the site's own, in their order."""

    items: list[CommentsStoredReason]


class CommentsSettingsChange(Schema):
    """What becomes different of the settings of a site; what is not named stays."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"guidelines": "<p>Be <b>kind</b>.</p>", "edit_minutes": 30}]
        },
    )

    guidelines: Text = Field(
        default_factory=str,
        description="Rich text as Wagtail stores it, with " + ", ".join(GUIDELINES_FEATURES) + "; "
        "all else is taken out.",
    )
    reaction_name: Text = Field(default_factory=str, max_length=REACTION_LENGTH)
    edit_minutes: Number = Field(default_factory=int, ge=0, le=LONGEST_EDIT_MINUTES)


class CommentsSettingsOfSites(Schema):
    """The settings of the sites that one may change."""

    items: list[CommentsSiteSettings]


def save(instance, values, *, user, unique, positions=None):
    """Save ``values`` by the form of the admin for ``instance``, which is returned.

    Raises the 422 that names what is wrong. ``unique`` is the field of which there is one;
    ``positions`` is where each text of a reason stood in what was sent, by its number in the form.
    """
    form_class = get_edit_handler(type(instance)).get_form_class()
    data = build_form_data(form_class, values, instance=instance if instance.pk else None)
    form = form_class(data, instance=instance, for_user=user)
    try:
        if not form.is_valid():
            raise FormValidationError.from_form(form)
        # A transaction of its own: what the database refuses spoils no more than this.
        with transaction.atomic():
            return actions.save_rules(form, user=user)
    except IntegrityError:
        # Somebody else was faster.
        refuse_field("unique", _("There is one with this value already."), "body", "data", unique)
    except FormValidationError as error:
        refuse_all(
            {"type": code, "loc": ["body", "data", *_place(path, positions or {})], "msg": message}
            for path, found in error.loc_errors
            for message, code in found
        )


def _place(path, positions):
    """Return the way to a value in what was sent, from that in the form."""
    # What is wrong with several fields together, the form files under no field's name.
    path = [name for name in path if name != "__all__"]
    if len(path) < 2 or path[0] != "texts":
        return path
    return ["texts", positions.get(path[1], path[1]), *path[2:]]


def save_reason(reason, values, *, user):
    """Save a reason, its texts as a whole; see ``save``.

    A text in a language that was there before stays the same row.
    """
    stored = list(reason.texts.all()) if reason.pk else []
    left = {text.language: number for number, text in enumerate(stored)}
    texts, positions, new = [], {}, len(stored)
    for position, text in enumerate(values["texts"]):
        number = left.pop(text["language"], None)
        if number is None:
            number, new = new, new + 1
        else:
            text = text | {"id": stored[number].pk}
        texts.append(text)
        positions[number] = position
    return save(reason, values | {"texts": texts}, user=user, unique="code", positions=positions)


@reads(
    router,
    "/settings/reasons/",
    is_public=False,
    response=CommentsStoredReasons,
    errors={HTTPStatus.FORBIDDEN: NO_RIGHT},
    operation_id="comments_stored_reasons",
    summary="List the reasons to reject of the site's own, to change them",
    description="Without any, moderators choose from those that are built in; `adopt` stores them.",
    url_name="comments_stored_reasons",
)
def list_stored(request):
    """List the reasons to reject with all that can be changed of them."""
    check_rules(request.user, "view", "add", "change", "delete")
    return {"items": represent_reasons(RejectionReason.objects.prefetch_related("texts"))}


@writes(
    router,
    "/settings/reasons/",
    is_public=False,
    response={HTTPStatus.CREATED: CommentsStoredReason},
    errors={HTTPStatus.FORBIDDEN: NO_RIGHT},
    operation_id="comments_create_reason",
    summary="Write a reason to reject",
    description="The first one takes the place of all that are built in: `adopt` those before.",
    url_name="comments_create_reason",
)
def create_reason(request, data: CommentsNewReason):
    """Write a reason to reject."""
    check_rules(request.user, "add")
    reason = save_reason(RejectionReason(), data.model_dump(), user=request.user)
    return Answer(HTTPStatus.CREATED, represent_reasons([get_reason(reason.pk)])[0])


# Before the address of one reason, which would take "adopt" for an id.
@writes(
    router,
    "/settings/reasons/adopt/",
    is_public=False,
    has_body=False,
    response=CommentsStoredReasons,
    errors={HTTPStatus.FORBIDDEN: NO_RIGHT},
    operation_id="comments_adopt_reasons",
    summary="Store the reasons that are built in, to change them",
    description="In the language of the request. Where the site has some already, nothing changes.",
    url_name="comments_adopt_reasons",
)
def adopt(request):
    """Store the reasons that a site begins with."""
    actions.adopt_reasons(user=request.user)
    return {"items": represent_reasons(RejectionReason.objects.prefetch_related("texts"))}


@reads(
    router,
    "/settings/reasons/{reason_id}/",
    is_public=False,
    response=CommentsStoredReason,
    errors=READ_ERRORS,
    operation_id="comments_stored_reason",
    summary="Read a reason to reject in all its languages",
    url_name="comments_stored_reason",
)
def read_stored(request, reason_id: Id):
    """Read a reason to reject with all that can be changed of it."""
    check_rules(request.user, "view", "add", "change", "delete")
    return represent_reasons([get_reason(reason_id)])[0]


@writes(
    router,
    "/settings/reasons/{reason_id}/",
    method="PATCH",
    is_public=False,
    response=CommentsStoredReason,
    errors=ERRORS,
    operation_id="comments_change_reason",
    summary="Change a reason to reject, or its place in the list",
    url_name="comments_change_reason",
)
@transaction.atomic
def change_reason(request, reason_id: Id, data: CommentsReasonChange):
    """Change a reason to reject."""
    check_rules(request.user, "change")
    reason = get_reason(reason_id, is_locked=True)
    changes = data.model_dump(exclude_unset=True)
    if "position" in changes:
        actions.place_reason(reason, position=changes.pop("position"), user=request.user)
    if changes:
        present = represent_reasons([reason])[0]
        save_reason(get_reason(reason_id), present | changes, user=request.user)
    return represent_reasons([get_reason(reason_id)])[0]


@writes(
    router,
    "/settings/reasons/{reason_id}/",
    method="DELETE",
    is_public=False,
    has_body=False,
    response={HTTPStatus.NO_CONTENT: None},
    errors=ERRORS,
    operation_id="comments_delete_reason",
    summary="Delete a reason to reject",
    description="Comments rejected for it keep its code. With the last one, those that are built "
    "in are there again.",
    url_name="comments_delete_reason",
)
def delete_reason(request, reason_id: Id):
    """Delete a reason to reject."""
    check_rules(request.user, "delete")
    actions.delete_rules(get_reason(reason_id), user=request.user)
    return Answer(HTTPStatus.NO_CONTENT, None)


@reads(
    router,
    "/settings/sites/",
    is_public=False,
    response=CommentsSettingsOfSites,
    errors={HTTPStatus.FORBIDDEN: NO_RIGHT},
    operation_id="comments_sites_settings",
    summary="List the settings of the sites that this user may change",
    url_name="comments_sites_settings",
)
def list_settings(request):
    """List the settings of discussions of each site that one may change."""
    return {"items": represent_settings(get_sites(request.user))}


@reads(
    router,
    "/settings/sites/{site_id}/",
    is_public=False,
    response=CommentsSiteSettings,
    errors=READ_ERRORS,
    operation_id="comments_site_settings",
    summary="Read the settings of a site's discussions",
    description="Guidelines, the name of the reaction, and how long comments can be edited.",
    url_name="comments_site_settings",
)
def read_settings(request, site_id: Id):
    """Read the settings of a site's discussions."""
    return represent_settings([get_site(site_id, user=request.user)])[0]


@writes(
    router,
    "/settings/sites/{site_id}/",
    method="PATCH",
    is_public=False,
    response=CommentsSiteSettings,
    errors=ERRORS,
    operation_id="comments_change_settings",
    summary="Change the settings of a site's discussions",
    url_name="comments_change_settings",
)
@transaction.atomic
def change_settings(request, site_id: Id, data: CommentsSettingsChange):
    """Change the settings of a site's discussions."""
    site = get_site(site_id, user=request.user)
    CommentSettings.for_site(site)
    settings = CommentSettings.objects.select_for_update().get(site=site)
    changes = data.model_dump(exclude_unset=True)
    if "guidelines" in changes:
        allowed, _removed = APIRichText.convert_input(
            changes["guidelines"], features=GUIDELINES_FEATURES
        )
        # The form's widget asks the database for the pages of links.
        changes["guidelines"] = tidy_guidelines(allowed)
    present = {name: getattr(settings, name) for name in CommentsSettingsChange.model_fields}
    save(settings, present | changes, user=request.user, unique="site")
    return represent_settings([site])[0]
