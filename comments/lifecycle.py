"""What becomes of a discussion with its page.

Most of it follows from where things are kept. What readers see asks for live, public pages each
time, so that unpublishing, expiring and restricting hide a discussion and the way back shows it
again; a discussion belongs to its page, so that it moves with it and begins anew on a copy or a
translation. Only the following two are done: an alias, which shows the text of another page, has
its discussion hidden at first, and what is deleted takes its words out of the audit log.
"""

from django.db.models.signals import post_save, pre_delete
from wagtail.models import AbstractPage

from . import registry
from .actions import erase_discussion_from_log, set_discussion_mode
from .models import Discussion
from .status import Mode


def connect():
    """Follow pages and discussions. Called once, by ``ready()``."""
    post_save.connect(_hide_on_alias, dispatch_uid="comments.lifecycle.alias")
    pre_delete.connect(_erase, sender=Discussion, dispatch_uid="comments.lifecycle.delete")


def _hide_on_alias(sender, instance, created, raw=False, **kwargs):
    # Pages are saved once as their own class and, within that, never as a base of it.
    if raw or not created or not issubclass(sender, AbstractPage):
        return
    if instance.alias_of_id and registry.get_options(sender) is not None:
        set_discussion_mode(instance, mode=Mode.HIDDEN)


def _erase(instance, **kwargs):
    erase_discussion_from_log(instance)
