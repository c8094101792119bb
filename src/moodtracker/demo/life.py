"""A made-up life from a seed: moods that drift, seasons, weekdays, hard and bright weeks, a trip.

Pure arithmetic: no database, no clock of its own. What tags do to a day is known (`Habit.effect`),
so the tracker's figures can be looked at beside the truth.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from moodtracker.demo.words import NOTES, Habit, habits
from moodtracker.emotions import FACTS, ORDER, Emotion

HOME = "Asia/Seoul"
AWAY = ("Europe/Paris", "America/New_York")
_WEEKDAYS = (-0.14, -0.06, -0.02, 0.02, 0.12, 0.14, 0.02)
_HOURS = (8.2, 12.6, 18.4, 22.3)
_HOUR_EFFECT = (-0.08, 0.0, 0.04, 0.06)
_FROM_PHOTO = 0.45
_CORRECTED = 0.14
_CONFIRMED = 0.1
_WITH_NOTE = 0.3
_WITH_MUSIC = 0.35
_SHARPNESS = 0.11
# People seldom write down a moment of embarrassment, and write more when it weighs.
_WRITTEN = {Emotion.EMBARRASSMENT: 0.4, Emotion.SAD: 2.0, Emotion.UNREST: 1.5, Emotion.ANGER: 1.4}


@dataclass(frozen=True, slots=True)
class Moment:
    """One entry to be. `probabilities` are in the order of `emotions.ORDER`, None by hand;
    `habits` are names of `words.habits`; `shift` is how the music changed it, None untold.
    """

    instant: datetime
    zone: str
    camera: bool
    probabilities: tuple[float, ...] | None
    own: Emotion | None
    intensity: int | None
    note: str
    habits: tuple[str, ...]
    heard: bool
    shift: int | None


@dataclass(frozen=True, slots=True)
class Life:
    """What a life is drawn from: `a_day` is the mean number of entries on a day with any."""

    seed: int
    first: date
    last: date
    a_day: float = 1.8
    language: str = "ko"


def moments(life: Life) -> Iterator[Moment]:
    """Every moment of the life, earliest first; the same for the same life."""
    dice = np.random.default_rng(life.seed)
    days = (life.last - life.first).days + 1
    tide = _tide(dice, days)
    trips = _trips(dice, life)
    for number in range(days):
        day = life.first + timedelta(days=number)
        zone = next((zone for first, last, zone in trips if first <= day <= last), HOME)
        yield from _day(dice, life, day, zone, tide[number])


def _tide(dice: np.random.Generator, days: int) -> Sequence[float]:
    """The slow part of the mood: what is left of yesterday, and weeks that weigh or shine."""
    noise = dice.normal(0, 0.15, days)
    tide = np.zeros(days)
    for number in range(1, days):
        tide[number] = 0.72 * tide[number - 1] + noise[number]
    for mean_gap, depth, length in ((95, -0.6, (6, 15)), (70, 0.4, (5, 11))):
        at = int(dice.exponential(mean_gap))
        while at < days:
            span = int(dice.integers(*length))
            swell = np.sin(np.linspace(0, math.pi, span))[: days - at]
            tide[at : at + span] += depth * swell
            at += span + 1 + int(dice.exponential(mean_gap))
    return [float(value) for value in tide]


def _trips(dice: np.random.Generator, life: Life) -> list[tuple[date, date, str]]:
    trips = []
    for year in range(life.first.year, life.last.year + 1):
        first = date(year, int(dice.integers(4, 10)), int(dice.integers(1, 19)))
        zone = AWAY[int(dice.integers(len(AWAY)))]
        trips.append((first, first + timedelta(days=int(dice.integers(6, 12))), zone))
    return trips


def _day(
    dice: np.random.Generator, life: Life, day: date, zone: str, tide: float
) -> Iterator[Moment]:
    if dice.random() < 0.13:
        return
    season = 0.1 * math.sin(2 * math.pi * (day.timetuple().tm_yday - 100) / 365)
    done = [one for one in habits(life.language) if dice.random() < one.chance(day.weekday())]
    level = 0.12 + tide + season + _WEEKDAYS[day.weekday()] + sum(one.effect for one in done)
    count = min(len(_HOURS), 1 + int(dice.poisson(max(0.0, life.a_day - 1))))
    parts = sorted(int(part) for part in dice.choice(len(_HOURS), count, replace=False))
    for part in parts:
        clock = _clock(_HOURS[part] + float(dice.normal(0, 0.7)))
        instant = datetime.combine(day, clock, tzinfo=ZoneInfo(zone)).astimezone(UTC)
        yield _moment(dice, life.language, (instant, zone), level + _HOUR_EFFECT[part], done)


def _moment(
    dice: np.random.Generator,
    language: str,
    when: tuple[datetime, str],
    level: float,
    done: list[Habit],
) -> Moment:
    instant, zone = when
    felt = _felt(dice, level)
    read = dice.random() < _FROM_PHOTO
    probabilities = _reading(dice, felt) if read else None
    seen = ORDER[int(np.argmax(probabilities))] if probabilities else felt
    corrected = seen is not felt and dice.random() < 5 * _CORRECTED
    confirmed = seen is felt and dice.random() < _CONFIRMED
    own = felt if not read or corrected or confirmed else None
    strength = abs(FACTS[felt].valence - FACTS[Emotion.NEUTRALITY].valence)
    told = own is not None and dice.random() < 0.6
    heard = dice.random() < _WITH_MUSIC
    shift = int(np.clip(round(dice.normal(0.45, 0.8)), -2, 2))
    chosen = [one.name for one in done if dice.random() < 0.8]
    return Moment(
        instant=instant,
        zone=zone,
        camera=bool(read and dice.random() < 0.6),
        probabilities=probabilities,
        own=own,
        intensity=int(np.clip(round(dice.normal(2.2 + 1.6 * strength, 0.9)), 1, 5))
        if told
        else None,
        note=_note(dice, language, felt),
        habits=tuple(chosen),
        heard=heard,
        shift=shift if heard and dice.random() < 0.7 else None,
    )


def _clock(hour: float) -> time:
    minutes = int(np.clip(round(60 * hour), 5, 24 * 60 - 1))
    return time(minutes // 60, minutes % 60)


def _felt(dice: np.random.Generator, level: float) -> Emotion:
    """An emotion near this place of the valence–arousal plane."""
    valence = float(np.clip(level + dice.normal(0, 0.2), -1, 1))
    arousal = float(np.clip(0.25 * abs(valence) + dice.normal(0.05, 0.35), -1, 1))
    distance = np.array(
        [
            (FACTS[one].valence - valence) ** 2 + 0.6 * (FACTS[one].arousal - arousal) ** 2
            for one in ORDER
        ]
    )
    chance = np.exp(-distance / _SHARPNESS) * [_WRITTEN.get(one, 1.0) for one in ORDER]
    return ORDER[int(dice.choice(len(ORDER), p=chance / chance.sum()))]


def _reading(dice: np.random.Generator, felt: Emotion) -> tuple[float, ...]:
    """Six probabilities as a network would give them for a face that feels this."""
    weights = np.full(len(ORDER), 0.35)
    weights[ORDER.index(felt)] = 3.4
    weights[ORDER.index(Emotion.NEUTRALITY)] += 0.7
    drawn = dice.dirichlet(weights)
    return tuple(float(value) for value in drawn / drawn.sum())


def _note(dice: np.random.Generator, language: str, felt: Emotion) -> str:
    if dice.random() >= _WITH_NOTE:
        return ""
    choices = NOTES[language][felt]
    return choices[int(dice.integers(len(choices)))]
