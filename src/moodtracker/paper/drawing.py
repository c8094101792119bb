"""Draws one chart in a process of its own: `python -m moodtracker.paper.drawing svg|png`.

The specification comes as JSON on standard input, the picture goes to standard output.
"""

import json
import sys
import threading
from typing import Any

from moodtracker.paper import fonts
from moodtracker.paper.apart import run_apart
from moodtracker.paper.errors import PaperError

SECONDS = 30
_ONE_AT_A_TIME = threading.BoundedSemaphore(1)
# Whoever waits keeps a thread of the server from everybody else.
_LINE = threading.BoundedSemaphore(3)


def draw(specification: dict[str, Any], form: str) -> bytes:
    """The Vega-Lite specification as `svg` or `png`, drawn in a process that ends with it.

    One at a time in each worker, and two that wait. Raises `PaperError` when there are more, when
    it takes longer than `SECONDS`, or when it cannot be drawn.
    """
    if not _LINE.acquire(blocking=False):
        raise PaperError("A chart waits behind two others at most; more were asked for.")
    try:
        return _drawn_in_turn(specification, form)
    finally:
        _LINE.release()


def _drawn_in_turn(specification: dict[str, Any], form: str) -> bytes:
    if not _ONE_AT_A_TIME.acquire(timeout=SECONDS):
        raise PaperError(f"A chart waits at most {SECONDS} s for its turn; it waited longer.")
    try:
        return run_apart(
            "moodtracker.paper.drawing",
            form,
            given=json.dumps(specification).encode(),
            seconds=SECONDS,
            what="A chart",
        )
    finally:
        _ONE_AT_A_TIME.release()


def main() -> None:
    """Draws what comes in; a wrong specification ends with vl-convert's own error."""
    import vl_convert

    form = sys.argv[1]
    specification = json.load(sys.stdin.buffer)
    fonts.register_fonts()
    if form == "svg":
        picture = vl_convert.vegalite_to_svg(specification).encode()
    else:
        picture = vl_convert.vegalite_to_png(specification, scale=2.0)
    sys.stdout.buffer.write(picture)


if __name__ == "__main__":
    main()
