"""`python -m benchmarks [NAME…]`: tables on the screen, all figures in out/bench.json."""

import json
import os
import platform
import sys
from collections.abc import Callable
from pathlib import Path

from benchmarks import levelling, pages, peers, people, photos, scale, sizes, training
from benchmarks.table import Row, show

PARTS: dict[str, tuple[str, Callable[[], list[Row]]]] = {
    "photos": ("A 1280×960 photo, by stage", photos.stages),
    "bundles": ("One face through each shipped bundle", photos.bundles),
    "throughput": ("Two photos at a time", photos.throughput),
    "cold": ("Cold start", photos.cold_start),
    "pages": ("Pages", pages.pages),
    "scale": ("Growth around a diary of three years", scale.scale),
    "memory": ("Memory", sizes.memory),
    "size": ("Size", sizes.installed),
    "peers": ("Beside fer", peers.peers),
    "people": ("One person against the rest", people.people),
    "levelling": ("Tilted heads", levelling.levelling),
    "training": ("Training, compact network, batch 128", training.rates),
}
OUT = Path("out/bench.json")


def main(wanted: list[str]) -> int:
    unknown = [name for name in wanted if name not in PARTS]
    if unknown:
        print(f"Benchmarks are {', '.join(PARTS)}; got {', '.join(unknown)}.", file=sys.stderr)
        return 2
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    found = {name: show(*_run(name)) for name in wanted or PARTS}
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(json.dumps(found, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"\n→ {OUT}")
    return 0


def _run(name: str) -> tuple[str, list[Row]]:
    title, measure = PARTS[name]
    return title, measure()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
