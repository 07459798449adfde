"""Makes all pages that the site keeps void, after a change that it cannot have noticed."""

from django.core.management.base import BaseCommand

from danceconnection.page_cache import purge, store


class Command(BaseCommand):
    help = (
        "Make all kept pages void: after a change of templates, or one that was written past the "
        "models, such as an UPDATE in the database."
    )

    def handle(self, **options):
        store.invalidate_everything()
        purge.purge_everything(())
