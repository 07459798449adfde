"""Decisions in Wagtail's site history, for those who moderate the page only."""

import pytest
from django.urls import reverse
from wagtail.admin.admin_url_finder import AdminURLFinder

from comments import actions
from comments.factories import ReaderCommentFactory
from tests.factories import make_staff

pytestmark = pytest.mark.usefixtures("elsewhere")


def read_site_history(client):
    return client.get(reverse("wagtailadmin_reports:site_history"))


def test_a_publisher_reads_the_decisions_of_the_own_section_in_the_site_history(
    client, sign_in, comment, elsewhere
):
    user = sign_in("publisher")
    foreign = ReaderCommentFactory(page=elsewhere, subject="Foreign subject")
    actions.reject([comment, foreign], reason="rude")
    actions.approve([comment], user=user)
    actions.approve([foreign], user=sign_in("superuser"))

    client.force_login(user)
    page = read_site_history(client).text

    assert comment.subject in page
    assert "Reader comment: Rejected → Approved" in page
    assert foreign.subject not in page
    assert comment.author_name not in page


@pytest.mark.parametrize(
    ("right", "is_shown"),
    [("moderate", True), ("feature", True), ("sanction", True), ("settings", False)],
)
def test_the_history_tells_of_comments_to_those_who_see_them(
    client, comment, column, right, is_shown
):
    actions.reject([comment], reason="rude")
    client.force_login(
        make_staff(pages=[column], permissions=["add"], moderates=[column], rights=[right])
    )

    assert (comment.subject in read_site_history(client).text) == is_shown


def test_the_line_leads_to_the_review_page(client, sign_in, comment):
    user = sign_in("superuser")
    actions.approve([comment], user=user)

    assert reverse("reader_comments:inspect", args=[comment.pk]) in read_site_history(client).text


@pytest.mark.parametrize(("role", "is_led"), [("moderator", True), ("editor_elsewhere", False)])
def test_the_address_of_a_comment_is_for_its_moderators(sign_in, comment, role, is_led):
    url = AdminURLFinder(sign_in(role)).get_edit_url(comment)

    assert (url is not None) == is_led


def test_a_code_of_former_times_still_reads(client, sign_in, comment):
    user = sign_in("superuser")
    actions.approve([comment], user=user)
    from comments.models import CommentLogEntry

    CommentLogEntry.objects.update(data={"from": "pending"})

    assert "Reader comment: pending →" in read_site_history(client).text
