"""What the comments' text format costs, beside plain bleach in the same run.

    python bench/text_format.py [--repeat 7]

Ordinary text: `render` against `bleach.linkify(bleach.clean(...))`, which does less (no paragraphs,
no quotes, no second gate); beyond the longest markup, text is shown as plain text. Hostile shapes:
the time at the longest markup against the time at half of it, and the worst time met. Exits with 1
if a figure is missed, so that a job can run it.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import bleach

from comments.text import MAX_LENGTH, render
from comments.text.limits import HARD_LENGTH

if TYPE_CHECKING:
    from collections.abc import Callable

MOST_OF_YARDSTICK = 2.0
MOST_GROWTH = 2.3
MOST_SECONDS = 0.25

ORDINARY = (
    "I agree with the author about <em>turnout</em> &amp; placement; see "
    "https://example.org/technique?page=3&lang=en and www.example.org for more.\n"
    "It took me years to learn that. My teacher (a student of Cecchetti's) used to say so too.\n\n"
    "[quote=Anna]The <strong>port de bras</strong> of the second cast was lovely.[/quote]\n\n"
    "Three things to watch:\n<ul>\n<li>the supporting leg</li>\n<li>the <cite>Giselle</cite> "
    'variation</li>\n<li><a href="https://example.org/">this film</a></li>\n</ul>\n'
)
HOSTILE = {
    "one word": "a",
    "brackets": "(",
    "ampersands": "&",
    "interrupted tags": "<b <em ",
    "crossing quotation marks": '<a b=\'" c="',
    "unclosed comments": "<!--",
    "open lists": "<ul><li>",
    "formatting in items": "<li><em><strong><code>x",
    "misnested links": "<a href=x><em><strong></a>",
    "quote openers": "[quote]",
    "quote pairs": "[quote]a[/quote]",
    "addresses": "http://a.bc ",
    "refused addresses": "http://xn--a.bc ",
    "hosts that are none": ",www.",
    "mails that are none": "a@",
    "paragraphs": "x\n\n",
    "re-opened wrappers": "<em lang=en><strong><cite>x\n\n",
    "many attributes": "<a b ",
}


def seconds(calls: list[tuple[Callable[[str], str], str]], repeat: int) -> list[float]:
    """The least CPU time of each call in `repeat` rounds.

    What disturbs a run only ever adds to it, and in rounds it disturbs all that are compared.
    """
    best = [float("inf")] * len(calls)
    for _ in range(repeat):
        for number, (function, source) in enumerate(calls):
            started = time.process_time()
            function(source)
            best[number] = min(best[number], time.process_time() - started)
    return best


def yardstick(source: str) -> str:
    return bleach.linkify(bleach.clean(source))


def of_length(unit: str, length: int) -> str:
    return (unit * (length // len(unit) + 1))[:length]


def ordinary(repeat: int) -> bool:
    print(f"{'ordinary text':28}{'render ms':>10}{'bleach ms':>10}{'ratio':>8}")
    met = True
    for length in (1_000, MAX_LENGTH, HARD_LENGTH):
        source = of_length(ORDINARY, length)
        ours, theirs = seconds([(render, source), (yardstick, source)], repeat)
        met &= ours <= MOST_OF_YARDSTICK * theirs
        print(
            f"{length:>7} characters{ours * 1e3:>20.2f}{theirs * 1e3:>10.2f}{ours / theirs:>8.2f}"
        )
    return met


def hostile(repeat: int) -> bool:
    half = MAX_LENGTH // 2
    print(f"\n{'hostile shape':28}{half:>7} ms{MAX_LENGTH:>7} ms{'growth':>8}{'bleach ms':>11}")
    met, worst = True, 0.0
    for name, unit in HOSTILE.items():
        sources = [of_length(unit, length) for length in (half, MAX_LENGTH)]
        short, long = seconds([(render, source) for source in sources], repeat)
        (theirs,) = seconds([(yardstick, sources[1])], 1)
        worst = max(worst, long)
        met &= long <= MOST_GROWTH * short and long < MOST_SECONDS
        figures = f"{short * 1e3:>10.2f}{long * 1e3:>10.2f}{long / short:>8.2f}"
        print(f"{name:28}{figures}{theirs * 1e3:>11.1f}")
    print(f"{'worst':28}{worst * 1e3:>20.2f}")
    return met


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--repeat", type=int, default=15)
    repeat = parser.parse_args().repeat
    render(ORDINARY)
    met = [ordinary(repeat), hostile(repeat)]
    print(
        f"\nordinary at most {MOST_OF_YARDSTICK} times bleach: {'met' if met[0] else 'MISSED'};"
        f" hostile at most {MOST_GROWTH} times for twice the length, under {MOST_SECONDS} s:"
        f" {'met' if met[1] else 'MISSED'}"
    )
    return 0 if all(met) else 1


if __name__ == "__main__":
    sys.exit(main())
