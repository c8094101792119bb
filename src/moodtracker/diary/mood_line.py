"""How the mood moved over one day, as a line to draw and as a word."""

from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from moodtracker.diary.models import Entry

WIDTH, HEIGHT, MARGIN = 480, 96, 14
_A_LITTLE = 0.15  # of valence, whose range is two: below it nothing is said to have moved


class Way(StrEnum):
    """Where the mood went from the first entry of a day to the last."""

    LIGHTER = "lighter"
    HEAVIER = "heavier"
    EVEN = "even"
    AND_BACK = "and back"


@dataclass(frozen=True, slots=True)
class Dot:
    """One entry on the line, in units of the drawing."""

    x: str
    y: str


@dataclass(frozen=True, slots=True)
class MoodLine:
    """The dots from left (earlier) to right, higher where the mood was lighter."""

    dots: tuple[Dot, ...]
    points: str
    way: Way


def mood_line(entries: list[Entry]) -> MoodLine | None:
    """The line of a day's entries, earliest first; None when there are not two."""
    if len(entries) < 2:
        return None
    clocks = [entry.recorded_at.timestamp() for entry in entries]
    first, last = min(clocks), max(clocks)
    span = (last - first) or 1
    dots = tuple(
        Dot(
            x=f"{MARGIN + (WIDTH - 2 * MARGIN) * (clock - first) / span:.1f}",
            y=f"{HEIGHT / 2 - (HEIGHT / 2 - MARGIN) * entry.valence:.1f}",
        )
        for clock, entry in zip(clocks, entries, strict=True)
    )
    points = " ".join(f"{dot.x},{dot.y}" for dot in dots)
    return MoodLine(dots, points, _way([entry.valence for entry in entries]))


def _way(valences: list[float]) -> Way:
    change = valences[-1] - valences[0]
    if abs(change) > _A_LITTLE:
        return Way.LIGHTER if change > 0 else Way.HEAVIER
    moved = any(abs(b - a) > _A_LITTLE for a, b in pairwise(valences))
    return Way.AND_BACK if moved else Way.EVEN
