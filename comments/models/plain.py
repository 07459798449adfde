"""What those who run a site write as plain text."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ..text import normalise

ODD = _("This text has a character that nobody sees, such as a control character.")


def refuse_odd_characters(instance, *, lines=(), texts=()):
    """Raise ``ValidationError`` for the fields of ``instance`` with characters of no text.

    Those are the ones that no comment may hold. Fields named by ``lines`` are of one line; those
    named by ``texts`` may have more, and tabs.
    """
    values = {name: getattr(instance, name).replace("\r\n", "\n") for name in (*lines, *texts)}
    odd = {name for name, value in values.items() if normalise(value) != value}
    odd |= {name for name in lines if set(values[name]) & {"\n", "\t"}}
    if odd:
        raise ValidationError({name: ValidationError(ODD, code="characters") for name in odd})
