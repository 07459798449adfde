"""The way from the front page to a page."""

from wagtail.models import Page

from .nodes import make_node


def describe_breadcrumbs(scene):
    """Return the list of the pages above ``scene.page`` and itself; none on the front page."""
    if scene.is_home():
        return []
    above = [(page.title, scene.find_address(page)) for page in _get_pages_between(scene)]
    steps = [(scene.publication, scene.home), *above, (scene.page.title, scene.address)]
    items = [
        # The place is a thing for schema.org; search engines take its identity for the address.
        make_node(
            "ListItem", position=position, name=name, item=make_node("WebPage") | {"@id": address}
        )
        for position, (name, address) in enumerate(steps, 1)
    ]
    return [make_node("BreadcrumbList", of=scene.address, itemListElement=items)]


def _get_pages_between(scene):
    """Return the published pages between the front page and the page, from the top.

    A page of ours has one at the most. Whoever may see a page may see those above it, because
    restrictions hold for all below; but they need not be published.
    """
    page, home_depth = scene.page, scene.site.root_page.depth
    if "column" in scene.context:
        return [column] if (column := scene.context["column"]) else []
    if page.depth <= home_depth + 1:
        return []
    return list(
        Page.objects.ancestor_of(page).filter(depth__gt=home_depth).live().order_by("depth")
    )
