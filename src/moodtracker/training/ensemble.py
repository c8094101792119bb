"""Weights of an ensemble's members, fitted on held-out faces, and what the fit is worth."""

import json
import os
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize

from moodtracker.training import metrics
from moodtracker.training.bootstrap import Interval, Intervals, Resampled, resample
from moodtracker.training.calibrate import Calibration, best_temperature, scaled
from moodtracker.training.errors import EnsembleError
from moodtracker.training.metrics import Floats, Ints

Way = tuple[str, str, tuple[float, ...] | None]
FORMAT = 1
OBJECTIVES = ("log_loss", "vote_cross_entropy")
TEMPERED = ("log_loss",)
"""Objectives taken at the best temperature of the whole. Votes are what networks are fitted on as
they stand; the majority's answer is surer than they are."""

FLOOR = 0.01
"""Members with less weight than this are pruned, where that is wanted."""


@dataclass(frozen=True, slots=True)
class Answers:
    """What M members say of N held-out faces, and what people said.

    `members` is float [M, N, K], rows summing to 1; `labels` int [N] in 0…K-1; `votes` float
    [N, K], rows summing to 1, or None where each face has a single label. `people` says who is
    on each face, where that is known.
    """

    members: Floats
    labels: Ints
    votes: Floats | None = None
    people: tuple[str, ...] = ()

    def target(self, objective: str) -> Floats:
        """float64 [N, K]: the labels as one-hot rows, or the votes. Raises `EnsembleError`."""
        if objective not in OBJECTIVES:
            raise EnsembleError(f"The objective is {' or '.join(OBJECTIVES)}; got “{objective}”.")
        if objective == "log_loss":
            return np.eye(self.members.shape[2])[self.labels]
        if self.votes is None:
            raise EnsembleError(
                "vote_cross_entropy needs votes, and these faces have one label each: use log_loss."
            )
        return self.votes


@dataclass(frozen=True, slots=True)
class Compared:
    """One way of weighing the members, beside the fitted one.

    `kind` is one of fitted, cross_fitted, equal, single, hand. `weights` is None for
    cross_fitted, where each fold of the faces has its own. `score` is of the objective;
    `difference` is `score` less that of the fitted weights, `honest` less that of the
    cross-fitted ones: above 0 where this way is the worse.
    """

    kind: str
    name: str
    weights: tuple[float, ...] | None
    score: Interval
    accuracy: Interval
    difference: Interval
    honest: Interval


@dataclass(frozen=True, slots=True)
class Ensemble:
    """The fitted weights, summing to 1, and the comparison, fitted and cross-fitted first.

    `blended` is their float64 [N, K], before any temperature; `cross_fitted` is `cross_fit`.
    """

    objective: str
    weights: tuple[float, ...]
    comparison: tuple[Compared, ...]
    blended: Floats
    cross_fitted: Floats


def check_hand(hand: Sequence[Sequence[float]], count: int) -> list[tuple[float, ...]]:
    """Weights by hand for `count` members, each set made to sum to 1. Raises `EnsembleError` for
    fewer than two members, and weights that are not as many, below 0, or not 1 together.
    """
    if count < 2:
        raise EnsembleError(f"An ensemble has at least two members; got {count}.")
    for weights in hand:
        if len(weights) != count:
            raise EnsembleError(
                f"Weights by hand are as many as the runs, {count}; got {len(weights)}."
            )
        if not min(weights) >= 0 or not abs(sum(weights) - 1) <= 0.005:
            raise EnsembleError(
                f"Weights by hand are not below 0 and 1 together; got "
                f"{'/'.join(f'{one:g}' for one in weights)}, together {sum(weights):g}."
            )
    return [tuple(weight / sum(weights) for weight in weights) for weights in hand]


def blend(members: Floats, weights: Sequence[float] | Floats) -> Floats:
    """[M, N, K] and M weights summing to 1 → the weighted mean of the probabilities [N, K]."""
    return np.tensordot(np.asarray(weights, dtype=np.float64), members, axes=1)


def fit_weights(
    members: Floats, target: Floats, *, tempered: bool = False, prune: bool = False
) -> Floats:
    """float64 [M] on the simplex with the least cross-entropy -Σ target·log q, by Nelder–Mead.

    q is Σ w·p, or with `tempered` softmax(log Σ w·p / T), T fitted along. A mean of networks is
    more doubtful than each of them; without the temperature, which the whole gets afterwards
    anyway, that doubt would be held against every second member.

    The weights are a softmax whose last coordinate stays 0, started from equal weights, from
    each member nearly alone and from two random points that are always the same; every end is
    started again from a little further inwards, and the best end once more. With `prune`
    members below `FLOOR` get 0 and the rest is fitted again.
    """
    kept = np.arange(len(members))
    while True:
        found = _fit(members[kept], target, tempered)
        light = found < FLOOR
        if not prune or not light.any():
            weights = np.zeros(len(members))
            weights[kept] = found
            return weights
        kept = kept[~light]


