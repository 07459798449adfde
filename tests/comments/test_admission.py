"""What is known of a comment before it is taken, and how it is written: one query for each."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db.models import BigIntegerField
from django.db.models.signals import post_save, pre_save
from django.utils import timezone
from wagtail.models import Locale, Site

from columns.factories import ArticlePageFactory
from comments import actions
from comments.actions.admission import RESEND_PERIOD, find_resent, look_at
from comments.factories import ReaderCommentFactory
from comments.forms import CommentForm
from comments.models import CommentSettings, Discussion, ReaderComment
from comments.prepared import Parameter
from comments.prepared_writes import PreparedInsert, PreparedUpdate
from comments.status import Status

pytestmark = pytest.mark.django_db

TYPED = {"author_name": "Robin", "author_email": "robin@example.org", "subject": "A word"}


def make(page, **values):
    """Return a comment that nobody has saved."""
    discussion, _is_new = Discussion.objects.get_or_create(page_id=page.pk)
    discussion.page = page
    values = TYPED | {"body": "Well said.", "network": "n"} | values
    return ReaderComment(discussion=discussion, **values)


class TestFindings:
    def test_nothing_is_known_of_a_first_comment(self, article, django_assert_num_queries):
        comment = make(article)

        with django_assert_num_queries(1):
            found = look_at(comment, article)

        assert found == (False, None, False)

    @pytest.mark.parametrize(
        ("changes", "is_resent"),
        [
            ({}, True),
            ({"author_email": "other@example.org"}, False),
            ({"author_name": "Wren"}, False),
            ({"subject": "Another"}, False),
            ({"network": "other"}, False),
            ({"created_at": timezone.now() - RESEND_PERIOD}, False),
            ({"status": "rejected"}, False),
            ({"status": "approved"}, True),
        ],
    )
    def test_what_counts_as_the_same(self, article, changes, is_resent):
        comment = make(article)
        there = make(article, **changes)
        there.save()

        assert look_at(comment, article).may_be_resent is is_resent
        assert find_resent(comment) == (there if is_resent else None)

    def test_a_reply_and_a_comment_are_two(self, article):
        parent = ReaderCommentFactory(page=article, status="approved")
        make(article).save()

        assert not look_at(make(article, parent=parent), article).may_be_resent
        make(article, parent=parent).save()
        assert look_at(make(article, parent=parent), article).may_be_resent

    def test_a_network_is_full_until_its_oldest_comment_is_old(self, settings, article):
        settings.COMMENTS_NETWORK_LIMIT = (2, 600)
        times = [timezone.now() - timedelta(seconds=seconds) for seconds in (300, 200, 100)]
        for number, moment in enumerate(times[:1]):
            make(article, subject=str(number), created_at=moment).save()
        assert look_at(make(article), article).full_until is None
        for number, moment in enumerate(times[1:]):
            make(article, subject=f"again {number}", created_at=moment).save()

        full_until = look_at(make(article), article).full_until

        assert full_until == ReaderComment.objects.get(subject="again 0").created_at + timedelta(
            seconds=600
        )
        assert look_at(make(article, network="other"), article).full_until is None
        settings.COMMENTS_NETWORK_LIMIT = None
        assert look_at(make(article), article).full_until is None

    @pytest.mark.parametrize("until", [None, timedelta(days=1), -timedelta(days=1)])
    def test_it_knows_the_same_blocks_as_the_staff(self, article, until):
        other = ArticlePageFactory()
        blocked = make(article, author_email="blocked@example.org")
        blocked.save()
        actions.block_commenter(blocked, until=until and timezone.now() + until)

        for page in (article, other):
            for address in ("blocked@example.org", "BLOCKED@example.org", "free@example.org", ""):
                found = look_at(make(page, author_email=address), page)
                assert found.is_blocked is actions.is_blocked(address, page), (page, address)
        assert actions.is_blocked("blocked@example.org", article) is (until != -timedelta(days=1))

    @pytest.mark.parametrize("is_translated", [True, False])
    def test_it_knows_until_when_of_the_same_site_as_wagtail(
        self, settings, article, is_translated
    ):
        settings.WAGTAIL_I18N_ENABLED = is_translated
        german = Locale.objects.create(language_code="de")
        home = article.get_ancestors().get(depth=2).specific
        translated = home.copy_for_translation(german)
        section = article.get_parent()
        nested = Site.objects.create(hostname="nested.example.org", root_page=section)
        CommentSettings.objects.create(site=nested, edit_minutes=7)
        pages = [article, section, home, translated]

        def read_all():
            for page in pages:
                page = type(page).objects.get(pk=page.pk)
                look_at(make(page), page)
                fresh = type(page).objects.get(pk=page.pk)
                yield CommentSettings.get_edit_minutes(page), CommentSettings.of(fresh).edit_minutes

        assert [found for found, _right in read_all()] == [right for _found, right in read_all()]
        CommentSettings.objects.create(site=Site.objects.get(root_page=home), edit_minutes=9)
        expected = [7, 7, 9, 9 if is_translated else CommentSettings().edit_minutes]
        assert list(read_all()) == [(minutes, minutes) for minutes in expected]


class ReadsElsewhere:
    """A router of a site that reads from a database which is behind: here there is none at all."""

    def db_for_read(self, model, **hints):
        return "replica" if model._meta.app_label == "comments" else "default"

    def db_for_write(self, model, **hints):
        return "default"


def test_it_is_asked_where_the_discussion_is_locked(settings, article):
    make(article).save()
    comment = make(article)
    settings.DATABASE_ROUTERS = [ReadsElsewhere()]

    assert look_at(comment, article).may_be_resent
    assert find_resent(comment).body == comment.body


def test_a_reply_goes_where_its_comment_was_just_approved(settings, article):
    parent = ReaderCommentFactory(page=article, status=Status.APPROVED)
    settings.DATABASE_ROUTERS = [ReadsElsewhere()]

    reply = actions.submit_comment(article, parent=parent, body="Quite so.", **TYPED)

    assert reply.parent == parent


class TestWriting:
    def test_an_insert_is_a_save(self, article):
        told = []

        def hear(signal, instance, created=None, **kwargs):
            told.append((signal, instance.pk is None, created, kwargs["raw"], kwargs["using"]))

        insert = PreparedInsert(ReaderComment)
        for signal in (pre_save, post_save):
            signal.connect(hear, sender=ReaderComment, dispatch_uid="test")
        try:
            for number in range(2):
                saved, inserted = (
                    make(article),
                    make(article, body=f"It's 100% {number} \\ “said”."),
                )
                inserted.created_at = inserted.status_changed_at = saved.created_at
                saved.save(force_insert=True)
                usual, told[:] = list(told), []
                insert.save(inserted)
                assert told == usual
                told.clear()
                assert inserted.pk == saved.pk + 1
                assert inserted._state.adding is False
                assert inserted._state.db == saved._state.db
                stored = ReaderComment.objects.filter(pk=inserted.pk).values().get()
                assert stored == {name: getattr(inserted, name) for name in stored}
        finally:
            for signal in (pre_save, post_save):
                signal.disconnect(sender=ReaderComment, dispatch_uid="test")

    def test_an_update_changes_what_it_names(self, article):
        here = Discussion.objects.create(page=article)
        there = Discussion.objects.create(page=ArticlePageFactory())
        update = PreparedUpdate(
            lambda: (
                Discussion.objects.filter(pk=Parameter("pk", BigIntegerField())),
                {"version": Parameter("version", BigIntegerField())},
            )
        )

        update.run(pk=here.pk, version=3)
        update.run(pk=there.pk, version=5)

        assert dict(Discussion.objects.values_list("pk", "version")) == {here.pk: 3, there.pk: 5}


class TestForm:
    @pytest.mark.parametrize("is_named", [True, False])
    @pytest.mark.parametrize(
        "changes",
        [
            {},
            {"body": ""},
            {"body": None},
            {"body": "<b></b>"},
            {"body": "x" * 10_001},
            {"subject": "x" * 121},
            {"subject": " a\x07  b "},
            {"author_name": " "},
            {"author_email": "nobody"},
            {"author_email": "Robin@EXAMPLE.org", "notify_replies": True},
            {"notify_replies": "false"},
        ],
    )
    def test_an_api_checks_as_the_form_does(self, changes, is_named):
        data = TYPED | {"body": "Well said."} | changes
        form = CommentForm(data)
        if not is_named:
            form.forgive_name()

        cleaned, errors = CommentForm.check(data, is_named=is_named)

        assert describe(errors) == describe(form.errors.as_data())
        assert cleaned == form.cleaned_data


def describe(errors):
    """Return what a reader is told of errors by their fields."""
    assert all(isinstance(one, ValidationError) for found in errors.values() for one in found)
    return {name: [(one.code, one.messages) for one in found] for name, found in errors.items()}
