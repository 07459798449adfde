"""The two doors of the API: Wagtail's v2 router and its v3 API, and the addresses of v3."""

import pydantic
from django.db.models import RestrictedError
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from rest_framework.renderers import JSONRenderer
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.api.v3.errors import problem_response
from wagtail.api.v3.urls import api as v3
from wagtail.documents.api.v2.views import DocumentsAPIViewSet
from wagtail.images.api.v2.views import ImagesAPIViewSet

from columns.api.v2 import BoundedParameters, PublishingPagesAPIViewSet
from comments.api.v2 import CommentsAPIViewSet
from comments.openapi import OURS


class SiteImagesAPIViewSet(BoundedParameters, ImagesAPIViewSet):
    """Wagtail's endpoint for images, without pages to browse it."""

    renderer_classes = [JSONRenderer]


class SiteDocumentsAPIViewSet(BoundedParameters, DocumentsAPIViewSet):
    """Wagtail's endpoint for documents, without pages to browse it."""

    renderer_classes = [JSONRenderer]


# Wagtail's cache purging looks for this name.
v2 = WagtailAPIRouter("wagtailapi_v2")
v2.register_endpoint("pages", PublishingPagesAPIViewSet)
v2.register_endpoint("images", SiteImagesAPIViewSet)
v2.register_endpoint("documents", SiteDocumentsAPIViewSet)
v2.register_endpoint("comments", CommentsAPIViewSet)


@v3.exception_handler(RestrictedError)
def refuse_deletion(request, error):
    """Answer 409 where the database keeps a page that others name, such as an author in use.

    Wagtail's v3 deletes through its action for all pages, past the method of the page itself.
    """
    return problem_response(
        status=409, detail=_("Not deleted: other pages name what would be gone.")
    )


@v3.exception_handler(pydantic.ValidationError)
def tell_fault(request, error):
    """Raise what does not fit the schema of our own answer: nobody who asked can mend it.

    Wagtail answers 422 to it as to a wrong question, so that no log would ever tell of it.
    """
    errors = error.errors(include_input=False)
    is_ours = any(f"/{name}/" in request.path for name in OURS)
    if is_ours and all(each["loc"][:1] == ("response",) for each in errors):
        raise error
    return problem_response(status=422, detail="Validation failed", errors=errors)


@csrf_exempt
def refuse_unknown(request):
    """Answer 404 as the API does, to any method, where it has no address.

    It would be taken for the address of a page: not found as a page says it, and without a CSRF
    token a form that could not be taken.
    """
    return problem_response(status=404, detail=_("There is nothing at this address."))


#: What is asked for most often: v3 has over a hundred addresses, and the first is found soonest.
OFTEN = ("list_comments", "columns_articles", "columns_article", "list_threads")


def get_v3_urls():
    """Return the addresses of v3 for ``path``, those of ``OFTEN`` first.

    Another address that takes one of theirs too would be hidden: there is none.
    """
    patterns, app_name, namespace = v3.urls
    rank = {name: place for place, name in enumerate(OFTEN)}
    patterns.sort(key=lambda pattern: rank.get(getattr(pattern, "name", None), len(OFTEN)))
    for pattern in patterns:
        if getattr(pattern, "name", None) == "api-root":
            # Only its name is of use: it is not found as a page says it.
            pattern.callback = refuse_unknown
    return patterns, app_name, namespace


__all__ = ["get_v3_urls", "v2", "v3"]