def _fit(members: Floats, target: Floats, tempered: bool) -> Floats:
    count = len(members)
    if count == 1:
        return np.ones(1)
    loss = _tempered_loss(members, target) if tempered else _loss(members, target)
    # One coordinate more, the logarithm of the temperature, which begins at 0.
    starts = [np.append(start, 0.0) if tempered else start for start in _starts(count)]
    # Most first descents come to rest on an edge; from a little further in they leave it.
    ends = [_descend(loss, _inwards(_descend(loss, start), count)) for start in starts]
    best = min(ends, key=loss)
    best = min(best, _descend(loss, _inwards(best, count)), key=loss)
    return on_simplex(best[: count - 1])


def _inwards(free: Floats, count: int) -> Floats:
    """The same point, a tenth of the way to equal weights: near an edge of the simplex softmax is
    flat, and a descent that came to rest there would not leave it by itself.
    """
    weights = 0.9 * on_simplex(free[: count - 1]) + 0.1 / count
    return np.append(np.log(weights[:-1] / weights[-1]), free[count - 1 :])


def _loss(members: Floats, target: Floats) -> Callable[[Floats], float]:
    said = target > 0
    share, given = target[said] / len(target), members[:, said].astype(np.float64)

    def loss(free: Floats) -> float:
        mean = np.maximum(on_simplex(free) @ given, metrics.TINY)
        return float(-(share @ np.log(mean)))

    return loss


def _tempered_loss(members: Floats, target: Floats) -> Callable[[Floats], float]:
    count, rows, classes = members.shape
    given = members.reshape(count, -1).astype(np.float64)

    def loss(free: Floats) -> float:
        mean = (on_simplex(free[:-1]) @ given).reshape(rows, classes)
        return metrics.cross_entropy(target, scaled(mean, float(np.exp(free[-1]))))

    return loss


def _descend(loss: Callable[[Floats], float], start: Floats) -> Floats:
    options = {"xatol": 1e-4, "fatol": 1e-9, "maxiter": 500 * len(start), "adaptive": True}
    return np.asarray(minimize(loss, start, method="Nelder-Mead", options=options).x)


def _starts(count: int) -> list[Floats]:
    alone = np.full((count, count), 0.1 / max(count - 1, 1))
    np.fill_diagonal(alone, 0.9)
    chance = np.random.default_rng(0).dirichlet(np.ones(count), 2)
    points = np.concatenate([np.full((1, count), 1 / count), alone, chance])
    return [np.log(point[:-1] / point[-1]) for point in points]


def on_simplex(free: Floats) -> Floats:
    """M-1 free coordinates → M weights: softmax with a 0 behind them."""
    return metrics.softmax(np.append(free, 0.0)[None])[0]


def cross_fit(
    answers: Answers, objective: str, *, prune: bool = False, folds: int = 5, seed: int = 0
) -> Floats:
    """float64 [N, K]: each fold of the faces blended with weights fitted on the other folds, and
    for `TEMPERED` objectives at the temperature that is best on those.

    A person is in one fold only. This is what fitted weights are worth on new faces; two halves
    would say the same, but hang more on how the faces happened to fall.
    """
    target = answers.target(objective)
    who = answers.people or tuple(map(str, range(len(answers.labels))))
    units = np.unique(who, return_inverse=True)[1]
    fold = np.random.default_rng(seed).permutation(units.max() + 1)[units] % folds
    blended = np.empty(answers.members.shape[1:])
    for one in range(folds):
        here = fold == one
        members, wanted = answers.members[:, ~here], target[~here]
        tempered = objective in TEMPERED
        weights = fit_weights(members, wanted, tempered=tempered, prune=prune)
        blended[here] = blend(answers.members[:, here], weights)
        if tempered:
            blended[here] = scaled(blended[here], best_temperature(blend(members, weights), wanted))
    return blended


