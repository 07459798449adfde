"""Who writes: authors and staff are marked beyond forging, and nobody else takes their names."""

import pytest
from django.test import Client

from columns.factories import AuthorPageFactory, BylineFactory
from comments import actions, identity, registry
from comments.exceptions import AddressReserved, NameReserved, TooManyComments
from comments.factories import ReaderCommentFactory
from comments.identity import Commenter, fold_name, get_commenter
from comments.models import CommentLogEntry, Discussion, ReaderComment
from comments.status import Mode, Status
from tests.factories import UserFactory, make_staff
from tests.pages import read

from .taking_part import TYPED, ask_own, post_comment

SIGNED_IN = "signed-in/"


@pytest.fixture
def author(article):
    """The account of an author of the article, with no rights at all."""
    user = UserFactory(first_name="Account", last_name="Name", email="nell@press.example.org")
    page = AuthorPageFactory(title="Nell Okafor-Byrne", credentials="Ph.D.", account=user)
    BylineFactory(article=article, author=page)
    return user


@pytest.fixture
def editor(article):
    """A member of staff who may publish the article."""
    user = make_staff(pages=[article])
    user.first_name, user.last_name, user.email = "Edda", "Editor", "edda@press.example.org"
    user.save()
    return user


def sign_in(user, **kwargs):
    browser = Client(**kwargs)
    browser.force_login(user)
    return browser


# Posting as oneself


def test_staff_post_as_themselves_and_are_approved_at_once(article, editor):
    browser = sign_in(editor)
    form = browser.get(f"/comments/post/{article.pk}/").text
    assert "Post as Edda Editor" in form
    promise = "A moderator reads it before it appears."
    assert promise not in form
    assert promise in Client().get(f"/comments/post/{article.pk}/").text
    assert "csrfmiddlewaretoken" in form

    response = post_comment(browser, article, door=SIGNED_IN, author_name="", author_email="")

    comment = ReaderComment.objects.get()
    assert (response.status_code, response["Location"]) == (302, f"/comments/{comment.uuid}/")
    assert (comment.author_name, comment.author_email) == ("Edda Editor", editor.email)
    assert (comment.badge, comment.user, comment.status) == ("staff", editor, Status.APPROVED)
    page = read(Client(), article.url).text
    assert 'data-badge="staff"' in page
    assert editor.email not in page
    entry = CommentLogEntry.objects.get()
    assert (entry.user, entry.action) == (editor, "comments.approved")
    discussion = Discussion.objects.get()
    assert (discussion.comment_count, discussion.waiting_count) == (1, 0)


def test_an_author_without_rights_is_marked_and_waits_like_others(article, author):
    post_comment(sign_in(author), article, door=SIGNED_IN)

    comment = ReaderComment.objects.get()
    assert (comment.author_name, comment.badge) == ("Nell Okafor-Byrne", "author")
    assert (comment.user, comment.status) == (author, Status.HELD)


def test_an_author_who_may_publish_there_is_the_author(article, editor):
    page = AuthorPageFactory(title="Edda E.", account=editor)
    BylineFactory(article=article, author=page)

    assert get_commenter(editor, article) == Commenter(
        user=editor, name="Edda E.", email=editor.email, badge="author", moderates=True
    )


def test_staff_may_also_write_as_guests_under_another_name(article, editor):
    post_comment(sign_in(editor), article)

    comment = ReaderComment.objects.get()
    assert (comment.badge, comment.user, comment.status) == ("", None, Status.HELD)
    assert comment.author_name == TYPED["author_name"]


def test_posting_as_oneself_needs_the_token_of_the_session(article, editor):
    browser = sign_in(editor, enforce_csrf_checks=True)
    page = browser.get(f"/comments/post/{article.pk}/")

    assert post_comment(browser, article, door=SIGNED_IN).status_code == 403
    assert not ReaderComment.objects.exists()
    token = page.context["csrf_token"]
    taken = post_comment(browser, article, door=SIGNED_IN, csrfmiddlewaretoken=str(token))
    assert taken.status_code == 302


