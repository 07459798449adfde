"""What readers ask API v3 for costs the same at ten comments and at a hundred thousand."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from columns.images import prepare_renditions
from comments.factories import DiscussionFactory
from tests.columns.test_api_lists import make_articles
from tests.comments.test_reading_scale import analyze, make_comments
from tests.magazine import make_magazine
from tests.pages import WRITES

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

NUMBERS = (10, 100_000)
#: At most so many queries of each answer, and of the 304 that follows it.
BUDGETS = {
    "comments/?page={article}": (4, 2),
    "comments/?page={article}&sort=newest": (4, 2),
    "comments/threads/?page={article}": (4, 2),
    "columns/articles/?limit=20": (8, 8),
    "columns/articles/{article}/": (9, 9),
}


def fill(discussion, first, number):
    """Store ``number`` comments after the ``first``: one thread of half of them, and the rest."""
    half = number // 2
    replies = {"thread_count": half - 1, "last_position": half - 1}
    make_comments(discussion, first, 1, is_listed=True, **replies)
    start = discussion.reader_comments.latest("created_at")
    make_comments(discussion, first + 1, half - 1, root=start, parent=start, depth=1)
    make_comments(discussion, first + half, number - half, is_listed=True)
    discussion.comment_count = first + number
    discussion.save()
    analyze()


def read(client, address, **headers):
    """Return the answer and the number of its queries, none of which writes."""
    with CaptureQueriesContext(connection) as queries:
        response = client.get(f"/api/v3/{address}", headers=headers)
    statements = [query["sql"] for query in queries]
    assert not [sql for sql in statements if sql.lstrip().upper().startswith(WRITES)]
    return response, len(statements)


def measure(client, article):
    """Return ``{address: (queries of the answer, queries of its 304)}``."""
    costs = {}
    for template in BUDGETS:
        address = template.format(article=article.pk)
        # What a process asks once in its life.
        read(client, address)
        answer, queries = read(client, address)
        known, queries_of_known = read(client, address, **{"If-None-Match": answer["ETag"]})
        assert (answer.status_code, known.status_code) == (200, 304), address
        costs[template] = (queries, queries_of_known)
    return costs


def test_an_answer_costs_the_same_below_any_number_of_comments(client):
    magazine = make_magazine()
    make_articles(magazine, 9)
    for page in Page.objects.live().specific():
        prepare_renditions(page)
    discussion = DiscussionFactory(page=magazine.article)
    small, large = NUMBERS

    fill(discussion, 0, small)
    few = measure(client, magazine.article)
    fill(discussion, small, large - small)
    many = measure(client, magazine.article)

    assert discussion.reader_comments.count() == large
    teasers = client.get("/api/v3/columns/articles/?limit=20").json()["items"]
    assert len(teasers) == 20
    assert large in [teaser["comment_count"] for teaser in teasers]
    assert many == few
    assert {
        address: cost
        for address, cost in many.items()
        if any(number > most for number, most in zip(cost, BUDGETS[address], strict=True))
    } == {}
