"""What can go wrong when the demo is loaded."""


class DemoRefused(Exception):
    """The demo cannot be loaded here; the message says why, and what to do."""