@pytest.mark.parametrize("leaver", ["signed out", "another account", "account gone"])
def test_what_was_posted_as_oneself_belongs_to_the_account_and_not_to_the_browser(
    article, author, leaver
):
    browser = sign_in(author)
    post_comment(browser, article, door=SIGNED_IN)
    comment = ReaderComment.objects.get()
    address = f"/comments/own/{comment.uuid}/"
    assert browser.get(address).status_code == 200
    assert ask_own(browser, article)["own"] == [str(comment.uuid)]
    proof = browser.cookies["comments_own"].value

    browser = Client() if leaver == "signed out" else sign_in(UserFactory(is_superuser=True))
    browser.cookies["comments_own"] = proof
    if leaver == "account gone":
        author.delete()

    assert browser.get(address).status_code == 404
    for door in ("edit/", "withdraw/"):
        response = browser.post(f"{address}{door}", {"subject": "New", "body": "Forged"})
        assert response.status_code == 404
    answer = ask_own(browser, article)
    assert (answer["own"], answer["waiting"]) == ([], [])
    comment.refresh_from_db()
    assert (comment.body, comment.status) == (TYPED["body"], Status.HELD)
    guest = Client()
    if leaver == "account gone":
        guest.cookies["comments_own"] = proof
        assert guest.get(address).status_code == 404


@pytest.mark.parametrize("role", ["nobody", "user", "editor elsewhere", "inactive"])
def test_who_is_nobody_here_does_not_post_as_oneself(article, editor, role):
    browser = {
        "nobody": lambda: Client(),
        "user": lambda: sign_in(UserFactory()),
        "editor elsewhere": lambda: sign_in(make_staff(pages=[AuthorPageFactory()])),
        "inactive": lambda: sign_in(UserFactory(is_superuser=True, is_active=False)),
    }[role]()

    assert post_comment(browser, article, door=SIGNED_IN).status_code == 403
    assert not ReaderComment.objects.exists()
    form = browser.get(f"/comments/post/{article.pk}/").text
    assert "Post as" not in form
    assert "csrfmiddlewaretoken" not in form


def test_what_is_wrong_with_it_comes_back_and_nothing_typed_is_lost(article, editor):
    response = post_comment(sign_in(editor), article, door=SIGNED_IN, body="", author_name="")

    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"body"}
    assert response.context["form"]["subject"].value() == TYPED["subject"]


@pytest.mark.parametrize("state", ["closed", "hidden", "unpublished"])
def test_staff_post_nowhere_where_readers_do_not(article, editor, state):
    if state == "unpublished":
        article.unpublish()
    else:
        actions.set_discussion_mode(article, mode=Mode(state))

    response = post_comment(sign_in(editor), article, door=SIGNED_IN)

    assert response.status_code == (404 if state == "unpublished" else 409)
    assert not ReaderComment.objects.exists()


def test_a_client_cannot_send_a_badge(client, article):
    post_comment(client, article, badge="staff", user="1", status="approved", is_pick="on")

    comment = ReaderComment.objects.get()
    assert (comment.badge, comment.user, comment.status) == ("", None, Status.HELD)
    assert not comment.is_pick


def test_a_comment_by_staff_stays_when_the_account_goes(article, editor):
    comment = ReaderCommentFactory(page=article, user=editor, badge="staff")

    editor.delete()

    comment.refresh_from_db()
    assert (comment.user, comment.badge) == (None, "staff")


def test_removing_erases_the_account_and_the_badge(article, editor):
    comment = ReaderCommentFactory(page=article, user=editor, badge="staff")

    actions.remove([comment])

    comment.refresh_from_db()
    assert (comment.user, comment.badge) == (None, "")


def test_an_edit_by_a_moderator_of_the_page_does_not_wait(article, editor):
    comment = actions.submit_comment(
        article, body="First", commenter=get_commenter(editor, article)
    )

    actions.edit_comment(comment, body="Second")

    comment.refresh_from_db()
    assert (comment.status, comment.body) == (Status.APPROVED, "Second")


def test_the_userbar_leads_staff_to_the_form(article, editor):
    assert (
        f"/comments/post/{article.pk}/"
        in sign_in(editor).get(article.url).text.split("wagtail-userbar", 1)[1]
    )


def test_a_site_may_know_members_of_its_own(article, settings):
    settings.COMMENTS_IDENTITY = "tests.comments.test_identity.know_members"
    member = UserFactory(username="member")

    post_comment(sign_in(member), article, door=SIGNED_IN)

    comment = ReaderComment.objects.get()
    assert (comment.author_name, comment.badge, comment.status) == ("Member", "", Status.HELD)


