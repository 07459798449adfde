"""The page types: their place in the tree, their rules, and what belongs to what."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db.models import RestrictedError
from wagtail.embeds.embeds import get_embed_hash
from wagtail.embeds.models import Embed
from wagtail.models import Locale, Page, PageViewRestriction, Site, get_page_models

from columns import models
from columns.embeds import get_stored_embeds
from columns.exceptions import AuthorsInUse
from columns.factories import (
    ArticlePageFactory,
    AuthorIndexPageFactory,
    AuthorPageFactory,
    BookFactory,
    ColumnPageFactory,
    ImageFactory,
    IssueContentFactory,
    IssuePageFactory,
    IssueSettingsFactory,
    RelatedArticleFactory,
)
from home.factories import HomePageFactory
from home.models import HomePage

TREE = {
    Page: {HomePage},
    HomePage: {models.ColumnPage, models.AuthorIndexPage, models.IssueIndexPage},
    models.ColumnPage: {models.ArticlePage},
    models.ArticlePage: set(),
    models.AuthorIndexPage: {models.AuthorPage},
    models.AuthorPage: set(),
    models.IssueIndexPage: {models.IssuePage},
    models.IssuePage: set(),
}


@pytest.mark.parametrize("parent", TREE)
def test_only_the_right_tree_is_possible(parent):
    allowed = set(parent.allowed_subpage_models()) & set(TREE)

    assert allowed - {Page} == TREE[parent]


def test_the_table_of_the_tree_knows_every_page_type():
    assert set(get_page_models()) == set(TREE)


def test_a_site_names_the_parents_of_sections_itself(settings):
    settings.COLUMNS_PARENT_PAGE_TYPES = ["columns.IssuePage"]

    assert models.ColumnPage.clean_parent_page_models() == [models.IssuePage]


@pytest.mark.parametrize(
    ("factory", "name"),
    [(ColumnPageFactory, "image"), (AuthorPageFactory, "portrait"), (IssuePageFactory, "cover")],
)
class TestImagesAreDescribed:
    def test_an_image_that_is_not_described_is_refused(self, db, factory, name):
        image = ImageFactory()

        with pytest.raises(ValidationError) as caught:
            factory(**{name: image})

        assert f"{name}_alt" in caught.value.message_dict

    @pytest.mark.parametrize("words", [{"alt": "A person"}, {"decorative": True}])
    def test_an_image_is_described_or_decorative(self, db, factory, name, words):
        fields = {f"{name}_{key}": value for key, value in words.items()}

        assert factory(**{name: ImageFactory()}, **fields).pk


def test_a_cover_of_a_book_is_decorative_unless_said_otherwise(db):
    book = BookFactory(cover=ImageFactory())
    book.full_clean()
    book.cover_decorative = False

    with pytest.raises(ValidationError) as caught:
        book.full_clean()

    assert "cover_alt" in caught.value.message_dict


def test_an_entry_of_a_table_of_contents_has_an_article_or_a_headline(db):
    entry = IssueContentFactory.build(issue=IssuePageFactory(), article=None)

    with pytest.raises(ValidationError) as caught:
        entry.full_clean()

    assert "headline" in caught.value.message_dict


@pytest.mark.parametrize(("words", "minutes"), [(0, 1), (230, 1), (231, 2), (2300, 10)])
def test_the_reading_time_follows_the_body(db, words, minutes):
    article = ArticlePageFactory(
        standfirst="", body=[("paragraph", f"<p>{'word ' * words}</p>"), ("heading", "")]
    )

    assert article.reading_time == minutes


def test_a_byline_keeps_its_order(db):
    authors = [AuthorPageFactory() for _ in range(3)]
    article = ArticlePageFactory(authors=[authors[2], authors[0], authors[1]])

    fresh = models.ArticlePage.objects.get(pk=article.pk)
    assert fresh.authors == [authors[2], authors[0], authors[1]]


def test_an_author_who_is_not_published_is_in_no_byline(db):
    author = AuthorPageFactory(live=False)

    assert ArticlePageFactory(authors=[author]).authors == []


def test_an_author_who_is_in_a_byline_is_kept_whoever_deletes(db):
    author = AuthorPageFactory()
    ArticlePageFactory(authors=[author])

    for page in (author, author.get_parent().specific):
        with pytest.raises(AuthorsInUse, match=author.title):
            page.delete()
    with pytest.raises(RestrictedError):
        Page.objects.filter(pk=author.pk).delete()

    assert models.AuthorPage.objects.filter(pk=author.pk).exists()


def test_a_whole_tree_goes_with_its_authors_and_their_articles(db):
    home_page = HomePageFactory()
    index = AuthorIndexPageFactory(parent=home_page)
    author = AuthorPageFactory(parent=index)
    ArticlePageFactory(parent=ColumnPageFactory(parent=home_page), authors=[author])

    home_page.delete()

    assert not models.AuthorPage.objects.exists()
    assert not models.ArticlePage.objects.exists()


def test_the_full_name_of_an_author_has_the_credentials():
    assert models.AuthorPage(title="Ada", credentials="Ph.D.").full_name == "Ada, Ph.D."
    assert models.AuthorPage(title="Ada").full_name == "Ada"


def test_a_column_lists_published_articles_newest_first(db):
    column = ColumnPageFactory()
    old = ArticlePageFactory(parent=column, date=datetime.date(2026, 1, 1))
    new = ArticlePageFactory(parent=column, date=datetime.date(2026, 2, 1))
    ArticlePageFactory(parent=column, live=False)
    hidden = ArticlePageFactory(parent=column)
    PageViewRestriction.objects.create(page=hidden, restriction_type="login")
    ArticlePageFactory()

    assert list(column.get_articles()) == [new, old]


def test_related_articles_are_public_and_in_order(db):
    source = ArticlePageFactory()
    others = [ArticlePageFactory() for _ in range(3)]
    for order, other in enumerate([others[2], others[0], others[1]]):
        RelatedArticleFactory(source=source, article=other, sort_order=order)
    others[0].unpublish()

    assert source.get_further_reading()["related_articles"] == [others[2], others[1]]


class TestCurrentIssue:
    @pytest.fixture(autouse=True)
    def issues(self, db):
        self.site = Site.objects.get(is_default_site=True)
        self.old = IssuePageFactory(date=datetime.date(2026, 1, 1))
        self.new = IssuePageFactory(date=datetime.date(2026, 2, 1))

    def current(self, **kwargs):
        return models.IssuePage.objects.current(self.site, **kwargs)

    def test_it_is_the_newest_published_one(self):
        IssuePageFactory(date=datetime.date(2026, 3, 1), live=False)

        assert self.current() == self.new

    def test_it_is_the_one_that_the_site_has_chosen(self):
        IssueSettingsFactory(current_issue=self.old)

        assert self.current() == self.old

    def test_a_chosen_one_that_is_not_published_does_not_count(self):
        IssueSettingsFactory(current_issue=self.old)
        self.old.unpublish()

        assert self.current() == self.new

    def test_a_chosen_one_that_is_private_does_not_count(self):
        IssueSettingsFactory(current_issue=self.old)
        PageViewRestriction.objects.create(page=self.old, restriction_type="login")

        assert self.current() == self.new

    def test_without_issues_there_is_none(self):
        models.IssuePage.objects.all().unpublish()

        assert self.current() is None

    def test_a_translated_site_shows_the_translation_of_the_chosen_one(self):
        IssueSettingsFactory(current_issue=self.old)
        german = Locale.objects.create(language_code="de")
        for page in (self.site.root_page.specific, self.old.get_parent().specific, self.old):
            translated = page.copy_for_translation(german)
            translated.save_revision().publish()

        assert self.current(locale=german) == self.old.get_translation(german)
        assert self.current(locale=Locale.objects.get(language_code="en")) == self.old

    def test_a_language_without_issues_shows_those_of_the_main_one(self):
        german = Locale.objects.create(language_code="de")

        assert self.current(locale=german) == self.new


def test_contents_of_an_issue_hide_articles_that_are_not_public(db):
    issue = IssuePageFactory()
    shown = IssueContentFactory(issue=issue, sort_order=0)
    named = IssueContentFactory(
        issue=issue, sort_order=1, article=ArticlePageFactory(live=False), headline="In print"
    )
    IssueContentFactory(issue=issue, sort_order=2, article=ArticlePageFactory(live=False))

    rows = models.IssuePage.objects.get(pk=issue.pk).get_contents()

    assert rows == [shown, named]
    assert [row.public_article for row in rows] == [shown.article, None]


def test_stored_embeds_are_found_at_any_age_and_nothing_is_fetched(db):
    article = ArticlePageFactory(
        body=[
            ("embed", {"embed": "https://video.example.org/1", "caption": ""}),
            ("embed", {"embed": "https://video.example.org/2", "caption": ""}),
        ]
    )
    article.refresh_from_db()
    values = [block.value["embed"] for block in article.body]
    stored = Embed.objects.create(
        url=values[0].url,
        hash=get_embed_hash(values[0].url, values[0].max_width, values[0].max_height),
        type="video",
        html="<b>stored</b>",
        cache_until=datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC),
    )

    assert get_stored_embeds(values) == {values[0].url: stored}
