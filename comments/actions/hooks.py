"""Functions of a site's own, called before and after an action (Wagtail's hooks).

``before_comment_…`` may raise a ``CommentError`` (or ``PermissionDenied``): the action is refused
then, through every door, with that sentence. Both kinds run inside the transaction of the action,
so that what they write stands or falls with it. What should happen after the commit belongs to a
signal of ``comments.signals``.
"""

from wagtail import hooks


def call_hooks(name, **kwargs):
    """Call the functions registered for ``name`` with ``kwargs``, in their order."""
    for function in hooks.get_hooks(name):
        function(**kwargs)
