"""What a moderator does, at 10,000 comments and at 1,000,000 with 50,000 waiting, on PostgreSQL.

    DATABASE_URL=postgres://… make bench-moderation [ARGS="--comments 200000 --rounds 5"]

Everything goes through the views of the admin, in this process, in a database of its own that is
made and removed again. What counts are the ratios: a queue that costs the same at a hundred times
the comments has one of about 1. Each figure is the median of some rounds, in milliseconds of wall
time; the number of queries, of which savepoints are none, stands beside it.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from statistics import median
from time import perf_counter

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "settings.test")

import django

FEW = 10_000
#: One of so many waits: of the first, so that there are 500 to approve, and of all the others.
FEW_SHARE, SHARE = 10, 20
COLUMNS, PAGES_OF_A_COLUMN = 10, 10

#: What differs from one comment to the other; the rest is that of the first of its page.
VARIED = {
    "uuid": "gen_random_uuid()",
    "subject": "'Subject ' || n",
    "author_name": "'Reader ' || n % 9973",
    "author_email": "n % 99991 || '@example.org'",
    "status": "CASE WHEN n % {share} = 0 THEN 'held' WHEN n % 7 = 0 THEN 'rejected' "
    "ELSE 'approved' END",
    "is_listed": "n % {share} <> 0 AND n % 7 <> 0",
    "created_at": "now() - n * interval '1 minute'",
    "status_changed_at": "now() - n * interval '1 minute'",
}

COUNT = """
UPDATE comments_discussion SET
    comment_count = counted.shown, waiting_count = counted.waiting
FROM (
    SELECT discussion_id, count(*) FILTER (WHERE status = 'approved') AS shown,
        count(*) FILTER (WHERE status = 'held') AS waiting
    FROM comments_readercomment GROUP BY discussion_id
) AS counted
WHERE counted.discussion_id = comments_discussion.id
"""


class Magazine:
    """Some columns with articles, and a moderator of one of them and of all."""

    def __init__(self):
        from columns.factories import ArticlePageFactory, ColumnPageFactory
        from comments.factories import ReaderCommentFactory
        from tests.factories import make_staff

        columns = [ColumnPageFactory() for _ in range(COLUMNS)]
        self.first = [
            ReaderCommentFactory(page=ArticlePageFactory(parent=column))
            for column in columns
            for _ in range(PAGES_OF_A_COLUMN)
        ]
        self.moderator = make_staff(moderates=columns)
        self.number = len(self.first)

    def grow(self, number: int) -> None:
        """Bring the comments up to ``number``, as many on each page."""
        from django.db import connection

        from comments.models import ReaderComment

        table = ReaderComment._meta.db_table
        names = [field.column for field in ReaderComment._meta.concrete_fields]
        names.remove("id")
        share = FEW_SHARE if number <= FEW else SHARE
        values = ", ".join(
            VARIED[name].format(share=share) if name in VARIED else f'"{name}"' for name in names
        )
        listed = ", ".join(f'"{name}"' for name in names)
        begin, end = self.number // len(self.first), number // len(self.first)
        ids = ", ".join(str(comment.pk) for comment in self.first)
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {table} ({listed}) SELECT {values} FROM {table}, "
                f"generate_series({begin}, {end - 1}) AS n WHERE id IN ({ids})"
            )
            cursor.execute(COUNT)
            cursor.execute("VACUUM ANALYZE")
        self.number = number


class Work:
    """The things a moderator does; each returns nothing and leaves a queue that is as long."""

    def __init__(self, moderator):
        from django.test import Client

        self.moderator = moderator
        self.client = Client()
        self.client.force_login(moderator)

    def get(self, name, **query):
        from django.urls import reverse

        response = self.client.get(reverse(name), query)
        if response.status_code != 200:
            raise SystemExit(f"{name} answered {response.status_code}")
        return response

    def queue(self):
        self.get("reader_comments:index", status="held")

    def all_comments(self):
        self.get("reader_comments:index", status="")

    def home(self):
        self.get("wagtailadmin_home")

    def waiting_report(self):
        self.get("reader_comments:report_waiting")

    def approve_one(self):
        from django.urls import reverse

        from comments.models import ReaderComment

        comment = ReaderComment.objects.waiting().order_by("-pk")[0]
        url = reverse("reader_comments:decide", args=[comment.pk])
        self.client.post(url, {"decision": "approve", "seen": "held", "next": "/admin/"})

    def prepare(self):
        """Confirm a selection of 500, up to the last button."""
        from django.urls import reverse

        from comments.models import ReaderComment

        ids = ReaderComment.objects.waiting().order_by("-pk").values_list("pk", flat=True)[:500]
        url = reverse("wagtail_bulk_action", args=["comments", "readercomment", "approve"])
        self.url = f"{url}?{'&'.join(f'id={pk}' for pk in ids)}"
        self.seen = self.client.get(self.url).context["form"]["seen"].value()

    def approve_500(self):
        self.client.post(self.url, {"seen": self.seen})

    def undo_500(self):
        from django.urls import reverse

        from comments.models import DecisionBatch

        batch = DecisionBatch.objects.undoable(self.moderator).first()
        if batch is None or batch.count != 500:
            raise SystemExit("There is no decision about 500 comments to undo.")
        self.client.post(reverse("reader_comments:undo"), {"uuid": batch.uuid})


ROWS = {
    "queue page": ("queue",),
    "all comments, first page": ("all_comments",),
    "home page with its panel": ("home",),
    "waiting-time report": ("waiting_report",),
    "approve one": ("approve_one",),
    "approve 500": ("approve_500", "prepare"),
    "undo 500": ("undo_500",),
}


def measure(work: Work, rounds: int) -> dict[str, tuple[float, int]]:
    """Return ``{name: (milliseconds, queries)}``; approving and undoing 500 take turns."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    seconds: dict[str, list[float]] = {name: [] for name in ROWS}
    queries: dict[str, int] = {}
    for number in range(rounds + 2):
        for name, (task, *before) in ROWS.items():
            for preparation in before:
                getattr(work, preparation)()
            if number < 2:
                # The first rounds warm up; the second counts.
                with CaptureQueriesContext(connection) as captured:
                    getattr(work, task)()
                queries[name] = sum("SAVEPOINT" not in query["sql"] for query in captured)
                continue
            begin = perf_counter()
            getattr(work, task)()
            seconds[name].append(perf_counter() - begin)
    return {name: (1000 * median(times), queries[name]) for name, times in seconds.items()}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--comments", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=7)
    options = parser.parse_args()
    django.setup()
    from django.db import connection
    from django.test.utils import setup_test_environment, teardown_test_environment
    from tqdm import tqdm

    if connection.vendor != "postgresql":
        raise SystemExit("Name a PostgreSQL database: DATABASE_URL=postgres://…")
    # Templates leave their context at the answers.
    setup_test_environment()
    name = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        magazine = Magazine()
        found = {}
        for number in tqdm((FEW, options.comments), desc="Sizes", disable=None):
            magazine.grow(number)
            found[number] = measure(Work(magazine.moderator), options.rounds)
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)
        teardown_test_environment()
    few, many = found[FEW], found[options.comments]
    print(f"{'':26}{FEW:>12,}{options.comments:>14,}{'ratio':>8}{'queries':>9}")
    for row in ROWS:
        counts = " = ".join(str(count) for count in sorted({few[row][1], many[row][1]}))
        ratio = many[row][0] / few[row][0]
        print(f"{row:26}{few[row][0]:>9.1f} ms{many[row][0]:>11.1f} ms{ratio:>8.2f}{counts:>9}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
