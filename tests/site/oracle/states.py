"""The states of pages and comments, the kinds of readers, and who may see what: plain Python.

Nothing here asks the database, or any code of the site: it says again, in other words, what
``comments/querysets.py`` and ``columns/querysets.py`` decide.
"""

from dataclasses import dataclass

MAIN, OTHER = "testserver", "other.example.org"


@dataclass(frozen=True)
class Page:
    """A page of the world.

    ``above`` names the page above it. ``needs`` is what a view restriction asks of the reader, on
    the page itself or, where ``is_restricted_above``, on one above it. ``discussion`` is ``None``
    for kinds of pages that nobody comments on.
    """

    name: str
    kind: str = "article"
    above: str | None = "column"
    is_live: bool = True
    needs: str | None = None
    is_restricted_above: bool = False
    host: str = MAIN
    language: str = "en"
    discussion: str | None = "open"


def _make(kind, name, **kwargs):
    return Page(name, kind, **{"above": "home", "discussion": None} | kwargs)


_PAGES = [
    _make("home", "home", above=None),
    _make("home", "home of the other site", above=None, host=OTHER),
    _make("home", "German home", above=None, language="de"),
    _make("authors", "authors"),
    _make("issues", "issues"),
    _make("column", "column"),
    _make("column", "another column"),
    _make("column", "unpublished column", is_live=False),
    _make("column", "column for accounts", needs="account"),
    _make("column", "column of the other site", above="home of the other site", host=OTHER),
    _make("column", "German column", above="German home", language="de"),
    _make("author", "author", above="authors"),
    _make("author", "unpublished author", above="authors", is_live=False),
    _make("author", "author for accounts", above="authors", needs="account"),
    _make("issue", "issue", above="issues"),
    _make("issue", "unpublished issue", above="issues", is_live=False),
    _make("issue", "issue for accounts", above="issues", needs="account"),
    Page("live"),
    Page("never published", is_live=False),
    Page("unpublished", is_live=False),
    Page("expired", is_live=False),
    Page("scheduled", is_live=False),
    Page("live with a draft"),
    # Where a page stands does not matter: Wagtail asks only whether it is published itself.
    Page("below an unpublished column", above="unpublished column"),
    Page("behind a password", needs="password"),
    Page("for accounts", needs="account"),
    Page("for a group", needs="group"),
    Page(
        "below a column for accounts",
        above="column for accounts",
        needs="account",
        is_restricted_above=True,
    ),
    Page("closed discussion", discussion="closed"),
    Page("hidden discussion", discussion="hidden"),
    Page("in another column", above="another column"),
    Page("unpublished in another column", above="another column", is_live=False),
    Page("on the other site", above="column of the other site", host=OTHER),
    Page("German", above="German column", language="de"),
]
PAGES = {page.name: page for page in _PAGES}
ARTICLES = [page for page in PAGES.values() if page.kind == "article"]


@dataclass(frozen=True)
class Comment:
    """A comment that stands once on each article; ``answers`` names the one that it replies to."""

    name: str
    status: str
    answers: str | None = None


_COMMENTS = [
    Comment("approved", "approved"),
    Comment("held", "held"),
    Comment("unconfirmed", "unconfirmed"),
    Comment("rejected", "rejected"),
    Comment("spam", "spam"),
    Comment("withdrawn", "withdrawn"),
    Comment("removed with a reply", "removed"),
    Comment("reply to a removed one", "approved", answers="removed with a reply"),
    Comment("reply to a held one", "approved", answers="held"),
    Comment("held reply", "held", answers="approved"),
]
COMMENTS = {comment.name: comment for comment in _COMMENTS}


@dataclass(frozen=True)
class Reader:
    """Somebody who reads.

    ``moderates`` and ``edits`` name pages: the right holds there and below. ``wrote`` names the
    comment, on every page, that the reader's browser can prove to have written.
    """

    name: str
    has_account: bool = False
    is_member: bool = False
    knows_password: bool = False
    moderates: str | None = None
    edits: str | None = None
    is_superuser: bool = False
    wrote: str | None = None


GUEST = Reader("guest")
_READERS = [
    GUEST,
    Reader("guest with the password", knows_password=True),
    Reader("guest who wrote", wrote="held"),
    Reader("account", has_account=True),
    Reader("member", has_account=True, is_member=True),
    Reader("editor of another column", has_account=True, edits="another column"),
    Reader("moderator", has_account=True, moderates="column"),
    Reader("superuser", has_account=True, is_superuser=True),
]
READERS = {reader.name: reader for reader in _READERS}


def may_see_page(reader, page):
    """Return whether ``reader``, as a reader, gets ``page``: it is published and open to them."""
    if not page.is_live:
        return False
    return {
        None: True,
        "password": reader.knows_password,
        "account": reader.has_account,
        "group": reader.is_member or reader.is_superuser,
    }[page.needs]


def may_see(reader, page, comment):
    """Return whether ``reader``, as a reader, sees ``comment`` on ``page``."""
    is_shown = comment.status == "approved" and page.discussion in {"open", "closed"}
    return is_shown and may_see_page(reader, page)


def may_edit(reader, page):
    """Return whether ``reader`` edits ``page`` in the admin, in whatever state it is."""
    return reader.is_superuser or reader.edits in get_line(page)


def may_moderate(reader, page):
    """Return whether ``reader`` decides about comments on ``page``; whoever publishes it does."""
    return may_edit(reader, page) or reader.moderates in get_line(page)


def may_review(reader, page, comment):
    """Return whether ``reader`` sees ``comment`` as a moderator; a removed one is nowhere."""
    return comment.status != "removed" and may_moderate(reader, page)


def may_see_waiting(reader, page, comment):
    """Return whether ``reader`` sees ``comment`` in the bar beside ``page`` for those who moderate.

    Whoever moderates a page gets there without its password too.
    """
    return comment.status == "held" and page.is_live and may_moderate(reader, page)


def may_see_own(reader, page, comment):
    """Return whether ``reader`` sees ``comment`` as its author, on a page that they may see."""
    is_own = reader.wrote == comment.name and comment.status != "removed"
    return is_own and may_see_page(reader, page)


def get_line(page):
    """Return the names of ``page`` and of all pages above it."""
    return [page.name, *(get_line(PAGES[page.above]) if page.above else [])]
