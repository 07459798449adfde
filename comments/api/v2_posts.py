"""What is posted to version 2: read as strictly as version 3 reads it by its schema."""

from http import HTTPStatus

from django import forms
from django.utils.translation import gettext as _
from rest_framework.exceptions import APIException, ParseError
from rest_framework.parsers import JSONParser
from wagtail.api.v2.utils import BadRequestError

from ..forms import CommentForm
from ..guard import TRAP_FIELD
from .posting import check_characters, describe_errors, is_body_small
from .reading import LARGEST_NUMBER

DEFAULTS = {
    "subject": "",
    "body": "",
    "author_name": "",
    "author_email": "",
    "notify_replies": False,
    TRAP_FIELD: "",
}


class PostForm(forms.Form):
    """What a post says besides what is in the form of the pages."""

    page = forms.IntegerField(min_value=1, max_value=LARGEST_NUMBER)
    parent = forms.UUIDField(required=False)


class BoundedJSONParser(JSONParser):
    """The framework's parser, for which JSON that is too deep for Python is no JSON either."""

    def parse(self, *args, **kwargs):
        try:
            return super().parse(*args, **kwargs)
        except RecursionError as error:
            raise ParseError(_("The JSON is nested too deeply.")) from error


class Refused(APIException):
    """What was posted was not taken: Wagtail's ``message``, and ``errors`` as in version 3."""

    def __init__(self, status, message, errors=(), *, retry_after=None):
        self.status_code = status
        # By this name the framework finds the seconds for Retry-After.
        self.wait = retry_after
        super().__init__({"message": message, "errors": list(errors)})


def read_post(request):
    """Return what was posted, as ``post`` takes it; raises ``Refused`` and ``BadRequestError``."""
    if not is_body_small(request):
        raise Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, _("This is too much at once."))
    sent = request.data
    if not isinstance(sent, dict):
        raise BadRequestError("the body is no JSON object")
    unknown = sent.keys() - {*CommentForm.base_fields, *PostForm.base_fields, TRAP_FIELD}
    if unknown:
        raise refuse_invalid(
            {"type": "extra_forbidden", "loc": ["body", "comment", name], "msg": _("Unknown.")}
            for name in sorted(unknown)
        )
    check_texts(sent)
    form = PostForm(sent)
    if not form.is_valid():
        raise refuse_invalid(describe_errors(form.errors.as_data(), "body", "comment"))
    # Whole, so that an Idempotency-Key stands for the same in both versions.
    return DEFAULTS | sent | form.cleaned_data


def check_texts(sent):
    """Raise the 422 for fields that are not of their kind, or hold what no text has."""
    errors = []
    for name, value in sent.items():
        if name in PostForm.base_fields:
            continue
        wanted = bool if name == "notify_replies" else str
        try:
            if not isinstance(value, wanted):
                raise ValueError(_("The value is of the wrong kind."))
            check_characters(str(value))
        except ValueError as error:
            location = ["body", "comment", name]
            errors.append({"type": "value_error", "loc": location, "msg": str(error)})
    if errors:
        raise refuse_invalid(errors)


def refuse_invalid(errors):
    """Return the 422 that names fields."""
    return Refused(HTTPStatus.UNPROCESSABLE_ENTITY, _("Validation failed"), errors)
