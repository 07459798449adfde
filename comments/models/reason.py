"""Why moderators reject comments: codes, with texts in the languages of the site."""

from dataclasses import dataclass

from django.conf import settings
from django.core.validators import validate_slug
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

CODE_LENGTH = 40

#: What a site begins with, and has as long as it keeps no reasons of its own.
BUILT_IN = {
    "off-topic": (
        _("Off topic"),
        _("Your comment has little to do with the article."),
    ),
    "abusive": (
        _("Attacks or insults somebody"),
        _("Your comment attacks or insults somebody."),
    ),
    "hateful": (
        _("Hateful or threatening"),
        _("Your comment is hateful or threatening."),
    ),
    "private": (
        _("Shows something private"),
        _("Your comment shows something private about somebody."),
    ),
    "advertising": (
        _("Advertising"),
        _("Your comment advertises something."),
    ),
    "repeated": (
        _("Said before"),
        _("Your comment repeats what has been said in this discussion."),
    ),
    "unlawful": (
        _("Possibly unlawful"),
        _("Your comment may break the law."),
    ),
    "other": (
        _("Another reason"),
        _("Your comment does not follow our guidelines."),
    ),
}


@dataclass(frozen=True)
class Reason:
    """A reason as moderators choose it: ``label``, and ``message`` for whoever commented."""

    code: str
    label: str
    message: str


class RejectionReasonManager(models.Manager):
    """Finds the reasons of the site in a language."""

    def get_choices(self, language=None):
        """Return the ``Reason`` of each active code, in the order of the site; two queries.

        In ``language``, the active one where it is ``None``; else in the site's own, else in any.
        """
        stored = list(self.filter(is_active=True).prefetch_related("texts"))
        if not stored and not self.exists():
            return [Reason(code, str(label), str(text)) for code, (label, text) in BUILT_IN.items()]
        return [reason.get_text(language) for reason in stored]

    def get_labels(self, language=None):
        """Return ``{code: label}`` of all reasons, those that are no longer chosen included."""
        built_in = {code: str(label) for code, (label, _text) in BUILT_IN.items()}
        stored = self.prefetch_related("texts")
        return built_in | {reason.code: reason.get_text(language).label for reason in stored}


class RejectionReason(ClusterableModel):
    """A reason of the site's own. Its code is what comments and the log keep."""

    code = models.CharField(
        _("code"),
        max_length=CODE_LENGTH,
        unique=True,
        validators=[validate_slug],
        help_text=_("Kept with each comment rejected for this reason. Do not change it later."),
    )
    sort_order = models.PositiveSmallIntegerField(_("place in the list"), default=0)
    is_active = models.BooleanField(_("can be chosen"), default=True)

    objects = RejectionReasonManager()

    class Meta:
        verbose_name = _("reason to reject")
        verbose_name_plural = _("reasons to reject")
        ordering = ["sort_order", "code"]

    def __str__(self):
        return self.get_text().label

    def get_text(self, language=None):
        """Return the ``Reason`` in ``language``; the code where nobody has written a text."""
        texts = {text.language: text for text in self.texts.all()}
        for wanted in (language or get_language(), settings.LANGUAGE_CODE, *texts):
            if wanted in texts:
                return Reason(self.code, texts[wanted].label, texts[wanted].message)
        return Reason(self.code, self.code, "")


class RejectionReasonText(models.Model):
    """What a reason is called in one language, and what a rejected commenter reads."""

    reason = ParentalKey(RejectionReason, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(_("language"), max_length=12)
    label = models.CharField(_("name"), max_length=80)
    message = models.TextField(_("text for the commenter"), blank=True)

    class Meta:
        verbose_name = _("text of a reason")
        verbose_name_plural = _("texts of a reason")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["reason", "language"], name="one_text_a_language")
        ]

    def __str__(self):
        return f"{self.language}: {self.label}"
