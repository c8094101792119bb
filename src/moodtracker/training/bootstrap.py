"""How far a score might be off: percentile bootstrap over faces, or over people (Efron, 1979)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from moodtracker.training import metrics
from moodtracker.training.metrics import Floats, Ints

RESAMPLES = 2_000
LEVEL = 0.95
BINS = 15
AT_ONCE = 4_000_000
"""Draws held in memory together: about 100 MB."""


@dataclass(frozen=True, slots=True)
class Interval:
    """A figure on all faces, and the 95 % percentile interval of it over resamples."""

    value: float
    low: float
    high: float

    @property
    def excludes_zero(self) -> bool:
        """Whether a difference with this interval is more than chance would give."""
        return self.low > 0 or self.high < 0


@dataclass(frozen=True, slots=True)
class Intervals:
    """The figures of `metrics.Scores` with their intervals; None where faces have no votes.

    Chance counts twice in the calibration error of a resample, so the interval of `ece` leans
    upwards, and its value can lie near the lower end.
    """

    accuracy: Interval
    macro_f1: Interval
    f1: tuple[Interval, ...]
    log_loss: Interval
    ece: Interval
    vote_cross_entropy: Interval | None


@dataclass(frozen=True, slots=True)
class Resampled:
    """Figures of several models on the same resamples, so that they can be compared in pairs.

    `figures` is float64 [models, 1 + resamples, 4 + K or 5 + K]: first on all faces, then on
    each resample; accuracy, macro-F1, log loss, ECE, K times F1, cross-entropy against votes.
    """

    figures: Floats
    classes: int

    def intervals(self, model: int) -> Intervals:
        """Of one model."""
        return _intervals(self.figures[model], self.classes)

    def differences(self, model: int, other: int) -> Intervals:
        """Of `model` minus `other`, face for face on the same resamples."""
        # What is the same for both may still differ in its last bits.
        apart = np.round(self.figures[model] - self.figures[other], 12)
        return _intervals(apart, self.classes)


def intervals(
    probabilities: Floats, labels: Ints, votes: Floats | None = None, *, people: Sequence[str] = ()
) -> Intervals:
    """95 % intervals of every score of one model; see `resample`."""
    return resample([probabilities], labels, votes, people=people).intervals(0)


def resample(
    models: Sequence[Floats],
    labels: Ints,
    votes: Floats | None = None,
    *,
    people: Sequence[str] = (),
    resamples: int = RESAMPLES,
    seed: int = 0,
) -> Resampled:
    """Score `models`, each [N, K] with rows summing to 1, on the same random resamples.

    Where `people` names who is on each of the N faces, whole people are drawn: several pictures
    of one person tell less than as many of different people.
    """
    units = np.unique(people, return_inverse=True)[1] if people else np.arange(len(labels))
    columns = np.concatenate([_columns(one, labels, votes) for one in models], axis=1)
    sums = np.zeros((int(units.max()) + 1, columns.shape[1]))
    np.add.at(sums, units, columns)
    drawn = [sums.sum(axis=0, keepdims=True)]
    drawn += [counts @ sums for counts in draws(len(sums), resamples, seed)]
    classes = models[0].shape[1]
    parts = np.split(np.concatenate(drawn), len(models), axis=1)
    return Resampled(np.stack([_figures(part, classes) for part in parts]), classes)


def draws(units: int, resamples: int, seed: int) -> Iterator[Floats]:
    """How often each unit is drawn: float64 [some, units], `resamples` rows in all.

    Row by row the units are those of `default_rng(seed).integers(units, size=units)`.
    """
    rng = np.random.default_rng(seed)
    some = max(1, AT_ONCE // units)
    for start in range(0, resamples, some):
        rows = min(some, resamples - start)
        places = rng.integers(units, size=(rows, units)) + np.arange(rows)[:, None] * units
        counts = np.bincount(places.ravel(), minlength=rows * units)
        yield counts.reshape(rows, units).astype(np.float64)


@dataclass(frozen=True, slots=True)
class GroupScore:
    """How one group of faces was read."""

    n: int
    accuracy: Interval
    log_loss: Interval


def by_group(
    probabilities: Floats, labels: Ints, column: Sequence[str], *, people: Sequence[str] = ()
) -> dict[str, GroupScore]:
    """Scores for each value in `column`, sorted; faces with an unknown value ("") are left out.

    F1 is not among them: it depends on how often a class occurs, which differs between groups.
    """
    found = {}
    names = np.array(column)
    for name in sorted(set(column) - {""}):
        rows = np.flatnonzero(names == name)
        who = tuple(people[int(row)] for row in rows) if people else ()
        of = intervals(probabilities[rows], labels[rows], people=who)
        found[name] = GroupScore(len(rows), of.accuracy, of.log_loss)
    return found


def _columns(probabilities: Floats, labels: Ints, votes: Floats | None) -> Floats:
    """What each face adds to the sums that all scores are made of: float64 [N, C]."""
    n, classes = probabilities.shape
    rows = np.arange(n)
    read, confidence = probabilities.argmax(axis=1), probabilities.max(axis=1)
    confusion = np.zeros((n, classes**2))
    confusion[rows, labels * classes + read] = 1
    gaps = np.zeros((n, BINS))
    gaps[rows, metrics.bin_of(confidence, BINS)] = (read == labels) - confidence
    logs = -np.log(np.maximum(probabilities, metrics.TINY))
    parts = [confusion, gaps, logs[rows, labels][:, None]]
    if votes is not None:
        parts.append((votes * logs).sum(axis=1, keepdims=True))
    return np.concatenate(parts, axis=1)


def _figures(sums: Floats, classes: int) -> Floats:
    confusion = sums[:, : classes**2].reshape(-1, classes, classes)
    gaps = sums[:, classes**2 : classes**2 + BINS]
    means = sums[:, classes**2 + BINS :]
    n = confusion.sum(axis=(1, 2))
    f1 = metrics.f1_scores(confusion)
    accuracy = np.trace(confusion, axis1=1, axis2=2) / n
    ece = np.abs(gaps).sum(axis=1) / n
    first = np.stack([accuracy, f1.mean(axis=1), means[:, 0] / n, ece], axis=1)
    return np.concatenate([first, f1, means[:, 1:] / n[:, None]], axis=1)


def _intervals(figures: Floats, classes: int) -> Intervals:
    tail = (1 - LEVEL) / 2
    low, high = np.quantile(figures[1:], [tail, 1 - tail], axis=0)
    every = [Interval(*map(float, of)) for of in zip(figures[0], low, high, strict=True)]
    return Intervals(
        accuracy=every[0],
        macro_f1=every[1],
        f1=tuple(every[4 : 4 + classes]),
        log_loss=every[2],
        ece=every[3],
        vote_cross_entropy=every[4 + classes] if len(every) > 4 + classes else None,
    )
