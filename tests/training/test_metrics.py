"""Scores against slow references written from their formulas."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moodtracker.training import metrics


def example(seed: int, n: int = 60) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    return (
        rng.dirichlet(np.full(6, 0.6), n),
        rng.integers(0, 6, n),
        rng.dirichlet(np.full(6, 0.6), n),
    )


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000))
def test_ece_is_the_mean_gap_over_fifteen_bins(seed: int) -> None:
    probabilities, labels, _ = example(seed)
    total = 0.0
    for number in range(15):
        inside = [
            row
            for row in range(len(labels))
            if number / 15 < max(probabilities[row]) <= (number + 1) / 15
        ]
        if inside:
            right = sum(int(probabilities[row].argmax()) == labels[row] for row in inside)
            sure = sum(max(probabilities[row]) for row in inside)
            total += abs(right - sure) / len(labels)
    assert metrics.expected_calibration_error(probabilities, labels) == pytest.approx(total)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000))
def test_f1_and_losses_follow_their_definitions(seed: int) -> None:
    probabilities, labels, votes = example(seed)
    scores = metrics.score(probabilities, labels, votes)
    read = probabilities.argmax(axis=1)
    for one in range(6):
        hit = sum((read == one) & (labels == one))
        precision = hit / max(sum(read == one), 1)
        recall = hit / max(sum(labels == one), 1)
        f1 = 2 * precision * recall / (precision + recall) if hit else 0.0
        assert scores.f1[one] == pytest.approx(f1)
    assert scores.macro_f1 == pytest.approx(sum(scores.f1) / 6)
    assert scores.accuracy == pytest.approx(sum(read == labels) / len(labels))
    assert scores.confusion[2, 3] == sum((labels == 2) & (read == 3))
    loss = -sum(math.log(probabilities[row, labels[row]]) for row in range(60)) / 60
    assert scores.log_loss == pytest.approx(loss)
    cross = -sum(
        votes[row, one] * math.log(probabilities[row, one]) for row in range(60) for one in range(6)
    )
    assert scores.vote_cross_entropy == pytest.approx(cross / 60)


def test_a_perfect_and_sure_model_scores_one() -> None:
    labels = np.arange(6)
    scores = metrics.score(np.eye(6), labels)
    assert (scores.accuracy, scores.macro_f1, scores.ece, scores.log_loss) == (1, 1, 0, 0)
    assert scores.vote_cross_entropy is None


def test_the_reliability_diagram_holds_every_face_in_its_bin() -> None:
    probabilities, labels, _ = example(3, n=400)
    diagram = metrics.reliability(probabilities, labels, bins=10)
    assert diagram.count.sum() == 400
    for place in range(10):
        inside = [
            row for row in range(400) if place / 10 < max(probabilities[row]) <= (place + 1) / 10
        ]
        assert diagram.count[place] == len(inside)
        right = sum(int(probabilities[row].argmax()) == labels[row] for row in inside)
        sure = sum(max(probabilities[row]) for row in inside)
        assert diagram.accuracy[place] == pytest.approx(right / max(len(inside), 1))
        assert diagram.confidence[place] == pytest.approx(sure / max(len(inside), 1))


def test_a_confidence_on_a_border_belongs_to_the_lower_bin() -> None:
    assert metrics.bin_of(np.array([0.0, 0.2, 0.2001, 0.4, 1.0]), bins=5).tolist() == [
        *(0, 0, 1, 1, 4)
    ]
