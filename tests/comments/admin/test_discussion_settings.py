"""The settings of a page's discussion, and the ways to them."""

import pytest
from django.urls import reverse
from wagtail.models import PageLogEntry

from columns.factories import ColumnPageFactory
from comments.factories import DiscussionFactory, ReaderCommentFactory
from comments.models import Discussion
from comments.status import Mode, Status

pytestmark = pytest.mark.usefixtures("article")


def get_url(page):
    return reverse("reader_comments:discussion", args=[page.pk])


@pytest.mark.parametrize("mode", [Mode.OPEN, Mode.CLOSED, Mode.HIDDEN])
def test_a_moderator_sets_the_mode(client, moderator, article, mode):
    response = client.post(get_url(article), {"mode": mode}, follow=True)

    assert response.status_code == 200
    assert Discussion.objects.get().mode == mode
    assert response.context["form"].initial == {"mode": mode}


def test_looking_makes_no_discussion(client, moderator, article):
    assert client.get(get_url(article)).status_code == 200
    assert not Discussion.objects.exists()


@pytest.mark.parametrize("mode", ["", "shut"])
def test_a_mode_that_does_not_exist_is_refused(client, moderator, article, mode):
    response = client.post(get_url(article), {"mode": mode})

    assert response.status_code == 200
    assert response.context["form"].errors
    assert not Discussion.objects.exists()


def test_the_inherited_mode_tells_what_it_means_now(client, moderator, article, settings):
    settings.COMMENTS_DEFAULT_MODE = "closed"

    page = client.get(get_url(article)).text

    assert "As on the site: now closed" in page


def test_it_counts_and_leads_to_the_comments_of_the_page(client, moderator, article):
    ReaderCommentFactory.create_batch(2, page=article)
    ReaderCommentFactory(page=article, status=Status.APPROVED)

    page = client.get(get_url(article)).text

    assert "1 comment is shown to readers." in page
    assert "2 comments are waiting." in page
    assert f"/reader-comments/?page={article.pk}&amp;status=held" in page


def test_pages_without_comments_have_no_such_settings(client, sign_in, column):
    sign_in("superuser")

    assert client.get(get_url(column)).status_code == 404


def test_the_mode_is_in_the_history_of_the_page_and_of_the_site(client, sign_in, article):
    sign_in("superuser")
    DiscussionFactory(page=article, mode=Mode.OPEN)

    client.post(get_url(article), {"mode": Mode.HIDDEN})

    assert PageLogEntry.objects.filter(action="comments.discussion_mode").count() == 1
    histories = [
        reverse("wagtailadmin_pages:history", args=[article.pk]),
        reverse("wagtailadmin_reports:site_history"),
    ]
    for history in histories:
        assert "Discussion: open → hidden" in client.get(history).text


@pytest.mark.parametrize(
    ("role", "is_offered"), [("superuser", True), ("publisher", True), ("author", False)]
)
def test_editor_and_explorer_lead_there_for_moderators_only(
    client, sign_in, column, article, role, is_offered
):
    sign_in(role)
    listing = client.get(reverse("wagtailadmin_explore", args=[column.pk]))
    assert listing.status_code == 200
    assert (get_url(article) in listing.text) == is_offered

    editor = client.get(reverse("wagtailadmin_pages:edit", args=[article.pk]))
    assert (get_url(article) in editor.text) == is_offered


def test_pages_without_comments_have_no_button(client, sign_in):
    sign_in("superuser")
    column = ColumnPageFactory()

    editor = client.get(reverse("wagtailadmin_pages:edit", args=[column.pk])).text

    assert get_url(column) not in editor


def test_a_moderator_who_may_not_edit_the_page_is_not_led_to_its_editor(client, sign_in, article):
    edit_url = reverse("wagtailadmin_pages:edit", args=[article.pk])

    sign_in("moderator")
    assert edit_url not in client.get(get_url(article)).text
    sign_in("publisher")
    assert edit_url in client.get(get_url(article)).text
