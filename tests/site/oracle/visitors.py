"""Who reads at which door, and how the site can tell.

- ``session``: pages, which look at sessions
- ``cookie``: what browsers prove about comments that they wrote
- ``token``: API v3, where a session opens nothing
- ``public``: what is the same for everybody, whatever a browser sends
- ``anybody``: the same, where nothing in it could depend on the reader
"""

from dataclasses import dataclass, field, replace

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.core import signing
from django.test import Client
from django.utils import timezone
from wagtail.models import PageViewRestriction

from comments.cookies import OWN_COOKIE, OWN_SALT

from .states import GUEST, READERS, Reader

#: Operations of Wagtail's own that open a page to a browser whose session has its password. (Our
#: own operations, and version 2, do not.)
KNOW_PASSWORDS = {"pages_list", "pages_find", "pages_detail"}

#: Everything that a session can have.
SESSION = Reader("session", has_account=True, is_superuser=True, knows_password=True)


@dataclass
class Visitor:
    """A reader at a door, with the client that sends what tells so."""

    name: str
    reader: Reader
    client: Client = field(repr=False)
    has_token: bool = False
    mail: str = ""

    def at(self, surface):
        """Return as which reader the site has to treat this one at ``surface``."""
        if surface.door in {"session", "cookie"}:
            return self.reader
        if surface.door == "token" and self.has_token:
            return self.reader
        knows_password = surface.name in KNOW_PASSWORDS and self.reader.knows_password
        return replace(GUEST, knows_password=knows_password)


def list_visitors(world):
    """Return the visitors of each door."""
    here = {reader.name: visit_with_session(world, reader) for reader in READERS.values()}
    guest, session = here[GUEST.name], visit_with_session(world, SESSION, as_user="superuser")
    tokens = [visit_with_token(world, READERS[name]) for name in world.tokens]
    return {
        "session": [visitor for visitor in here.values() if not visitor.reader.wrote],
        "cookie": [here[name] for name in (GUEST.name, "guest who wrote", "superuser")],
        "token": [guest, session, *tokens],
        "public": [guest, session],
        "anybody": [guest],
    }


def visit_with_token(world, reader):
    """Return the visitor who sends the token of ``reader``."""
    client = Client(headers={"Authorization": f"Bearer {world.tokens[reader.name]}"})
    mail = world.users[reader.name].email
    return Visitor(f"{reader.name} with a token", reader, client, has_token=True, mail=mail)


def visit_with_session(world, reader, *, as_user=None):
    """Return the visitor whose browser sends what ``reader`` has."""
    client, user = Client(), world.users.get(as_user or reader.name)
    if user is not None:
        client.force_login(user)
    if reader.knows_password:
        cookie = client.cookies.get(settings.SESSION_COOKIE_NAME)
        session = SessionStore(cookie and cookie.value)
        session[PageViewRestriction.passed_view_restrictions_session_key] = [world.restriction.pk]
        session.save()
        client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    if reader.wrote:
        now = int(timezone.now().timestamp())
        own = [
            [comment.uuid.hex, now]
            for (_page, name), comment in world.comments.items()
            if name == reader.wrote
        ]
        client.cookies[OWN_COOKIE] = signing.dumps(own, salt=OWN_SALT, compress=True)
    return Visitor(reader.name, reader, client)
