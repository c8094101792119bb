"""Temperature and the margin of ambiguity, both chosen on held-out faces."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize_scalar

from moodtracker.training import metrics

Floats = npt.NDArray[np.floating]
Ints = npt.NDArray[np.integer]

SPLIT = 0.2
"""People are split over a face when their two most frequent answers lie this close together."""


def scaled(probabilities: Floats, temperature: float) -> Floats:
    """softmax(log p / T), row by row: the same formula that the exported graph holds."""
    return metrics.softmax(np.log(np.maximum(probabilities, metrics.TINY)) / temperature)


def temperature(probabilities: Floats, labels: Ints) -> float:
    """The temperature of least log loss (Guo et al., 2017), between 0.2 and 5."""
    found = minimize_scalar(
        lambda log_t: metrics.log_loss(scaled(probabilities, np.exp(log_t)), labels),
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
    """The margin that best tells faces people are split over from the rest (Youden's J)."""
    split = _lead(votes) <= SPLIT
    lead = _lead(probabilities)
    steps = np.arange(0.02, 0.81, 0.01)
    recalls = np.array([(lead[split] < step).mean() for step in steps])
    alarms = np.array([(lead[~split] < step).mean() for step in steps])
    best = int(np.argmax(recalls - alarms))
    return Margin(round(float(steps[best]), 2), float(recalls[best]), float(alarms[best]))


def _lead(rows: Floats) -> Floats:
    ordered = np.sort(rows, axis=1)
    return np.asarray(ordered[:, -1] - ordered[:, -2])
