"""Every write of this room."""

from moodtracker.imports.services.checking import run_answer
from moodtracker.imports.services.deciding import run_apply, run_drop, run_undo
from moodtracker.imports.services.receiving import (
    NewFile,
    piece_receive,
    run_receive,
    run_sent,
    run_start,
)
from moodtracker.imports.services.selfies import SelfieAnswer, faces_of, selfies_take
from moodtracker.imports.services.sweeping import runs_purge
from moodtracker.imports.services.working import run_work, work

__all__ = [
    "NewFile",
    "SelfieAnswer",
    "faces_of",
    "piece_receive",
    "run_answer",
    "run_apply",
    "run_drop",
    "run_receive",
    "run_sent",
    "run_start",
    "run_undo",
    "run_work",
    "runs_purge",
    "selfies_take",
    "work",
]
