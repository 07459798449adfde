"""Where the operations stand."""

from ninja import Router

router = Router(tags=["columns"])
