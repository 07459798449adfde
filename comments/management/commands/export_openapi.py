"""Write the OpenAPI document of the API, valid, for generators of clients."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.module_loading import import_string
from ninja import NinjaAPI

from ...openapi import keep_ours, repair


class Command(BaseCommand):
    help = (
        "Write the OpenAPI document of Wagtail's API v3 with our operations, mended where "
        "Wagtail's own part of it is not valid."
    )

    def add_arguments(self, parser):
        parser.add_argument("--output", type=Path, help="A file; without it to standard output.")
        parser.add_argument(
            "--api",
            default="wagtail.api.v3.api.api",
            help="The dotted path of another NinjaAPI that our operations are mounted in.",
        )
        parser.add_argument(
            "--ours", action="store_true", help="Our operations and what they need, nothing else."
        )
        parser.add_argument("--indent", type=int, default=2)

    def handle(self, *, output, api, ours, indent, **options):
        found = self._find(api)
        document = repair(json.loads(json.dumps(found.get_openapi_schema(), default=str)))
        if ours:
            document = keep_ours(document)
        text = json.dumps(document, indent=indent, ensure_ascii=False) + "\n"
        if output is None:
            self.stdout.write(text, ending="")
            return
        try:
            output.write_text(text)
        except OSError as error:
            raise CommandError(f"{output} cannot be written: {error.strerror}.") from error
        self.stderr.write(f"{len(document['paths'])} addresses are described in {output}.")

    def _find(self, path):
        try:
            api = import_string(path)
        except ImportError as error:
            raise CommandError(f"There is nothing at {path}: {error}") from error
        if not isinstance(api, NinjaAPI):
            raise CommandError(f"{path} is no NinjaAPI.")
        return api
