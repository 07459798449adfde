"""What stands for the parameters of addresses, by their names: ids of all that is in the world.

A filler is a function of the world and of what was chosen for the parameters before it.
"""

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Locale, Page, Revision, Site
from wagtail.snippets.models import get_snippet_models

from comments.api.posting import make_secret
from comments.models import Discussion, ModerationCase, ReaderComment, RejectionReason
from comments.status import Status
from tests.feeds import FORMATS

from .markers import COMMON_WORD
from .states import ARTICLES, OTHER, PAGES
from .world import TOPIC

#: What is shown depends on the page and on the comment, each by itself: so each page has one of its
#: comments read for itself, some have the ``TYPICAL`` ones read, and these have all.
WHOLE = {"live", "behind a password"}
TYPICAL = {"approved", "held"}
#: Pages to filter by, and pages of which the last draft is asked for.
SOME = ("column", "column for accounts", "live", "unpublished")
DRAFTS = {"live", "live with a draft", "never published", "unpublished in another column"}
#: Where there are several doors to the same.
SOME_ARTICLES = (
    "live",
    "unpublished",
    "behind a password",
    "for accounts",
    "for a group",
    "hidden discussion",
    "in another column",
)


def _pages(world, chosen):
    return [page.pk for page in world.pages.values()]


def _of_kind(*kinds):
    return lambda world, _chosen: [
        world.pages[page.name].pk for page in PAGES.values() if page.kind in kinds
    ]


def _named(names):
    return lambda world, _chosen: [world.pages[name].pk for name in names]


def _discussed(world, chosen):
    """Return the articles, and a page that nobody comments on."""
    return [world.pages[page.name].pk for page in [*ARTICLES, PAGES["home"]]]


def _paths_of(names):
    return lambda world, _chosen: [world.paths[name] for name in names]


def _comments(pages, names=TYPICAL):
    return lambda world, _chosen: [
        comment.uuid
        for (page, name), comment in world.comments.items()
        if page in pages and name in names
    ]


def _all_comments(world, _chosen):
    return [
        comment.uuid
        for (page, name), comment in world.comments.items()
        if page in WHOLE or name in get_names_on(page)
    ]


def _most_comments(world, _chosen):
    return [
        comment.uuid
        for (page, name), comment in world.comments.items()
        if name in get_names_on(page)
    ]


def get_names_on(page):
    """Return the names of the comments on ``page`` that are read for themselves."""
    return TYPICAL if page in SOME_ARTICLES else {"approved"}


def _comments_on(parameter):
    return lambda world, chosen: [
        comment.uuid
        for (page, name), comment in world.comments.items()
        if name in TYPICAL and world.pages[page].pk == chosen[parameter]
    ]


def _threads(world, chosen):
    """Return the threads on a page of ``WHOLE``."""
    on_page = set(_comments_on("page")(world, chosen))
    return [uuid for uuid in _comments(WHOLE)(world, chosen) if uuid in on_page]


def _revisions(world, chosen):
    revisions = Revision.objects.filter(object_id=str(chosen.get("page_id") or chosen["pk"]))
    return list(revisions.values_list("pk", flat=True)) or [1]


def _ids_of(model):
    return lambda _world, _chosen: list(model.objects.values_list("pk", flat=True))


def _cases_on(pages):
    return lambda world, _chosen: list(
        ModerationCase.objects.filter(
            discussion__page__in=[world.pages[name].pk for name in pages]
        ).values_list("pk", flat=True)
    )


def _types(world, chosen):
    return [model._meta.label for model in [Page, ReaderComment, Discussion, *get_snippet_models()]]


def _objects(world, chosen):
    content_type = ContentType.objects.get_by_natural_key(*chosen["type"].lower().split("."))
    model = content_type.model_class()
    return list(model._base_manager.values_list("pk", flat=True)[:2])


def _page_types(world, chosen):
    return sorted({type(page)._meta.label for page in world.pages.values()})


