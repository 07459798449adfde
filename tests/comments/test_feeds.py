"""Feeds of comments: what they hold, in which shape, to whom, and what reading them costs."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.http import parse_http_date
from wagtail.models import Locale, Page, PageViewRestriction, Site

from columns.factories import ArticlePageFactory, ColumnPageFactory
from comments import actions
from comments.factories import DiscussionFactory, GroupFactory, ReaderCommentFactory
from comments.feeds.writers import WRITERS
from comments.models import ReaderComment
from comments.status import Mode, Status
from home.factories import HomePageFactory
from tests.comments.doors import CANARY
from tests.factories import UserFactory
from tests.feeds import FORMATS, read_feed, read_items
from tests.pages import Markup, count_queries

pytestmark = [pytest.mark.django_db, pytest.mark.markup]

KINDS = ("page", "column", "site")


def get_address(kind, article, extension="atom"):
    page = {"page": article, "column": article.get_parent(), "site": Site.objects.get().root_page}
    folder = "pages" if kind == "page" else "sections"
    return f"/comments/feeds/{folder}/{page[kind].pk}.{extension}"


def approve(page=None, **kwargs):
    """Make an approved comment."""
    kwargs.setdefault("author_email", CANARY)
    return ReaderCommentFactory(page=page, status=Status.APPROVED, **kwargs)


@pytest.mark.parametrize("extension", FORMATS)
@pytest.mark.parametrize("kind", KINDS)
def test_a_feed_passes_a_strict_reader_and_holds_its_comments_newest_first(
    client, article, kind, extension
):
    start = timezone.now() - datetime.timedelta(days=1)
    approve(article, subject="Older", created_at=start)
    approve(article, subject="Newer", created_at=start + datetime.timedelta(minutes=1))
    approve(ArticlePageFactory(), subject="Elsewhere", created_at=start.replace(year=2025))

    titles = read_feed(client, get_address(kind, article, extension))

    assert titles == ["Newer", "Older", *(["Elsewhere"] if kind == "site" else [])]


@pytest.mark.parametrize("extension", FORMATS)
def test_an_item_holds_the_whole_comment_and_no_address_of_its_author(client, article, extension):
    comment = approve(
        article,
        subject="Q & A <3",
        body="First *line* & <strong>more</strong> <script>alert(1)</script>\n\nSecond.",
        author_name="Robin",
        network="0badcafe" * 8,
    )

    [item] = read_items(client, get_address("page", article, extension))

    assert item["title"] == "Q & A <3"
    assert item["authors"][0]["name"] == "Robin"
    assert item["id"] == comment.uuid.urn
    html = item["content_html"] if extension == "json" else item.content[0].value
    assert html == comment.rendered
    address = item["url"] if extension == "json" else item.link
    assert address == f"http://localhost/comments/{comment.uuid}/"
    text = client.get(get_address("page", article, extension)).text
    assert "@" not in text
    assert "0badcafe" not in text


def test_a_comment_without_subject_and_name_has_a_title_and_an_author(client, article):
    approve(article, subject="", author_name="Robin")
    [item] = read_items(client, get_address("page", article))
    assert item.title == "Comment by Robin"

    ReaderComment.objects.update(author_name="")
    [item] = read_items(client, get_address("page", article))
    assert item.author == "A reader"


def test_an_entry_says_what_it_replies_to(client, article):
    first = approve(article, subject="First")
    hidden = ReaderCommentFactory(parent=first)
    approve(parent=first, subject="Reply")
    approve(parent=hidden, subject="Reply to what nobody sees")

    entries = read_items(client, get_address("page", article))
    replies = {entry.title: entry["thr_in-reply-to"] for entry in entries}

    [of_article] = read_items(client, f"/feeds/columns/{article.get_parent().pk}.atom")
    assert replies["First"] == {"ref": of_article.id, "href": article.full_url}
    assert replies["Reply"]["ref"] == first.uuid.urn
    assert replies["Reply"]["href"] == f"http://localhost/comments/{first.uuid}/"
    assert replies["Reply to what nobody sees"]["ref"] == of_article.id


def test_the_feed_of_a_section_names_the_page_of_each_comment(client, article):
    approve(article)

    [entry] = read_items(client, get_address("column", article))

    assert [tag.term for tag in entry.tags] == [article.title]


def test_a_comment_is_updated_when_it_is_approved(client, article):
    posted = timezone.now() - datetime.timedelta(days=3)
    comment = ReaderCommentFactory(page=article, created_at=posted)
    actions.approve([comment])

    [entry] = read_items(client, get_address("page", article, "json"))

    assert entry["date_published"] == posted.isoformat()
    assert entry["date_modified"] > entry["date_published"]


def test_a_comment_and_its_feed_are_updated_when_it_is_edited(client, article, settings):
    settings.COMMENTS_HOLD_EDITS = False
    address = get_address("page", article, "json")
    comment = approve(article)
    past = timezone.now() - datetime.timedelta(minutes=10)
    ReaderComment.objects.update(created_at=past, status_changed_at=past)
    before = client.get(address)["Last-Modified"]

    comment = actions.edit_comment(comment, body="Said otherwise")

    [entry] = read_items(client, address)
    assert entry["date_modified"] == comment.edited_at.isoformat()
    assert parse_http_date(client.get(address)["Last-Modified"]) == int(
        comment.edited_at.timestamp()
    )
    assert client.get(address)["Last-Modified"] != before


def test_a_site_says_how_many_comments_a_feed_holds(client, article, settings):
    settings.COMMENTS_FEED_ITEMS = 2
    for _ in range(3):
        approve(article)

    assert len(read_feed(client, get_address("page", article))) == 2


@pytest.mark.parametrize("extension", FORMATS)
def test_characters_that_xml_forbids_break_no_feed(client, article, extension):
    poison = "a\x0bb\ufffec\x1fd"
    Page.objects.filter(pk=article.pk).update(title=poison)
    comment = approve(article, subject=poison, author_name=poison, body=poison)
    ReaderComment.objects.filter(pk=comment.pk).update(html=f"<p>{poison}</p>")

    for kind in KINDS:
        [item] = read_items(client, get_address(kind, article, extension))

        assert item["title"] == "abcd"
        assert item["authors"][0]["name"] == "abcd"
        html = item["content_html"] if extension == "json" else item.content[0].value
        assert html == "<p>abcd</p>"


@pytest.mark.parametrize("extension", FORMATS)
@pytest.mark.parametrize("kind", KINDS)
def test_an_unchanged_feed_is_answered_with_304_at_fewer_queries(client, article, kind, extension):
    approve(article)
    address = get_address(kind, article, extension)
    first = client.get(address)
    full = count_queries(client, address)

    for header, value in (
        ("If-None-Match", first["ETag"]),
        ("If-Modified-Since", first["Last-Modified"]),
    ):
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(address, headers={header: value})
        assert answer.status_code == 304
        assert answer.content == b""
        assert answer["ETag"] == first["ETag"]
        assert answer["Cache-Control"] == first["Cache-Control"] == "public, max-age=300"
        assert len(queries) < full
        assert not answer.cookies


def approve_another(comment):
    approve(comment.page)


def reject(comment):
    actions.reject([comment], reason="off-topic")


def remove(comment):
    actions.remove([comment], reason="off-topic")


def rerender(comment):
    ReaderComment.objects.update(html="<p>Otherwise.</p>")
    actions.rerender_comments([comment])


def rename_page(comment):
    Page.objects.filter(pk=comment.page.pk).update(title="Another headline")


@pytest.mark.parametrize("change", [approve_another, reject, remove, rerender, rename_page])
@pytest.mark.parametrize("kind", KINDS)
def test_whoever_has_an_older_feed_gets_what_has_changed(client, article, kind, change):
    comment = approve(article)
    address = get_address(kind, article)
    first = client.get(address)

    change(ReaderComment.objects.get(pk=comment.pk))

    assert client.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_whoever_goes_by_the_time_alone_learns_that_the_newest_comment_is_gone(client, article):
    day = timezone.now() - datetime.timedelta(days=1)
    approve(article, created_at=day, status_changed_at=day)
    newest = approve(article)
    address = get_address("page", article)
    known = client.get(address)["Last-Modified"]

    reject(newest)

    assert client.get(address, headers={"If-Modified-Since": known}).status_code == 200
    assert len(read_feed(client, address)) == 1


@pytest.mark.parametrize("kind", KINDS)
def test_a_held_comment_changes_nothing_that_anybody_sees(client, article, kind):
    approve(article)
    address = get_address(kind, article)
    first = client.get(address)

    actions.submit_comment(article, body="Sesame", author_name="Ada", author_email=CANARY)

    second = client.get(address)
    assert second.content == first.content
    assert second["ETag"] == first["ETag"]
    assert second["Last-Modified"] == first["Last-Modified"]


@pytest.mark.parametrize("kind", KINDS)
def test_a_feed_costs_the_same_for_two_comments_and_for_twenty(client, article, kind):
    def add(number):
        for _ in range(number):
            start = approve(article)
            approve(parent=start)

    addresses = [get_address(kind, article, extension) for extension in FORMATS]
    add(1)
    few = [count_queries(client, address) for address in addresses]
    add(9)
    if kind != "page":
        approve(ArticlePageFactory(parent=article.get_parent()))

    assert [count_queries(client, address) for address in addresses] == few
    assert len(read_feed(client, addresses[0])) == (20 if kind == "page" else 21)


@pytest.mark.parametrize("extension", FORMATS)
def test_head_answers_like_get_without_the_feed(client, article, extension):
    address = get_address("page", article, extension)

    response = client.head(address)

    assert response.status_code == 200
    assert response.content == b""
    assert response["ETag"] == client.get(address)["ETag"]
    assert client.post(address).status_code == 405


def test_people_in_a_browser_get_xml_with_a_style(client, article, settings):
    settings.COMMENTS_FEED_MAX_AGE = 7
    approve(article, subject="A subject")

    response = client.get(get_address("page", article), headers={"Sec-Fetch-Dest": "document"})

    assert response["Content-Type"] == "application/xml; charset=utf-8"
    assert "Sec-Fetch-Dest" in response["Vary"]
    assert response["Cache-Control"] == "public, max-age=7"
    assert '<?xml-stylesheet href="/static/comments/feed.css" type="text/css"?>' in response.text
    assert ">A subject</h:a>" in response.text


def leave(page):
    """Leave the page as it is."""


def unpublish(page):
    page.unpublish()


def expire(page):
    Page.objects.filter(pk=page.pk).update(live=False, expired=True)


def hide(page):
    DiscussionFactory._meta.model.objects.filter(page=page).update(mode=Mode.HIDDEN)


def close(page):
    DiscussionFactory._meta.model.objects.filter(page=page).update(mode=Mode.CLOSED)


def restrict(kind):
    def make(page):
        made = PageViewRestriction.objects.create(
            page=page, restriction_type=kind, password="secret"
        )
        made.groups.add(GroupFactory())

    return make


def restrict_parent(page):
    restrict("login")(page.get_parent())


#: What is done to a page, and whether anybody may read its comments then.
STATES = {
    "published": (leave, True),
    "closed discussion": (close, True),
    "hidden discussion": (hide, False),
    "unpublished": (unpublish, False),
    "expired": (expire, False),
    "for accounts": (restrict("login"), False),
    "for groups": (restrict("groups"), False),
    "behind a password": (restrict("password"), False),
    "below a restricted column": (restrict_parent, False),
}


@pytest.mark.parametrize("state", STATES)
def test_comments_on_a_page_are_in_all_feeds_or_in_none(client, article, state):
    change, is_public = STATES[state]
    approve(article, subject="Sesame")

    change(article)

    column_is_public = state != "below a restricted column"
    expected = {"page": is_public, "column": column_is_public, "site": True}
    for kind, is_there in expected.items():
        for extension in FORMATS:
            response = client.get(get_address(kind, article, extension))
            assert response.status_code == (200 if is_there else 404)
            assert ("Sesame" in response.text) == is_public


@pytest.mark.parametrize("status", sorted(set(Status) - {Status.APPROVED}))
def test_a_comment_that_is_not_approved_is_in_no_feed(client, article, status):
    ReaderCommentFactory(page=article, status=status, subject="Sesame")
    approve(article, subject="Seen")

    for kind in KINDS:
        for extension in FORMATS:
            assert read_feed(client, get_address(kind, article, extension)) == ["Seen"]


def test_a_session_opens_no_feed(client, article):
    approve(article, subject="Sesame")
    restrict("login")(article)
    client.force_login(UserFactory(is_superuser=True))

    assert client.get(get_address("page", article)).status_code == 404
    assert read_feed(client, get_address("column", article)) == []


def test_comments_of_another_site_are_in_no_feed_of_this_one(client, article, settings):
    settings.ALLOWED_HOSTS = ["testserver", "other.example.org"]
    home = HomePageFactory()
    there = ArticlePageFactory(parent=ColumnPageFactory(parent=home))
    approve(article, subject="Here")
    approve(there, subject="There")
    addresses = [get_address(kind, article) for kind in KINDS]
    Site.objects.create(hostname="other.example.org", root_page=home)

    for address in addresses:
        assert read_feed(client, address) == ["Here"]
        assert client.get(address, HTTP_HOST="other.example.org").status_code == 404
    elsewhere = f"/comments/feeds/pages/{there.pk}.atom"
    assert client.get(elsewhere).status_code == 404
    assert read_feed(client, elsewhere, HTTP_HOST="other.example.org") == ["There"]


@pytest.mark.parametrize(
    "address",
    [
        "pages/{column}.atom",
        "pages/0.rss",
        "sections/1.atom",
        f"sections/{9**30}.json",
        "pages/a.atom",
    ],
)
def test_there_is_nothing_at_other_addresses(client, article, address):
    address = address.format(column=article.get_parent().pk)

    assert client.get(f"/comments/feeds/{address}").status_code == 404
    assert client.get(f"{get_address('page', article, 'txt')}").status_code == 404


@pytest.mark.usefixtures("without_articles")
def test_a_page_type_that_is_not_registered_has_no_feed(client, article):
    assert client.get(get_address("page", article)).status_code == 404


def test_a_page_in_another_language_has_its_feed_there(client, article):
    german = Locale.objects.create(language_code="de")
    for page in article.get_ancestors(inclusive=True).filter(depth__gte=2).specific():
        translated = page.copy_for_translation(german)
        translated.save_revision().publish()
    comment = approve(translated)

    [item] = read_items(client, f"/de/comments/feeds/pages/{translated.pk}.json")

    assert item["language"] == "de"
    assert item["url"] == f"http://localhost/de/comments/{comment.uuid}/"


def get_links(client, address):
    """Return the addresses of the feeds of comments that the head of a page names."""
    links = Markup(client.get(address).text).named("link")
    return [link["href"] for link in links if "/comments/feeds/" in link["href"]]


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_names_its_feeds_and_each_of_them_answers(client, article, kind):
    approve(article, subject="Found")
    page = {"page": article.url, "column": article.get_parent().url, "site": "/"}[kind]

    links = get_links(client, page)

    assert links == [f"http://localhost{get_address(kind, article, form)}" for form in WRITERS]
    for link in links:
        assert read_feed(client, link.removeprefix("http://localhost")) == ["Found"]


def test_a_discussion_shows_links_to_its_feeds(client, article):
    links = [
        link["href"] for link in Markup(client.get(article.url).text).named("a") if "href" in link
    ]

    assert f"http://localhost{get_address('page', article, 'rss')}" in links


def test_a_hidden_discussion_names_no_feed(client, article):
    DiscussionFactory(page=article, mode=Mode.HIDDEN)

    assert get_links(client, article.url) == []
    assert "Follow this discussion" not in client.get(article.url).text


def test_a_page_for_members_names_no_feed(client, article):
    restrict("login")(article)
    client.force_login(UserFactory())

    assert client.get(article.url).status_code == 200
    assert get_links(client, article.url) == []
