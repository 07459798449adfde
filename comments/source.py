"""The source of a comment on its way from a form to the database."""

from functools import cached_property

from . import conf


class Source(str):
    """The source of a comment, about which the text format is asked once.

    What checks it and what stores it share the answers. It is the text itself besides.
    """

    __slots__ = ("__dict__",)

    @classmethod
    def of(cls, text):
        """Return ``text`` as a source, as it is where it is one already."""
        return text if isinstance(text, cls) else cls(text)

    @cached_property
    def reading(self):
        """What the format says: ``html``, ``excess`` and ``excerpt(length)``."""
        text = conf.text_format()
        read = getattr(text, "read", None)
        return read(str(self)) if read else _Answers(text, str(self))


class _Answers:
    """The answers of a format that has no ``read``, each asked for by itself."""

    def __init__(self, text, source):
        self._text, self._source = text, source

    @cached_property
    def html(self):
        return self._text.render(self._source)

    @cached_property
    def excess(self):
        return self._text.excess(self._source)

    def excerpt(self, length):
        return self._text.excerpt(self._source, length)
