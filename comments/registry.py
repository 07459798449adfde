"""Page types that readers may comment on.

A site registers each of them once, in the ``ready()`` of one of its own applications::

    from comments import registry

    registry.register("columns.ArticlePage")

Subclasses of a registered page type are registered with it.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string

from . import conf


@dataclass(frozen=True)
class PageAuthor:
    """An author of a page: the ``names`` readers know, the usual one first, and the account.

    ``account`` is the user who is this author, or ``None``.
    """

    names: tuple[str, ...]
    account: Any = None


@dataclass(frozen=True)
class PageTypeOptions:
    """How discussions of one page type behave.

    ``default_mode`` is ``"open"``, ``"closed"`` or ``"hidden"``, or ``None`` for the default of
    the site (``COMMENTS_DEFAULT_MODE``). ``get_authors(page)`` returns the ``PageAuthor`` of each
    author of a page; it is a function or the dotted path of one. ``author_lookup`` leads from a
    page to the pages about its authors, as in a filter, such as ``"bylines__author"``.
    ``schema_type`` is what such a page is about, as a type of schema.org that is a creative work.
    """

    default_mode: str | None = None
    get_authors: Callable | str | None = None
    author_lookup: str | None = None
    schema_type: str = "WebPage"


_options: dict[str, PageTypeOptions] = {}
#: What ``get_options`` found by now, for as long as nothing is registered.
_found: dict[type, PageTypeOptions | None] = {}
#: The functions whose results last as long.
_kept = []


def keeps(function):
    """Return ``function`` with its results kept, as ``functools.cache`` does, while nothing is
    registered; ``cache_clear`` forgets them sooner.
    """
    function = cache(function)
    _kept.append(function)
    return function


def _forget():
    _found.clear()
    for function in _kept:
        function.cache_clear()


def register(
    page_type, *, default_mode=None, get_authors=None, author_lookup=None, schema_type="WebPage"
):
    """Let readers comment on pages of the type ``page_type``, such as ``"blog.PostPage"``.

    The options are those of ``PageTypeOptions``.
    Raises ``ImproperlyConfigured`` for a second registration, which would be a mistake, and for
    a ``default_mode`` that does not exist. The model itself is looked up when it is needed.
    """
    key = page_type.lower()
    if key in _options:
        raise ImproperlyConfigured(f"{page_type} is registered for comments already.")
    if default_mode not in (None, "open", "closed", "hidden"):
        raise ImproperlyConfigured(
            f"default_mode of {page_type} is {default_mode!r}; use open, closed or hidden."
        )
    _options[key] = PageTypeOptions(
        default_mode=default_mode,
        get_authors=get_authors,
        author_lookup=author_lookup,
        schema_type=schema_type,
    )
    _forget()


def unregister(page_type):
    """Take back ``register(page_type)``; for tests."""
    _options.pop(page_type.lower(), None)
    _forget()


def get_options(page_type):
    """Return the ``PageTypeOptions`` of a page class, or ``None`` when it is not registered.

    ``page_type`` is ``None`` for a page whose class is gone, with the application that had it.
    """
    if page_type is None:
        return None
    if page_type not in _found:
        metas = (getattr(base, "_meta", None) for base in page_type.__mro__)
        labels = (meta.label_lower for meta in metas if meta is not None)
        _found[page_type] = next((_options[name] for name in labels if name in _options), None)
    return _found[page_type]


def get_authors(page):
    """Return the ``PageAuthor`` of each author of ``page``; none where nobody has said who."""
    options = get_options(page.specific_class)
    if options is None or options.get_authors is None:
        return []
    function = options.get_authors
    return list((import_string(function) if isinstance(function, str) else function)(page))


def get_author_lookups():
    """Return ``[(page model, lookup to the pages about its authors)]``, where there is one."""
    lookups = [(model, get_options(model).author_lookup) for model in get_page_types()]
    return [(model, lookup) for model, lookup in lookups if lookup]


def get_page_types():
    """Return the page models that readers may comment on, subclasses included."""
    from wagtail.models import get_page_models

    return [model for model in get_page_models() if get_options(model) is not None]


def get_page_types_by_default_mode():
    """Return ``{default mode: [page model, ...]}`` of all that readers may comment on."""
    by_mode, default_mode = defaultdict(list), conf.default_mode()
    for model in get_page_types():
        by_mode[get_options(model).default_mode or default_mode].append(model)
    return dict(by_mode)
