"""Which pages readers discuss most, and how many comments teasers promise."""

import datetime

import pytest
from django.db import connection
from django.template import Context, Template
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from columns.factories import ArticlePageFactory, ColumnPageFactory
from comments.factories import DiscussionFactory, ReaderCommentFactory
from comments.status import Mode, Status
from comments.templatetags.comments_tags import comment_count, most_discussed
from tests.pages import count_queries, read

pytestmark = pytest.mark.django_db


def write(*, comments, status=Status.APPROVED, **kwargs):
    """Return an article with that many comments."""
    article = ArticlePageFactory(**kwargs)
    for _ in range(comments):
        ReaderCommentFactory(page=article, status=status)
    return article


def hide(article, state):
    """Put the article or its discussion out of everybody's sight."""
    if state == "unpublished":
        article.unpublish()
    elif state == "hidden discussion":
        DiscussionFactory(page=article)
        article.reader_discussion.mode = Mode.HIDDEN
        article.reader_discussion.save()
    else:
        page = article if state == "login" else article.get_parent()
        PageViewRestriction.objects.create(page=page, restriction_type="login")


HIDDEN_STATES = ["unpublished", "hidden discussion", "login", "column behind login"]


class TestMostDiscussed:
    def test_pages_with_most_comments_come_first_with_their_numbers(self):
        few, many = write(comments=1), write(comments=3)
        write(comments=0)
        pages = most_discussed()
        assert [(page.pk, page.comment_count) for page in pages] == [(many.pk, 3), (few.pk, 1)]

    def test_only_comments_that_readers_see_count(self):
        write(comments=5, status=Status.HELD)
        approved = write(comments=1)
        assert [page.pk for page in most_discussed()] == [approved.pk]

    def test_only_what_stands_below_the_given_page_counts(self):
        column = ColumnPageFactory()
        inside = write(comments=1, parent=column)
        write(comments=2)
        assert [page.pk for page in most_discussed(under=column)] == [inside.pk]

    def test_there_are_no_more_than_asked_for(self):
        for _ in range(3):
            write(comments=1)
        assert len(most_discussed(limit=2)) == 2

    def test_page_that_was_never_saved_has_none(self):
        assert most_discussed(under=ColumnPageFactory.build()) == []

    @pytest.mark.parametrize("state", HIDDEN_STATES)
    def test_what_not_everybody_may_see_is_not_there(self, state):
        hidden = write(comments=2)
        shown = write(comments=1)
        hide(hidden, state)
        assert [page.pk for page in most_discussed()] == [shown.pk]

    def test_any_number_of_pages_is_one_query_besides_the_restrictions(self):
        for _ in range(4):
            write(comments=1)
        most_discussed()
        with CaptureQueriesContext(connection) as queries:
            pages = most_discussed()
            assert all(page.title and page.url for page in pages)
        assert len(queries) == 2

    def test_titles_are_escaped_in_the_list(self):
        write(comments=1, title="<b>bold</b>")
        template = Template(
            "{% load comments_tags %}{% most_discussed as pages %}"
            "{% include 'columns/includes/most_discussed.html' %}"
        )
        assert "&lt;b&gt;bold" in template.render(Context({}))


class TestCommentCount:
    def test_the_first_call_loads_the_counts_of_the_whole_list(self):
        articles = [write(comments=number) for number in (2, 0, 1)]
        with CaptureQueriesContext(connection) as queries:
            counts = [comment_count(article, among=articles) for article in articles]
        assert counts == [2, 0, 1]
        assert len(queries) == 1

    @pytest.mark.parametrize("status", [Status.HELD, Status.SPAM, Status.REJECTED])
    def test_comments_that_readers_do_not_see_are_not_counted(self, status):
        article = write(comments=2, status=status)
        assert comment_count(article, among=[article]) == 0

    def test_hidden_discussion_counts_nothing(self):
        article = write(comments=2)
        hide(article, "hidden discussion")
        assert comment_count(article, among=[article]) == 0


class TestOnThePages:
    def test_column_and_front_page_name_what_is_most_discussed(self, client):
        article = write(comments=2, title="Much discussed")
        write(comments=9, title="Elsewhere, more")
        column = read(client, article.get_parent().url).content.decode()
        assert column.index("Most discussed") < column.rindex("Much discussed")
        assert "Elsewhere, more" not in column
        front = read(client, "/").content.decode()
        assert front.rindex("Elsewhere, more") < front.rindex("Much discussed")

    def test_teasers_lead_to_the_discussion_with_its_number(self, client):
        article = write(comments=2)
        html = read(client, article.get_parent().url).content.decode()
        assert f'<a href="{article.url}#discussion">2 comments</a>' in html

    @pytest.mark.parametrize("state", HIDDEN_STATES)
    def test_front_page_knows_nothing_that_not_everybody_may_see(self, client, state):
        hidden = write(comments=2, title="Hiddenheadline", date=datetime.date(2020, 1, 1))
        hide(hidden, state)
        for number in range(8):
            write(comments=0, date=datetime.date(2026, 1, 1 + number))
        html = read(client, "/").content.decode()
        assert "Hiddenheadline" not in html
        assert "2 comments" not in html

    def test_column_costs_the_same_with_1_and_with_8_discussed_articles(self, client):
        column = ColumnPageFactory()
        for _ in range(2):
            write(comments=1, parent=column)
        few = count_queries(client, column.url)
        for _ in range(7):
            write(comments=1, parent=column)
        assert count_queries(client, column.url) == few
