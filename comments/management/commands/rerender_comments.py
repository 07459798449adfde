"""Stores again what the comments' text format makes of them, after it has changed."""

import argparse
import sys

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comments import conf
from comments.actions import rerender_comments
from comments.models import ReaderComment

try:
    from tqdm import tqdm
except ImportError:  # The plugin does not ask for it; there are lines instead of a bar.
    tqdm = None


def positive_number(text):
    """Return ``text`` as a whole number above 0."""
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(_("must be at least 1"))
    return number


class Command(BaseCommand):
    help = (
        "Store the HTML of comments again that another version of the text format made. Readers "
        "see the present version in any case; this saves making it at each reading. It can be "
        "stopped at any time: run it again, and it does what is left."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--all",
            action="store_true",
            dest="everything",
            help="Also those of the present version; after COMMENTS_TEXT_FORMAT has changed.",
        )
        parser.add_argument(
            "--batch-size",
            type=positive_number,
            default=100,
            help="How many comments are locked, rendered and stored together (100).",
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="Say how many there are, and write nothing."
        )

    def handle(self, *, everything, batch_size, dry_run, **options):
        comments = ReaderComment.objects.order_by("pk")
        if not everything:
            # Not "older": after a step back to an older release, its version is the present one.
            comments = comments.exclude(format_version=conf.text_format().FORMAT_VERSION)
        total = comments.count()
        if dry_run:
            message = ngettext(
                "%(number)d comment would be rendered again.",
                "%(number)d comments would be rendered again.",
                total,
            )
        else:
            total = self.rerender(comments, total=total, batch_size=batch_size)
            message = ngettext(
                "%(number)d comment was rendered again.",
                "%(number)d comments were rendered again.",
                total,
            )
        self.stdout.write(message % {"number": total})

    def rerender(self, comments, *, total, batch_size):
        """Render ``comments``, which are ordered by key, in batches; return how many they were."""
        done, last = 0, 0
        show = self.make_progress(total)
        while batch := list(comments.filter(pk__gt=last).only("pk")[:batch_size]):
            last = batch[-1].pk
            done += len(rerender_comments(batch))
            show(done)
        return done

    def make_progress(self, total):
        """Return a function that shows how far it is: a bar on a terminal, lines elsewhere."""
        if tqdm is not None and sys.stderr.isatty():
            bar = tqdm(total=total)
            return lambda done: bar.update(done - bar.n)
        return lambda done: self.stdout.write(f"{done}/{total}")