def _versions(world, chosen):
    """Ask for a draft of a page where there may be one, and of no snippet."""
    return ["draft"] if chosen.get("page_id") in _named(DRAFTS)(world, chosen) else []


def _just(*values):
    return lambda _world, _chosen: values


FILLERS = {
    "Comment-Secret": lambda _world, chosen: [make_secret(chosen["comment_id"])],
    "article": _of_kind("article"),
    "article_id": _of_kind("article"),
    "author": _of_kind("author"),
    "author_id": _of_kind("author"),
    "body": _just("blocks", "html"),
    "case_id": _ids_of(ModerationCase),
    "column": _of_kind("column"),
    "column_id": _of_kind("column"),
    "column_path": _paths_of(["column", "unpublished column", "column for accounts"]),
    "comment_id": _most_comments,
    "comment_on_article": _comments_on("some_article"),
    "content_type": _just("columns.articlepage"),
    "document_id": _ids_of(get_document_model()),
    "extension": _just(*FORMATS),
    "html_path": _paths_of(PAGES),
    "image_id": _ids_of(get_image_model()),
    "issue": _of_kind("issue"),
    "issue_id": _of_kind("issue"),
    "kind": _just("articles", "comments"),
    "language": _just("", "/de"),
    "locale": _just("en", "de"),
    "locale_id": _ids_of(Locale),
    "month": lambda _world, _chosen: [f"{timezone.localdate():%m}"],
    "number": _just(1, 2),
    "page": _discussed,
    "page_id": _pages,
    "page_type": _page_types,
    "path": _paths_of(PAGES),
    "pk": _objects,
    "reason_id": _ids_of(RejectionReason),
    "redirect_id": lambda world, _chosen: world.redirects,
    "restricted": _named(["behind a password"]),
    "restriction": lambda world, _chosen: [world.restriction.pk],
    "revision_id": _revisions,
    "search": _just(COMMON_WORD),
    "section": _of_kind("home", "column"),
    "site": _just(OTHER),
    "site_id": _ids_of(Site),
    "slug": _just(TOPIC),
    "some_article": _named(SOME_ARTICLES),
    "some_comment": _comments(SOME_ARTICLES),
    "some_page": _named(SOME),
    "some_path": _paths_of(SOME),
    "token": _just("id=1:not:signed"),
    "topic": _just(TOPIC),
    "type": _types,
    "type_name": _types,
    "year": lambda _world, _chosen: [timezone.localdate().year],
}

#: Parameters that may be left out. They make an answer shorter, so that few values are tried.
OPTIONAL_FILLERS = FILLERS | {
    "ancestor_of": _named(SOME),
    "case": _cases_on(SOME_ARTICLES),
    "child_of": _named(SOME),
    "descendant_of": _named(SOME),
    # All that there may be.
    "fields": _just("_,subject,html"),
    "html_path": _paths_of(SOME),
    "id": _named(SOME),
    "in_case": _just("true", "false"),
    "is_open": _just("true", "false"),
    "page": _named(SOME),
    "path": _paths_of(SOME),
    "same": _comments(WHOLE),
    "status": _just(*Status.values, "flagged"),
    "thread": _threads,
    "translation_of": _named(SOME),
    "type": _page_types,
    "under": _of_kind("home", "column"),
    "version": _versions,
}

#: Of these surfaces every comment of ``WHOLE`` is read.
OF_EVERY_COMMENT = {
    "api/v2/^comments/<uuid:uuid>/",
    "comments/<uuid:comment_uuid>/",
    "comments_detail",
    "comments_review",
}


def get_fillers(surface):
    """Return the fillers of what the addresses of ``surface`` have to name."""
    if surface.name in OF_EVERY_COMMENT:
        return FILLERS | {"comment_id": _all_comments}
    if surface.name == "comments_discussion":
        return FILLERS | {"page_id": _discussed}
    return FILLERS
