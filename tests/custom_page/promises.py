"""What holds on a site with a base page of its own. Run by ``test_custom_page.py``.

Not collected with the suite: the base page model is chosen once for each process.
"""

import pytest
from django.contrib.auth.models import AnonymousUser
from wagtail.models import Locale, Site
from wagtail.test.basepage.models import BasePage

from columns.api.rich_text import expand_all
from comments import actions
from comments.models import CommentLogEntry, Discussion, GroupCommentPermission, ReaderComment
from comments.threads import get_discussion_view
from tests.custom_page.models import EssayPage, NumberPage, SeriesPage, WriterPage
from tests.factories import make_staff

pytestmark = [pytest.mark.django_db, pytest.mark.indexed]
WRITING = {"body": "A text.", "author_name": "Ada", "author_email": "ada@example.org"}


@pytest.fixture
def essay():
    root = BasePage.objects.get(depth=2)
    Site.objects.update_or_create(
        is_default_site=True, defaults={"hostname": "testserver", "root_page": root}
    )
    series = root.add_child(instance=SeriesPage(title="Series", tagline="Line"))
    return series.add_child(instance=EssayPage(title="Essay", standfirst="Summary"))


@pytest.mark.parametrize("model", [Discussion, GroupCommentPermission, CommentLogEntry])
def test_every_foreign_key_points_at_the_base_page_of_the_site(model):
    assert model._meta.get_field("page").remote_field.model is BasePage


def test_a_comment_is_posted_approved_and_read(essay, client):
    comment = actions.submit_comment(essay, **WRITING)
    moderator = make_staff(moderates=[BasePage.objects.get(pk=essay.pk)])

    actions.approve([comment], user=moderator)

    assert list(ReaderComment.objects.visible_to(AnonymousUser())) == [comment]
    assert get_discussion_view(essay).comment_count == 1
    assert CommentLogEntry.objects.get().page_id == essay.pk


def test_who_may_publish_moderates(essay):
    comment = actions.submit_comment(essay, **WRITING)
    publisher = make_staff(pages=[BasePage.objects.get(pk=essay.pk)], model_name="basepage")

    assert actions.approve([comment], user=publisher)[0].status == "approved"


def test_the_page_shows_its_discussion_and_takes_a_comment(essay, client):
    actions.approve([actions.submit_comment(essay, **WRITING)])

    response = client.get(essay.url)

    assert response.status_code == 200
    assert "A text." in response.content.decode()
    assert "ada@example.org" not in response.content.decode()
    assert client.get(f"/comments/post/{essay.pk}/").status_code == 200


@pytest.mark.parametrize("extension", ["atom", "rss", "json"])
def test_the_comments_are_in_the_feeds_of_the_page_and_of_its_section(essay, client, extension):
    actions.approve([actions.submit_comment(essay, **WRITING)])

    for address in (f"pages/{essay.pk}", f"sections/{essay.get_parent().pk}"):
        response = client.get(f"/comments/feeds/{address}.{extension}")

        assert response.status_code == 200
        assert "A text." in response.content.decode()
        assert "ada@example.org" not in response.content.decode()


def test_the_queue_opens(essay, client):
    actions.submit_comment(essay, **WRITING)
    client.force_login(make_staff(moderates=[BasePage.objects.get(pk=essay.pk)]))

    response = client.get("/admin/reader-comments/?status=held")

    assert response.status_code == 200
    assert "A text." in response.content.decode()


def test_a_link_in_a_text_of_the_api_leads_to_the_page(essay):
    text = f'<a linktype="page" id="{essay.pk}">Essay</a>'

    html = expand_all([text], locale=Locale.objects.get())

    assert html[text] == f'<a href="{essay.full_url}">Essay</a>'


@pytest.mark.parametrize("model", [SeriesPage, EssayPage, WriterPage, NumberPage])
def test_the_mixins_bring_fields_and_rules(model):
    assert issubclass(model, BasePage)
    assert model.get_edit_handler().get_form_class()
