"""What no answer may hold: every mail address and every digest that is in the database."""

import hashlib
import re
from urllib.parse import unquote

from django.apps import apps
from django.db import models

MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
#: Networks, readers, commenters and tokens stand in the database as digests of this length.
DIGEST = re.compile(r"\b[0-9a-f]{64}\b")


class Secrets:
    """The mail addresses and digests in all text of all tables."""

    def __init__(self):
        texts = [text.lower() for text in _read_all_texts()]
        self.mails = {mail for text in texts for mail in MAIL.findall(text)}
        digests = {digest for text in texts for digest in DIGEST.findall(text)}
        # As services that show pictures for mail addresses want them.
        hashed = {
            algorithm(mail.encode()).hexdigest()
            for mail in self.mails
            for algorithm in (hashlib.md5, hashlib.sha256)
        }
        self.digests = digests | hashed

    def find(self, text):
        """Return those that are in ``text``, in whatever notation."""
        text = unquote(text.replace("&#64;", "@").replace("\\u0040", "@")).lower()
        words = set(re.findall(r"[0-9a-f]{32,64}", text))
        return (set(MAIL.findall(text)) & self.mails) | (words & self.digests)


def _read_all_texts():
    for model in apps.get_models():
        fields = [
            field.attname
            for field in model._meta.concrete_fields
            if isinstance(field, models.CharField | models.TextField | models.JSONField)
        ]
        if not model._meta.managed or not fields or model._meta.swapped:
            continue
        for row in model._base_manager.values_list(*fields):
            yield from (str(value) for value in row if value)
