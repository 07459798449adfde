"""The article, in its column and its issue."""

from django.db.models import prefetch_related_objects

from .column import describe_series
from .issue import describe_issue, find_issue
from .nodes import make_node, refer_to, to_plain_text, to_timestamp
from .people import describe_author
from .pictures import describe_lead_images
from .publisher import describe_periodical, describe_publisher
from .times import get_publication_time, get_update_time


def describe_article_page(article, scene):
    """Return the node of an article.

    One thing is asked that the page does not show: the issue that has the article in its table
    of contents. Corrections are loaded for the rest of the page too.
    """
    prefetch_related_objects([article], "corrections")
    column = scene.context.get("column")
    return [
        make_node(
            "Article",
            of=scene.address,
            mainEntityOfPage=scene.address,
            url=scene.address,
            headline=article.title,
            alternativeHeadline=article.seo_title if article.seo_title != article.title else "",
            description=scene.description,
            datePublished=to_timestamp(get_publication_time(article)),
            dateModified=to_timestamp(get_update_time(article)),
            author=[describe_author(author, scene) for author in article.authors],
            publisher=describe_publisher(scene),
            image=describe_lead_images(article),
            articleSection=column and column.title,
            keywords=[topic.name for topic in scene.context.get("topics") or ()],
            wordCount=article.count_words(),
            timeRequired=f"PT{article.reading_time}M",
            inLanguage=scene.language,
            isPartOf=_describe_wholes(article, column, scene),
            correction=[_describe_correction(row) for row in article.corrections.all()],
            isAccessibleForFree=True,
        )
    ]


def _describe_wholes(article, column, scene):
    issue = find_issue(article)
    wholes = [column and refer_to(describe_series(column, scene), "isPartOf")]
    wholes.append(issue and describe_issue(issue, scene))
    return [whole for whole in wholes if whole] or describe_periodical(scene)


def _describe_correction(correction):
    return make_node(
        "CorrectionComment",
        datePublished=correction.date.isoformat(),
        text=to_plain_text(correction.text),
    )
