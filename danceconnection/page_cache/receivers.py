"""From which signals a change of pages is known."""

from functools import cache

from asgiref.local import Local
from django.db.models.signals import (
    post_delete,
    post_migrate,
    post_save,
    pre_delete,
    pre_save,
)
from modelcluster.fields import ParentalKey
from taggit.models import Tag
from wagtail.contrib.settings.models import BaseGenericSetting, BaseSiteSetting
from wagtail.documents import get_document_model
from wagtail.embeds.models import Embed
from wagtail.images import get_image_model
from wagtail.models import Comment, Locale, Page, PageViewRestriction, Site
from wagtail.signals import page_slug_changed, page_unpublished, post_page_move, pre_page_move

from columns import dependents
from columns.models import ArticleTopic
from comments import signals as comments
from comments.status import VISIBLE

from .changes import get_former, is_needed, is_only_drafted, note
from .purge import get_addresses_of_changed, get_addresses_of_comments_on

FORMER = "_former_for_page_cache"

#: What stands on any page, or decides who sees which: with a change of it, all pages are new.
FOR_ALL_PAGES = (BaseGenericSetting, BaseSiteSetting, Embed, Locale, PageViewRestriction, Site)

#: Where a page was before it is moved, until it has been.
_moved = Local()


def connect():
    """Connect all receivers. Called once, by ``ready()``."""
    for signal, receiver in (
        (pre_save, remember),
        (post_save, note_saved),
        (pre_delete, remember_deleted),
        (post_delete, note_saved),
        (post_migrate, note_release),
        (pre_page_move, remember_moved),
        (post_page_move, note_moved),
        (page_slug_changed, note_tree),
        (page_unpublished, note_unpublished),
        # What readers see of a discussion: one line for each signal.
        (comments.comment_edited, note_comment),
        (comments.comment_reaction_changed, note_comment),
        (comments.comments_picked, note_picked),
        (comments.comments_status_changed, note_comments),
        (comments.discussion_mode_changed, note_discussion),
        (comments.discussions_rerendered, note_rerendered),
    ):
        signal.connect(receiver, dispatch_uid=f"page_cache.{receiver.__name__}")


def remember(sender, instance, *, raw=False, update_fields=None, **kwargs):
    """Keep at ``instance`` what shows its page before it is saved or deleted."""
    if raw or not is_needed() or not is_part_of_page(instance) or is_only_drafted(update_fields):
        return
    former = get_former(get_page_id(instance))
    if former is not None:
        instance.__dict__[FORMER] = former


def note_saved(sender, instance, *, raw=False, update_fields=None, created=False, **kwargs):
    """Note that ``instance`` was saved or deleted."""
    if raw or not is_needed() or (created and isinstance(instance, Embed)):
        return
    if not is_part_of_page(instance):
        note_named(instance)
    elif not is_only_drafted(update_fields):
        note(former=instance.__dict__.pop(FORMER, None), changed=[get_page_id(instance)])


def remember_deleted(sender, instance, **kwargs):
    """Note what is about to be deleted while it is still known which pages name it."""
    remember(sender, instance)
    if not is_needed():
        return
    if isinstance(instance, Page):
        note(addresses=get_addresses_of_comments_on([instance.pk]))
    elif not is_part_of_page(instance):
        note_named(instance)


def is_part_of_page(instance):
    """Return whether ``instance`` is a page, or a row that is saved with a page."""
    return isinstance(instance, Page) or get_parental_key(type(instance)) is not None


def get_page_id(instance):
    """Return the id of the page that ``instance`` is a part of; ``None`` for a new page."""
    if isinstance(instance, Page):
        return instance.pk
    return getattr(instance, get_parental_key(type(instance)))


@cache
def get_parental_key(model):
    """Return the name of the attribute that holds the id of the page of a row, or ``None``.

    The margin notes of editors belong to pages too, and no reader sees them.
    """
    if issubclass(model, Comment):
        return None
    for model_field in model._meta.concrete_fields:
        if isinstance(model_field, ParentalKey) and issubclass(model_field.related_model, Page):
            return model_field.attname
    return None


def note_named(instance):
    """Note a change of something that is no page, but shown by pages."""
    if isinstance(instance, PageViewRestriction):
        note(addresses=get_addresses_of_comments_on(get_branch(instance.page)))
    if isinstance(instance, FOR_ALL_PAGES) or (
        isinstance(instance, get_image_model()) and is_in_every_page(instance)
    ):
        note(everything=True)
    elif isinstance(instance, (get_image_model(), get_document_model())):
        note(changed=dependents.get_pages_naming(instance))
    elif isinstance(instance, Tag):
        articles = ArticleTopic.objects.filter(tag=instance)
        note(changed=articles.values_list("content_object_id", flat=True))


def get_branch(page):
    """Return ``page`` with all pages below it."""
    return Page.objects.descendant_of(page, inclusive=True).values("pk")


def is_in_every_page(image):
    """Return whether the frame of every page shows ``image``."""
    return image.pk in dependents.get_current_covers()


def note_release(app_config, **kwargs):
    """After a migration, which every release runs, any page may look new."""
    if app_config.label == "columns":
        note(everything=True)


def remember_moved(sender, instance, **kwargs):
    """Keep what shows a page before it is moved; the tree is rewritten past the models."""
    _moved.former = get_former(instance.pk) if is_needed() else None


def note_moved(sender, instance, **kwargs):
    """Note that a page was moved, or stands elsewhere among its neighbours."""
    note(
        former=getattr(_moved, "former", None),
        changed=[instance.pk],
        # Who may read there is another question.
        addresses=get_addresses_of_comments_on(get_branch(instance)),
        everything=instance.numchild > 0,
    )


def note_tree(sender, instance, **kwargs):
    """The addresses of all pages below one have changed with its own."""
    if instance.numchild:
        note(everything=True)


def note_unpublished(sender, instance, **kwargs):
    """The comments on a page have disappeared with it."""
    note(addresses=get_addresses_of_comments_on([instance.pk]))


def note_comment(comment, **kwargs):
    """A comment looks different; one that waits for a moderator is shown to nobody."""
    if comment.status in VISIBLE:
        note_discussed([comment])


def note_comments(comments, status, previous, **kwargs):
    """Comments have appeared or disappeared."""
    if status in VISIBLE or VISIBLE & {*previous.values()}:
        note_discussed(comments)


def note_picked(comments, **kwargs):
    """Comments stand out, or no more."""
    note_discussed(comments)


def note_discussed(comments):
    """Note what shows these comments: they, what they answer, and their discussions."""
    note(
        discussed={comment.discussion.page_id for comment in comments},
        addresses=get_addresses_of_changed(comments),
    )


def note_discussion(discussion, **kwargs):
    """A discussion was opened, closed or hidden."""
    note_all_of([discussion.page_id])


def note_rerendered(page_ids, **kwargs):
    """Comments look different."""
    note_all_of(page_ids)


def note_all_of(page_ids):
    """Note that discussions have changed with any of their comments."""
    note(discussed=page_ids, addresses=get_addresses_of_comments_on(page_ids))
