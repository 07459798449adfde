"""Gives one article of the demo a hundred public comments; run in the measured site's environment.

The texts are those of the demo's own comments, in turn: a discussion as long as real ones are.
"""

from itertools import cycle

from django.db import transaction

from columns.models import ArticlePage
from comments.factories import ReaderCommentFactory
from comments.models import Discussion
from comments.status import Status
from danceconnection.demo import content

ARTICLE = "how-to-fight-in-a-small-apartment"
COMMENTS = 100
#: So many of them begin a thread; the others are replies in these.
THREADS = 40


@transaction.atomic
def main():
    """Fill up the discussion, and print the article's address."""
    article = ArticlePage.objects.get(slug=ARTICLE)
    texts = cycle(content.read_comments())
    starts = []
    for number in range(Discussion.of(article).comment_count, COMMENTS):
        text = next(texts)
        place = (
            {"page": article}
            if number < THREADS or not starts
            else {"parent": starts[number % len(starts)]}
        )
        comment = ReaderCommentFactory(
            **place,
            subject=text["subject"],
            body=text["body"].strip(),
            author_name=text["name"],
            status=Status.APPROVED,
        )
        if number < THREADS:
            starts.append(comment)
    print(article.get_url())