def know_members(user, page):
    """An identity of another site, for the test above."""
    if user.is_anonymous:
        return None
    return Commenter(user=user, name=user.username.title(), email=user.email)


# Names that are taken


@pytest.mark.parametrize(
    "name",
    [
        "Edda Editor",
        "  edda   EDITOR ",
        "Ｅｄｄａ Ｅｄｉｔｏｒ",
        "Eddа Еditоr",  # Cyrillic а, Е and о
        "Édda Edítor",
        "Edda\u200b Editor",
        "Edda_Editor.",
        "EddaEditor",
        "Edda Ed1tor",
        "Nell Okafor-Byrne",
        "Nell Okafor Byrne, PhD",
        "NeIl Okafor-Byrne",
    ],
)
def test_guests_do_not_take_the_name_of_staff_or_of_an_author(
    client, article, author, editor, name
):
    response = post_comment(client, article, author_name=name)

    assert response.status_code == 422
    assert "Please use another one." in str(response.context["form"].errors["author_name"])
    assert response.context["form"]["body"].value() == TYPED["body"]
    assert not ReaderComment.objects.exists()


@pytest.mark.parametrize("name", ["Edda", "Editor", "Edda Editorial", "Nell", "李雷", "☺"])
def test_other_names_are_free(client, article, author, editor, name):
    assert post_comment(client, article, author_name=name).status_code == 302


def test_an_author_of_another_article_is_not_kept_from_anybody(client, article):
    AuthorPageFactory(title="Somebody Else")

    assert post_comment(client, article, author_name="Somebody Else").status_code == 302


@pytest.mark.parametrize("address", ["edda@press.example.org", "Nell@Press.Example.org"])
def test_guests_do_not_take_the_address_of_staff_or_of_an_author(
    client, article, author, editor, address
):
    response = post_comment(client, article, author_email=address)

    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["author_email"]
    assert not ReaderComment.objects.exists()


def test_the_action_refuses_past_every_form(article, editor):
    with pytest.raises(NameReserved):
        actions.submit_comment(article, body="x", author_name="edda editor", author_email="a@b.de")
    with pytest.raises(AddressReserved):
        actions.submit_comment(article, body="x", author_name="A", author_email=editor.email)


def test_a_network_that_has_posted_its_share_learns_no_address_of_staff(article, editor, settings):
    settings.COMMENTS_NETWORK_LIMIT = (1, 600)
    actions.submit_comment(article, body="x", author_name="A", author_email="a@b.de", network="n")

    with pytest.raises(TooManyComments):
        actions.submit_comment(
            article, body="y", author_name="A", author_email=editor.email, network="n"
        )


def test_who_has_left_is_nobody_any_more(client, article, editor):
    editor.is_active = False
    editor.save()

    assert post_comment(client, article, author_name="Edda Editor").status_code == 302


def test_names_are_compared_by_what_the_eye_sees():
    assert fold_name("Ада") != fold_name("Ада Б")
    assert fold_name("ÅNGSTRÖM") == fold_name("angstrom")
    assert fold_name("☺") == ""


def test_the_accounts_of_authors_are_in_no_api(client, article, author):
    page = AuthorPageFactory._meta.model.objects.get(title="Nell Okafor-Byrne")

    for address in (f"/api/v2/pages/{page.pk}/?fields=*", f"/api/v3/pages/{page.pk}/"):
        answer = client.get(address)
        assert answer.status_code == 200
        assert "account" not in answer.json()
        assert author.email not in answer.text


def test_a_page_type_without_authors_has_none(article):
    assert registry.get_authors(article.get_parent().specific) == []
    assert identity.identify(UserFactory(), article.get_parent().specific) is None


@pytest.mark.parametrize(("is_superuser", "is_offered"), [(True, True), (False, False)])
def test_only_a_superuser_says_whose_account_an_author_is(article, is_superuser, is_offered):
    page = AuthorPageFactory()
    user = UserFactory(is_superuser=True) if is_superuser else make_staff(pages=[page])

    form = sign_in(user).get(f"/admin/pages/{page.pk}/edit/")

    assert form.status_code == 200
    assert ('name="account"' in form.text) == is_offered
