"""Loads the demo content."""

import sys

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from tqdm import tqdm

from danceconnection.demo.accounts import ACCOUNTS, PASSWORD
from danceconnection.demo.exceptions import DemoRefused
from danceconnection.demo.loader import load


class Command(BaseCommand):
    help = "Load the demo content and its accounts, once: what is there already stays as it is."

    def add_arguments(self, parser):
        parser.add_argument(
            "--scale",
            type=float,
            default=1,
            help="Size of the pictures; 0.25 is quicker, for tests of other things.",
        )

    def handle(self, *, scale, **options):
        self.stdout.write(_("Loading the demo content."))
        try:
            loaded = load(progress=self.show_progress, scale=scale)
        except DemoRefused as refusal:
            raise CommandError(str(refusal)) from refusal
        if not loaded:
            self.stdout.write(_("It is there already, and was left as it is."))
        self.show_accounts()

    def show_progress(self, items, title):
        """Yield ``items`` with a bar on the terminal, or below a line where there is none."""
        items = list(items)
        if not sys.stderr.isatty():
            self.stdout.write(f"  {title}: {len(items)}")
        yield from tqdm(items, desc=title, disable=None, leave=False)

    def show_accounts(self):
        """Say how to log in."""
        self.stdout.write(_("Log in with the password %(password)s as") % {"password": PASSWORD})
        for account in ACCOUNTS:
            self.stdout.write(f"  {account.username:10} {account.task}")
