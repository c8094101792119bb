"""Calibration and the margin of ambiguity, both chosen on held-out faces."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize_scalar

from moodtracker.training import metrics

Floats = npt.NDArray[np.floating]
Ints = npt.NDArray[np.integer]

BUDGET = 0.018
"""Expected calibration error on held-out faces up to which probabilities count as calibrated: it
aims at .02 on faces that nothing was chosen on."""

KEPT = np.round(np.arange(0, 0.81, 0.02), 2)

FALSE_ALARMS = 0.15
"""Share of the faces people agree about that may be called ambiguous."""

SPLIT = 0.2
"""People are split over a face when their two most frequent answers lie this close together."""


def scaled(probabilities: Floats, temperature: float) -> Floats:
    """softmax(log p / T), row by row: the same formula that the exported graph holds."""
    return metrics.softmax(np.log(np.maximum(probabilities, metrics.TINY)) / temperature)


@dataclass(frozen=True, slots=True)
class Calibration:
    """(1 - kept)·softmax(log p / temperature) + kept·p, row by row.

    The first part answers as sure as people's majority is; the second keeps the share of those
    who saw something else, which sharpening alone would crush. Without `kept` it is temperature
    scaling; as it stands it changes nothing. Which class comes first never changes.
    """

    temperature: float = 1.0
    kept: float = 0.0

    def apply(self, probabilities: Floats) -> Floats:
        """[N, K] rows summing to 1 → the same, calibrated."""
        sharp = scaled(probabilities, self.temperature)
        return np.asarray((1 - self.kept) * sharp + self.kept * probabilities)

    def undone(self, calibrated: Floats) -> Floats:
        """What `apply` was given, from what it answered; shares too small to be seen are lost.

        There is no closed form: each round corrects the guess by how far its answer is off.
        """
        power = min(self.temperature, 1.0)
        guess = scaled(calibrated, 1 / self.temperature)
        for _ in range(60):
            answer = np.maximum(self.apply(guess), metrics.TINY)
            guess = np.maximum(guess, metrics.TINY) * (calibrated / answer) ** power
            guess /= guess.sum(axis=1, keepdims=True)
        return np.asarray(guess)


def calibration(probabilities: Floats, labels: Ints, votes: Floats) -> Calibration:
    """The calibration nearest to people's votes of those that are calibrated to their majority.

    Of a grid of temperatures and shares kept, all whose expected calibration error is at most
    `BUDGET` (or, where nothing reaches that, the error at the temperature of least log loss)
    are admitted; the least cross-entropy against `votes` [N, K] decides. One-hot votes make it
    the log loss. See docs/adr/008-calibration.md.
    """
    best = best_temperature(probabilities, np.eye(probabilities.shape[1])[labels])
    sure = scaled(probabilities, best)
    budget = max(BUDGET, metrics.expected_calibration_error(sure, labels))
    chosen, least = Calibration(best), metrics.cross_entropy(votes, sure)
    for one in np.geomspace(best / 2, 1.5 * max(best, 1.0), 80):
        sharp = scaled(probabilities, one)
        for kept in KEPT:
            mixed = (1 - kept) * sharp + kept * probabilities
            if metrics.expected_calibration_error(mixed, labels) > budget:
                continue
            loss = metrics.cross_entropy(votes, mixed)
            if loss < least:
                chosen, least = Calibration(float(one), float(kept)), loss
    return chosen


def best_temperature(probabilities: Floats, target: Floats) -> float:
    """Of softmax(log p / T) the one with the least cross-entropy against `target` [N, K], whose
    rows sum to 1, from 0.2 to 5.
    """
    found = minimize_scalar(
        lambda log_t: metrics.cross_entropy(target, scaled(probabilities, float(np.exp(log_t)))),
        bounds=(np.log(0.2), np.log(5.0)),
        method="bounded",
    )
    return float(np.exp(found.x))


@dataclass(frozen=True, slots=True)
class Margin:
    """A reading is ambiguous when its two highest probabilities lie less than `value` apart.

    `recall` of the faces people are split over fall below it, and `false_alarms` of the others.
    """

    value: float
    recall: float
    false_alarms: float


def ambiguity_margin(probabilities: Floats, votes: Floats) -> Margin:
    """The widest margin that leaves most faces alone which people agree about.

    The point of the best balance (Youden's J) would call two in five clear faces ambiguous,
    and people stop listening to a warning that is always on.
    """
    split = _lead(votes) <= SPLIT
    lead = _lead(probabilities)
    steps = np.arange(0.02, 0.81, 0.01)
    recalls = np.array([_share(lead[split] < step) for step in steps])
    alarms = np.array([_share(lead[~split] < step) for step in steps])
    best = max(int((alarms <= FALSE_ALARMS).sum()) - 1, 0)
    return Margin(round(float(steps[best]), 2), float(recalls[best]), float(alarms[best]))


def _lead(rows: Floats) -> Floats:
    ordered = np.sort(rows, axis=1)
    return np.asarray(ordered[:, -1] - ordered[:, -2])


def _share(flags: npt.NDArray[np.bool_]) -> float:
    """The part that is true; of nothing, none."""
    return float(flags.mean()) if len(flags) else 0.0
