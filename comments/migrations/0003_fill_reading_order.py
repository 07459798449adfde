from itertools import groupby
from operator import itemgetter

from django.db import migrations
from django.db.models import Exists, OuterRef, Q

#: Threads that are read at once, and rows that are written at once.
THREADS = 500
ROWS = 500


def fill(apps, schema_editor):
    """List what readers see, and number the replies in the order in which they were posted.

    A reply that has replies itself was visible once, so that it has its number too.
    """
    comments = apps.get_model("comments", "ReaderComment").objects
    comments.filter(root=None, status="approved").update(is_listed=True)
    roots = comments.exclude(root=None).order_by("root").values_list("root", flat=True).distinct()
    last = 0
    while batch := list(roots.filter(root__gt=last)[:THREADS]):
        fill_threads(comments, batch)
        last = batch[-1]


def fill_threads(comments, roots):
    answers = comments.filter(parent=OuterRef("pk"))
    seen = (
        comments.filter(Q(status="approved") | Exists(answers), root__in=roots)
        .order_by("root", "pk")
        .values_list("root", "pk", "status")
    )
    approved = set(comments.filter(pk__in=roots, status="approved").values_list("pk", flat=True))
    starts, replies = [], []
    for root, thread in groupby(seen, key=itemgetter(0)):
        start = comments.model(pk=root)
        for start.last_position, (_root, pk, status) in enumerate(thread, start=1):
            start.thread_count += status == "approved"
            replies.append(comments.model(pk=pk, thread_position=start.last_position))
        start.is_listed = root in approved or start.thread_count > 0
        starts.append(start)
    comments.bulk_update(starts, ["is_listed", "thread_count", "last_position"], batch_size=ROWS)
    comments.bulk_update(replies, ["thread_position"], batch_size=ROWS)


class Migration(migrations.Migration):
    dependencies = [("comments", "0002_reading_order")]

    # Nothing to take back: the columns go with 0002.
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
