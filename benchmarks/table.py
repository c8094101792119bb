"""A measurement, how often it is repeated, and how it is shown.

With BENCH_CLOCK=cpu the times are the processor's for this process, for a machine that is busy
with something else; what a database server of its own does is left out then.
"""

import os
import statistics
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """One measured figure; `limit` is what the product must stay under (or over, for rates)."""

    what: str
    value: float
    unit: str
    spread: float | None = None
    limit: float | None = None

    @property
    def verdict(self) -> str:
        if self.limit is None:
            return ""
        held = self.value >= self.limit if self.unit.endswith("/s") else self.value <= self.limit
        return f"{'ok' if held else 'OVER'} ({self.limit:g})"


def median_ms(work: Callable[[], object], *, times: int = 15, warm: int = 2) -> tuple[float, float]:
    """Median and median absolute deviation of the time of `work`, in milliseconds."""
    clock = time.process_time if os.environ.get("BENCH_CLOCK") == "cpu" else time.perf_counter
    for _ in range(warm):
        work()
    taken = []
    for _ in range(times):
        began = clock()
        work()
        taken.append((clock() - began) * 1e3)
    middle = statistics.median(taken)
    return middle, statistics.median(abs(one - middle) for one in taken)


def timed(what: str, work: Callable[[], object], *, limit: float | None = None, **kw: int) -> Row:
    """A row of milliseconds."""
    middle, spread = median_ms(work, **kw)
    return Row(what, round(middle, 2), "ms", round(spread, 2), limit)


def show(title: str, rows: list[Row]) -> list[dict[str, object]]:
    """Print one table and answer it for the JSON file."""
    print(f"\n## {title}\n\n| what | value | ± | must |\n| --- | ---: | ---: | --- |")
    for row in rows:
        spread = "" if row.spread is None else f"{row.spread:g}"
        print(f"| {row.what} | {row.value:g} {row.unit} | {spread} | {row.verdict} |")
    return [asdict(row) for row in rows]
