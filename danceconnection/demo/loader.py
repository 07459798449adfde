"""Loads the demo: the magazine with its files, pages, accounts and comments."""

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Page

from columns.factories import IssueSettingsFactory
from columns.images import prepare_renditions

from . import accounts, content, discussions, media, pages
from .exceptions import DemoRefused
from .site import prepare_site
from .tree import Tree, get_key, publish
from .workflow import create_case_workflow


def is_loaded():
    """Return whether the demo has been loaded here: some page of it is still there.

    Pages that somebody has edited, renamed or moved since are recognized.
    """
    keys = [get_key(slug) for slug in content.get_article_slugs()]
    return Page.objects.filter(translation_key__in=keys).exists()


@transaction.atomic
def load(*, progress, scale=1):
    """Load the demo, all of it or nothing; return ``False`` where it has been loaded before.

    ``progress(items, title)`` is wrapped around what takes time; a ``scale`` below 1 makes the
    pictures smaller, which takes less. Raises ``DemoRefused`` without
    ``settings.DEMO``, and where the site has pages of its own.
    """
    if not getattr(settings, "DEMO", False):
        raise DemoRefused(
            _(
                "The demo's accounts have public passwords. They are made only where the "
                "settings say DEMO = True, as settings.dev does."
            )
        )
    if is_loaded():
        return False
    magazine, articles = content.read_magazine(), content.read_articles()
    tree = Tree(home=prepare_site(magazine))
    users = accounts.create_users()
    load_files(tree, magazine, articles, owner=users["editor"], scale=scale, progress=progress)
    issues = content.read_issues()
    plant_pages(tree, magazine, articles, issues)
    editors = accounts.grant_rights(
        users, home=tree.home, column=tree.pages[magazine["columnist_writes"]]
    )
    create_case_workflow(tree.home, editors=editors)
    tree.pages[magazine["columnist_is"]].account = users["columnist"]
    publish_pages(tree, magazine, articles, issues, users=users, progress=progress)
    comments = content.read_comments()
    made = discussions.replay(comments, pages=tree.pages, users=users, progress=progress)
    discussions.take_part(comments, made, editor=users["editor"])
    discussions.close(tree.pages[magazine["closed_discussion"]], user=users["editor"])
    return True


def load_files(tree, magazine, articles, *, owner, scale, progress):
    """Make the pictures and sounds."""
    collection = media.create_collection(magazine["title"])
    tree.images = media.create_images(
        collection=collection, owner=owner, scale=scale, progress=progress
    )
    urls = [
        block["embed"]["url"]
        for article in articles
        for block in article["body"]
        if "embed" in block
    ]
    media.create_sounds(urls, collection=collection, owner=owner, progress=progress)


def plant_pages(tree, magazine, articles, issues):
    """Make all pages as drafts, then complete those that name others."""
    pages.plant_sections(tree, magazine)
    for author in content.read_authors():
        pages.plant_author(tree, author, parent=tree.pages[magazine["authors"]["slug"]])
    for article in articles:
        pages.plant_article(tree, article)
    for issue in issues["issues"]:
        pages.plant_issue(tree, issue, parent=tree.pages[magazine["issues"]["slug"]])
    for column in magazine["columns"]:
        pages.complete_column(tree, column)
    for article in articles:
        pages.complete_article(tree, article)


def publish_pages(tree, magazine, articles, issues, *, users, progress):
    """Publish all pages, those of one column by its columnist, and choose the current issue."""
    tree.home = publish(tree.home, user=users["editor"], on=magazine["opened"])
    for slug, dates in progress(get_dates(tree, magazine, articles, issues).items(), "Pages"):
        page = tree.pages[slug]
        writes = page.get_parent().slug == magazine["columnist_writes"]
        user = users["columnist" if writes else "editor"]
        tree.pages[slug] = publish(page, user=user, **dates)
        # What publishing makes after the commit: here, where somebody sees that it takes time.
        prepare_renditions(tree.pages[slug])
    IssueSettingsFactory(current_issue=tree.pages[issues["current"]])


def get_dates(tree, magazine, articles, issues):
    """Return, by slug, when each page was published and, perhaps, corrected."""
    dates = {slug: {"on": magazine["opened"]} for slug in tree.pages}
    dates |= {issue["slug"]: {"on": issue["date"]} for issue in issues["issues"]}
    for article in articles:
        corrected = [note["date"] for note in article.get("corrections", ())]
        dates[article["slug"]] = {
            "on": article["date"],
            "corrected_on": max(corrected, default=None),
        }
    return dates
