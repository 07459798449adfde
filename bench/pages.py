"""The article page with 100 comments over HTTP, beside a bare Django view with the same bytes.

    DATABASE_URL=postgres://… REDIS_URL=redis://… make bench-pages [ARGS="--requests 300"]

*Cold* is the whole page made anew for each request, with the site's cache switched off
(``SITE_CACHE_SECONDS=0``); *warm* is the second request and those after it with the settings of
production, for which the site needs a Redis; *304* is the same asked with the ``ETag`` of the
answer before. All are served by granian with two workers to 16 connections, in one run: what
counts are the ratios to the bare view. Nothing is compressed, so that all send the same bytes.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.load import drive
from bench.served import Site, find_port, serve

CONNECTIONS = 16
TICKS = os.sysconf("SC_CLK_TCK")
UNCACHED = {"SITE_CACHE_SECONDS": "0"}


def get_cpu_seconds(server: int) -> float:
    """Return what the server's process and its workers have used of the processors so far."""
    seconds = 0.0
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            name, _, rest = (folder / "stat").read_text().rpartition(")")
        except OSError:
            continue
        fields = rest.split()
        if server in (int(name.split()[0]), int(fields[1])):
            seconds += (int(fields[11]) + int(fields[12])) / TICKS
    return seconds


class Bench:
    """Measures one after the other, and prints each beside the bare view."""

    def __init__(self, requests: int):
        self.requests = requests
        self.rows: dict[str, tuple[float, float]] = {}

    def measure(self, name, server, port, path, *, share=1.0, **options):
        """Warm up, drive, and keep ``(CPU milliseconds of an answer, answers a second)``."""
        drive(port, path, requests=4 * CONNECTIONS, connections=CONNECTIONS, **options)
        before = get_cpu_seconds(server)
        requests = max(int(self.requests * share), CONNECTIONS)
        load = drive(port, path, requests=requests, connections=CONNECTIONS, **options)
        cpu = get_cpu_seconds(server) - before
        self.rows[name] = (1000 * cpu / load.answers, load.answers / load.seconds)
        return load

    def show(self):
        bare_cpu, bare_rate = self.rows["bare view"]
        print(f"{'':14}{'CPU ms':>9}{'answers/s':>11}{'CPU ratio':>11}{'rate ratio':>12}")
        for name, (cpu, rate) in self.rows.items():
            print(
                f"{name:14}{cpu:>9.2f}{rate:>11.0f}{cpu / bare_cpu:>11.2f}{rate / bare_rate:>12.3f}"
            )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--requests", type=int, default=2000, help="of the bare view")
    bench = Bench(parser.parse_args().requests)
    site = Site()
    with site.serve(**UNCACHED) as server:
        page = bench.measure("cold", server, site.port, site.path, share=0.1)
    with site.serve() as server:
        bench.measure("warm", server, site.port, site.path)
        if tag := page.headers.get("etag"):
            question = {"headers": {"If-None-Match": tag}, "status": 304}
            bench.measure("304", server, site.port, site.path, **question)
    with tempfile.NamedTemporaryFile() as body:
        Path(body.name).write_bytes(page.body)
        port, environment = find_port(), os.environ | {"BENCH_BODY": body.name}
        with serve("bench.bare:application", port, environment) as server:
            bench.measure("bare view", server, port, "/")
    cache = "with Redis" if site.environment.get("REDIS_URL") else "without Redis: no site cache"
    database = site.environment["DATABASE_URL"].partition(":")[0]
    print(f"{site.path}, {len(page.body)} bytes, on {database}, {cache}")
    bench.show()
    if not tag:
        print("304: not measured, because the page has no ETag.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
