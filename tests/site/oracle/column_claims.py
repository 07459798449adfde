"""The publishing pages as front ends ask for them: to a token, as its user reads them."""

from .claim import Claim
from .page_claims import claim_sitemap, get_public
from .states import ARTICLES, PAGES, may_see_page


def claim_teasers(oracle, visit, reader):
    """All articles of the site that the reader may read."""
    if visit.is_filtered:
        return None
    readable = get_public(oracle, visit, reader)
    return Claim(articles=readable & oracle.select_pages(lambda page: page in ARTICLES))


def claim_whole(name, oracle, visit, reader):
    """The page that the address names by ``name``, where the reader may read it."""
    if "site" in visit.chosen:
        return None
    page = oracle.page_by_id[visit.chosen[name]]
    is_shown = may_see_page(reader, page) and page.host == visit.host
    return Claim(page=(oracle.page_numbers[page.name], is_shown), is_found=is_shown)


def claim_found(oracle, visit, reader):
    """A path on this site leads to a page that the reader may read, or to nothing."""
    if "site" in visit.chosen:
        return None
    paths, path = oracle.world.paths, visit.chosen["path"]
    here = [page for page in PAGES.values() if paths[page.name] == path and page.host == visit.host]
    return Claim(is_found=any(may_see_page(reader, page) for page in here)) if here else None


def claim_list_of_all(oracle, visit, reader):
    """The sitemap, as far as one part of it goes."""
    return None if visit.is_filtered else claim_sitemap(oracle, visit, reader)
