"""Proxies are told of changes by Wagtail's ``frontend_cache``, where a site has configured it."""

from django.conf import settings
from django.urls import NoReverseMatch, reverse
from wagtail.contrib.frontend_cache.utils import PurgeBatch
from wagtail.models import Page

from comments.models import ReaderComment
from comments.status import VISIBLE

from . import conf

#: What a page of any type, and a comment, is called in addresses: see ``conf.purged_views``.
ANY_PAGE, ANY_COMMENT = {"pk", "page_id"}, {"uuid", "comment_id"}


def is_configured():
    """Return whether there is a proxy to be told."""
    return bool(
        getattr(settings, "WAGTAILFRONTENDCACHE", None)
        or getattr(settings, "WAGTAILFRONTENDCACHE_LOCATION", None)
    )


def get_addresses(page_ids):
    """Return the addresses at which proxies may keep the pages, where there are proxies.

    Those in the API too: of answers about a page, and of lists that show any.
    """
    if not is_configured():
        return set()
    batch = PurgeBatch()
    pages = list(Page.objects.filter(pk__in=list(page_ids)).specific())
    batch.add_pages(pages)
    batch.add_urls(_get_api_addresses(pages))
    return batch.urls


def get_comment_addresses(uuids):
    """Return the addresses in the API of comments themselves, where there are proxies."""
    if not is_configured():
        return set()
    paths = (
        path
        for view, argument in conf.purged_views().items()
        if argument in ANY_COMMENT
        for uuid in uuids
        for path in _reverse(view, **{argument: uuid})
    )
    return _complete(paths)


def get_addresses_of_changed(comments):
    """Return the same of ``comments`` and of those that they answer, which show them as replies.

    One query.
    """
    if not is_configured():
        return set()
    parents = {comment.parent_id for comment in comments} - {None}
    answered = ReaderComment.objects.filter(pk__in=parents).values_list("uuid", flat=True)
    return get_comment_addresses({*answered, *(comment.uuid for comment in comments)})


def get_addresses_of_comments_on(pages):
    """Return the same of the approved comments on ``pages``, a queryset or ids: one query.

    For what makes comments disappear with their page, or look different, all at once. Of more than
    ``conf.most_purged_comments()``, those that were posted last: a proxy is not told of any number.
    """
    if not is_configured():
        return set()
    comments = ReaderComment.objects.filter(status__in=VISIBLE, discussion__page__in=pages)
    newest = comments.order_by("-pk").values_list("uuid", flat=True)
    return get_comment_addresses(newest[: conf.most_purged_comments()])


def _get_api_addresses(pages):
    if not pages:
        return set()
    views = {**conf.public_views(), **conf.purged_views()}
    return _complete(
        path for view, argument in views.items() for path in _find_paths(view, argument, pages)
    )


def _complete(paths):
    root = getattr(settings, "WAGTAILAPI_BASE_URL", None)
    return {f"{root.rstrip('/')}{path}" for path in paths} if root else set()


def _find_paths(view, argument, pages):
    """Yield the paths of ``view`` that one of the pages decides, the plainest of each."""
    if argument is None:
        yield from _reverse(view)
        return
    for page in pages:
        if argument in {*ANY_PAGE, f"{page._meta.model_name.removesuffix('page')}_id"}:
            yield from _reverse(view, **{argument: page.pk})
        elif argument == "page":
            yield from (f"{path}?page={page.pk}" for path in _reverse(view))


def _reverse(view, **arguments):
    try:
        yield reverse(view, kwargs=arguments)
    except NoReverseMatch:
        # A list that has more in its address than we know here.
        return


def purge(page_ids, addresses):
    """Let the proxies forget the pages and the ``addresses``, which pages had before."""
    _purge({*get_addresses(page_ids), *addresses})


def purge_everything(addresses):
    """Let the proxies forget all published pages."""
    if is_configured():
        live = Page.objects.live().filter(depth__gt=1).values_list("pk", flat=True)
        _purge({*get_addresses(live), *addresses})


def _purge(addresses):
    if addresses:
        PurgeBatch(addresses).purge()
