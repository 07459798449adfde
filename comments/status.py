"""The states of a comment and of a discussion, and the ways between them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Status(models.TextChoices):
    """Where a comment stands in its life. Every comment has exactly one."""

    UNCONFIRMED = "unconfirmed", _("Unconfirmed")
    HELD = "held", _("Held")
    APPROVED = "approved", _("Approved")
    REJECTED = "rejected", _("Rejected")
    SPAM = "spam", _("Spam")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    REMOVED = "removed", _("Removed")


#: What readers see.
VISIBLE = frozenset({Status.APPROVED})
#: What waits for a moderator.
WAITING = frozenset({Status.HELD})
#: What nobody waits for any more and no reader sees.
CLOSED = frozenset({Status.REJECTED, Status.SPAM, Status.WITHDRAWN, Status.REMOVED})

#: From each status, those that a comment may go to.
TRANSITIONS = {
    Status.UNCONFIRMED: frozenset(
        {Status.HELD, Status.APPROVED, Status.SPAM, Status.WITHDRAWN, Status.REMOVED}
    ),
    Status.HELD: frozenset(
        {Status.APPROVED, Status.REJECTED, Status.SPAM, Status.WITHDRAWN, Status.REMOVED}
    ),
    Status.APPROVED: frozenset(
        {Status.HELD, Status.REJECTED, Status.SPAM, Status.WITHDRAWN, Status.REMOVED}
    ),
    Status.REJECTED: frozenset({Status.APPROVED, Status.REMOVED}),
    Status.SPAM: frozenset({Status.APPROVED, Status.REJECTED, Status.REMOVED}),
    Status.WITHDRAWN: frozenset({Status.REMOVED}),
    Status.REMOVED: frozenset(),
}


class Mode(models.TextChoices):
    """Whether a discussion takes comments and shows them."""

    INHERITED = "inherited", _("As on the site")
    OPEN = "open", _("Open")
    CLOSED = "closed", _("Closed: comments are shown, and no new ones are taken")
    HIDDEN = "hidden", _("Hidden: no comments are shown or taken")


class CaseOutcome(models.TextChoices):
    """How a moderation case ended."""

    APPROVED = "approved", _("Approved")
    REJECTED = "rejected", _("Rejected")
    SPAM = "spam", _("Spam")
    SINGLY = "singly", _("Decided one by one")
    CANCELLED = "cancelled", _("Cancelled")


class Badge(models.TextChoices):
    """What is proved of whoever wrote a comment; nobody can type it into a form."""

    AUTHOR = "author", _("Author")
    STAFF = "staff", _("Staff")


class FlagReason(models.TextChoices):
    """Why a reader thinks that a moderator should look at a comment."""

    ABUSE = "abuse", _("It attacks or insults somebody")
    HATE = "hate", _("It is hateful or threatening")
    PRIVATE = "private", _("It shows something private")
    SPAM = "spam", _("It is advertising or spam")
    OFF_TOPIC = "off-topic", _("It has nothing to do with the article")
    OTHER = "other", _("Something else")


#: Reason codes that the system gives itself.
FLAGGED = "flagged"
EDITED = "edited"
BLOCKED = "blocked"
SYSTEM_REASONS = frozenset({FLAGGED, EDITED, BLOCKED})


class WebhookEvent(models.TextChoices):
    """What endpoints of webhooks are told of."""

    PAGE_PUBLISHED = "page.published", _("A page was published")
    PAGE_UNPUBLISHED = "page.unpublished", _("A page was unpublished or deleted")
    COMMENT_SUBMITTED = "comment.submitted", _("A comment was posted")
    COMMENT_APPROVED = "comment.approved", _("A comment became public")
    COMMENT_HELD = "comment.held", _("A comment waits again")
    COMMENT_REJECTED = "comment.rejected", _("A comment was rejected")
    COMMENT_SPAM = "comment.spam", _("A comment was marked as spam")
    COMMENT_WITHDRAWN = "comment.withdrawn", _("A comment was withdrawn by its author")
    COMMENT_REMOVED = "comment.removed", _("A comment was removed")
    COMMENT_EDITED = "comment.edited", _("A comment was edited by its author")
    DISCUSSION_CHANGED = "discussion.changed", _("A discussion was opened, closed or hidden")
    PING = "ping", _("A test")
