"""The column: a series, and the page that lists its articles."""

from .listed import list_pages
from .nodes import make_node, refer_to
from .people import describe_author
from .pictures import describe_image
from .publisher import describe_periodical, describe_publisher
from .web_page import describe_web_page


def describe_series(column, scene, **more):
    """Return a column; in short, unless ``more`` is known of it."""
    address = scene.find_address(column)
    return make_node(
        "CreativeWorkSeries",
        of=address,
        name=column.title,
        url=address,
        isPartOf=describe_periodical(scene),
        **more,
    )


def describe_column_page(column, scene):
    """Return the nodes of a column: the series, and the list of the articles shown."""
    caption = "" if column.image_decorative else column.image_alt
    series = describe_series(
        column,
        scene,
        description=column.tagline,
        image=describe_image(column.image, "social", caption=caption),
        author=[describe_author(author, scene) for author in column.columnist_pages],
        publisher=describe_publisher(scene),
        inLanguage=scene.language,
    )
    page = describe_web_page(
        "CollectionPage",
        scene,
        about=refer_to(series),
        mainEntity=list_pages(scene.context.get("articles"), scene, descending=True),
    )
    return [series, page]
