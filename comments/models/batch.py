"""What one decision of a moderator did, so that it can be undone, or goes on where it stopped."""

from datetime import timedelta
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .. import conf

#: Decisions that are no status: what they do is in ``comments.actions``, in ``pick``, ``cases`` and
#: ``commenters``.
PICKED, UNPICKED = "picked", "unpicked"
ESCALATED, BLOCKED = "escalated", "blocked"


class DecisionBatchManager(models.Manager):
    """Keeps what was decided."""

    def record(self, uuid, *, count, at, is_step=False, **values):
        """Keep a decision about ``count`` that was made at once.

        With ``is_step`` it is a step of the decision ``uuid``, which counts so many more.
        """
        if is_step:
            self.filter(uuid=uuid).update(count=F("count") + count)
        else:
            self.create(uuid=uuid, count=count, created_at=at, finished_at=at, **values)

    def end_abandoned(self):
        """End those with steps that nobody has gone on with for ``LONGEST_RUN``; their notes go.

        One query where there are none.
        """
        last = Coalesce("stepped_at", "created_at")
        before = timezone.now() - LONGEST_RUN
        found = self.alias(last=last).filter(finished_at=None, last__lt=before)
        ids = list(found.values_list("pk", flat=True))
        if ids:
            # Undoing has its time from what was done, not from now.
            self.filter(pk__in=ids, finished_at=None).update(finished_at=last, note="")

    def undoable(self, user):
        """Decisions that ``user`` can undo by now, the last one first."""
        since = timezone.now() - timedelta(minutes=conf.undo_minutes())
        return (
            self.filter(user=user, count__gt=0, undone_at=None, is_final=False)
            .annotate(last=Coalesce("finished_at", "stepped_at", "created_at"))
            .filter(Q(last__gt=since), created_at__gt=since - LONGEST_RUN)
            .order_by("-last", "-pk")
        )


#: How long a decision about very many comments may take.
LONGEST_RUN = timedelta(hours=2)


def get_undo_end(decided_at):
    """Return until when a decision of that time can be undone."""
    return decided_at + timedelta(minutes=conf.undo_minutes())


class DecisionBatch(models.Model):
    """One decision of a moderator about one comment or many.

    Its comments are those of the log entries with the same ``uuid``. ``decision`` is a
    ``Status``, ``"picked"``, ``"unpicked"``, ``"escalated"`` or ``"blocked"``. ``count`` is how
    many comments it decided, or how many commenters it blocked. A decision about all that a
    listing has goes on in steps: then ``query`` is the query string of the listing, ``total`` how
    many of the same it is to be, and ``last_comment`` the highest id among the comments;
    ``position`` is the id of the comment that the last step came to. Until it is finished, ``note``
    and ``until`` are what the next step says and sets. Undoing goes on from ``undo_position``, the
    id of a log entry.
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("moderator"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    decision = models.CharField(_("decision"), max_length=16)
    reason = models.CharField(_("reason"), max_length=40, blank=True)
    count = models.PositiveIntegerField(_("comments"), default=0)
    created_at = models.DateTimeField(_("decided"), default=timezone.now)
    #: When the last step of a decision in steps was made.
    stepped_at = models.DateTimeField(null=True)
    #: ``None`` while there is something left to do.
    finished_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)
    undo_position = models.BigIntegerField(default=0)
    #: What was erased does not come back.
    is_final = models.BooleanField(default=False)

    query = models.TextField(blank=True)
    total = models.PositiveIntegerField(default=0)
    last_comment = models.BigIntegerField(default=0)
    position = models.BigIntegerField(default=0)
    note = models.TextField(blank=True)
    until = models.DateTimeField(null=True)

    objects = DecisionBatchManager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        default_permissions = ()
        indexes = [models.Index(fields=["user", "-created_at"], name="decision_by_user")]

    def __str__(self):
        return f"DecisionBatch {self.pk}: {self.decision}, {self.count} comments"

    def finish(self, at):
        """Set that nothing is left to do; saving it is left to the caller."""
        self.finished_at = at
        # What it says of comments stays where they are, and goes when they are erased.
        self.note = ""

    @property
    def undoable_until(self):
        """When its moderator can undo it no more."""
        return get_undo_end(self.finished_at or self.stepped_at or self.created_at)
