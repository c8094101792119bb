"""Scores against slow references written from their formulas."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moodtracker.training import calibrate, metrics


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


def sharpened(true_temperature: float) -> tuple[np.ndarray, np.ndarray]:
    """Probabilities, and labels drawn from them at another temperature."""
    rng = np.random.default_rng(2)
    logits = rng.normal(0, 2, (40_000, 6))
    true = metrics.softmax(logits / true_temperature)
    return metrics.softmax(logits), np.array([rng.choice(6, p=row) for row in true])


def test_temperature_finds_the_one_that_made_the_labels_of_a_model_too_sure() -> None:
    assert calibrate.temperature(*sharpened(1.7)) == pytest.approx(1.7, rel=0.03)


def test_temperature_stays_as_near_to_the_votes_as_calibration_allows() -> None:
    probabilities, labels = sharpened(0.6)
    chosen = calibrate.temperature(probabilities, labels)
    assert 0.6 < chosen < 0.8
    for one, calibrated in ((chosen, True), (chosen + 0.02, False)):
        error = metrics.expected_calibration_error(calibrate.scaled(probabilities, one), labels)
        assert (error <= calibrate.CALIBRATED) is calibrated


def test_margin_is_the_widest_that_leaves_clear_faces_alone() -> None:
    clear = np.tile([0.9, 0.1, 0, 0, 0, 0], (100, 1))
    split = np.tile([0.5, 0.5, 0, 0, 0, 0], (100, 1))
    lead = np.concatenate([np.linspace(0.005, 0.995, 100), np.linspace(0.002, 0.3, 100)])
    read = np.stack([(1 + lead) / 2, (1 - lead) / 2, *np.zeros((4, 200))], axis=1)
    margin = calibrate.ambiguity_margin(read, np.concatenate([clear, split]))
    assert margin.value == pytest.approx(0.15, abs=0.011)
    assert margin.false_alarms <= calibrate.FALSE_ALARMS
    assert margin.recall == pytest.approx(0.5, abs=0.05)
