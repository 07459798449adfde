"""The page itself, as distinct from what it is about."""

from .nodes import make_node
from .publisher import describe_website


def describe_web_page(kind, scene, **more):
    """Return the node of the page of ``scene``, of the type ``kind`` (a kind of ``WebPage``)."""
    return make_node(
        kind,
        of=scene.canonical,
        name=scene.page.title,
        url=scene.canonical,
        description=scene.description,
        inLanguage=scene.language,
        isPartOf=describe_website(scene),
        **more,
    )
