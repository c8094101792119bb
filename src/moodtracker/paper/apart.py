"""Runs a module of this room in a process of its own, which takes its memory along when it ends.

Drawing a chart starts a JavaScript engine (80 to 100 MB), and Typst keeps what it has set in a
cache: a server that did either itself would never give the memory back. Nothing is written to a
disk: all goes in and comes out through pipes.
"""

import subprocess
import sys

from moodtracker.paper.errors import PaperError


def run_apart(module: str, *arguments: str, given: bytes, seconds: float, what: str) -> bytes:
    """What the module writes to standard output, `given` on its standard input.

    Raises `PaperError`, which names `what` was made, when it fails, writes nothing or takes
    longer than `seconds`.
    """
    try:
        done = subprocess.run(  # noqa: S603 - our own module, by this very interpreter
            [sys.executable, "-m", module, *arguments],
            input=given,
            capture_output=True,
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired as fault:
        raise PaperError(f"{what} is made within {seconds:g} s; this one took longer.") from fault
    if done.returncode or not done.stdout:
        raise PaperError(
            f"{what} comes out of its process; it ended with "
            f"{done.returncode}: {done.stderr.decode(errors='replace').strip()[-2000:]}"
        )
    return done.stdout
