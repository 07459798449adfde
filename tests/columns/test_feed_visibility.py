"""What is in which feed: articles by their state, and feeds by the state of what they are of."""

import datetime

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction, Site

from columns.factories import (
    ArticlePageFactory,
    AuthorPageFactory,
    ColumnPageFactory,
    IssueContentFactory,
    IssuePageFactory,
)
from home.factories import HomePageFactory
from tests.feeds import FORMATS, read_feed

pytestmark = [pytest.mark.django_db, pytest.mark.markup]

SECRET = "Sesame"
KINDS = ("site", "topic", "column", "author", "issue")


def leave(page):
    """Leave the page as it is."""


def unpublish(page):
    page.unpublish()


def make_draft(page):
    Page.objects.filter(pk=page.pk).update(live=False, first_published_at=None)


def expire(page):
    Page.objects.filter(pk=page.pk).update(live=False, expired=True)


def schedule(page):
    page.unpublish()
    page.go_live_at = timezone.now() + datetime.timedelta(days=1)
    page.save_revision().publish()


def restrict(kind):
    def make(page):
        made = PageViewRestriction.objects.create(
            page=page, restriction_type=kind, password="secret"
        )
        made.groups.add(Group.objects.get_or_create(name="Members")[0])

    return make


def restrict_parent(page):
    restrict("login")(page.get_parent())


#: What is done to an article or to what a feed is of, and whether anybody may read it then.
STATES = {
    "published": (leave, True),
    "unpublished": (unpublish, False),
    "never published": (make_draft, False),
    "expired": (expire, False),
    "scheduled": (schedule, False),
    "for accounts": (restrict("login"), False),
    "for groups": (restrict("groups"), False),
    "behind a password": (restrict("password"), False),
    "below a restricted page": (restrict_parent, False),
}


def make_other_site():
    """Return the home page of a second site, with a column."""
    home = HomePageFactory(parent=Page.objects.get(depth=1), title="Other")
    Site.objects.create(hostname="other.example.org", root_page=home, site_name="Other")
    ColumnPageFactory(parent=home)
    return home


@pytest.fixture
def subject():
    return {
        "column": ColumnPageFactory(),
        "author": AuthorPageFactory(),
        "issue": IssuePageFactory(),
    }


def publish(subject, column=None, **kwargs):
    """Make an article of the subject that stands in the feeds of all kinds."""
    article = ArticlePageFactory(
        parent=column or subject["column"], authors=[subject["author"]], **kwargs
    )
    article.topics.add("rehearsal")
    article.save()
    IssueContentFactory(issue=subject["issue"], article=article)
    return article


def get_addresses(subject):
    """Return the addresses of all feeds, in all formats, by kind."""
    names = {
        "site": "articles",
        "topic": "topics/rehearsal",
        **{kind: f"{kind}s/{page.pk}" for kind, page in subject.items()},
    }
    return {
        kind: [f"/feeds/{name}.{extension}" for extension in FORMATS]
        for kind, name in names.items()
    }


@pytest.mark.parametrize("state", STATES)
def test_an_article_is_in_all_feeds_or_in_none(client, subject, state):
    change, is_public = STATES[state]
    publish(subject, title="Another")
    # In a column of its own, so that a restriction of its parent is no other article's.
    column = ColumnPageFactory()
    article = publish(subject, column, title=SECRET, standfirst=SECRET)
    change(article)
    addresses = get_addresses(subject)
    addresses["column of the article"] = [f"/feeds/columns/{column.pk}.{e}" for e in FORMATS]

    for kind, found in addresses.items():
        for address in found:
            response = client.get(address)
            assert (SECRET in response.text) == (is_public and kind != "column"), (
                f"{state} in {address}"
            )
            assert kind == "column of the article" or "Another" in read_feed(client, address)


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("kind", ["column", "author", "issue"])
def test_what_nobody_may_read_has_no_feed(client, subject, kind, state):
    change, is_public = STATES[state]
    publish(subject)
    addresses = get_addresses(subject)[kind]

    change(subject[kind])

    statuses = {client.get(address).status_code for address in addresses}
    assert statuses == {200 if is_public else 404}


@pytest.mark.parametrize("state", ["for accounts", "for groups", "behind a password"])
def test_a_site_that_is_for_members_has_no_feeds(client, subject, state):
    publish(subject)

    STATES[state][0](Site.objects.get().root_page)

    for addresses in get_addresses(subject).values():
        assert {client.get(address).status_code for address in addresses} == {404}


@pytest.mark.parametrize("state", [name for name in STATES if name != "published"])
def test_a_topic_that_only_hidden_articles_have_has_no_feed(client, subject, state):
    STATES[state][0](publish(subject, title=SECRET))

    for address in get_addresses(subject)["topic"]:
        response = client.get(address)
        assert response.status_code == 404
        assert "rehearsal" not in response.text.replace(address, "")


def test_articles_of_another_site_are_in_no_feed(client, subject):
    publish(subject, title="Here")
    publish(subject, make_other_site().get_children().get(), title=SECRET)

    for addresses in get_addresses(subject).values():
        for address in addresses:
            assert read_feed(client, address) == ["Here"]


def test_a_column_has_its_feed_on_its_own_site_only(client, subject, settings):
    settings.ALLOWED_HOSTS = ["testserver", "other.example.org"]
    publish(subject, title="Here")
    column = make_other_site().get_children().get()
    ArticlePageFactory(parent=column, title="There")
    host = "other.example.org"

    assert client.get(f"/feeds/columns/{column.pk}.atom").status_code == 404
    assert read_feed(client, f"/feeds/columns/{column.pk}.atom", HTTP_HOST=host) == ["There"]
    for kind, [address, *_others] in get_addresses(subject).items():
        there = client.get(address, HTTP_HOST=host)
        assert there.status_code == (200 if kind == "site" else 404)
        assert "Here" not in there.text


@pytest.mark.parametrize("state", ["unpublished", "for accounts", "below a restricted page"])
def test_an_author_whom_nobody_may_read_is_named_in_no_feed(client, subject, state):
    hidden = AuthorPageFactory(title=SECRET)
    article = publish(subject)
    article.bylines.add(article.bylines.model(author=hidden, sort_order=1))
    article.save()
    others = [kind for kind in KINDS if kind != "author"]
    assert SECRET in client.get("/feeds/articles.atom").text

    STATES[state][0](hidden)

    addresses = get_addresses(subject)
    for address in [found for kind in others for found in addresses[kind]]:
        response = client.get(address)
        assert response.status_code == 200
        assert SECRET not in response.text


def test_a_session_opens_no_feed(client, subject, sign_in):
    restrict("login")(subject["column"])
    member = sign_in(subject["column"])

    assert member.get(subject["column"].url).status_code == 200
    assert member.get(f"/feeds/columns/{subject['column'].pk}.atom").status_code == 404
