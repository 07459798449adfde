"""Who publishes: the organisation, its periodical and its website."""

from urllib.parse import urljoin

from django.templatetags.static import static

from .. import conf
from .nodes import make_node, refer_to


def describe_publisher(scene):
    """Return the organisation that publishes the site, with its logo."""
    logo = conf.publisher_logo()
    return make_node(
        "Organization",
        of=f"{scene.root}/",
        name=scene.publication,
        url=f"{scene.root}/",
        logo=logo and make_node("ImageObject", url=urljoin(f"{scene.root}/", static(logo))),
    )


def describe_periodical(scene, **more):
    """Return the magazine; in short, unless ``more`` is known of it."""
    return make_node("Periodical", of=scene.home, name=scene.publication, url=scene.home, **more)


def describe_website(scene, **more):
    """Return the site; in short, unless ``more`` is known of it."""
    return make_node("WebSite", of=scene.home, name=scene.publication, url=scene.home, **more)


def describe_front_page(scene, *, search=None):
    """Return the nodes of a front page: site, publisher and magazine.

    ``search`` is the address of the site's search with ``{query}`` where the words belong.
    """
    publisher = describe_publisher(scene)
    shared = {"description": scene.description, "inLanguage": scene.language}
    short = refer_to(publisher)
    action = search and _describe_search(search)
    return [
        describe_website(scene, **shared, publisher=short, potentialAction=action),
        publisher,
        describe_periodical(scene, **shared, publisher=short),
    ]


def _describe_search(address):
    target = make_node("EntryPoint", urlTemplate=address)
    # What stands in braces, and that it has to be given: https://schema.org/docs/actions.html
    return make_node("SearchAction", target=target, **{"query-input": "required name=query"})
