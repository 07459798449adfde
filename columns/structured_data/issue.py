"""The issue of the magazine, and the list of the issues."""

from ..models import IssuePage
from .listed import describe_listed_article, list_pages
from .nodes import make_node, refer_to
from .pictures import describe_image
from .publisher import describe_periodical, describe_publisher
from .web_page import describe_web_page


def find_issue(article):
    """Return the first published issue that has ``article`` in its table of contents."""
    if hasattr(article, "loaded_issue"):
        return article.loaded_issue
    if not article.pk:
        return None
    return IssuePage.objects.filter(contents__article=article).published().last()


def describe_issue(issue, scene, **more):
    """Return an issue; in short, unless ``more`` is known of it."""
    address = scene.find_address(issue)
    return make_node(
        "PublicationIssue",
        of=address,
        name=issue.title,
        url=address,
        issueNumber=issue.number,
        datePublished=issue.date.isoformat(),
        isPartOf=describe_periodical(scene),
        **more,
    )


def describe_issue_page(issue, scene):
    """Return the node of an issue with the articles that anybody may read."""
    caption = "" if issue.cover_decorative else issue.cover_alt
    return [
        describe_issue(
            issue,
            scene,
            headline=issue.cover_headline,
            description=issue.dek,
            image=describe_image(issue.cover, "cover", caption=caption),
            publisher=describe_publisher(scene),
            inLanguage=scene.language,
            hasPart=[
                describe_listed_article(
                    entry.public_article,
                    scene,
                    pageStart=entry.page_number,
                )
                for entry in scene.context.get("entries") or ()
                if entry.public_article
            ],
        )
    ]


def describe_issue_index(index, scene):
    """Return the node of the list of the issues."""
    return [
        describe_web_page(
            "CollectionPage",
            scene,
            about=refer_to(describe_periodical(scene)),
            mainEntity=list_pages(scene.context.get("issues"), scene, descending=True),
        )
    ]
