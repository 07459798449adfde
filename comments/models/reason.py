"""Why moderators reject comments: codes, with texts in the languages of the site."""

from dataclasses import dataclass

from django import forms
from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from django.db import models, transaction
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.coreutils import get_content_languages

from ..status import SYSTEM_REASONS
from .plain import refuse_odd_characters

CODE_LENGTH = 40
LABEL_LENGTH = 80
LANGUAGE_LENGTH = 12

#: Where the cache keeps the reasons, and how long, in seconds.
CACHE_KEY, CACHE_SECONDS = "comments.rejection_reasons", 60

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
    """Finds the reasons of the site in a language.

    They are read on every page of the queue and change once a year, so the cache keeps them:
    where processes share none, another one may serve older texts for ``CACHE_SECONDS``.
    """

    def get_choices(self, language=None):
        """Return the ``Reason`` of each active code, in the order of the site.

        In ``language``, the active one where it is ``None``; else in the site's own, else in any.
        At most one query.
        """
        stored = self._get_stored()
        if not stored:
            return list(_get_built_in().values())
        return [_translate(code, texts, language) for code, is_active, texts in stored if is_active]

    def get_labels(self, language=None):
        """Return ``{code: label}`` of all reasons, those that are no longer chosen included."""
        reasons = _get_built_in()
        for code, _is_active, texts in self._get_stored():
            reasons[code] = _translate(code, texts, language)
        return {code: reason.label for code, reason in reasons.items()}

    def get_message(self, code, language=None):
        """Return what whoever wrote a comment reads of the reason ``code``; empty for none."""
        for stored, _is_active, texts in self._get_stored():
            if stored == code:
                return _translate(code, texts, language).message
        known = _get_built_in().get(code)
        return str(known.message) if known else ""

    def is_known(self, code):
        """Return whether a decision may name ``code``: one that is offered, or was.

        Whoever has a screen open may still choose what is no longer offered on a new one.
        """
        return code in self.get_labels()

    @transaction.atomic
    def adopt(self):
        """Store the reasons that a site begins with, to be edited, where it has none yet.

        Returns those that it has stored.
        """
        if self.exists():
            return []
        adopted = []
        for place, reason in enumerate(_get_built_in().values()):
            stored = self.create(code=reason.code, sort_order=place)
            RejectionReasonText.objects.create(
                reason=stored,
                language=get_language() or settings.LANGUAGE_CODE,
                label=reason.label,
                message=reason.message,
            )
            adopted.append(stored)
        return adopted

    def _get_stored(self):
        """Return ``[(code, is_active, {language: Reason})]`` in the order of the site."""
        stored = cache.get(CACHE_KEY)
        if stored is None:
            stored = self._load()
            cache.set(CACHE_KEY, stored, CACHE_SECONDS)
        return stored

    def _load(self):
        rows = self.order_by("sort_order", "code", "texts__pk").values_list(
            "code", "is_active", "texts__language", "texts__label", "texts__message"
        )
        found = {}
        for code, is_active, language, label, message in rows:
            _code, _is_active, texts = found.setdefault(code, (code, is_active, {}))
            if language is not None:
                texts[language] = Reason(code, label, message)
        return list(found.values())


def _get_built_in():
    return {code: Reason(code, str(label), str(text)) for code, (label, text) in BUILT_IN.items()}


def _translate(code, texts, language):
    """Return the ``Reason`` in ``language``; the code where nobody has written a text."""
    for wanted in (language or get_language(), settings.LANGUAGE_CODE, *texts):
        if wanted in texts:
            return texts[wanted]
    return Reason(code, code, "")


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

    # Here and not in the admin: what the API takes goes through the form that they make.
    panels = [
        FieldPanel("code"),
        FieldPanel("is_active"),
        InlinePanel(
            "texts",
            label=_("Text"),
            heading=_("Texts"),
            min_num=1,
            panels=[
                FieldPanel(
                    "language", widget=forms.Select(choices=lambda: get_content_languages().items())
                ),
                FieldPanel("label"),
                FieldPanel("message"),
            ],
        ),
    ]

    class Meta:
        verbose_name = _("reason to reject")
        verbose_name_plural = _("reasons to reject")
        ordering = ["sort_order", "code"]

    def __str__(self):
        return self.get_text().label

    def clean(self):
        """Refuse the codes that the system gives: comments would seem to have been rejected."""
        # Some databases do not tell capitals from small letters.
        if self.code.lower() in SYSTEM_REASONS:
            text = _("The system itself uses this code. Choose another one.")
            raise ValidationError({"code": ValidationError(text, code="reserved")})

    def save(self, **kwargs):
        """Save the reason; a new one, whose place nobody has chosen, goes to the end."""
        if self._state.adding and not self.sort_order:
            last = type(self).objects.aggregate(last=models.Max("sort_order"))["last"]
            self.sort_order = 0 if last is None else last + 1
        super().save(**kwargs)

    def get_text(self, language=None):
        """Return the ``Reason`` in ``language``; the code where nobody has written a text."""
        texts = {
            text.language: Reason(self.code, text.label, text.message) for text in self.texts.all()
        }
        return _translate(self.code, texts, language)


class RejectionReasonText(models.Model):
    """What a reason is called in one language, and what a rejected commenter reads."""

    reason = ParentalKey(RejectionReason, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(_("language"), max_length=LANGUAGE_LENGTH)
    label = models.CharField(_("name"), max_length=LABEL_LENGTH)
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

    def clean(self):
        """Refuse a language that the site does not have, unless this text was in it before, and
        characters that nobody sees.
        """
        refuse_odd_characters(self, lines=["label"], texts=["message"])
        if self.language in get_content_languages():
            return
        stored = type(self).objects.filter(pk=self.pk, language=self.language)
        if self.language and not stored.exists():
            raise ValidationError(
                {"language": ValidationError(_("The site has no such language."), code="unknown")}
            )


@receiver([post_save, post_delete], sender=RejectionReason)
@receiver([post_save, post_delete], sender=RejectionReasonText)
def forget_reasons(**kwargs):
    """Have the next page read the reasons as they are now."""
    cache.delete(CACHE_KEY)
    transaction.on_commit(lambda: cache.delete(CACHE_KEY))
