"""What Lighthouse says of the article with 100 comments on a telephone, against what we promise.

    make lighthouse [ARGS="--runs 5 --path /another/page/"]

The site is served as production is. The middle one of the runs counts, for each figure. Below a
figure that is missed stand the audits that cost it. Exits with 1 if a figure is missed.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.served import ROOT, Site

PROGRAM = ROOT / "tests" / "browser" / "node_modules" / "lighthouse" / "cli" / "index.js"
FLAGS = "--headless=new --no-sandbox --disable-gpu --disable-background-networking"
CATEGORIES = {"performance": 98, "accessibility": 100, "best-practices": 100, "seo": 100}
MOST_SHIFT = 0.02
MOST_KILOBYTES = 150


def measure(address: str) -> dict:
    """Run Lighthouse once; return its report."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        command = ["node", PROGRAM, address, "--quiet", "--output=json", f"--output-path={report}"]
        subprocess.run(
            [*command, f"--chrome-flags={FLAGS}", f"--only-categories={','.join(CATEGORIES)}"],
            check=True,
            # Neither fetches a browser of its own nor reports its faults to anybody.
            env=os.environ | {"PUPPETEER_SKIP_DOWNLOAD": "1", "CI": "1"},
        )
        return json.loads(report.read_text())


def get_shift(report: dict) -> float:
    return report["audits"]["cumulative-layout-shift"]["numericValue"]


def get_transfers(report: dict) -> list[tuple[float, str]]:
    """Return the kilobytes, headers included, and the address of all but pictures."""
    return [
        (request["transferSize"] / 1000, request["url"])
        for request in report["audits"]["network-requests"]["details"]["items"]
        if request.get("resourceType") != "Image"
    ]


def get_kilobytes(report: dict) -> float:
    return sum(kilobytes for kilobytes, _ in get_transfers(report))


def explain(report: dict, category: str) -> None:
    """Print the audits of ``category`` that are not perfect, the dearest first."""
    audits = []
    for reference in report["categories"][category]["auditRefs"]:
        audit = report["audits"][reference["id"]]
        if reference["weight"] and audit["score"] is not None and audit["score"] < 1:
            audits.append((reference["weight"] * (1 - audit["score"]), audit))
    for _, audit in sorted(audits, key=lambda pair: -pair[0]):
        print(f"    {audit['id']}: {audit.get('displayValue') or audit['title']}")
        for item in audit.get("details", {}).get("items", [])[:3]:
            print(f"      {item.get('node', {}).get('snippet') or item.get('url') or ''}"[:120])


def show(name: str, figure: str, promise: str, *, is_met: bool) -> bool:
    print(f"{name:28}{figure:>10}  promised {promise:10}{'met' if is_met else 'MISSED'}")
    return is_met


def judge(reports: list[dict]) -> bool:
    """Print each figure beside its promise; return whether all are met."""
    met = True
    for category, least in CATEGORIES.items():
        scores = [round(100 * report["categories"][category]["score"]) for report in reports]
        score = round(median(scores))
        if not show(category, f"{score}", f">= {least}", is_met=score >= least):
            met = False
            explain(reports[scores.index(min(scores))], category)
    shift = median(get_shift(report) for report in reports)
    met &= show("layout shift", f"{shift:.3f}", f"<= {MOST_SHIFT}", is_met=shift <= MOST_SHIFT)
    size = median(get_kilobytes(report) for report in reports)
    fits = size < MOST_KILOBYTES
    met &= show("kB without pictures", f"{size:.1f}", f"< {MOST_KILOBYTES}", is_met=fits)
    for kilobytes, url in sorted(get_transfers(reports[-1]), reverse=True)[:5]:
        print(f"    {kilobytes:>6.1f} kB  {url[:100]}")
    for name in ("first-contentful-paint", "largest-contentful-paint", "total-blocking-time"):
        values = [report["audits"][name]["numericValue"] for report in reports]
        print(f"{name:28}{median(values):>7.0f} ms")
    return met


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--path", help="another page than the article with 100 comments")
    options = parser.parse_args()
    if not PROGRAM.exists():
        sys.exit("Lighthouse is missing: make lighthouse installs it.")
    site = Site()
    with site.serve():
        address = f"{site.environment['BASE_URL']}{options.path or site.path}"
        print(f"Lighthouse, telephone, the middle one of {options.runs} runs of {address}")
        # The first visit makes what the site makes once, as pictures in their sizes.
        reports = [measure(address) for _ in range(options.runs + 1)][1:]
    return 0 if judge(reports) else 1


if __name__ == "__main__":
    sys.exit(main())
