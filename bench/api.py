"""The API over HTTP, beside a bare Django view with the same bytes, DRF and ninja.

    DATABASE_URL=postgres://… REDIS_URL=redis://… make bench-api [ARGS="--requests 300"]

All are served by gunicorn with two workers to 16 clients, in one run, with the settings of
production; ``--threads 8`` gives each worker threads, which keep their connections. What counts
are the ratios of CPU time to the bare view that answers the same bytes, in the same site behind the
same middleware; where something is posted, it reads the same body before. *Alone* is what the same
bytes cost in a Django of one view without any middleware: what nothing can be faster than.
*Uncached* has the site's cache switched off, *cached* is as in production (with a Redis), *304* is
asked with the ``ETag`` of the answer before. DRF and ninja serialise the same rows of comments in
the plainest way, behind the same middleware. The clock of a processor is not the same from one
second to the next: each answer is asked for in turns with the bare view that it is compared with,
and one asks the database a query whose result is as long (*one query*).
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from django.utils.text import slugify

from bench.load import drive
from bench.pages import CONNECTIONS, UNCACHED, get_cpu_seconds
from bench.served import Site, find_port, serve_by_gunicorn

OURS = {"DJANGO_SETTINGS_MODULE": "bench.api_settings"}
#: How often each is asked in turn.
ROUNDS = 10
PEERS = {
    "DRF, 50 comments": "/drf/",
    "ninja, 50 comments": "/ninja/comments/",
}


class Posts:
    """Comments on one page, each different from all others."""

    def __init__(self, page):
        self.page, self.run = int(page), 0

    def __call__(self, number):
        if number == 0:
            self.run += 1
        text = f"Comment {number} of run {self.run} at {os.getpid()}, with <em>a few</em> words."
        comment = {"page": self.page, "body": text, "author_name": "Robin"}
        return json.dumps(comment | {"author_email": f"r{number}@example.org"}).encode()


@dataclass(frozen=True)
class Question:
    """What is asked: ``server`` is its process, ``options`` are those of ``drive``."""

    server: int
    port: int
    path: str
    options: dict

    def ask(self, requests):
        """Return the CPU milliseconds that all answers took, and what was answered."""
        before = get_cpu_seconds(self.server)
        load = drive(
            self.port, self.path, requests=requests, connections=CONNECTIONS, **self.options
        )
        return 1000 * (get_cpu_seconds(self.server) - before), load


class Bench:
    """Measures each answer beside a bare view with its bytes, and prints the ratios."""

    def __init__(self, site, folder, requests):
        self.site = site
        self.folder = Path(folder)
        self.requests = requests
        self.bodies: dict[str, bytes] = {}
        self.makers = {}
        self.costs: dict[str, dict[str, float]] = {}

    def serve(self, **environment):
        """Serve the site and the bare views while the block runs; yield port and process."""
        return serve_beside(self.site, BENCH_BODIES=str(self.folder), **environment)

    def begin(self, name, place, path, **options):
        """Ask once, which gives the bare view its bytes; return the answer's headers."""
        (port, _server), self.makers[name] = place, options.get("make_body")
        load = drive(port, path, requests=CONNECTIONS, connections=CONNECTIONS, **options)
        self.bodies[name] = load.body
        (self.folder / slugify(name)).write_bytes(load.body)
        return load.headers

    def measure(self, name, **questions):
        """Warm up, ask in turns, and keep the CPU milliseconds of an answer to each question."""
        asked = {how: [0.0, 0] for how in questions}
        for question in questions.values():
            question.ask(4 * CONNECTIONS)
        for _round in range(ROUNDS):
            for how, question in questions.items():
                spent, load = question.ask(self.requests // ROUNDS)
                asked[how][0] += spent
                asked[how][1] += load.answers
        costs = self.costs.setdefault(name, {})
        costs |= {how: spent / answers for how, (spent, answers) in asked.items()}

    def ask_bare(self, name, place, more=""):
        """Return the question for the bytes of the answer called ``name`` and nothing else."""
        port, server = place
        options = {"make_body": self.makers[name]}
        return Question(server, port, f"/bare/{slugify(name)}/{more}", options)

    def measure_alone(self):
        """Measure a Django with nothing else than a view."""
        for name, maker in self.makers.items():
            port = find_port()
            environment = os.environ | {"BENCH_BODY": str(self.folder / slugify(name))}
            serving = serve_by_gunicorn(
                "bench.bare:application", port, environment, threads=self.site.threads
            )
            with serving as server:
                self.measure(name, alone=Question(server, port, "/", {"make_body": maker}))

    def show(self):
        print(f"{'':22}{'bytes':>8}{'bare ms':>9}{'alone':>7}   CPU ms, ratio to the bare view")
        for name, costs in self.costs.items():
            bare, alone = costs.pop("bare"), costs.pop("alone")
            line = "   ".join(
                f"{how.replace('_', ' ')} {cost:.2f} ({cost / bare:.2f}x)"
                for how, cost in costs.items()
            )
            print(f"{name:22}{len(self.bodies[name]):>8}{bare:>9.2f}{alone:>7.2f}   {line}")


@contextmanager
def serve_beside(site, **environment):
    """Serve ``site`` at a port of its own while the block runs; yield it and the process."""
    port = find_port()
    environment |= {"BASE_URL": f"http://127.0.0.1:{port}"}
    with site.serve_api(port=port, **environment) as server:
        yield port, server


def compare(bench, name, address, fresh, kept):
    """Measure the answer at ``address``, made anew and kept, beside the bare view."""
    tag = bench.begin(name, fresh, address).get("etag")
    (port, server), (port_of_kept, server_of_kept) = fresh, kept
    questions = {
        "bare": bench.ask_bare(name, fresh),
        "one_query": bench.ask_bare(name, fresh, "queried/"),
        "uncached": Question(server, port, address, {}),
        "cached": Question(server_of_kept, port_of_kept, address, {}),
    }
    if tag:
        known = {"headers": {"If-None-Match": tag}, "status": 304}
        questions["304"] = Question(server, port, address, known)
    bench.measure(name, **questions)


def compare_posts(bench, fresh, options):
    """Measure posting a comment beside a view that reads as much and answers the same."""
    name, address = "a post", "/api/v3/comments/"
    bench.begin(name, fresh, address, **options)
    port, server = fresh
    bench.measure(
        name,
        bare=bench.ask_bare(name, fresh),
        uncached=Question(server, port, address, options),
    )


def compare_peers(bench, fresh, page):
    """Measure the plainest serialisation by others beside the bare view."""
    peers = UNCACHED | {"BENCH_PAGE": str(page), "DJANGO_SETTINGS_MODULE": "bench.peers_settings"}
    with bench.serve(**peers) as place:
        port, server = place
        for name, address in PEERS.items():
            bench.begin(name, place, address)
            bench.measure(
                name,
                bare=bench.ask_bare(name, fresh),
                uncached=Question(server, port, address, {}),
            )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--requests", type=int, default=1000, help="of each")
    parser.add_argument("--threads", type=int, default=1, help="of each worker")
    parser.add_argument(
        "--only", nargs="+", metavar="NAME", help="of the lists and pages, without posts and peers"
    )
    options = parser.parse_args()
    site = Site(threads=options.threads)
    pk = site.page_id
    addresses = {
        "50 comments": f"/api/v3/comments/?page={pk}&limit=50",
        "20 teasers": "/api/v3/columns/articles/?limit=20",
        "an article": f"/api/v3/columns/articles/{pk}/",
    }
    if options.only:
        addresses = {name: addresses[name] for name in options.only}
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(site, folder, options.requests)
        with bench.serve(**UNCACHED, **OURS) as fresh, bench.serve() as kept:
            for name, address in addresses.items():
                compare(bench, name, address, fresh, kept)
            if not options.only:
                compare_posts(bench, fresh, {"make_body": Posts(pk), "status": 202})
                compare_peers(bench, fresh, pk)
        bench.measure_alone()
    cache = "with Redis" if site.environment.get("REDIS_URL") else "without Redis: no site cache"
    database = site.environment["DATABASE_URL"].partition(":")[0]
    print(f"On {database}, {cache}; page {pk}")
    bench.show()
    return 0


if __name__ == "__main__":
    sys.exit(main())
