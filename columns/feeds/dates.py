"""When an article was published and changed, as feeds and their readers' programs see it."""

from datetime import UTC, datetime, time

from django.utils import timezone


def get_published(article):
    """Return the date of ``article`` as a moment in UTC.

    It is the moment of the first publishing where that was on the day which the article bears,
    else the beginning of that day.
    """
    first = article.first_published_at
    if first is None or timezone.localdate(first) != article.date:
        first = timezone.make_aware(datetime.combine(article.date, time.min))
    return first.astimezone(UTC)


def get_updated(article):
    """Return when ``article`` was last published, in UTC; never before it was published."""
    published = get_published(article)
    last = article.last_published_at
    return max(published, last.astimezone(UTC)) if last else published
