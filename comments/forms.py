"""The one validator of what readers send: the page's form and the APIs use it alike."""

import html
import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from email_validator import EmailNotValidError, validate_email

from . import conf
from .models.comment import NAME_LENGTH, SUBJECT_LENGTH
from .models.partaking import NOTE_LENGTH
from .source import Source
from .status import FlagReason
from .text import normalise
from .text.characters import is_visible

#: What a reader is told about a limit of the text format, by its name. A site's own format may
#: have limits of other names: the last message is for those.
EXCESS_MESSAGES = {
    "length": _("A comment may have %(maximum)d characters; yours has %(actual)d."),
    "tags": _("A comment may have %(maximum)d HTML tags; yours has %(actual)d."),
    "open_elements": _(
        "At most %(maximum)d HTML tags may be open inside each other; yours opens a tag that "
        "would be number %(actual)d. Close some of them before."
    ),
    "depth": _("Lists may stand %(maximum)d deep inside each other; yours reach %(actual)d."),
    "attributes": _("An HTML tag may have %(maximum)d attributes; one of yours has %(actual)d."),
    "tag_name": _(
        "The name of an HTML tag may have %(maximum)d characters; one of yours has %(actual)d."
    ),
}
EXCESS_MESSAGE = _(
    "This comment is too complex to be shown (%(actual)d, where %(maximum)d is the limit). "
    "Please use fewer HTML tags."
)


# A format of a site may have tags that show something themselves.
_TAG = re.compile("<(?!img|hr)[^>]*>")


class LineField(forms.CharField):
    """One line of plain text, without control characters, white space collapsed.

    What shows nothing, such as a name of zero-width characters, is empty.
    """

    def to_python(self, value):
        line = " ".join(normalise(super().to_python(value) or "").split())
        return line if is_visible(line) else ""


class BodyField(forms.CharField):
    """The source of a comment, its characters and line ends made good (rules G2 and G3)."""

    widget = forms.Textarea

    @property
    def limit(self):
        """The largest number of characters, for a counter of those that are left."""
        return conf.text_format().MAX_LENGTH

    def __init__(self, **kwargs):
        # The limit counts what is kept, so that it is checked after the clean-up.
        super().__init__(strip=False, **kwargs)

    def to_python(self, value):
        return Source(normalise(super().to_python(value) or "").strip())

    def validate(self, value):
        super().validate(value)
        excess = value.reading.excess
        if excess is not None:
            raise ValidationError(
                EXCESS_MESSAGES.get(excess.limit, EXCESS_MESSAGE),
                code=f"max_{excess.limit}",
                params={"maximum": excess.maximum, "actual": excess.actual},
            )
        if value and not is_visible(html.unescape(_TAG.sub("", value.reading.html))):
            raise ValidationError(_("Nothing of this comment would show."), code="invisible")


class MailAddressField(LineField):
    """A plain e-mail address: no quotes, no IP literal, no encoded words; domain folded."""

    default_error_messages = {"invalid": _("Enter an e-mail address such as name@example.org.")}
    widget = forms.EmailInput

    def clean(self, value):
        value = super().clean(value)
        if not value:
            return value
        try:
            address = validate_email(value, check_deliverability=False).normalized
        except EmailNotValidError as error:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from error
        if "=?" in address:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return address


class EditForm(forms.Form):
    """The text of a comment, which its author can edit. ``cleaned_data`` is what
    ``edit_comment`` takes.
    """

    subject = LineField(
        label=_("Subject"),
        required=False,
        max_length=SUBJECT_LENGTH,
        help_text=_("If you leave it empty, it is the beginning of your comment."),
    )
    body = BodyField(label=_("Comment"), error_messages={"required": _("Write your comment here.")})

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.fields["body"].widget.attrs["rows"] = 8


class CommentForm(EditForm):
    """What a reader writes. ``cleaned_data`` is what ``submit_comment`` takes."""

    #: Who writes: asked of guests.
    NAMED_BY = ("author_name", "author_email")

    author_name = LineField(
        label=_("Your name"),
        max_length=NAME_LENGTH,
        error_messages={"required": _("Tell us the name to show with your comment.")},
    )
    author_email = MailAddressField(
        label=_("Your e-mail address"),
        max_length=254,
        help_text=_("The address is kept private and is shown to no reader."),
        error_messages={"required": _("We need your address in case of questions.")},
    )
    notify_replies = forms.BooleanField(label=_("Tell me of replies"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        autocomplete = {"author_name": "name", "author_email": "email"}
        for name, value in autocomplete.items():
            self.fields[name].widget.attrs["autocomplete"] = value

    @classmethod
    def check(cls, data, *, is_named=True):
        """Return what the form cleans of ``data``, and what is wrong: ``{field: [errors]}``.

        The same as an object of the form says of values that are no text of a page's form, for
        an API: it draws no fields. Unless ``is_named``, name and address are left out.
        """
        cleaned, errors = {}, {}
        for name, field in cls.base_fields.items():
            if name in cls.NAMED_BY and not is_named:
                continue
            try:
                cleaned[name] = field.clean(data.get(name))
            except ValidationError as error:
                errors[name] = error.error_list
        return cleaned, errors

    def forgive_empty_fields(self):
        """Take back what is wrong with empty fields, but the text: a preview can do without."""
        for name in [name for name in self.errors if name != "body"]:
            if self.has_error(name, "required"):
                del self.errors[name]

    def forgive_name(self):
        """Do without name and address: whoever writes has proved them."""
        for name in self.NAMED_BY:
            self.errors.pop(name, None)
            self.cleaned_data.pop(name, None)


class FlagForm(forms.Form):
    """Why a reader flags a comment. ``cleaned_data`` is what ``flag_comment`` takes."""

    reason = forms.ChoiceField(
        label=_("What is wrong with it?"),
        choices=FlagReason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what is wrong with the comment.")},
    )
    note = LineField(
        label=_("What else should the moderator know?"),
        required=False,
        max_length=NOTE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
