"""What goes with what: days with a tag or a piece of music against days without. Pure, no Django.

Never a cause: whoever walks on bright days may walk because they are bright. A row is shown only
when `ENOUGH` days lie on each side. Days that follow each other resemble each other, which Welch's
interval does not know: it is somewhat too narrow, and the page says that it is a hint.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from moodtracker.tracker.periods import Period
from moodtracker.tracker.trends.intervals import Difference, Moments, false_discoveries, welch
from moodtracker.tracker.trends.stats import Coverage, Days

ENOUGH = 5
"""Days with and days without that a row needs."""


class What(StrEnum):
    """What a row is about: one of the four groups of tags, any music, or one piece."""

    PEOPLE = "people"
    PLACES = "places"
    DOING = "doing"
    BODY = "body"
    ANY_MUSIC = "any_music"
    PIECE = "piece"


@dataclass(frozen=True, slots=True)
class Sighting:
    """Something of a diary with the moments of the daily valence of the days that have it.

    `key` is the tag's id or the work's; `name` is as the person wrote it, or the key.
    """

    what: What
    key: str
    name: str
    emoji: str
    days: Moments


@dataclass(frozen=True, slots=True)
class Companion:
    """One row. `difference` is mean daily valence with minus without, None with too few days.

    `clear` holds for those that stand when the false discoveries among all rows are kept to 5 %.
    """

    what: What
    key: str
    name: str
    emoji: str
    days_with: int
    days_without: int
    mean_with: float
    mean_without: float | None
    difference: Difference | None
    clear: bool = False

    @property
    def missing(self) -> int:
        """How many more days with it are needed; none when only days without it are."""
        return max(0, ENOUGH - self.days_with)

    @property
    def missing_without(self) -> int:
        """How many more days without it are needed."""
        return max(0, ENOUGH - self.days_without)


@dataclass(frozen=True, slots=True)
class Together:
    """`shown` have enough days, the largest rise first; `waiting` do not, the nearest first."""

    period: Period
    coverage: Coverage
    shown: tuple[Companion, ...]
    waiting: tuple[Companion, ...]


def together(found: Sequence[Sighting], days: Days, period: Period, coverage: Coverage) -> Together:
    """The rows of a period; `days` are its days with entries, tagged or not."""
    everything = Moments.of(days.within(period).valence)
    rows = [_companion(one, everything - one.days) for one in found if one.days.n]
    measured = [row for row in rows if row.difference]
    stand = false_discoveries([row.difference.p for row in measured if row.difference])
    shown = [replace(row, clear=clear) for row, clear in zip(measured, stand, strict=True)]
    shown.sort(key=_rise, reverse=True)
    waiting = [row for row in rows if row.difference is None]
    waiting.sort(key=lambda row: (row.missing + row.missing_without, row.name, row.key))
    return Together(period, coverage, tuple(shown), tuple(waiting))


def _companion(one: Sighting, rest: Moments) -> Companion:
    enough = min(one.days.n, rest.n) >= ENOUGH
    return Companion(
        what=one.what,
        key=one.key,
        name=one.name,
        emoji=one.emoji,
        days_with=one.days.n,
        days_without=rest.n,
        mean_with=one.days.mean,
        mean_without=rest.mean if rest.n else None,
        difference=welch(one.days, rest) if enough else None,
    )


def _rise(row: Companion) -> tuple[float, str, str]:
    return (row.difference.interval.value if row.difference else 0.0, row.name, row.key)
