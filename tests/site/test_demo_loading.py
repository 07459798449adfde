"""The demo is loaded on every database, and loaded once."""

import pytest
from django.apps import apps

from comments.models import Discussion
from comments.status import Status

from .test_demo import load_demo

pytestmark = pytest.mark.django_db


def count_everything():
    """Return how many rows each model of the site has."""
    return {
        model._meta.label: model._base_manager.count()
        for model in apps.get_models()
        if model._meta.managed and not model._meta.proxy
    }


def test_the_second_run_creates_nothing_and_counters_are_what_a_count_gives():
    load_demo()
    before = count_everything()
    said = load_demo()

    assert count_everything() == before
    assert before["columns.ArticlePage"] == 12
    assert "there already" in said
    for discussion in Discussion.objects.all():
        comments = discussion.reader_comments
        assert discussion.comment_count == comments.filter(status=Status.APPROVED).count()
        assert discussion.waiting_count == comments.filter(status=Status.HELD).count()
