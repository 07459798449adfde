"""What is known exactly of answers about pages: page, lists, feeds, sitemaps.

The functions take the oracle, the visit, and the reader as the site has to treat them there.
"""

from functools import partial

from .claim import Claim
from .comment_claims import get_comments
from .places import V2_LIST
from .states import (
    ARTICLES,
    GUEST,
    MAIN,
    PAGES,
    may_edit,
    may_see_page,
    may_see_waiting,
)


def claim_page(oracle, visit, reader):
    """A page shows itself and its discussion, and to moderators what waits there."""
    [page] = [
        page
        for page in PAGES.values()
        if page.host == visit.host and oracle.world.paths[page.name] == visit.address
    ]
    comments = get_comments(oracle, page, reader)
    # The form for a password is a page too.
    if may_see_page(reader, page) or page.needs == "password":
        comments |= get_comments(oracle, page, reader, may=may_see_waiting)
    is_shown = may_see_page(reader, page)
    return Claim(
        page=(oracle.page_numbers[page.name], is_shown),
        comments=comments if page.kind == "article" else None,
    )


def claim_list_2(oracle, visit, reader):
    """Version 2 lists the public pages of the site."""
    return Claim(pages=get_public(oracle, visit)) if visit.address == V2_LIST else None


def claim_detail_2(oracle, visit, reader):
    page = oracle.page_by_id[visit.chosen["page_id"]]
    is_shown = may_see_page(GUEST, page) and page.host == visit.host
    return Claim(page=(oracle.page_numbers[page.name], is_shown), is_found=is_shown)


def claim_list_3(oracle, visit, reader):
    """Version 3 lists the same to guests, and to a token what its user edits."""
    if visit.is_filtered:
        return None
    if reader.has_account:
        return Claim(titles=oracle.select_pages(may_edit, reader))
    return Claim(pages=get_public(oracle, visit, reader))


def claim_detail_3(oracle, visit, reader):
    page = oracle.page_by_id[visit.chosen["page_id"]]
    is_shown = may_see_page(reader, page) and page.host == visit.host
    if reader.has_account:
        is_shown = may_edit(reader, page)
    is_draft = visit.chosen.get("version") == "draft" and is_shown
    return Claim(
        page=None if is_draft else (oracle.page_numbers[page.name], is_shown), is_found=is_shown
    )


def claim_sitemap(oracle, visit, reader):
    """All but the home pages, whose addresses have no slug to tell them by."""
    homes = oracle.select_pages(lambda page: page.kind == "home")
    return Claim(pages=get_public(oracle, visit) - homes)


def claim_news(oracle, visit, reader):
    return Claim(articles=get_articles(oracle, visit))


def claim_articles(oracle, visit, reader):
    """The articles of the site in the language of the address, where it has that language."""
    language = "de" if visit.address.startswith("/de/") and visit.host == MAIN else "en"
    return Claim(articles=get_articles(oracle, visit, lambda page: page.language == language))


def claim_topic(oracle, visit, reader):
    """The same on one topic, which only articles in English have."""
    is_german = visit.address.startswith("/de/") and visit.host == MAIN
    articles = get_articles(oracle, visit, lambda page: page.language == "en")
    return Claim(articles=set() if is_german else articles)


def claim_feed(kind, is_in, oracle, visit, reader):
    top = oracle.page_by_id[visit.chosen[kind]]
    is_there = top.host == visit.host and may_see_page(GUEST, top)
    articles = get_articles(oracle, visit, partial(is_in, top)) if is_there else set()
    return Claim(articles=articles, is_found=is_there)


def get_public(oracle, visit, reader=GUEST):
    """Return the pages of the site that is asked which ``reader`` may see."""
    return oracle.select_pages(lambda page: page.host == visit.host and may_see_page(reader, page))


def get_articles(oracle, visit, is_in=lambda _page: True):
    """Return the public articles of the site for which ``is_in(page)``."""
    public = get_public(oracle, visit)
    return public & oracle.select_pages(lambda page: page in ARTICLES and is_in(page))


def is_below(column, page):
    return page.above == column.name


def is_in_english(_page, article):
    """All articles in English have all authors, and are in all issues."""
    return article.language == "en"
