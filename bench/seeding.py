"""Fills up the demo for what is measured; run in the measured site's environment.

One article gets a hundred public comments, and the columns get more articles.

The texts are those of the demo's own comments, in turn: a discussion as long as real ones are.
"""

from itertools import cycle

from django.db import connection, transaction

from columns.models import ArticlePage
from comments.factories import ReaderCommentFactory
from comments.models import Discussion
from comments.status import Status
from danceconnection.demo import content

ARTICLE = "how-to-fight-in-a-small-apartment"
COMMENTS = 100
#: So many of them begin a thread; the others are replies in these.
THREADS = 40
ARTICLES = 24


@transaction.atomic
def main():
    """Fill up the demo, and print the address and the id of the article that is measured."""
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
    fill_columns()
    if connection.vendor == "postgresql":
        # As autovacuum does in time: plans made without statistics are others.
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    print(article.get_url(), article.pk)


def fill_columns():
    """Make articles until there are as many as a list of teasers shows, like those of the demo."""
    from columns.factories import ArticlePageFactory

    models = cycle(list(ArticlePage.objects.live().order_by("pk")))
    for number in range(ArticlePage.objects.live().count(), ARTICLES):
        model = next(models)
        article = ArticlePageFactory(
            parent=model.get_parent().specific,
            title=f"{model.title} ({number})",
            kicker=model.kicker,
            standfirst=model.standfirst,
            body=model.body,
            social_image=model.social_image,
            authors=[row.author for row in model.bylines.all()],
        )
        article.topics.add(*model.topics.names())
        article.save()
