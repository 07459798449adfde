"""Every state of every page that readers meet, as one table: how to get there, and what answers.

A state is reached as readers reach it: from a page of the tree by links and forms, so that nothing
here knows the addresses of views.
"""

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page

from .doors import choose, click, enter, follow, open_own, press, settle, write

#: Not the forms of reactions, which stand at each comment.
POST = ".comments-form button[type=submit]:not([name]):not([formaction])"
PREVIEW = ".comments-form button[name=preview]"
REPLY = 'a:text-matches("^Reply")'
QUOTE = 'a:text-matches("^Quote")'
ENTER = "main button[type=submit]"
FLAG = "form[action*='/flag/'] button"


@dataclass(frozen=True)
class State:
    """One row: ``start`` names a seeded page (or is an address), ``steps`` lead on from there."""

    name: str
    start: str
    steps: tuple[Callable[[Page], None], ...] = ()
    status: int = 200


def state(name, start, *steps, status=200):
    return State(name, start, steps, status)


STATES = [
    state("home", "home"),
    state("column", "column"),
    state("column, second page", "column", follow("a[rel=next]")),
    state("column without articles", "empty column"),
    state("articles of a year", "column", follow("main a[href*='/archive/']")),
    state("articles of a topic", "article", follow("main a[href*='/topics/']")),
    state("article with everything", "article"),
    state("authors", "authors"),
    state("author", "author"),
    state("issues", "issues"),
    state("issue", "issue"),
    state("search", "search"),
    state("search with hits", "/search/?query=neighbor"),
    state("search without hits", "/search/?query=zyzzyva"),
    state("page with a password", "password"),
    state("wrong password", "password", enter(password="guess"), press(ENTER)),
    state("page for accounts", "account"),
    state("wrong account", "account", enter(username="wren", password="guess"), press(ENTER)),
    state("not found", "/nothing-is-here/", status=404),
    state("broken", "/broken/", status=500),
    # Discussions
    state("empty discussion", "nobody commented"),
    state("many threads", "many threads"),
    state("many threads, second page", "many threads", follow("main a[rel=next]")),
    state("newest comments first", "many threads", follow("main a[href*='sort=newest']")),
    state("thread of 200", "one thread"),
    state("closed discussion", "closed"),
    state("closed discussion without comments", "closed unheard"),
    state("hidden discussion", "hidden"),
    state("one comment", "article", follow("main a[href*='/comments/']:has(time)")),
    state("comment to flag", "article", follow("main a[href$='/flag/']")),
    state(
        "comment flagged without a reason",
        "article",
        follow("main a[href$='/flag/']"),
        press(FLAG),
        status=422,
    ),
    state(
        "comment flagged",
        "article",
        follow("main a[href$='/flag/']"),
        choose("form[action*='/flag/'] input[type=radio]"),
        press(FLAG),
    ),
    # Taking part
    state("formatting help", "nobody commented", follow("main a[href*='/comments/formatting/']")),
    state("reply", "article", follow(REPLY)),
    state("reply with quote", "article", follow(QUOTE)),
    state("reply in place", "article", click(QUOTE)),
    state("form of a closed discussion", "closed form"),
    state("nothing written", "nobody commented", press(POST), status=422),
    # The page of an article is kept by proxies: only a form made for one reader knows the time.
    state("written too quickly", "article", follow(REPLY), write(), press(POST), status=422),
    state(
        "reply with errors",
        "article",
        follow(REPLY),
        write(author_name="", author_email="wren"),
        press(POST),
        status=422,
    ),
    state("preview", "nobody commented", write(), press(PREVIEW)),
    state("preview of a reply", "article", follow(REPLY), write(), press(PREVIEW)),
    state("posted", "many threads", write(), press(POST), settle),
    state(
        "own comment to edit",
        "many threads",
        write(),
        press(POST),
        settle,
        open_own,
        follow("main a[href^='/comments/own/'][href$='/edit/']"),
    ),
]
