"""What keeps simple robots away from the comment form without troubling people.

The form carries a field that people do not see, and a signed note of when it was loaded. Neither
needs a cookie, so that a page with the form can be cached for everybody.
"""

from django.core import signing
from django.utils import timezone
from django.utils.translation import gettext as _

from . import conf

SALT = "comments.form"
#: Looks worth filling in to a robot. People never see it.
TRAP_FIELD = "website"
TOKEN_FIELD = "form_token"  # noqa: S105 - the name of a form field


def make_token(page):
    """Return a signed note that the form of ``page`` was loaded now."""
    now = int(timezone.now().timestamp())
    return signing.dumps([page.pk, now], salt=SALT)


def is_trapped(data):
    """Return whether ``data``, what was posted, has the unseen field filled in."""
    return bool(data.get(TRAP_FIELD, "").strip())


def check_token(data, page):
    """Return what is wrong with the note in ``data``, as a sentence, or ``None``.

    Somebody who posts in earnest meets this rarely, and then only has to press the button once
    more: the form comes back as it was, with a note that is good.
    """
    age = _get_age(data, page)
    if age is None:
        return _("The form had been open for very long. Please post your comment again.")
    if age < conf.minimum_compose_time().total_seconds():
        return _("That was very quick. Please look at your comment and post it once more.")
    return None


def keep_or_make_token(data, page):
    """Return the note in ``data`` while it is good for ``page``, else a new one."""
    return data[TOKEN_FIELD] if _get_age(data, page) is not None else make_token(page)


def _get_age(data, page):
    """Return the seconds since the form of ``page`` was loaded; ``None`` for a bad note."""
    try:
        page_id, loaded = signing.loads(data.get(TOKEN_FIELD, ""), salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    age = timezone.now().timestamp() - loaded
    is_good = page_id == page.pk and -60 <= age <= conf.maximum_form_age().total_seconds()
    return age if is_good else None


def is_cross_site(request):
    """Return whether a browser says that another site made it send this request.

    The form acts for nobody who is signed in, so that there is no session to protect; this
    only keeps other sites from posting through the browsers of their visitors.
    """
    fetch_site = request.headers.get("Sec-Fetch-Site")
    if fetch_site is not None:
        return fetch_site not in {"same-origin", "none"}
    origin = request.headers.get("Origin")
    return origin is not None and origin != f"{request.scheme}://{request.get_host()}"
