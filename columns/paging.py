"""Pages of a long list: each has one address, and an address of no page is answered with 404."""

import re

from django.core.paginator import EmptyPage, Paginator
from django.http import Http404
from django.utils.translation import gettext as _

from . import conf

#: As this application writes numbers: no sign, no leading zero, no digits of other scripts.
NUMBER = re.compile(r"[1-9][0-9]{0,6}")


def get_page(items, request, *, per_page=None):
    """Return the page of ``items`` that ``?page=`` asks for: the first one without it.

    A number past the end, or none at all, raises ``Http404``: the nearest page instead would
    give one list many addresses, and hide from readers that theirs is out of date. Two queries.
    """
    number = request.GET.get("page", "1")
    if not NUMBER.fullmatch(number):
        raise Http404(_("There is no such page of this list."))
    try:
        return Paginator(items, per_page or conf.articles_per_page()).page(int(number))
    except EmptyPage as error:
        raise Http404(_("This list has fewer pages.")) from error
