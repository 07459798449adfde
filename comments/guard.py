"""What keeps simple robots away from the comment form without troubling people.

The form carries a field that people do not see, and a signed note of when it was loaded. Neither
needs a cookie, so that a page with the form can be cached for everybody.

There are two kinds of note. ``make_token`` is for a form that is made for one reader: it knows the
second, and a form that comes back at once is asked for once more. ``make_public_token`` is for a
page that is kept for everybody: it is the same for half of the form's life, because a page that
differs each second is new to every cache. How long its reader took to write cannot be told from
it; what keeps robots away there is the field that people do not see, the browser's own word on
where the request comes from, and the limit for each network.
"""

from datetime import timedelta

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


def make_public_token(page):
    """Return a signed note for the form in a page that anybody may keep.

    It can be posted for ``conf.maximum_form_age()`` after it was last given out at least, and for
    half as long again at most.
    """
    period = _get_period()
    begin = timezone.now().timestamp() // period * period
    return _public_signer().sign_object([page.pk, int(begin)])


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
    """Return the seconds since the form of ``page`` was loaded; ``None`` for a bad note.

    For the note of a public page that is the longest time that it can have been.
    """
    token = data.get(TOKEN_FIELD, "")
    longest = conf.maximum_form_age().total_seconds()
    age = _read_token(token, page, lambda text: signing.loads(text, salt=SALT))
    if age is not None:
        return age if -60 <= age <= longest else None
    age = _read_token(token, page, _public_signer().unsign_object)
    if age is None or not -60 <= age <= longest + _get_period():
        return None
    return max(age, conf.minimum_compose_time().total_seconds())


def _read_token(token, page, read):
    """Return the seconds since the time in a note for ``page``, or ``None`` for a bad one."""
    try:
        page_id, loaded = read(token)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return timezone.now().timestamp() - loaded if page_id == page.pk else None


def _public_signer():
    return signing.Signer(salt=f"{SALT}.public")


def _get_period():
    """Return the seconds for which the note of a public page stays the same."""
    return max(conf.maximum_form_age() / 2, timedelta(seconds=1)).total_seconds()


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
