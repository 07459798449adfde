"""Wagtail's page explorer, editor and search: what moderators find about discussions there."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.admin.views.pages.history import PageHistoryView
from wagtail.models import Site

from columns.factories import ArticlePageFactory
from columns.models import ArticlePage
from comments import registry
from comments.admin.page_views import DiscussedPageViewSet
from comments.factories import DiscussionFactory, ReaderCommentFactory
from comments.models import CommentSettings, Discussion
from comments.status import Mode, Status
from tests.factories import UserFactory, make_staff

pytestmark = pytest.mark.usefixtures("article")

PANEL = 'data-side-panel="reader-comments"'


def explore(client, page, **query):
    response = client.get(reverse("wagtailadmin_explore", args=[page.pk]), query)
    assert response.status_code == 200
    return response.text


def edit(client, page):
    response = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    assert response.status_code == 200
    return response.text


def get_panel(html):
    return html.partition(PANEL)[2].partition("</aside>")[0]


def read_settings(html):
    """Return ``{label: (value, source)}`` of what the panel shows."""
    found = re.findall(
        r"<dt>(.*?)</dt>\s*<dd>(.*?) <span class=\"reader-comment__meta\">(.*?)</span>",
        get_panel(html),
    )
    return {label: (value, source) for label, value, source in found}


@pytest.fixture
def superuser(client, db):
    user = UserFactory(is_superuser=True, is_staff=True)
    client.force_login(user)
    return user


@pytest.fixture
def editor(client, column):
    """Edits pages of the column and publishes none of them; signed in."""

    def make(*rights):
        user = make_staff(
            pages=[column], permissions=["add", "change"], moderates=[column], rights=rights
        )
        client.force_login(user)
        return user

    return make


class TestExplorer:
    def test_rows_have_both_numbers_and_a_way_to_what_waits(self, client, superuser, column):
        article = ArticlePageFactory(parent=column)
        ReaderCommentFactory.create_batch(2, page=article, status=Status.APPROVED)
        ReaderCommentFactory.create_batch(3, page=article)

        html = explore(client, column)

        assert "2 shown" in html
        assert "3 waiting" in html
        assert f"/reader-comments/?status=held&amp;page={article.pk}" in html

    def test_a_page_without_comments_has_an_empty_cell(self, client, superuser, article, column):
        html = explore(client, column)

        assert "Comments" in html
        assert "shown" not in html

    def test_a_listing_without_discussed_pages_has_no_column(self, client, superuser, comment):
        root = Site.objects.get().root_page

        assert "reader-comments-count" not in explore(client, root)

    def test_search_below_a_page_has_the_numbers_too(self, client, superuser, article, comment):
        assert "1 waiting" in explore(client, Site.objects.get().root_page, has_child_pages="false")

    def test_who_moderates_nothing_sees_no_numbers(self, client, sign_in, column, comment):
        client.force_login(make_staff(pages=[column], permissions=["add", "change"]))

        assert "reader-comments-count" not in explore(client, column)

    def test_numbers_of_pages_out_of_scope_are_not_there(self, client, column, comment, elsewhere):
        other = elsewhere.get_parent()
        client.force_login(
            make_staff(pages=[column, other], permissions=["add", "change"], moderates=[other])
        )

        assert "waiting" not in explore(client, column).partition("<table")[2]

    def test_one_query_whatever_the_number_of_rows(self, client, superuser, column):
        def count():
            source = f"FROM {connection.ops.quote_name(Discussion._meta.db_table)}"
            with CaptureQueriesContext(connection) as captured:
                explore(client, column)
            return [
                query["sql"]
                for query in captured
                if source in query["sql"] and "SUM" not in query["sql"]
            ]

        ReaderCommentFactory(page=ArticlePageFactory(parent=column))
        assert len(count()) == 1
        for _ in range(5):
            ReaderCommentFactory(page=ArticlePageFactory(parent=column))
        assert len(count()) == 1


class TestEditor:
    def test_the_panel_has_counts_and_ways(self, client, superuser, article):
        ReaderCommentFactory(page=article, status=Status.APPROVED)
        ReaderCommentFactory.create_batch(2, page=article)

        panel = get_panel(edit(client, article))

        assert "1 comment is shown to readers." in panel
        assert "2 waiting comments" in panel
        assert f"/reader-comments/?status=held&amp;page={article.pk}" in panel
        history = reverse("wagtailadmin_pages:history", args=[article.pk])
        assert f'href="{history}?is_about_comments=yes"' in panel
        assert reverse("reader_comments:discussion", args=[article.pk]) in panel

    def test_without_any_setting_all_is_the_default(self, client, superuser, article):
        settings = read_settings(edit(client, article))

        assert settings["Discussion"] == ("open", "the default of this installation")
        assert settings["Reaction"] == ("Helpful", "the default of this installation")
        assert settings["Time to edit"] == ("15 minutes", "the default of this installation")
        assert settings["Guidelines"] == ("none", "the default of this installation")

    def test_what_is_set_for_the_page_says_so(self, client, superuser, article):
        DiscussionFactory(page=article, mode=Mode.CLOSED)

        settings = read_settings(edit(client, article))

        assert settings["Discussion"] == ("closed", "set for this page")

    def test_what_the_page_type_says_names_it(self, client, superuser, article, without_articles):
        registry.register("columns.ArticlePage", default_mode="hidden")

        settings = read_settings(edit(client, article))

        name = ArticlePage._meta.verbose_name.capitalize()
        assert settings["Discussion"] == ("hidden", f"from the page type “{name}”")

    def test_what_the_site_has_set_says_so(self, client, superuser, article):
        CommentSettings.objects.create(
            site=Site.objects.get(), reaction_name="", edit_minutes=0, guidelines="<p>Kind.</p>"
        )

        settings = read_settings(edit(client, article))

        source = "from the discussion settings of the site"
        assert settings["Reaction"] == ("no reactions", source)
        assert settings["Time to edit"] == ("none", source)
        assert settings["Guidelines"] == ("shown with the form", source)

    @pytest.mark.parametrize(
        ("rights", "sees_queue", "sees_settings"),
        [
            (["moderate"], True, False),
            (["feature"], True, False),
            (["settings"], False, True),
            (["moderate", "settings"], True, True),
        ],
    )
    def test_each_right_shows_its_part(
        self, client, editor, article, comment, rights, sees_queue, sees_settings
    ):
        editor(*rights)

        panel = get_panel(edit(client, article))

        assert ("waiting comment" in panel) == sees_queue
        assert ("/reader-comments/?" in panel) == sees_queue
        assert ("?is_about_comments=yes" in panel) == sees_queue
        settings_url = reverse("reader_comments:discussion", args=[article.pk])
        assert (settings_url in panel) == sees_settings

    def test_without_a_right_there_is_no_panel(self, client, editor, article, comment):
        editor()

        assert PANEL not in edit(client, article)

    def test_a_page_type_without_discussion_has_no_panel(self, client, superuser, column):
        assert PANEL not in edit(client, column)

    def test_a_page_that_is_being_created_has_none_and_can_be_created(
        self, client, superuser, column
    ):
        address = reverse("wagtailadmin_pages:add", args=["columns", "articlepage", column.pk])

        response = client.get(address)

        assert response.status_code == 200
        assert PANEL not in response.text

    def test_a_history_of_the_sites_own_is_not_promised_to_tell_of_comments(
        self, client, superuser, article, monkeypatch
    ):
        monkeypatch.setattr(DiscussedPageViewSet, "history_view_class", PageHistoryView)

        assert "is_about_comments" not in get_panel(edit(client, article))

    def test_other_panels_stay(self, client, superuser, article):
        html = edit(client, article)

        assert 'data-side-panel="status"' in html
        assert 'data-side-panel="preview"' in html


class TestSearch:
    @pytest.mark.parametrize(
        ("role", "is_offered"),
        [("superuser", True), ("publisher", True), ("editor_elsewhere", True), ("author", False)],
    )
    def test_the_area_is_for_those_who_see_comments(
        self, client, sign_in, comment, role, is_offered
    ):
        sign_in(role)

        html = client.get(reverse("wagtailadmin_pages:search"), {"q": "Held"}).text

        assert ("/reader-comments/?q=Held" in html) == is_offered

    def test_who_moderates_and_edits_no_page_searches_comments(self, client, moderator, comment):
        home = client.get(reverse("wagtailadmin_home")).text

        assert f'"_args": ["{reverse("reader_comments:index")}"]' in home

    def test_it_finds_the_comments_of_the_scope(self, client, moderator, comment, elsewhere):
        ReaderCommentFactory(page=elsewhere, subject="Held elsewhere")

        html = client.get(reverse("reader_comments:index"), {"q": "Held"}).text

        assert "Held subject" in html
        assert "Held elsewhere" not in html
