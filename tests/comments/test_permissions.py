"""Who moderates: the policy, and what it answers to Wagtail."""

import pytest
from django.contrib.auth.models import AnonymousUser
from wagtail.models import GroupPagePermission
from wagtail.permissions import policy_registry

from columns.factories import ArticlePageFactory, ColumnPageFactory
from comments.factories import DiscussionFactory, ReaderCommentFactory
from comments.models import Discussion, ReaderComment
from comments.permissions import comment_policy, discussion_policy
from comments.status import Status
from tests.factories import UserFactory, make_staff


@pytest.fixture
def elsewhere(db):
    return ArticlePageFactory()


@pytest.fixture
def make_user(column, article, elsewhere):
    """Return the function that makes the user of a name in ``MODERATES``."""

    def inactive(user):
        user.is_active = False
        user.save()
        return user

    return {
        "superuser": lambda: UserFactory(is_superuser=True),
        "moderator of the column": lambda: make_staff(moderates=[column]),
        "moderator of the article": lambda: make_staff(moderates=[article]),
        "publisher of the column": lambda: make_staff(pages=[column]),
        "publisher of everything": lambda: make_staff(pages=[column.get_parent()]),
        "publisher elsewhere": lambda: make_staff(pages=[elsewhere.get_parent()]),
        "moderator elsewhere": lambda: make_staff(moderates=[elsewhere]),
        "author": lambda: make_staff(pages=[column], permissions=["add", "change"]),
        "staff": make_staff,
        "inactive superuser": lambda: inactive(UserFactory(is_superuser=True)),
        "inactive moderator": lambda: inactive(make_staff(moderates=[column])),
        "anonymous": AnonymousUser,
    }.__getitem__


#: Who moderates the article, and who moderates something at all.
MODERATES = {
    "superuser": (True, True),
    "moderator of the column": (True, True),
    "moderator of the article": (True, True),
    "publisher of the column": (True, True),
    "publisher of everything": (True, True),
    "publisher elsewhere": (False, True),
    "moderator elsewhere": (False, True),
    "author": (False, False),
    "staff": (False, False),
    "inactive superuser": (False, False),
    "inactive moderator": (False, False),
    "anonymous": (False, False),
}


@pytest.mark.parametrize(("name", "expected"), MODERATES.items())
def test_the_page_tree_decides(make_user, article, elsewhere, name, expected):
    comment = ReaderCommentFactory(page=article)
    ReaderCommentFactory(page=elsewhere)
    user = make_user(name)()
    here, somewhere = expected

    assert comment_policy.user_has_permission(user, "moderate") == somewhere
    assert comment_policy.user_has_permission_for_instance(user, "moderate", comment) == here
    assert discussion_policy.user_moderates(user, article) == here
    listed = comment_policy.instances_user_has_permission_for(user, "moderate")
    assert (comment in listed) == here
    discussions = discussion_policy.instances_user_has_permission_for(user, "change")
    assert (comment.discussion in discussions) == here


@pytest.mark.parametrize(("name", "expected"), MODERATES.items())
def test_asking_who_moderates_gives_the_same_people(make_user, article, name, expected):
    comment = ReaderCommentFactory(page=article)
    user = make_user(name)()
    here, somewhere = expected
    if user.is_anonymous:
        return

    for_instance = comment_policy.users_with_permission_for_instance("moderate", comment)
    anywhere = comment_policy.users_with_permission("moderate")

    assert (user in for_instance) == here
    assert (user in anywhere) == somewhere


@pytest.mark.parametrize("action", ["add", "delete", "publish"])
def test_nobody_adds_or_deletes_comments_through_the_admin(article, action):
    comment = ReaderCommentFactory(page=article)
    user = UserFactory(is_superuser=True)

    assert not comment_policy.user_has_permission(user, action)
    assert not comment_policy.user_has_permission_for_instance(user, action, comment)
    assert not comment_policy.instances_user_has_permission_for(user, action).exists()
    assert not comment_policy.users_with_permission(action).exists()


@pytest.mark.parametrize(
    ("model", "policy"), [(ReaderComment, comment_policy), (Discussion, discussion_policy)]
)
def test_wagtail_finds_the_policy_in_its_registry(model, policy):
    assert policy_registry.get_by_type(model) is policy


def test_a_right_taken_away_is_gone_with_the_next_request(article, column):
    user = make_staff(pages=[column])
    comment = ReaderCommentFactory(page=article)
    GroupPagePermission.objects.all().delete()

    again = type(user).objects.get(pk=user.pk)

    assert not comment_policy.user_has_permission_for_instance(again, "moderate", comment)


def test_a_sibling_whose_path_begins_alike_is_not_below(column):
    user = make_staff(moderates=[column])
    sibling = ColumnPageFactory()

    assert sibling.path[: -sibling.steplen] == column.path[: -column.steplen]
    assert not discussion_policy.user_moderates(user, sibling)
    assert not discussion_policy.user_moderates(user, column.get_parent())


def test_a_listing_costs_three_queries_for_any_number_of_rights(db, django_assert_num_queries):
    articles = [ArticlePageFactory() for _ in range(4)]
    for page in articles:
        DiscussionFactory(page=page)
        ReaderCommentFactory(page=page, status=Status.APPROVED)
    user = make_staff(pages=articles[:2], moderates=articles[2:])

    with django_assert_num_queries(3):
        assert len(comment_policy.instances_user_has_permission_for(user, "moderate")) == 4
