"""One table: who gets through which address of the moderation, and that others change nothing."""

import json
from uuid import uuid4

import pytest
from django.urls import reverse

from columns.factories import ArticlePageFactory, ColumnPageFactory
from comments.admin.bulk_actions import BULK_ACTIONS
from comments.admin.viewsets import reader_comment_viewset
from comments.factories import ReaderCommentFactory
from comments.models import CommentLogEntry, Discussion, ReaderComment
from comments.status import Mode
from tests.keeping import kept, read_again

from .conftest import INSIDERS, ROLES

pytestmark = pytest.mark.markup

#: Address → what an insider gets for GET and for POST, and what an editor of another section gets.
#: People who moderate nothing are always sent away with a redirect.
DOORS = {
    "index": {"insider": (200, 405), "editor_elsewhere": (200, 405)},
    "index_results": {"insider": (200, 405), "editor_elsewhere": (200, 405)},
    # Another's decision has no progress to see: not even an insider's, who made none.
    "batch": {"insider": (404, 404), "editor_elsewhere": (404, 404)},
    "inspect": {"insider": (200, 405), "editor_elsewhere": (404, 404)},
    "pick": {"insider": (405, 302), "editor_elsewhere": (404, 404)},
    "decide": {"insider": (405, 302), "editor_elsewhere": (404, 404)},
    # Of a decision that is not theirs they are told that nothing can be undone.
    "undo": {"insider": (405, 302), "editor_elsewhere": (405, 302)},
    # No workflow is chosen, so that an insider's comment is escalated to nobody.
    "escalate": {"insider": (200, 302), "editor_elsewhere": (404, 404)},
    "bulk escalate": {"insider": (200, 302), "editor_elsewhere": (200, 302)},
    # The comment waits, and what is not shown is not picked.
    # The moderator's group has not the right to sanction; see test_who_may.
    "bulk block": {
        "superuser": (200, 302),
        "publisher": (200, 302),
        "editor_elsewhere": (200, 302),
    },
    "reply": {"insider": (200, 302), "editor_elsewhere": (404, 404)},
    "bulk pick": {"insider": (200, 302), "editor_elsewhere": (200, 302)},
    **{
        f"report_{name}": {"insider": (200, 405), "editor_elsewhere": (200, 405)}
        for name in ("decisions", "waiting", "overturned", "flagged")
    },
    "commenter": {"insider": (200, 302), "editor_elsewhere": (404, 404)},
    "discussion": {"insider": (200, 302), "editor_elsewhere": (404, 404)},
    "bulk approve": {"insider": (200, 302), "editor_elsewhere": (200, 302)},
    "bulk reject": {"insider": (200, 302), "editor_elsewhere": (200, 302)},
    "bulk spam": {"insider": (200, 302), "editor_elsewhere": (200, 302)},
}
#: The doors through which an insider's POST changes something. (Only approved comments are picked.)
WRITING = {
    "commenter",
    "decide",
    "discussion",
    "reply",
    "bulk approve",
    "bulk block",
    "bulk reject",
    "bulk spam",
}


def get_door_names():
    views = {pattern.name for pattern in reader_comment_viewset.get_urlpatterns()}
    return views | {f"bulk {action.action_type}" for action in BULK_ACTIONS}


def get_url(door, comment):
    if door.startswith("bulk "):
        action = door.removeprefix("bulk ")
        url = reverse("wagtail_bulk_action", args=["comments", "readercomment", action])
        return f"{url}?id={comment.pk}"
    args = {
        "inspect": [comment.pk],
        "decide": [comment.pk],
        "escalate": [comment.pk],
        "reply": [comment.pk],
        "commenter": [comment.pk],
        "pick": [comment.pk],
        "discussion": [comment.page.pk],
        "batch": [uuid4()],
    }
    return reverse(f"reader_comments:{door}", args=args.get(door, []))


def get_data(door, comment):
    if door == "decide":
        return {"decision": "approve", "seen": comment.status}
    if door == "commenter":
        return {"text": "Known to us"}
    if door == "reply":
        return {"body": "Thank you."}
    if door == "undo":
        return {"uuid": uuid4()}
    if door == "discussion":
        return {"mode": Mode.CLOSED}
    extra = {"block": "7"} if door == "bulk block" else {}
    return extra | {"seen": json.dumps({comment.pk: [comment.status, comment.revision_number]})}


@pytest.fixture(scope="module")
def _section(django_db_setup, django_db_blocker):
    """The section behind the doors, made once for the tests of this module."""
    with kept(django_db_blocker):
        column, elsewhere = ColumnPageFactory(), ArticlePageFactory()
        article = ArticlePageFactory(parent=column)
        comment = ReaderCommentFactory(page=article, subject="Held subject", author_name="Holly")
        yield {"column": column, "elsewhere": elsewhere, "comment": comment}


@pytest.fixture
def section(_section, db):
    return read_again(**_section)


@pytest.fixture
def column(section):
    return section.column


@pytest.fixture
def elsewhere(section):
    return section.elsewhere


@pytest.fixture
def comment(section):
    return section.comment


def take_snapshot():
    return [
        list(model.objects.order_by("pk").values())
        for model in (ReaderComment, Discussion, CommentLogEntry)
    ]


def test_every_address_of_the_moderation_is_in_the_table():
    assert get_door_names() == set(DOORS)


@pytest.mark.parametrize("door", sorted(DOORS))
@pytest.mark.parametrize("role", ROLES)
def test_only_insiders_get_through(client, sign_in, comment, role, door):
    sign_in(role)
    kind = "insider" if role in INSIDERS else role
    expected = DOORS[door].get(kind) or DOORS[door].get(role, (302, 302))
    url, before = get_url(door, comment), take_snapshot()

    shown = client.get(url)
    assert shown.status_code == expected[0]
    assert take_snapshot() == before
    if expected[0] != 200 or kind != "insider":
        assert comment.subject not in shown.text
        assert comment.author_email not in shown.text

    written = client.post(url, get_data(door, comment))
    assert written.status_code == expected[1]
    changed = take_snapshot() != before
    gets_through = "insider" in DOORS[door] or role in DOORS[door]
    assert changed == (kind == "insider" and gets_through and door in WRITING)


@pytest.mark.parametrize("name", ["add", "edit", "delete", "copy", "history", "usage"])
def test_comments_are_not_added_edited_or_deleted(name):
    assert name not in get_door_names()


def test_a_view_added_later_stands_behind_the_gate(rf, make_user, comment):
    from django.core.exceptions import PermissionDenied
    from django.http import Http404
    from wagtail.admin.views.generic import EditView

    view = reader_comment_viewset.construct_view(EditView)
    request = rf.get("/")

    request.user = make_user("editor_elsewhere")()
    with pytest.raises(Http404):
        view(request, pk=comment.pk)
    request.user = make_user("admin_only")()
    with pytest.raises(PermissionDenied):
        view(request, pk=comment.pk)
