"""Calibration against a slow search by the formulas, and the margin of ambiguity."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moodtracker.training import calibrate, metrics
from moodtracker.training.calibrate import Calibration


def test_margin_is_the_widest_that_leaves_clear_faces_alone() -> None:
    clear = np.tile([0.9, 0.1, 0, 0, 0, 0], (100, 1))
    split = np.tile([0.5, 0.5, 0, 0, 0, 0], (100, 1))
    lead = np.concatenate([np.linspace(0.005, 0.995, 100), np.linspace(0.002, 0.3, 100)])
    read = np.stack([(1 + lead) / 2, (1 - lead) / 2, *np.zeros((4, 200))], axis=1)
    margin = calibrate.ambiguity_margin(read, np.concatenate([clear, split]))
    assert margin.value == pytest.approx(0.15, abs=0.011)
    assert margin.false_alarms <= calibrate.FALSE_ALARMS
    assert margin.recall == pytest.approx(0.5, abs=0.05)


def people(seed: int, n: int = 3_000) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """A network that knows how votes spread; ten votes a face, and their strict majority."""
    rng = np.random.default_rng(seed)
    true = metrics.softmax(rng.normal(0, 1.6, (n, 6)))
    votes = np.stack([rng.multinomial(10, row) for row in true]) / 10
    first = np.sort(votes, axis=1)
    clear = first[:, -1] > first[:, -2]
    return true[clear], votes.argmax(axis=1)[clear], votes[clear]


def test_calibration_is_what_a_search_over_all_mixtures_finds() -> None:
    probabilities, labels, votes = people(4)
    chosen = calibrate.calibration(probabilities, labels, votes)
    after = chosen.apply(probabilities)
    assert metrics.expected_calibration_error(after, labels) <= calibrate.BUDGET
    least = metrics.cross_entropy(votes, after)
    for temperature in np.arange(0.2, 1.6, 0.05):
        sharp = probabilities ** (1 / temperature)
        sharp /= sharp.sum(axis=1, keepdims=True)
        for kept in np.arange(0, 0.85, 0.05):
            mixed = (1 - kept) * sharp + kept * probabilities
            if metrics.expected_calibration_error(mixed, labels) <= calibrate.BUDGET:
                assert metrics.cross_entropy(votes, mixed) > least - 5e-4


def test_calibration_is_nearer_to_votes_than_temperature_on_other_faces() -> None:
    fitted, others = people(5), people(6)
    mixed = calibrate.calibration(*fitted).apply(others[0])
    softest = max(  # the temperature rule: as soft as the same budget allows
        one
        for one in np.arange(0.3, 1, 0.005)
        if metrics.expected_calibration_error(calibrate.scaled(fitted[0], one), fitted[1])
        <= calibrate.BUDGET
    )
    plain = calibrate.scaled(others[0], softest)
    for after in (mixed, plain):
        assert metrics.expected_calibration_error(after, others[1]) < 0.04
    gain = metrics.cross_entropy(others[2], plain) - metrics.cross_entropy(others[2], mixed)
    assert gain > 0.005


def test_calibration_mends_a_network_that_is_too_sure() -> None:
    true, labels, votes = people(7)
    sure = calibrate.scaled(true, 0.2)
    before = metrics.expected_calibration_error(sure, labels)
    after = calibrate.calibration(sure, labels, votes).apply(sure)
    assert before > 0.05
    assert metrics.expected_calibration_error(after, labels) <= calibrate.BUDGET


def test_a_handful_of_faces_still_gets_a_calibration() -> None:
    probabilities, labels, votes = (part[:7] for part in people(8))
    chosen = calibrate.calibration(probabilities, labels, votes)
    sure = calibrate.calibration(probabilities, labels, np.eye(6)[labels])
    for one in (chosen, sure):
        assert np.isfinite(one.apply(probabilities)).all()


def test_neutral_calibration_changes_nothing_and_without_kept_it_is_temperature() -> None:
    probabilities = people(9)[0][:50]
    assert Calibration().apply(probabilities) == pytest.approx(probabilities)
    plain = Calibration(0.6).apply(probabilities)
    assert plain == pytest.approx(calibrate.scaled(probabilities, 0.6))


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.floats(0.3, 2), st.floats(0, 0.8))
def test_a_calibration_can_be_undone(seed: int, temperature: float, kept: float) -> None:
    probabilities = np.random.default_rng(seed).dirichlet(np.ones(6), 20)
    one = Calibration(temperature, kept)
    assert one.undone(one.apply(probabilities)) == pytest.approx(probabilities, abs=5e-4)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000), st.floats(0.2, 3), st.floats(0, 0.8))
def test_calibration_keeps_a_distribution_and_its_order(
    seed: int, temperature: float, kept: float
) -> None:
    probabilities = np.random.default_rng(seed).dirichlet(np.ones(6), 20)
    after = Calibration(temperature, kept).apply(probabilities)
    assert after.sum(axis=1) == pytest.approx(np.ones(20))
    assert (after >= 0).all()
    order = np.argsort(probabilities, axis=1)
    assert (np.diff(np.take_along_axis(after, order, axis=1), axis=1) >= -1e-9).all()