def choose(
    answers: Answers,
    names: Sequence[str],
    *,
    objective: str = "log_loss",
    hand: Sequence[Sequence[float]] = (),
    prune: bool = False,
) -> Ensemble:
    """Fit the weights and set them beside equal ones, each member alone and those by `hand`.

    Raises `EnsembleError` for an unknown objective, and where `check_hand` does.
    """
    count = len(answers.members)
    by_hand = check_hand(hand, count)
    target = answers.target(objective)
    tempered = objective in TEMPERED
    found = fit_weights(answers.members, target, tempered=tempered, prune=prune)
    fitted = tuple(map(float, found))
    ways: list[tuple[str, str, tuple[float, ...]]] = [
        ("fitted", "Nelder–Mead", fitted),
        ("equal", "equal", (1 / count,) * count),
        *(("single", name, tuple(np.eye(count)[row])) for row, name in enumerate(names)),
        *(("hand", "/".join(f"{one:g}" for one in weights), weights) for weights in by_hand),
    ]
    blended = [blend(answers.members, weights) for _, _, weights in ways]
    honest = cross_fit(answers, objective, prune=prune)
    # Each way at its own best temperature: none is blamed for a doubt that calibration removes.
    shown = [scaled(q, best_temperature(q, target)) for q in blended] if tempered else blended
    again = resample([*shown, honest], answers.labels, answers.votes, people=answers.people)
    rows = [_compared(again, row, way, objective) for row, way in enumerate(ways)]
    crossed = _compared(again, len(ways), ("cross_fitted", "cross-fitted", None), objective)
    return Ensemble(objective, fitted, (rows[0], crossed, *rows[1:]), blended[0], honest)


def _compared(again: Resampled, row: int, way: Way, objective: str) -> Compared:
    of, honest = again.intervals(row), len(again.figures) - 1
    return Compared(
        *way,
        score=_pick(of, objective),
        accuracy=of.accuracy,
        difference=_pick(again.differences(row, 0), objective),
        honest=_pick(again.differences(row, honest), objective),
    )


def _pick(of: Intervals, objective: str) -> Interval:
    found = of.log_loss if objective == "log_loss" else of.vote_cross_entropy
    assert found is not None  # the objective has been checked against the votes
    return found


# The file


@dataclass(frozen=True, slots=True)
class Part:
    """A member as an ensemble's file names it: the run's folder, its name and its weight."""

    run: Path
    name: str
    weight: float


@dataclass(frozen=True, slots=True)
class Mixture:
    """What it takes to answer as the ensemble: members, their weights, and the calibration.

    `mirrored` says whether weights and calibration are for the mean over each face and its
    mirror image.
    """

    parts: tuple[Part, ...]
    calibration: Calibration
    mirrored: bool


def write_ensemble(
    path: Path, mixture: Mixture, found: Ensemble, names: Sequence[str], held_out: int
) -> None:
    """Write the JSON file, whole or not at all; runs are named relative to its folder.

    `names` are those of all members that `found` was fitted with, `held_out` is the number of
    faces. Raises `EnsembleError` when the file cannot be written.
    """
    document = {
        "format": FORMAT,
        "members": [
            {
                "run": os.path.relpath(part.run.resolve(), path.parent.resolve()),
                "name": part.name,
                "weight": part.weight,
            }
            for part in mixture.parts
        ],
        "calibration": asdict(mixture.calibration),
        "mirrored": mixture.mirrored,
        "objective": found.objective,
        "held_out": held_out,
        "comparison": [_row(one, names) for one in found.comparison],
    }
    made = path.with_name(f"{path.name}.part")
    try:
        made.write_text(json.dumps(document, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
        made.replace(path)
    except OSError as fault:
        raise EnsembleError(
            f"The ensemble's file is one that can be written; {path}: {fault.strerror}."
        ) from fault


def _row(one: Compared, names: Sequence[str]) -> dict[str, Any]:
    weights = None if one.weights is None else dict(zip(names, one.weights, strict=True))
    return {**asdict(one), "weights": weights}


def read_ensemble(path: Path) -> Mixture:
    """Read what `write_ensemble` wrote; weights sum to 1. Raises `EnsembleError`."""
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        parts = tuple(
            Part(path.parent / str(row["run"]), str(row["name"]), float(row["weight"]))
            for row in document["members"]
        )
        calibration = Calibration(**{k: float(v) for k, v in document["calibration"].items()})
        mirrored = bool(document["mirrored"])
    except OSError as fault:
        raise EnsembleError(
            f"An ensemble is a readable JSON file; {path}: {fault.strerror}."
        ) from fault
    except (ValueError, KeyError, TypeError, AttributeError) as fault:
        raise EnsembleError(
            f"An ensemble's file is what `moodtracker ensemble` writes; {path} is not: {fault!r}."
        ) from fault
    total = sum(part.weight for part in parts)
    if not parts or min(part.weight for part in parts) < 0 or not total > 0:
        raise EnsembleError(
            f"An ensemble has members with weights above 0; {path} has "
            f"{[part.weight for part in parts]}."
        )
    even = tuple(Part(part.run, part.name, part.weight / total) for part in parts)
    return Mixture(even, calibration, mirrored)
