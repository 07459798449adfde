"""The flat lists of the admin: they find pages across the tree, and show nobody else's."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import APIToken
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from columns.factories import (
    ArticlePageFactory,
    AuthorPageFactory,
    ColumnistFactory,
    ColumnPageFactory,
    ImageFactory,
    IssueIndexPageFactory,
    IssuePageFactory,
)
from columns.models import ArticlePage, AuthorPage, IssuePage
from tests.factories import make_staff
from tests.search import searching

LISTS = {
    "articles": "/admin/articles/",
    "authors": "/admin/authors/",
    "issues": "/admin/issues/",
}


@pytest.fixture
def two_sections(home_page):
    """Two columns, each with an article by an author of its own."""
    sections = {}
    for name in ("Alpha", "Omega"):
        column = ColumnPageFactory(parent=home_page, title=f"Column {name}")
        author = AuthorPageFactory(title=f"Author {name}")
        sections[name] = ArticlePageFactory(
            parent=column, title=f"Article {name}", authors=[author]
        )
    return sections


def test_the_list_of_articles_spans_columns_and_names_authors(sign_in, home_page, two_sections):
    response = sign_in(home_page).get(LISTS["articles"])

    assert response.status_code == 200
    for text in ("Article Alpha", "Article Omega", "Column Alpha", "Author Omega"):
        assert text in response.content.decode()


@searching
@pytest.mark.indexed
def test_articles_are_filtered_by_column_author_and_date(sign_in, home_page, two_sections):
    client = sign_in(home_page)
    alpha, omega = two_sections["Alpha"], two_sections["Omega"]
    ArticlePage.objects.filter(pk=omega.pk).update(date="2020-05-05")
    queries = {
        f"column={alpha.get_parent().pk}": {"Article Alpha"},
        f"author={omega.authors[0].pk}": {"Article Omega"},
        "date_from=2020-01-01&date_to=2020-12-31": {"Article Omega"},
        "q=Alpha": {"Article Alpha"},
    }

    for query, expected in queries.items():
        pages = client.get(f"{LISTS['articles']}?{query}").context["pages"]
        assert {page.title for page in pages} == expected, query


def test_authors_are_filtered_by_column(sign_in, home_page, two_sections):
    alpha = two_sections["Alpha"]
    ColumnistFactory(column=alpha.get_parent().specific, author=alpha.authors[0])

    response = sign_in(home_page).get(f"{LISTS['authors']}?column={alpha.get_parent().pk}")

    assert [page.title for page in response.context["pages"]] == ["Author Alpha"]


def test_issues_are_listed_with_thumbnails_of_their_covers(sign_in, home_page):
    image = ImageFactory()
    issue = IssuePageFactory(title="Spring", cover=image, cover_decorative=True)

    response = sign_in(home_page).get(LISTS["issues"])

    assert response.status_code == 200
    assert issue.title in response.content.decode()
    assert image.get_rendition("fill-90x120").url in response.content.decode()


@pytest.mark.parametrize("name", LISTS)
def test_a_list_shows_nothing_of_other_sections(name, sign_in, home_page, two_sections):
    issue = IssuePageFactory(title="Issue Omega")
    parents = {
        "articles": two_sections["Alpha"].get_parent(),
        "authors": two_sections["Alpha"],
        "issues": two_sections["Alpha"],
    }

    response = sign_in(parents[name]).get(LISTS[name], follow=True)

    assert "Omega" not in response.content.decode()
    assert issue.live


@pytest.mark.parametrize("name", LISTS)
def test_who_has_no_page_rights_sees_no_list(name, client, two_sections):
    client.force_login(make_staff())

    response = client.get(LISTS[name])

    if response.status_code == 200:
        assert "Alpha" not in response.content.decode()
    else:
        assert response.status_code == 302


@pytest.mark.parametrize("name", LISTS)
def test_the_menu_names_the_lists_to_those_who_see_pages(name, client, home_page):
    entry = f'"{LISTS[name]}"'
    shown = {}
    for who, user in {"editor": make_staff(pages=[home_page]), "other": make_staff()}.items():
        client.force_login(user)
        shown[who] = entry in client.get("/admin/").content.decode()

    assert shown == {"editor": True, "other": False}


def test_the_history_of_modeladmin_is_off(sign_in, home_page):
    issue = IssuePageFactory()

    assert sign_in(home_page).get(f"{LISTS['issues']}history/{issue.pk}/").status_code == 404


@pytest.mark.parametrize("name", LISTS)
def test_a_longer_list_costs_no_more_queries(name, client, admin_user, home_page):
    def make():
        if name == "issues":
            return IssuePageFactory(cover=ImageFactory(), cover_decorative=True)
        column = ColumnPageFactory(parent=home_page)
        return ArticlePageFactory(parent=column, authors=[AuthorPageFactory()])

    def count():
        with CaptureQueriesContext(connection) as captured:
            assert client.get(LISTS[name]).status_code == 200
        return len(captured)

    client.force_login(admin_user)
    for _ in range(2):
        make()
    client.get(LISTS[name])
    few = count()
    for _ in range(8):
        make()
    client.get(LISTS[name])  # thumbnails are made on the first view of the list

    assert count() == few


def test_an_author_with_articles_is_not_deleted(sign_in, home_page, two_sections):
    author = two_sections["Alpha"].authors[0]
    client = sign_in(home_page, permissions=("add", "change", "publish", "bulk_delete"))

    for page in (author, author.get_parent()):
        response = client.post(reverse("wagtailadmin_pages:delete", args=[page.pk]), follow=True)
        assert "Author Alpha would be missing" in response.content.decode().replace(
            "Author Alpha, Author Omega", "Author Alpha"
        )

    assert AuthorPage.objects.filter(pk=author.pk).exists()


def test_authors_in_use_are_not_deleted_in_bulk(sign_in, home_page, two_sections):
    author = two_sections["Alpha"].authors[0]
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
    client = sign_in(home_page, permissions=("add", "change", "publish", "bulk_delete"))

    for page in (author, author.get_parent()):
        response = client.post(f"{url}?id={page.pk}", follow=True)
        assert "Author Alpha" in response.content.decode()

    assert AuthorPage.objects.filter(pk=author.pk).exists()


def test_authors_in_use_are_not_deleted_through_the_api(client, admin_user, two_sections):
    author = two_sections["Alpha"].authors[0]
    _token, secret = APIToken.create_token(user=admin_user, name="test")

    for page in (author, author.get_parent()):
        response = client.delete(
            f"/api/v3/pages/{page.pk}/", headers={"Authorization": f"Bearer {secret}"}
        )
        assert response.status_code == 409
        assert response.json()["detail"].startswith("Not deleted")

    assert AuthorPage.objects.filter(pk=author.pk).exists()


def test_an_author_without_articles_is_deleted(sign_in, home_page):
    author = AuthorPageFactory()

    sign_in(home_page).post(reverse("wagtailadmin_pages:delete", args=[author.pk]))

    assert not AuthorPage.objects.filter(pk=author.pk).exists()


def test_a_list_of_issues_is_made_once(home_page):
    IssueIndexPageFactory(parent=home_page)

    assert not IssuePage.can_create_at(home_page)
    assert not IssueIndexPageFactory._meta.model.can_create_at(home_page)


def test_a_new_article_begins_with_the_columnists_in_its_byline(sign_in, home_page):
    column = ColumnPageFactory(parent=home_page)
    authors = [AuthorPageFactory() for _ in range(2)]
    for order, author in enumerate(authors):
        ColumnistFactory(column=column, author=author, sort_order=order)

    url = reverse("wagtailadmin_pages:add", args=["columns", "articlepage", column.pk])
    form = sign_in(home_page).get(url).context["form"]

    assert [row.initial["author"] for row in form.formsets["bylines"]] == [
        author.pk for author in authors
    ]


def test_an_article_is_published_with_its_authors_only(sign_in, home_page):
    column = ColumnPageFactory(parent=home_page)
    author = AuthorPageFactory()
    data = nested_form_data(
        {
            "title": "A headline",
            "slug": "a-headline",
            "date": "2026-11-24",
            "body": streamfield([]),
            "bylines": inline_formset([]),
            "corrections": inline_formset([]),
            "related_articles": inline_formset([]),
            "comments": inline_formset([]),
        }
    )
    url = reverse("wagtailadmin_pages:add", args=["columns", "articlepage", column.pk])
    client = sign_in(home_page)

    draft = client.post(url, data)
    refused = client.post(url, data | {"slug": "second", "action-publish": "1"})
    byline = nested_form_data({"bylines": inline_formset([{"author": author.pk}])})
    published = client.post(url, data | byline | {"slug": "third", "action-publish": "1"})

    assert (draft.status_code, published.status_code) == (302, 302)
    assert refused.status_code == 200
    made = {article.slug: article for article in ArticlePage.objects.child_of(column)}
    assert set(made) == {"a-headline", "third"}
    assert not made["a-headline"].live
    assert made["third"].live
    assert made["third"].authors == [author]
