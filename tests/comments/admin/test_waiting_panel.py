"""The panel on the home page of the admin: what waits for whom, section by section."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from columns.factories import ArticlePageFactory, ColumnPageFactory
from comments.admin.waiting import SECTION_LIMIT, WaitingPanel, get_waiting_sections
from comments.factories import ReaderCommentFactory
from comments.status import Status
from tests.factories import make_staff

from .conftest import INSIDERS, OUTSIDERS

pytestmark = pytest.mark.usefixtures("article", "elsewhere")

HEADING = "Comments waiting for you"


def post(page, *, hours=0, **kwargs):
    """Post a comment on ``page`` that many hours ago."""
    created_at = timezone.now() - datetime.timedelta(hours=hours)
    return ReaderCommentFactory(page=page, created_at=created_at, **kwargs)


def read_home(client):
    return client.get(reverse("wagtailadmin_home"))


def list_sections(user):
    return [(section.page.pk, section.count) for section in get_waiting_sections(user)]


def render(rf, user):
    request = rf.get("/")
    request.user = user
    return WaitingPanel(request).render_html()


class TestWhatWaits:
    def test_each_section_has_its_number_and_the_oldest_comes_first(self, make_user, column):
        first, second = ArticlePageFactory(parent=column), ArticlePageFactory(parent=column)
        other = ArticlePageFactory()
        post(first, hours=1)
        post(second, hours=5)
        post(other, hours=9)

        sections = get_waiting_sections(make_user("superuser")())

        assert [(section.page.pk, section.count) for section in sections] == [
            (other.get_parent().pk, 1),
            (column.pk, 2),
        ]
        age = timezone.now() - sections[1].oldest
        assert datetime.timedelta(hours=5) <= age < datetime.timedelta(hours=5, minutes=5)

    @pytest.mark.parametrize("status", sorted(set(Status) - {Status.HELD}))
    def test_only_what_waits_counts(self, make_user, article, status):
        post(article, status=status)

        assert get_waiting_sections(make_user("superuser")()) == []

    @pytest.mark.parametrize("role", ["moderator", "publisher"])
    def test_other_sections_do_not_exist_for_who_moderates_one(
        self, make_user, column, comment, elsewhere, role
    ):
        post(elsewhere)

        assert list_sections(make_user(role)()) == [(column.pk, 1)]

    def test_a_right_over_one_page_shows_that_page(self, column, comment, article):
        post(ArticlePageFactory(parent=column))

        assert list_sections(make_staff(moderates=[article])) == [(article.pk, 1)]

    def test_a_right_over_the_page_and_its_section_shows_the_section(
        self, column, comment, article
    ):
        assert list_sections(make_staff(moderates=[article, column])) == [(column.pk, 1)]

    def test_other_rights_than_to_decide_leave_nothing_waiting(self, column, comment):
        user = make_staff(moderates=[column], rights=["feature", "settings", "sanction"])

        assert get_waiting_sections(user) == []


class TestThePanel:
    @pytest.mark.parametrize("role", INSIDERS)
    def test_insiders_see_the_section_with_its_way_to_the_queue(
        self, client, sign_in, column, comment, role
    ):
        sign_in(role)

        home = read_home(client).text

        assert HEADING in home
        address = f"/reader-comments/?status=held&amp;page={column.pk}"
        assert address in home
        shown = client.get(reverse("reader_comments:index"), {"status": "held", "page": column.pk})
        assert comment.subject in shown.text

    @pytest.mark.parametrize("role", [role for role in OUTSIDERS if role != "anonymous"])
    def test_outsiders_see_nothing_of_it(self, client, sign_in, comment, role):
        sign_in(role)

        home = read_home(client)

        assert home.status_code == 200
        assert HEADING not in home.text

    def test_nothing_is_shown_where_nothing_waits(self, client, moderator, article):
        post(article, status=Status.APPROVED)

        assert HEADING not in read_home(client).text

    def test_more_sections_than_it_has_room_for_are_a_number(self, rf, make_user, db):
        for _ in range(SECTION_LIMIT + 2):
            post(ArticlePageFactory(parent=ColumnPageFactory()))

        html = render(rf, make_user("superuser")())

        assert html.count("<time") == SECTION_LIMIT
        assert "Comments wait in 2 more sections" in html

    def test_titles_are_escaped(self, rf, make_user):
        post(ArticlePageFactory(parent=ColumnPageFactory(title="<b>bold</b>")))

        assert "&lt;b&gt;bold" in render(rf, make_user("superuser")())

    @pytest.mark.parametrize("comments", [1, 12])
    @pytest.mark.parametrize(("role", "queries"), [("superuser", 2), ("moderator", 4)])
    def test_it_costs_the_same_with_few_and_with_many(
        self, rf, make_user, column, elsewhere, comments, role, queries
    ):
        for _ in range(comments):
            post(ArticlePageFactory(parent=column))
            post(elsewhere)
        user = make_user(role)()

        with CaptureQueriesContext(connection) as captured:
            assert "<time" in render(rf, user)
        assert len(captured) == queries
