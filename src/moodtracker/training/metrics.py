"""Scores of probabilities against what people said. numpy only."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.floating]
Ints = npt.NDArray[np.integer]

TINY = 1e-12


@dataclass(frozen=True, slots=True)
class Scores:
    """Figures of one model on one data set; `f1` and `confusion` follow the class order.

    `confusion[i, j]` counts faces of class i read as class j. The two vote figures are None
    where each face has a single label only.
    """

    n: int
    accuracy: float
    macro_f1: float
    f1: tuple[float, ...]
    log_loss: float
    ece: float
    confusion: Ints
    vote_cross_entropy: float | None
    vote_entropy: float | None


def score(probabilities: Floats, labels: Ints, votes: Floats | None = None) -> Scores:
    """`probabilities` [N, K] rows sum to 1; `labels` [N] in 0…K-1; `votes` [N, K] rows sum to 1."""
    confusion = confusion_matrix(probabilities.argmax(axis=1), labels, probabilities.shape[1])
    f1 = f1_scores(confusion)
    return Scores(
        n=len(labels),
        accuracy=float(np.trace(confusion) / max(len(labels), 1)),
        macro_f1=float(f1.mean()),
        f1=tuple(float(value) for value in f1),
        log_loss=log_loss(probabilities, labels),
        ece=expected_calibration_error(probabilities, labels),
        confusion=confusion,
        vote_cross_entropy=None if votes is None else cross_entropy(votes, probabilities),
        vote_entropy=None if votes is None else cross_entropy(votes, votes),
    )


def confusion_matrix(read: Ints, labels: Ints, classes: int) -> Ints:
    """int64 [K, K], true class by row, read class by column."""
    return np.bincount(labels * classes + read, minlength=classes**2).reshape(classes, classes)


def f1_scores(confusion: Floats | Ints) -> Floats:
    """Harmonic mean of precision and recall for each class, [..., K] for counts [..., K, K];
    0 where a class never occurs.
    """
    hit = np.diagonal(confusion, axis1=-2, axis2=-1).astype(np.float64)
    both = confusion.sum(axis=-2) + confusion.sum(axis=-1)
    return np.divide(2 * hit, both, out=np.zeros_like(hit), where=both > 0)


def log_loss(probabilities: Floats, labels: Ints) -> float:
    """Mean negative natural log of the probability given to the label."""
    chosen = probabilities[np.arange(len(labels)), labels]
    return float(-np.log(np.maximum(chosen, TINY)).mean())


def cross_entropy(target: Floats, probabilities: Floats) -> float:
    """Mean over faces of -Σ target·log(probabilities), in nats."""
    return float(-(target * np.log(np.maximum(probabilities, TINY))).sum(axis=1).mean())


@dataclass(frozen=True, slots=True)
class Reliability:
    """A reliability diagram's bins, from confidence 0 to 1: float64 [bins] each.

    `count` faces fall into a bin, with this mean `confidence` and share read right (`accuracy`);
    both are 0 where the bin is empty.
    """

    count: Floats
    confidence: Floats
    accuracy: Floats

    @property
    def expected_calibration_error(self) -> float:
        """Guo et al., 2017: mean gap between confidence and accuracy, weighted by faces."""
        gap = np.abs(self.accuracy - self.confidence) * self.count
        return float(gap.sum() / max(self.count.sum(), 1))


def reliability(probabilities: Floats, labels: Ints, bins: int = 15) -> Reliability:
    """Faces over `bins` equal-width bins of confidence; one on a border belongs to the lower."""
    confidence = probabilities.max(axis=1).astype(np.float64)
    right = (probabilities.argmax(axis=1) == labels).astype(np.float64)
    place = bin_of(confidence, bins)
    count = np.bincount(place, minlength=bins).astype(np.float64)
    filled = np.maximum(count, 1)
    return Reliability(
        count,
        np.bincount(place, weights=confidence, minlength=bins) / filled,
        np.bincount(place, weights=right, minlength=bins) / filled,
    )


def expected_calibration_error(probabilities: Floats, labels: Ints, bins: int = 15) -> float:
    """Of the reliability diagram with as many bins."""
    return reliability(probabilities, labels, bins).expected_calibration_error


def bin_of(confidence: Floats, bins: int = 15) -> npt.NDArray[np.int64]:
    """The bin, 0…bins-1, of each confidence in 0…1."""
    return np.clip(np.ceil(confidence * bins).astype(np.int64) - 1, 0, bins - 1)


def softmax(logits: Floats) -> Floats:
    """Row-wise softmax of [N, K]."""
    shifted = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(shifted / shifted.sum(axis=1, keepdims=True))
