"""Taking the last decision back, from the queue and the review page."""

from datetime import timedelta
from functools import partial
from uuid import uuid4

import pytest
from django.contrib.messages import get_messages
from django.db.models import F
from django.urls import reverse

from columns.factories import ArticlePageFactory
from comments import actions
from comments.admin import undo
from comments.factories import ReaderCommentFactory
from comments.models import DecisionBatch
from comments.status import Status
from tests.factories import make_staff

pytestmark = pytest.mark.usefixtures("article", "elsewhere")

QUEUE = "/admin/reader-comments/?status=held"


def take_back(client, uuid=None, **data):
    uuid = uuid or DecisionBatch.objects.latest("pk").uuid
    return client.post(reverse("reader_comments:undo"), {"uuid": uuid, **data})


def get_texts(response):
    return [str(message).strip() for message in get_messages(response.wsgi_request)]


def get_statuses(comments):
    for comment in comments:
        comment.refresh_from_db()
    return [comment.status for comment in comments]


def test_the_queue_offers_to_undo_what_was_decided_last(client, moderator, article):
    comments = ReaderCommentFactory.create_batch(2, page=article)
    assert 'name="uuid"' not in client.get(QUEUE).text
    actions.mark_spam(comments[:1], user=moderator)
    actions.reject(comments[1:], user=moderator)

    page = client.get(QUEUE)

    assert "1 comment rejected. You can undo it until" in page.text
    assert page.text.count('name="uuid"') == 1
    response = take_back(client, next=QUEUE)
    assert (response.status_code, response.url) == (302, QUEUE)
    assert get_statuses(comments) == [Status.SPAM, Status.HELD]
    assert get_texts(response) == ["Undone: 1 comment is as it was before."]
    assert "1 comment marked as spam. You can undo it until" in client.get(QUEUE).text


def test_the_review_page_offers_it_and_is_come_back_to(client, moderator, comment):
    actions.approve([comment], user=moderator)
    address = reverse("reader_comments:inspect", args=[comment.pk])

    page = client.get(address).text

    assert "1 comment approved. You can undo it until" in page
    assert f'name="next" value="{address}"' in page.partition("reader-comments-undo")[2]


def test_a_pick_is_offered_too(client, moderator, article):
    comment = ReaderCommentFactory(page=article, status=Status.APPROVED)
    actions.pick_comment(comment, user=moderator)
    assert "1 comment picked. You can undo it until" in client.get(QUEUE).text

    take_back(client)

    comment.refresh_from_db()
    assert not comment.is_pick
    assert 'name="uuid"' not in client.get(QUEUE).text


def test_a_decision_is_offered_for_ten_minutes(client, moderator, comment):
    actions.approve([comment], user=moderator)
    DecisionBatch.objects.update(
        created_at=F("created_at") - timedelta(minutes=10),
        finished_at=F("finished_at") - timedelta(minutes=10),
    )

    assert 'name="uuid"' not in client.get(QUEUE).text
    assert get_texts(take_back(client)) == ["This decision cannot be undone any more."]
    assert get_statuses([comment]) == [Status.APPROVED]


def test_what_another_moderator_decided_is_neither_offered_nor_undone(
    client, moderator, column, comment
):
    actions.approve([comment], user=make_staff(moderates=[column]))

    assert 'name="uuid"' not in client.get(QUEUE).text
    assert get_texts(take_back(client)) == ["This decision cannot be undone any more."]
    assert get_statuses([comment]) == [Status.APPROVED]


def test_a_later_decision_stays_and_is_told(client, moderator, column, article):
    comments = ReaderCommentFactory.create_batch(3, page=article)
    actions.approve(comments, user=moderator)
    uuid = DecisionBatch.objects.get().uuid
    actions.mark_spam(comments[:1], user=make_staff(moderates=[column]))

    response = take_back(client, uuid)

    assert get_statuses(comments) == [Status.SPAM, Status.HELD, Status.HELD]
    assert get_texts(response) == [
        "Undone: 2 comments are as they were before.",
        "1 comment was decided again meanwhile and stays as it is.",
    ]


def test_what_one_request_does_not_come_to_is_offered_again(
    client, moderator, article, monkeypatch
):
    comments = ReaderCommentFactory.create_batch(3, page=article)
    actions.reject(comments, user=moderator)
    monkeypatch.setattr(undo, "STEPS", 2)
    monkeypatch.setattr(undo, "undo_batch", partial(undo.undo_batch, limit=1))

    response = take_back(client)

    assert sorted(get_statuses(comments)) == [Status.HELD, Status.HELD, Status.REJECTED]
    assert get_texts(response)[-1] == "There are more. Undo again to go on."
    assert 'name="uuid"' in client.get(QUEUE).text
    take_back(client)
    assert get_statuses(comments) == [Status.HELD] * 3


def test_what_one_has_no_right_over_any_more_is_told_as_that(client, moderator, column, elsewhere):
    pages = [ArticlePageFactory(parent=column), elsewhere]
    both = make_staff(moderates=[column, elsewhere.get_parent()])
    groups = list(moderator.groups.all())
    moderator.groups.set(both.groups.all())
    comments = [ReaderCommentFactory(page=page) for page in pages]
    actions.approve(comments, user=type(moderator).objects.get(pk=moderator.pk))
    moderator.groups.set(groups)

    texts = get_texts(take_back(client))

    assert texts == [
        "Undone: 1 comment is as it was before.",
        "You do not have the right over 1 comment any more: it stays as it is.",
    ]
    moderator.groups.set(both.groups.all())
    assert get_texts(take_back(client))[-1] == "Undone: 1 comment is as it was before."
    assert get_statuses(comments) == [Status.HELD, Status.HELD]


def test_who_has_lost_every_right_is_told_so_and_undoes_it_later(client, column, comment):
    user = make_staff(moderates=[column], rights=["moderate"])
    client.force_login(user)
    actions.approve([comment], user=user)
    groups = list(user.groups.all())
    user.groups.set(make_staff(moderates=[column], rights=["feature"]).groups.all())

    texts = get_texts(take_back(client))

    assert texts == ["You do not have permission to moderate comments here."]
    user.groups.set(groups)
    take_back(client)
    assert get_statuses([comment]) == [Status.HELD]


def test_a_block_that_somebody_has_lifted_since_is_told_as_that(client, column, comment):
    user, other = (make_staff(moderates=[column], rights=["sanction"]) for _each in "12")
    client.force_login(user)
    actions.block_commenters([comment], user=user)
    actions.lift_block(comment, user=other)

    texts = get_texts(take_back(client))

    assert texts == ["1 commenter stays as before: somebody else has freed or blocked them since."]


def test_comments_that_are_gone_are_told(client, moderator, comment):
    actions.approve([comment], user=moderator)
    comment.delete()

    assert get_texts(take_back(client)) == ["The comments of this decision are gone."]


def test_an_unknown_decision_is_told_and_a_broken_one_is_refused(client, moderator):
    assert get_texts(take_back(client, uuid4())) == ["This decision cannot be undone any more."]
    assert take_back(client, "none").status_code == 400
    assert client.post(reverse("reader_comments:undo")).status_code == 400


@pytest.mark.parametrize("address", ["https://evil.example/", "//evil.example", "javascript:1"])
def test_no_address_leads_away(client, moderator, comment, address):
    actions.approve([comment], user=moderator)

    response = take_back(client, next=address)

    assert response.url == reverse("reader_comments:index")
