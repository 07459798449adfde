"""Parts of long lists: archives by year and month, topics, issues by year, and paging."""

import datetime

import pytest
from django.core.management import call_command
from wagtail.models import PageViewRestriction

from columns.factories import (
    ArticlePageFactory,
    AuthorPageFactory,
    ColumnPageFactory,
    ImageFactory,
    IssuePageFactory,
    make_image_file,
)
from columns.images import prepare_renditions
from tests.pages import check_markup, count_queries, read

pytestmark = pytest.mark.django_db


def write(column, *, title="An article", date=datetime.date(2026, 5, 4), topics=(), **kwargs):
    article = ArticlePageFactory(parent=column, title=title, date=date, **kwargs)
    article.topics.add(*topics)
    article.save()
    return article


def hide(article):
    PageViewRestriction.objects.create(page=article, restriction_type="login")


def read_text(client, address, **kwargs):
    return " ".join(read(client, address, **kwargs).content.decode().split())


@pytest.fixture
def column():
    return ColumnPageFactory(title="At Close Range")


class TestArchive:
    def test_column_leads_to_its_years_with_the_numbers_of_articles(self, client, column):
        write(column)
        write(column)
        write(column, date=datetime.date(2024, 1, 31))
        html = read_text(client, column.url)
        latest = html.index(f'<a href="{column.url}archive/2026/">2026</a>')
        assert latest < html.index(f'<a href="{column.url}archive/2024/">2024</a>')
        assert '2026</a> <span class="columns-count"> 2<span' in html
        assert "archive/2025/" not in html

    def test_year_shows_its_articles_and_its_months(self, client, column):
        write(column, title="In May")
        write(column, title="On the last day", date=datetime.date(2026, 12, 31))
        write(column, title="Too old", date=datetime.date(2025, 12, 31))
        write(column, title="Too new", date=datetime.date(2027, 1, 1))
        html = read_text(client, f"{column.url}archive/2026/")
        check_markup(html)
        assert "In May" in html
        assert "On the last day" in html
        assert "Too old" not in html
        assert "Too new" not in html
        assert f'<a href="{column.url}archive/2026/12/">December</a>' in html
        assert f'<link rel="canonical" href="{column.full_url}archive/2026/">' in html

    def test_month_shows_its_articles_only(self, client, column):
        write(column, title="In May")
        write(column, title="In June", date=datetime.date(2026, 6, 1))
        write(column, title="Last of April", date=datetime.date(2026, 4, 30))
        html = read_text(client, f"{column.url}archive/2026/05/")
        check_markup(html)
        assert "May 2026 · At Close Range" in html
        assert "In May" in html
        assert "In June" not in html
        assert "Last of April" not in html
        assert f'<a href="{column.url}archive/2026/05/" aria-current="page">May</a>' in html

    @pytest.mark.parametrize(
        "part",
        [
            "archive/",
            "archive/2025/",
            "archive/2026/04/",
            "archive/2026/5/",
            "archive/2026/13/",
            "archive/0000/",
            "archive/99999/",
            "archive/9999/12/",
            "archive/٢٠٢٦/",
            "archive/2026/05/04/",
            "topics/",
            "topics/unknown/",
        ],
    )
    def test_part_that_has_no_articles_is_not_found(self, client, column, part):
        write(column)
        read(client, f"{column.url}{part}", status=404)

    @pytest.mark.parametrize("state", ["draft", "private", "expired"])
    def test_archive_and_topics_know_nothing_that_nobody_may_read(self, client, column, state):
        write(column, title="Readable", topics=["open"])
        hidden = write(
            column,
            title="Hiddenheadline",
            date=datetime.date(2019, 1, 1),
            topics=["hiddentopic", "open"],
            live=state != "draft",
            expire_at=datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)
            if state == "expired"
            else None,
        )
        if state == "private":
            hide(hidden)
        call_command("publish_scheduled")
        html = read_text(client, column.url)
        assert "Hiddenheadline" not in html
        assert "hiddentopic" not in html
        assert "2019" not in html
        assert 'open</a> <span class="columns-count"> 1<span' in html
        read(client, f"{column.url}archive/2019/", status=404)
        read(client, f"{column.url}topics/hiddentopic/", status=404)
        read(client, "/topics/hiddentopic/", status=404)
        assert "Hiddenheadline" not in read_text(client, f"{column.url}topics/open/")
        assert "Hiddenheadline" not in read_text(client, "/topics/open/")

    def test_archive_of_a_private_column_is_not_served(self, client, column):
        write(column, title="Hiddenheadline")
        hide(column)
        response = client.get(f"{column.url}archive/2026/")
        assert response.status_code == 302
        assert b"Hiddenheadline" not in response.content

    def test_article_may_be_called_archive_or_topics(self, client, column):
        for slug in ("archive", "topics"):
            article = write(column, title=f"About {slug}", slug=slug)
            assert f"About {slug}" in read_text(client, article.url)

    def test_parts_cost_the_same_with_2_and_with_20_articles(self, client, column):
        def publish(number):
            for _ in range(number):
                author = AuthorPageFactory()
                image = ImageFactory(file=make_image_file(size=(90, 60)))
                article = write(column, topics=["noise"], authors=[author], social_image=image)
                prepare_renditions(article)

        addresses = [
            column.url,
            f"{column.url}archive/2026/",
            f"{column.url}archive/2026/05/",
            f"{column.url}topics/noise/",
            "/topics/noise/",
        ]
        publish(2)
        few = [count_queries(client, address) for address in addresses]
        publish(18)
        assert [count_queries(client, address) for address in addresses] == few

    def test_preview_of_a_column_shows_the_column(self, column):
        write(column)
        response = column.make_preview_request(preview_mode=column.default_preview_mode)
        assert response.status_code == 200
        assert "At Close Range" in response.content.decode()


