"""The API over HTTP, beside a bare Django view with the same bytes, DRF and ninja.

    DATABASE_URL=postgres://… REDIS_URL=redis://… make bench-api [ARGS="--requests 300"]

All are served by gunicorn with two workers to 16 connections, in one run, with the settings of
production: what counts are the ratios of CPU time to the bare view that answers the same bytes, in
the same site behind the same middleware; where something is posted, it reads the same body before.
*Alone* is what the same bytes cost in a Django of one
view without any middleware: what nothing can be faster than. *Uncached* has the site's cache
switched off, *cached* is as in production (with a Redis), *304* is asked with the ``ETag`` of the
answer before. DRF and ninja serialise the same rows of comments in the plainest way, behind the
same middleware.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from django.utils.text import slugify

from bench.load import drive
from bench.pages import CONNECTIONS, UNCACHED, get_cpu_seconds
from bench.served import Site, find_port, serve_by_gunicorn

OURS = {"DJANGO_SETTINGS_MODULE": "bench.api_settings"}
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


class Bench:
    """Measures each answer beside a bare view with its bytes, and prints the ratios."""

    def __init__(self, requests):
        self.requests = requests
        self.bodies: dict[str, bytes] = {}
        self.makers = {}
        self.costs: dict[str, dict[str, float]] = {}

    def measure(self, name, how, server, port, path, **options):
        """Warm up, drive, and keep the CPU milliseconds of an answer."""
        self.makers.setdefault(name, options.get("make_body"))
        drive(port, path, requests=4 * CONNECTIONS, connections=CONNECTIONS, **options)
        before = get_cpu_seconds(server)
        load = drive(port, path, requests=self.requests, connections=CONNECTIONS, **options)
        cost = 1000 * (get_cpu_seconds(server) - before) / load.answers
        self.costs.setdefault(name, {})[how] = cost
        if load.body:
            self.bodies.setdefault(name, load.body)
        return load

    def measure_bare(self, site):
        """Measure a view of ``site`` with the bytes of each, and a Django with nothing else."""
        with tempfile.TemporaryDirectory() as folder:
            for name, body in self.bodies.items():
                (Path(folder) / slugify(name)).write_bytes(body)
            with site.serve_api(**UNCACHED, **OURS, BENCH_BODIES=folder) as server:
                for name, maker in self.makers.items():
                    path = f"/bare/{slugify(name)}/"
                    self.measure(name, "bare", server, site.port, path, make_body=maker)
            for name, maker in self.makers.items():
                port = find_port()
                environment = os.environ | {"BENCH_BODY": str(Path(folder) / slugify(name))}
                with serve_by_gunicorn("bench.bare:application", port, environment) as server:
                    self.measure(name, "alone", server, port, "/", make_body=maker)

    def show(self):
        print(f"{'':22}{'bytes':>8}{'bare ms':>9}{'alone':>7}   CPU ms, ratio to the bare view")
        for name, costs in self.costs.items():
            bare, alone = costs.pop("bare"), costs.pop("alone")
            line = "   ".join(
                f"{how} {cost:.2f} ({cost / bare:.2f}x)" for how, cost in costs.items()
            )
            print(f"{name:22}{len(self.bodies[name]):>8}{bare:>9.2f}{alone:>7.2f}   {line}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--requests", type=int, default=1000, help="of each")
    parser.add_argument(
        "--only", nargs="+", metavar="NAME", help="of the lists and pages, without posts and peers"
    )
    options = parser.parse_args()
    bench = Bench(options.requests)
    site = Site()
    pk = site.page_id
    addresses = {
        "50 comments": f"/api/v3/comments/?page={pk}&limit=50",
        "20 teasers": "/api/v3/columns/articles/?limit=20",
        "an article": f"/api/v3/columns/articles/{pk}/",
    }
    if options.only:
        addresses = {name: addresses[name] for name in options.only}
    with site.serve_api(**UNCACHED, **OURS) as server:
        for name, address in addresses.items():
            load = bench.measure(name, "uncached", server, site.port, address)
            if tag := load.headers.get("etag"):
                known = {"headers": {"If-None-Match": tag}, "status": 304}
                bench.measure(name, "304", server, site.port, address, **known)
        if not options.only:
            posts = {"status": 202, "make_body": Posts(pk)}
            bench.measure("a post", "uncached", server, site.port, "/api/v3/comments/", **posts)
    with site.serve_api() as server:
        for name, address in addresses.items():
            bench.measure(name, "cached", server, site.port, address)
    peers = UNCACHED | {"BENCH_PAGE": str(pk), "DJANGO_SETTINGS_MODULE": "bench.peers_settings"}
    if not options.only:
        with site.serve_api(**peers) as server:
            for name, address in PEERS.items():
                bench.measure(name, "uncached", server, site.port, address)
    bench.measure_bare(site)
    cache = "with Redis" if site.environment.get("REDIS_URL") else "without Redis: no site cache"
    database = site.environment["DATABASE_URL"].partition(":")[0]
    print(f"On {database}, {cache}; page {pk}")
    bench.show()
    return 0


if __name__ == "__main__":
    sys.exit(main())
