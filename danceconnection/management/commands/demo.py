"""Everything between a fresh database and a served demo."""

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    help = "Bring the database up to date, load the demo content and serve the site."
    # The database may be without tables yet; the server checks again when it starts.
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *, port, **options):
        if not settings.DEMO:
            raise CommandError("Demo content is for settings with DEMO = True, such as dev.")
        self.stdout.write("Bringing the database up to date.")
        call_command("migrate", verbosity=0)
        call_command("load_demo")
        self.show_addresses(f"http://127.0.0.1:{port}")
        call_command("runserver", f"127.0.0.1:{port}", use_reloader=False)

    def show_addresses(self, base):
        """Say where everything is, before the server begins to speak."""
        addresses = {
            "Site": f"{base}/",
            "Admin": f"{base}/admin/",
            "API": f"{base}/api/v2/pages/ and {base}/api/v3/docs/",
        }
        self.stdout.write("")
        for name, address in addresses.items():
            self.stdout.write(f"  {name:6} {address}")
        self.stdout.write("")
