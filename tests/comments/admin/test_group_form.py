"""Rights over discussions in Wagtail's group form."""

import pytest
from django.urls import reverse

from comments.factories import GroupCommentPermissionFactory, GroupFactory
from comments.models import GroupCommentPermission

pytestmark = pytest.mark.markup


@pytest.fixture
def administrator(sign_in):
    return sign_in("superuser")


@pytest.fixture
def group(db):
    return GroupFactory()


def save(client, group, *rows):
    """Send the form with one row for each of ``rows``, dictionaries, and return the answer."""
    response = client.get(reverse("wagtailusers_groups:edit", args=[group.pk]))
    data = {"name": group.name}
    for panel in response.context["permission_panels"]:
        # Forms without prefix-less management data are plain forms of settings.
        if hasattr(panel, "management_form"):
            data |= {
                f"{panel.prefix}-TOTAL_FORMS": 0,
                f"{panel.prefix}-INITIAL_FORMS": 0,
                f"{panel.prefix}-MAX_NUM_FORMS": 1000,
            }
    stored = group.comment_permissions.values("page").distinct().count()
    data["comment_permissions-TOTAL_FORMS"] = len(rows)
    data["comment_permissions-INITIAL_FORMS"] = min(stored, len(rows))
    for number, row in enumerate(rows):
        data |= {f"comment_permissions-{number}-{name}": value for name, value in row.items()}
    return client.post(reverse("wagtailusers_groups:edit", args=[group.pk]), data)


def get_pages(group):
    return set(group.comment_permissions.values_list("page", flat=True))


def test_a_group_is_given_the_right_for_a_part_of_the_tree(client, administrator, group, column):
    response = save(client, group, {"page": column.pk, "rights": ["moderate"]})

    assert response.status_code == 302
    assert get_pages(group) == {column.pk}


def test_saving_twice_keeps_the_same_rows(client, administrator, group, column, elsewhere):
    rows = [{"page": page.pk, "rights": ["moderate"]} for page in (column, elsewhere)]
    save(client, group, *rows)
    stored = set(GroupCommentPermission.objects.values_list("pk", flat=True))

    response = save(client, group, *rows)

    assert response.status_code == 302
    assert set(GroupCommentPermission.objects.values_list("pk", flat=True)) == stored
    assert len(stored) == 2


@pytest.mark.parametrize("change", [{"DELETE": "1", "rights": ["moderate"]}, {}])
def test_a_row_taken_away_takes_the_right_away(client, administrator, group, column, change):
    GroupCommentPermissionFactory(group=group, page=column.page_ptr)

    save(client, group, {"page": column.pk, **change})

    assert get_pages(group) == set()


def test_other_groups_keep_their_rights(client, administrator, group, column):
    other = GroupCommentPermissionFactory(page=column.page_ptr)

    save(client, group)

    assert GroupCommentPermission.objects.get() == other


def test_a_page_is_named_once(client, administrator, group, column):
    row = {"page": column.pk, "rights": ["moderate"]}

    response = save(client, group, row, row)

    assert response.status_code == 200
    assert "Give the rights over the discussions of a page once." in response.text
    assert get_pages(group) == set()


def test_a_right_that_does_not_exist_is_refused(client, administrator, group, column):
    response = save(client, group, {"page": column.pk, "rights": ["everything"]})

    assert response.status_code == 200
    assert get_pages(group) == set()


def test_the_form_shows_what_is_stored(client, administrator, group, column):
    GroupCommentPermissionFactory(group=group, page=column.page_ptr)

    page = client.get(reverse("wagtailusers_groups:edit", args=[group.pk])).text

    assert "Comment permissions" in page
    assert column.title in page
    assert 'name="comment_permissions-0-rights" value="moderate"' in page


def test_a_new_group_has_the_panel_too(client, administrator):
    page = client.get(reverse("wagtailusers_groups:add")).text

    assert 'name="comment_permissions-TOTAL_FORMS"' in page


def test_djangos_permissions_of_comments_are_not_offered(client, administrator, group):
    page = client.get(reverse("wagtailusers_groups:edit", args=[group.pk])).text

    assert "Can change reader comment" not in page
