"""What the example application does with comments, by Wagtail's hooks."""

import django_filters
from django.urls import reverse
from wagtail.admin.widgets.button import Button

from comments.exceptions import CommentError
from comments.moderation.checks import Verdict
from comments.status import Status


class OnlyBySeniors(CommentError):
    """The example's own refusal."""

    def __init__(self):
        super().__init__("Only seniors mark as spam.")


def hold_links(submission, context):
    """Comments with links wait under a reason of their own."""
    if "http" in submission.body:
        return Verdict(Status.HELD, reason="links")
    return None


def refuse_shouting(submission, context):
    """Texts in capitals are rejected, replies excepted."""
    if context.parent is None and submission.body.isupper():
        return Verdict(Status.REJECTED, reason="shouting")
    return None


def catch_pills(submission, context):
    """What sells pills is spam, in an edit too."""
    return Verdict(Status.SPAM, reason="pills") if "pills" in submission.body.lower() else None


def refuse_politely(submission, context):
    """Some texts are not taken at all; the form keeps them, and says why."""
    if submission.body == "first!":
        raise CommentError("Please say a little more.")


def fail(submission, context):
    """A check with a fault."""
    raise RuntimeError("The word list is gone.")


def add_filter(filters, request):
    """The queue is filtered by the length of comments, and no more by their language."""
    filters["shout"] = django_filters.CharFilter(
        field_name="body", lookup_expr="contains", label="Shouts"
    )
    filters.pop("links", None)


def add_button(buttons, comment, user):
    """Each comment has a way to the archive."""
    url = reverse("reader_comments:index") + f"?q={comment.subject}"
    buttons.append(Button("In the archive", url=url, priority=5))


def keep_spam_for_seniors(comments, status, user, reason):
    """A decision is refused, through every door."""
    if status == Status.SPAM and user is not None and not user.is_superuser:
        raise OnlyBySeniors


HOOKS = [
    ("register_comment_check", hold_links),
    ("register_comment_check", refuse_shouting),
    ("register_comment_check", catch_pills),
    ("register_comment_check", refuse_politely),
    ("construct_comment_filters", add_filter),
    ("construct_comment_buttons", add_button),
    ("before_comment_decision", keep_spam_for_seniors),
]