class TestTopics:
    def test_column_counts_its_topics_the_largest_first(self, client, column):
        write(column, topics=["noise"])
        write(column, topics=["noise", "apples"])
        write(ColumnPageFactory(), topics=["apples", "elsewhere"])
        html = read_text(client, column.url)
        noise = html.index(f'<a href="{column.url}topics/noise/">noise</a>')
        assert noise < html.index(f'<a href="{column.url}topics/apples/">apples</a>')
        assert "elsewhere" not in html
        assert [(topic.name, topic.article_count) for topic in column.topics] == [
            ("noise", 2),
            ("apples", 1),
        ]

    def test_topic_of_a_column_shows_its_articles_and_leads_to_all_columns(self, client, column):
        write(column, title="About noise", topics=["noise"])
        write(column, title="About apples", topics=["apples"])
        write(ColumnPageFactory(), title="Noise elsewhere", topics=["noise"])
        html = read_text(client, f"{column.url}topics/noise/")
        check_markup(html)
        assert "About noise" in html
        assert "About apples" not in html
        assert "Noise elsewhere" not in html
        assert 'href="/topics/noise/"' in html
        assert f'<link rel="canonical" href="{column.full_url}topics/noise/">' in html

    def test_topic_of_the_site_shows_the_articles_of_all_columns(self, client, column):
        write(column, title="About noise", topics=["noise"])
        write(ColumnPageFactory(), title="Noise elsewhere", topics=["noise"])
        write(column, title="About apples", topics=["apples"])
        html = read_text(client, "/topics/noise/")
        check_markup(html)
        assert "About noise" in html
        assert "Noise elsewhere" in html
        assert "About apples" not in html
        assert "2 articles" in html

    def test_unknown_topic_is_not_found(self, client):
        read(client, "/topics/nothing/", status=404)


@pytest.mark.parametrize("number", ["0", "-1", "3", "1.5", "abc", "", "٢", "02", "9" * 400])
def test_number_of_no_page_is_not_found(client, column, settings, number):
    settings.COLUMNS_ARTICLES_PER_PAGE = 2
    author = AuthorPageFactory()
    for _ in range(3):
        write(column, topics=["noise"], authors=[author])
    addresses = [
        column.url,
        author.url,
        f"{column.url}archive/2026/",
        f"{column.url}topics/noise/",
        "/topics/noise/",
    ]
    for address in addresses:
        read(client, f"{address}?page=2")
        read(client, f"{address}?page={number}", status=404)


def test_empty_column_has_one_page(client, column):
    read(client, f"{column.url}?page=1")
    read(client, f"{column.url}?page=2", status=404)


class TestIssues:
    def publish(self, *years):
        return [
            IssuePageFactory(title=f"Issue of {year}", date=datetime.date(year, 6, 1))
            for year in years
        ]

    def test_list_groups_the_issues_by_year_and_jumps_to_each(self, client):
        issue, *_rest = self.publish(2024, 2026, 2026)
        html = read_text(client, issue.get_parent().url)
        check_markup(html)
        assert html.index('id="year-2026"') < html.index('id="year-2024"')
        assert '<a href="#year-2024">2024</a>' in html

    def test_jump_leads_to_the_page_on_which_the_year_begins(self, client, settings):
        settings.COLUMNS_ISSUES_PER_PAGE = 2
        issue, *_rest = self.publish(2021, 2023, 2023, 2024)
        address = issue.get_parent().url
        html = read_text(client, address)
        assert '<a href="#year-2023">' in html
        assert f'<a href="{address}?page=2#year-2021">' in html
        assert 'id="year-2021"' not in html
        second = read_text(client, f"{address}?page=2")
        check_markup(second)
        assert 'id="year-2021"' in second
        assert f'<a href="{address}#year-2024">' in second
        read(client, f"{address}?page=3", status=404)

    def test_issue_leads_to_those_before_and_after_it(self, client):
        before, issue, after = self.publish(2022, 2023, 2024)
        html = read_text(client, issue.url)
        assert f'rel="prev" href="{before.url}"' in html
        assert f'rel="next" href="{after.url}"' in html

    def test_issue_that_nobody_may_see_is_neither_listed_nor_counted_nor_next(self, client):
        shown, hidden = self.publish(2023, 2024)
        hide(hidden)
        assert 'rel="next"' not in read_text(client, shown.url)
        html = read_text(client, shown.get_parent().url)
        assert "2024" not in html
        assert "columns-years" not in html
