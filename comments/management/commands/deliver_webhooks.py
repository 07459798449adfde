"""Sends the messages of webhooks that are due again, and forgets old ones."""

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from ...webhooks.delivery import deliver, get_due, get_old

try:
    from tqdm import tqdm
except ImportError:  # The plugin does not ask for it.
    tqdm = None


class Command(BaseCommand):
    help = (
        "Send the messages of webhooks that did not arrive before and are due again, and delete "
        "those that are older than COMMENTS_WEBHOOK_DAYS. Run it every minute."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--dry-run", action="store_true", help="Say how many there are, and do nothing."
        )

    def handle(self, *, dry_run, **options):
        due, old = get_due(), get_old()
        if dry_run:
            text = _("%(due)d messages are due, %(old)d are old.")
            self.stdout.write(text % {"due": due.count(), "old": old.count()})
            return
        found = list(due)
        is_shown = tqdm is not None and self.stderr.isatty()
        arrived = sum(map(deliver, tqdm(found) if is_shown else found))
        _number, deleted = old.delete()
        text = _("%(arrived)d of %(due)d messages have arrived, %(old)d old ones were deleted.")
        numbers = {"arrived": arrived, "due": len(found), "old": sum(deleted.values())}
        self.stdout.write(text % numbers)
