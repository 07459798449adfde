"""What is looked for: words and phrases, taken from what a reader typed."""

import re
from dataclasses import dataclass

from django.utils.functional import cached_property
from wagtail.search.query import And, Phrase, PlainText

from .words import find_words, fold, normalize

QUERY_LENGTH = 200
MOST_WORDS = 16
QUOTATION_MARKS = re.compile('["“”„«»]')
# What MariaDB does not index, as it comes: nothing has all words when one of these is asked for.
# Elsewhere too a text is the right one without them.
LITTLE_WORDS = frozenset([
    "a", "about", "an", "are", "as", "at", "be", "by", "com", "de", "en", "for", "from", "how",
    "i", "in", "is", "it", "la", "of", "on", "or", "that", "the", "this", "to", "und", "was",
    "what", "when", "where", "who", "will", "with", "www",
])  # fmt: skip
LITTLE_LENGTH = 2
APOSTROPHES = re.compile("['’]")


@dataclass(frozen=True)
class Terms:
    """Words and phrases, all without any sign that a search engine could take for an order.

    A phrase is several words with a space between.
    """

    words: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()

    @classmethod
    def parse(cls, text):
        """Read ``text``, in which quotation marks of any kind enclose phrases.

        A quotation mark that is not closed means nothing. At most ``MOST_WORDS`` words count.
        """
        words, phrases, left = [], [], MOST_WORDS
        parts = QUOTATION_MARKS.split(normalize(text)[:QUERY_LENGTH])
        for number, part in enumerate(parts):
            is_phrase = number % 2 == 1 and number < len(parts) - 1
            found = (_get_words(part) if is_phrase else _get_telling_words(part))[:left]
            left -= len(found)
            if is_phrase and len(found) > 1:
                phrases.append(" ".join(found))
            else:
                words += found
        return cls(tuple(dict.fromkeys(words)), tuple(dict.fromkeys(phrases)))

    def __bool__(self):
        return bool(self.words or self.phrases)

    @cached_property
    def all_words(self):
        """The words, those of the phrases included."""
        words = [*self.words, *(word for phrase in self.phrases for word in phrase.split())]
        return list(dict.fromkeys(words))

    @cached_property
    def telling(self):
        """The terms without little words such as "the"; the same terms if that leaves nothing."""
        words = tuple(
            word
            for word in self.words
            if len(word) > LITTLE_LENGTH and word.lower() not in LITTLE_WORDS
        )
        return Terms(words, self.phrases) if words or self.phrases else self

    @cached_property
    def needles(self):
        """What to mark in a text: each term as a tuple of folded words."""
        terms = [[word] for word in self.words] + [phrase.split() for phrase in self.phrases]
        return [tuple(fold(word) for word in term) for term in terms]

    @cached_property
    def loose_needles(self):
        """What to mark where any of the words was looked for."""
        return [(fold(word),) for word in self.all_words]

    def to_query(self):
        """Return the query for texts that have all of the terms."""
        parts = [Phrase(phrase) for phrase in self.phrases]
        if self.words:
            parts.insert(0, PlainText(" ".join(self.words), operator="and"))
        return parts[0] if len(parts) == 1 else And(parts)

    def to_ranking_query(self):
        """Return the query by which to rank texts that have all of the terms.

        One term, because engines differ in how they rank several kinds of them together.
        """
        return Phrase(self.phrases[0]) if self.phrases else self.to_query()

    def to_loose_query(self):
        """Return the query for texts that have any of the words."""
        return PlainText(" ".join(self.all_words), operator="or")


def _get_words(text):
    return [text[word.start : word.end] for word in find_words(text)]


def _get_telling_words(text):
    """Return the words of ``text`` without the letters that an apostrophe cuts off."""
    telling = []
    for piece in text.split():
        parts = [word for part in APOSTROPHES.split(piece) for word in _get_words(part)]
        longer = [part for part in parts if len(part) > 1]
        telling += longer if longer and APOSTROPHES.search(piece) else parts
    return telling
