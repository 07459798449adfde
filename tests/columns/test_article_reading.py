"""What an article offers besides its text: dates, its lead image, and what to read next."""

import datetime
import json
from urllib.parse import quote

import pytest
from wagtail.models import PageViewRestriction

from columns.factories import (
    ArticlePageFactory,
    AuthorPageFactory,
    ColumnPageFactory,
    CorrectionFactory,
    ImageFactory,
    RelatedArticleFactory,
    make_image_file,
)
from columns.images import prepare_renditions
from columns.models import ArticlePage
from tests.pages import check_markup, count_queries, read

pytestmark = pytest.mark.django_db

STATES = ["draft", "private"]


def day(number):
    return datetime.date(2026, 3, number)


def make_hidden(state, **kwargs):
    """Return an article that nobody may read."""
    article = ArticlePageFactory(live=state != "draft", **kwargs)
    if state == "private":
        PageViewRestriction.objects.create(page=article, restriction_type="login")
    return article


def make_figure(*, size=(1400, 900)):
    image = ImageFactory(file=make_image_file(size=size))
    described = {"image": image.pk, "alt_text": "A picture", "decorative": False}
    return {"type": "figure", "value": {"image": described, "caption": "", "credit": ""}}


def read_text(client, page):
    return read(client, page.url).content.decode()


def titles(articles):
    return [article.title for article in articles]


class TestUpdated:
    def test_article_is_not_updated_because_it_was_published_again(self):
        article = ArticlePageFactory(date=day(1))
        article.save_revision().publish()
        assert article.get_updated() is None

    def test_editors_say_when_it_was_updated(self, client):
        article = ArticlePageFactory(date=day(1), updated=day(9))
        html = read_text(client, article)
        assert 'Updated <time datetime="2026-03-09">' in " ".join(html.split())

    def test_correction_tells_its_day_by_itself(self):
        article = ArticlePageFactory(date=day(1), updated=day(4))
        CorrectionFactory(article=article, date=day(6))
        assert article.get_updated() == day(6)

    @pytest.mark.parametrize("updated", [day(1), datetime.date(2026, 2, 1)])
    def test_day_that_is_not_after_the_articles_own_is_none(self, client, updated):
        article = ArticlePageFactory(date=day(1), updated=updated)
        assert article.get_updated() is None
        assert "Updated" not in read_text(client, article)


class TestLeadImage:
    def test_figure_at_the_beginning_is_loaded_first_and_stands_once(self, client):
        body = json.dumps([make_figure(), {"type": "paragraph", "value": "<p>Words.</p>"}])
        markup = check_markup(read_text(client, ArticlePageFactory(body=body)))
        (image,) = markup.named("img")
        assert image["fetchpriority"] == "high"
        assert "loading" not in image
        assert (image["width"], image["height"]) == ("1280", "800")

    def test_figure_further_down_waits_until_it_is_near(self, client):
        body = json.dumps([{"type": "paragraph", "value": "<p>Words.</p>"}, make_figure()])
        (image,) = check_markup(read_text(client, ArticlePageFactory(body=body))).named("img")
        assert image["loading"] == "lazy"

    def test_portraits_do_not_compete_with_it(self, client):
        portrait = ImageFactory(file=make_image_file(size=(90, 90)))
        author = AuthorPageFactory(portrait=portrait, portrait_alt="Ada")
        markup = check_markup(read_text(client, ArticlePageFactory(authors=[author])))
        assert {image["loading"] for image in markup.named("img")} == {"lazy"}


class TestNeighbours:
    def test_articles_before_and_after_are_those_of_the_column_by_date(self, client):
        column = ColumnPageFactory()
        before, article, after = (
            ArticlePageFactory(parent=column, title=title, date=day(number))
            for number, title in ((1, "Before"), (2, "Between"), (3, "After"))
        )
        ArticlePageFactory(parent=column, date=day(9), title="Much later")
        ArticlePageFactory(date=day(2), title="Elsewhere")
        html = read_text(client, article)
        assert f'rel="prev" href="{before.url}"' in html
        assert f'rel="next" href="{after.url}"' in html
        reading = article.get_further_reading()
        assert (reading["previous_article"], reading["next_article"]) == (before, after)

    def test_articles_of_one_day_follow_each_other_in_the_order_in_which_they_were_made(self):
        column = ColumnPageFactory()
        first, second, third = (ArticlePageFactory(parent=column, date=day(1)) for _ in range(3))
        siblings = type(first).objects.child_of(column).published()
        assert siblings.neighbours_of(second) == (first, third)
        assert siblings.neighbours_of(first) == (None, second)
        assert siblings.neighbours_of(third) == (second, None)

    @pytest.mark.parametrize("state", STATES)
    def test_neighbour_that_nobody_may_read_is_passed_over(self, client, state):
        column = ColumnPageFactory()
        far = ArticlePageFactory(parent=column, date=day(1))
        make_hidden(state, parent=column, date=day(2), title="Hiddenheadline")
        article = ArticlePageFactory(parent=column, date=day(3))
        html = read_text(client, article)
        assert "Hiddenheadline" not in html
        assert f'rel="prev" href="{far.url}"' in html
        assert 'rel="next"' not in html


