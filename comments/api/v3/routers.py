"""Where the operations stand: one router for readers, one for moderators."""

from ninja import Router

router = Router(tags=["comments"])
moderation_router = Router(tags=["moderation of comments"])
