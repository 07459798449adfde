"""The one validator of what readers send: the page's form and the APIs use it alike."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from email_validator import EmailNotValidError, validate_email

from . import conf
from .models.comment import NAME_LENGTH, SUBJECT_LENGTH
from .text import MAX_LENGTH, normalise


class LineField(forms.CharField):
    """One line of plain text, without control characters, white space collapsed."""

    def to_python(self, value):
        return " ".join(normalise(super().to_python(value) or "").split())


class BodyField(forms.CharField):
    """The source of a comment, its characters and line ends made good (rules G2 and G3)."""

    widget = forms.Textarea

    def __init__(self, **kwargs):
        # The limit counts what is kept, so that it is checked after the clean-up.
        super().__init__(strip=False, **kwargs)

    def to_python(self, value):
        return normalise(super().to_python(value) or "").strip()

    def validate(self, value):
        super().validate(value)
        if len(value) > MAX_LENGTH:
            raise ValidationError(
                ngettext(
                    "A comment may have %(limit)d characters; yours has %(length)d.",
                    "A comment may have %(limit)d characters; yours has %(length)d.",
                    MAX_LENGTH,
                ),
                code="max_length",
                params={"limit": MAX_LENGTH, "length": len(value)},
            )
        if value and not conf.text_format().render(value).strip():
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


class CommentForm(forms.Form):
    """What a reader writes. ``cleaned_data`` is what ``submit_comment`` takes."""

    subject = LineField(
        label=_("Subject"),
        required=False,
        max_length=SUBJECT_LENGTH,
        help_text=_("If you leave it empty, it is the beginning of your comment."),
    )
    body = BodyField(label=_("Comment"), error_messages={"required": _("Write your comment here.")})
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

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        autocomplete = {"author_name": "name", "author_email": "email"}
        for name, value in autocomplete.items():
            self.fields[name].widget.attrs["autocomplete"] = value
        self.fields["body"].widget.attrs["rows"] = 8
