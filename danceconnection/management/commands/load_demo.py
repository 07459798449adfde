"""Loads the demo content."""

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from tqdm import tqdm

from danceconnection.demo.accounts import ACCOUNTS, PASSWORD
from danceconnection.demo.exceptions import DemoRefused
from danceconnection.demo.loader import load


def show_bar(items, title):
    """Return ``items`` with a bar on the terminal, if there is one, while they are used."""
    return tqdm(items, desc=title, disable=None, leave=False)


class Command(BaseCommand):
    help = "Load the demo content and its accounts, once: what is there already stays as it is."

    def handle(self, **options):
        self.stdout.write(_("Loading the demo content."))
        try:
            loaded = load(progress=show_bar)
        except DemoRefused as refusal:
            raise CommandError(str(refusal)) from refusal
        if not loaded:
            self.stdout.write(_("It is there already, and was left as it is."))
        self.show_accounts()

    def show_accounts(self):
        """Say how to log in."""
        self.stdout.write(_("Log in with the password %(password)s as") % {"password": PASSWORD})
        for account in ACCOUNTS:
            self.stdout.write(f"  {account.username:10} {account.task}")