class TestRelated:
    def test_chosen_articles_come_first_and_all_of_them(self, settings):
        settings.COLUMNS_RELATED_ARTICLES = 2
        article = ArticlePageFactory()
        for number in range(3):
            RelatedArticleFactory(
                source=article, article__title=f"Chosen {number}", sort_order=number
            )
        related = article.get_further_reading()["related_articles"]
        assert titles(related) == ["Chosen 0", "Chosen 1", "Chosen 2"]

    def test_too_few_are_filled_up_by_shared_topics_then_by_the_column(self, settings):
        settings.COLUMNS_RELATED_ARTICLES = 4
        column = ColumnPageFactory()
        article = ArticlePageFactory(parent=column, date=day(20))
        article.topics.add("noise", "neighbours")
        article.save()
        # The nearest ones are shown as the neighbours already.
        for number in (19, 21):
            ArticlePageFactory(parent=column, date=day(number), title="A neighbour")
        for number in (1, 2):
            ArticlePageFactory(parent=column, date=day(number), title=f"Of the column {number}")
        for title, topics in (("One topic", ["noise"]), ("Two topics", ["noise", "neighbours"])):
            other = ArticlePageFactory(title=title)
            other.topics.add(*topics)
            other.save()
        ArticlePageFactory(title="Nothing in common")
        RelatedArticleFactory(source=article, article__title="Chosen")
        related = article.get_further_reading()["related_articles"]
        assert titles(related) == ["Chosen", "Two topics", "One topic", "Of the column 2"]

    def test_draft_that_was_never_saved_has_the_newest_of_its_column_and_no_neighbours(self):
        column = ColumnPageFactory()
        for number in (2, 3, 1):
            ArticlePageFactory(parent=column, date=day(number), title=f"Of day {number}")
        draft = ArticlePage(title="A draft", date=day(2), path=f"{column.path}000A")
        draft.depth = column.depth + 1

        reading = draft.get_further_reading()

        assert titles(reading["related_articles"]) == ["Of day 3", "Of day 2", "Of day 1"]
        assert (reading["previous_article"], reading["next_article"]) == (None, None)

    def test_chosen_neighbour_is_both(self):
        column = ColumnPageFactory()
        before, article, after = (
            ArticlePageFactory(parent=column, date=day(number)) for number in (1, 2, 3)
        )
        RelatedArticleFactory(source=article, article=after)

        reading = article.get_further_reading()

        assert reading["related_articles"] == [after]
        assert (reading["previous_article"], reading["next_article"]) == (before, after)

    @pytest.mark.parametrize("state", STATES)
    def test_related_article_that_nobody_may_read_is_not_there(self, client, state):
        article = ArticlePageFactory()
        column = article.get_parent()
        article.topics.add("noise")
        article.save()
        chosen = make_hidden(state, title="Hiddenchoice")
        RelatedArticleFactory(source=article, article=chosen)
        sharing = make_hidden(state, title="Hiddentopic", parent=column)
        sharing.topics.add("noise")
        sharing.save()
        html = read_text(client, article)
        assert "Hiddenchoice" not in html
        assert "Hiddentopic" not in html

    def test_article_costs_the_same_in_a_column_of_4_and_of_20(self, client):
        column = ColumnPageFactory()

        def write(number):
            for _ in range(number):
                article = ArticlePageFactory(
                    parent=column, date=day(1), authors=[AuthorPageFactory()]
                )
                article.topics.add("noise")
                article.save()
                prepare_renditions(article)
            return article

        write(4)
        middle = column.get_children().all()[1].specific
        few = count_queries(client, middle.url)
        write(16)
        assert count_queries(client, middle.url) == few


class TestSharing:
    def test_links_lead_to_the_services_of_the_setting_with_address_and_title(
        self, client, settings
    ):
        settings.COLUMNS_SHARE_SERVICES = {"Elsewhere": "https://e.example.org/?u={url}&t={title}"}
        article = ArticlePageFactory(title="Fish & Chips?")
        html = read_text(client, article)
        check_markup(html)
        address = article.full_url.replace(":", "%3A").replace("/", "%2F")
        assert f"https://e.example.org/?u={address}&amp;t=Fish%20%26%20Chips%3F" in html
        assert f"mailto:?subject=Fish%20%26%20Chips%3F&amp;body={address}" in html
        assert "Bluesky" not in html

    def test_buttons_wait_for_the_script_that_makes_them_work(self, client):
        markup = check_markup(read_text(client, ArticlePageFactory()))
        script = {"type": "module", "src": "/static/columns/share.js"}
        assert markup.named("script").count(script) == 1
        shared = [item for item in markup.named("li") if "hidden" in item]
        assert len(shared) == len([b for b in markup.named("button") if "data-share" in b]) == 2


def test_topics_of_an_article_lead_to_their_pages(client):
    article = ArticlePageFactory(title="About noise")
    article.topics.add("Über Lärm")
    article.save()
    (topic,) = article.topics.all()
    address = f"/topics/{quote(topic.slug)}/"
    assert f'<a href="{address}">Über Lärm</a>' in read_text(client, article)
    assert "About noise" in read(client, address).content.decode()


def test_topics_lead_to_the_column_where_the_site_has_no_page_for_them(client, settings):
    settings.ROOT_URLCONF = "tests.columns.urls_without_topics"
    article = ArticlePageFactory(title="About noise")
    article.topics.add("Noise")
    article.save()
    address = f"{article.get_parent().url}topics/noise/"
    assert f'<a href="{address}">Noise</a>' in read_text(client, article)
    html = read(client, address).content.decode()
    assert "About noise" in html
    assert "in all columns" not in html
