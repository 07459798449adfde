"""What is known exactly of answers about comments, to readers, authors and moderators.

The functions take the oracle, the visit, and the reader as the site has to treat them there.
"""

from .claim import Claim
from .states import (
    ARTICLES,
    COMMENTS,
    GUEST,
    get_line,
    may_moderate,
    may_review,
    may_see,
    may_see_own,
    may_see_page,
)


def claim_comments(oracle, visit, reader):
    """A list or the threads of a page."""
    page = oracle.page_by_id[visit.chosen["page"]]
    comments = get_comments(oracle, page, reader)
    if "thread" in visit.chosen:
        _page, start = oracle.comment_by_id[visit.chosen["thread"]]
        thread = [start, *(one for one in COMMENTS.values() if one.answers == start.name)]
        comments &= {oracle.comment_numbers[page.name, comment.name] for comment in thread}
    return Claim(comments=comments, is_found=is_discussed(page, reader))


def claim_discussion(oracle, visit, reader):
    return Claim(is_found=is_discussed(oracle.page_by_id[visit.chosen["page_id"]], reader))


def claim_counts(oracle, visit, reader):
    return Claim(is_empty=not is_discussed(oracle.page_by_id[visit.chosen["page"]], reader))


def claim_comment(oracle, visit, reader):
    page, comment, number = get_comment(oracle, visit)
    is_shown = may_see(reader, page, comment)
    return Claim(comment=(number, is_shown), is_found=is_shown)


def claim_way_to_comment(oracle, visit, reader):
    """What leads to a comment without showing it."""
    page, comment, _number = get_comment(oracle, visit)
    return Claim(is_found=may_see(reader, page, comment))


def claim_own_comment(oracle, visit, reader):
    page, comment, number = get_comment(oracle, visit)
    is_shown = may_see_own(reader, page, comment)
    return Claim(comment=(number, is_shown), is_found=is_shown)


def claim_comment_by_secret(oracle, visit, reader):
    own = oracle.get_own(visit, reader)
    return Claim(comments=own, is_found=bool(own))


def claim_replies(oracle, visit, reader):
    page, comment, _number = get_comment(oracle, visit)
    is_found = may_see(reader, page, comment)
    replies = {
        oracle.comment_numbers[page.name, other.name]
        for other in COMMENTS.values()
        if is_found and other.answers == comment.name and may_see(reader, page, other)
    }
    return Claim(comments=replies, is_found=is_found)


def claim_latest(oracle, visit, reader):
    """Of all sites, of a section, or of an author: all articles in English have all authors."""
    top = oracle.page_by_id.get(visit.chosen.get("under"))
    author = oracle.page_by_id.get(visit.chosen.get("author"))
    if author is not None:
        is_shown = may_see_page(reader, author)
        return Claim(
            comments=oracle.select_comments(
                lambda page, comment: (
                    is_shown and page.language == "en" and may_see(reader, page, comment)
                )
            )
        )
    return Claim(comments=get_comments_below(oracle, top, reader))


def claim_page_feed(oracle, visit, reader):
    page = oracle.page_by_id[visit.chosen["article"]]
    is_here = page.host == visit.host
    return Claim(comments=get_comments(oracle, page, GUEST) if is_here else set())


def claim_section_feed(oracle, visit, reader):
    page = oracle.page_by_id[visit.chosen["section"]]
    is_here = page.host == visit.host and may_see_page(GUEST, page)
    comments = get_comments_below(oracle, page, GUEST) if is_here else set()
    return Claim(comments=comments, is_found=is_here)


def claim_queue(oracle, visit, reader):
    chosen = visit.chosen
    if chosen.keys() & {"search", "same"} or chosen.get("status") == "flagged":
        return None
    top = oracle.page_by_id.get(chosen.get("page"))
    page_of_case = oracle.page_by_case.get(chosen.get("case"))

    def may(page, comment):
        # On each article one comment is in a case, which is open.
        is_in_case = page in ARTICLES and comment.name == "held"
        if chosen.get("in_case") not in {None, str(is_in_case).lower()}:
            return False
        # One filters by cases that one moderates.
        if page_of_case and not (
            page == page_of_case and is_in_case and may_moderate(reader, page)
        ):
            return False
        is_asked_for = chosen.get("status") in {None, comment.status}
        # One filters by pages that one moderates.
        is_below = top is None or (top.name in get_line(page) and may_moderate(reader, top))
        return is_asked_for and is_below and may_review(reader, page, comment)

    return Claim(comments=oracle.select_comments(may))


def claim_review(oracle, visit, reader):
    page, comment, number = get_comment(oracle, visit)
    return Claim(comment=(number, may_review(reader, page, comment)))


def claim_cases(oracle, visit, reader):
    """There is one case on each article, and it is open."""
    moderated = oracle.select_pages(lambda page: page in ARTICLES and may_moderate(reader, page))
    return Claim(titles=set() if visit.chosen.get("is_open") == "false" else moderated)


def claim_rules(oracle, visit, reader):
    """Nobody but the superuser was given a permission over reasons and settings."""
    return Claim(is_found=reader.is_superuser)


def get_comment(oracle, visit):
    """Return the comment that the address names: its page, itself, its number."""
    chosen = visit.chosen
    page, comment = oracle.comment_by_id[chosen.get("comment_id") or chosen["some_comment"]]
    return page, comment, oracle.comment_numbers[page.name, comment.name]


def get_comments(oracle, page, reader, *, may=may_see):
    """Return the comments on ``page`` for which ``may(reader, page, comment)``."""
    return oracle.select_comments(
        lambda other, comment: other == page and may(reader, page, comment)
    )


def get_comments_below(oracle, top, reader):
    """Return the comments that ``reader`` sees on ``top`` and below it; ``None`` is everywhere."""
    return oracle.select_comments(
        lambda page, comment: (
            (top is None or top.name in get_line(page)) and may_see(reader, page, comment)
        )
    )


def is_discussed(page, reader):
    """Return whether ``reader`` finds a discussion on ``page``."""
    return page.discussion in {"open", "closed"} and may_see_page(reader, page)
