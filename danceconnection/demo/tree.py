"""The tree of the demo's pages: making drafts, finding them again, publishing them."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from uuid import NAMESPACE_URL, uuid5

from wagtail.models import Page, Revision

PUBLISHED_AT = time(6, 0, tzinfo=UTC)


def get_key(slug):
    """Return the translation key of the demo's page with that slug.

    An editor may give the page another slug, title or place; it keeps its key.
    """
    return uuid5(NAMESPACE_URL, f"https://demo.danceconnection.example.org/{slug}")


@dataclass
class Tree:
    """The pages of the demo by slug, with what they are made of."""

    home: Page
    images: dict = field(default_factory=dict)
    pages: dict = field(default_factory=dict)

    def plant(self, factory, slug, *, parent, **fields):
        """Make a draft that other pages may already refer to."""
        page = factory(
            parent=parent,
            slug=slug,
            live=False,
            has_unpublished_changes=True,
            translation_key=get_key(slug),
            **fields,
        )
        self.pages[slug] = page
        return page

    def get_ids(self):
        """Return the ids of the pages by slug."""
        return {slug: page.pk for slug, page in self.pages.items()}

    def get_image(self, name):
        """Return the image with that name, or ``None`` for no name."""
        return self.images[name] if name else None


def publish(page, *, user, on, corrected_on=None):
    """Publish the draft through Wagtail's own door, as of the day it is said to be from.

    Returns the published page.
    """
    page.owner = user
    page.first_published_at = datetime.combine(on, PUBLISHED_AT)
    revision = page.save_revision(user=user)
    revision.publish(user=user)
    changed_at = datetime.combine(corrected_on or on, PUBLISHED_AT)
    Revision.objects.filter(pk=revision.pk).update(created_at=changed_at)
    Page.objects.filter(pk=page.pk).update(
        last_published_at=changed_at, latest_revision_created_at=changed_at
    )
    return type(page).objects.get(pk=page.pk)
