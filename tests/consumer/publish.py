"""Run in a site of somebody else's: publish an article with a comment and serve it.

Prints what was served as JSON. It imports the site's own copy of the plugins and nothing of ours.
"""

import json
import sys

import django

django.setup()

from django.contrib.auth import get_user_model  # noqa: E402
from django.test import Client  # noqa: E402
from wagtail.models import Site  # noqa: E402

import columns  # noqa: E402
from columns.models import ArticlePage, AuthorIndexPage, AuthorPage, Byline, ColumnPage  # noqa: E402
from comments import actions  # noqa: E402

home = Site.objects.get(is_default_site=True).root_page
author = home.add_child(instance=AuthorIndexPage(title="Authors")).add_child(
    instance=AuthorPage(title="Ada Example")
)
column = home.add_child(instance=ColumnPage(title="The first column"))
article = column.add_child(
    instance=ArticlePage(
        title="The first article",
        body=[("paragraph", "<p>Its first paragraph.</p>")],
        bylines=[Byline(author=author)],
    )
)
moderator = get_user_model().objects.create_superuser("moderator", password="secret")
comment = actions.submit_comment(
    article,
    subject="A subject of its own",
    body="The words of a reader.",
    author_name="Robin",
    author_email="robin@private.example.org",
)


addresses = {
    "page": article.url,
    "v2": f"/api/v2/comments/?page={article.pk}",
    "v3": f"/api/v3/comments/?page={article.pk}",
    "feed": f"/comments/feeds/pages/{article.pk}.atom",
}


def serve():
    """Return ``[status, text]`` of each address."""
    responses = {name: Client().get(address) for name, address in addresses.items()}
    return {name: [found.status_code, found.text] for name, found in responses.items()}


before = serve()
actions.approve([comment], user=moderator)
column_feed = Client().get(f"/feeds/columns/{column.pk}.atom")
json.dump(
    {
        "before": before,
        "after": serve(),
        "column_feed": [column_feed.status_code, column_feed.text],
        "address": article.full_url,
        "sitemap": Client().get("/sitemap.xml").text,
        "plugin": columns.__file__,
    },
    sys.stdout,
)
