"""When an article was published and changed, as moments with a time zone."""

import datetime

from django.utils import timezone


def get_publication_time(article):
    """Return when ``article`` was published.

    Editors give a date. The moment at which the page was first published counts where it was on
    that date; else (for an article that was imported, say) the date's first moment does.
    """
    first = article.first_published_at and timezone.localtime(article.first_published_at)
    if first and first.date() == article.date:
        return first
    return timezone.make_aware(datetime.datetime.combine(article.date, datetime.time.min))


def get_update_time(article):
    """Return when readers last got another text; the time of publication if never.

    What editors have saved since, and not published, plays no part.
    """
    last = article.last_published_at and timezone.localtime(article.last_published_at)
    published = get_publication_time(article)
    return max(last, published) if last else published
