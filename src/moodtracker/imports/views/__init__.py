"""The pages of moving in: each parses the request, calls one service, and answers."""

from moodtracker.imports.views.reviewing import face, review
from moodtracker.imports.views.runs import answer, apply, drop, progress, run, skipped, undo
from moodtracker.imports.views.sending import home, piece, sent, start

__all__ = [
    "answer",
    "apply",
    "drop",
    "face",
    "home",
    "piece",
    "progress",
    "review",
    "run",
    "sent",
    "skipped",
    "start",
    "undo",
]
