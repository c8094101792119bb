"""Fitted weights against a grid, another optimiser, and what must hold for any fit."""

import itertools
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize

from moodtracker.training import calibrate, ensemble, metrics
from moodtracker.training.ensemble import Answers, blend, choose, fit_weights
from moodtracker.training.errors import EnsembleError


def answers(seed: int, noises: tuple[float, ...] = (0.8, 1.2, 1.0), n: int = 300) -> Answers:
    """Networks that each see the truth through noise of their own."""
    rng = np.random.default_rng(seed)
    logits = rng.normal(0, 1.5, (n, 6))
    true = metrics.softmax(logits)
    labels = np.array([rng.choice(6, p=row) for row in true])
    votes = np.stack([rng.multinomial(10, row) for row in true]) / 10
    seen = [metrics.softmax(logits + rng.normal(0, noise, (n, 6))) for noise in noises]
    return Answers(np.stack(seen), labels, votes)


def loss(of: Answers, weights: np.ndarray, target: np.ndarray) -> float:
    total = 0.0
    for row in range(len(of.labels)):
        mean = sum(weight * one[row] for weight, one in zip(weights, of.members, strict=True))
        total -= float((target[row] * np.log(mean)).sum())
    return total / len(of.labels)


@pytest.mark.parametrize("objective", ensemble.OBJECTIVES)
def test_no_point_of_a_grid_on_the_simplex_is_better(objective: str) -> None:
    of = answers(1)
    target = of.target(objective)
    fitted = fit_weights(of.members, target)
    least = loss(of, fitted, target)
    grid = [
        np.array([one, other, 50 - one - other]) / 50
        for one, other in itertools.product(range(51), repeat=2)
        if one + other <= 50
    ]
    assert len(grid) == 1_326
    losses = [metrics.cross_entropy(target, blend(of.members, point)) for point in grid]
    assert least <= min(losses) + 1e-9
    assert fitted == pytest.approx(grid[int(np.argmin(losses))], abs=0.03)


def test_no_point_of_a_grid_with_a_temperature_is_better() -> None:
    """log_loss as `choose` takes it: at the best temperature of each mixture, by a slow grid."""
    of = answers(11, (0.8, 1.6), n=400)
    target = of.target("log_loss")
    fitted = fit_weights(of.members, target, tempered=True)

    def least(weights: np.ndarray) -> float:
        mean = blend(of.members, weights)
        powers = (mean ** (1 / t) for t in np.geomspace(0.3, 2, 120))
        sharp = (one / one.sum(axis=1, keepdims=True) for one in powers)
        return min(float(-np.log(one[np.arange(400), of.labels]).mean()) for one in sharp)

    grid = np.array([[one, 50 - one] for one in range(51)]) / 50
    losses = [least(point) for point in grid]
    assert least(fitted) <= min(losses) + 1e-5
    assert fitted == pytest.approx(grid[int(np.argmin(losses))], abs=0.04)


def test_a_second_network_is_not_blamed_for_the_doubt_of_the_mean() -> None:
    """Two networks too doubtful for the labels: without a temperature the second is nearly lost."""
    of = answers(12, (0.9, 1.1), n=2_000)
    doubtful = Answers(np.stack([calibrate.scaled(one, 1.8) for one in of.members]), of.labels)
    target = doubtful.target("log_loss")
    plain = fit_weights(doubtful.members, target)
    tempered = fit_weights(doubtful.members, target, tempered=True)
    right = fit_weights(of.members, target, tempered=True)
    assert abs(tempered[1] - right[1]) < 0.05
    assert plain[1] < tempered[1] - 0.02


@pytest.mark.parametrize("seed", range(4))
def test_another_optimiser_ends_at_the_same_weights(seed: int) -> None:
    of = answers(seed, (0.6, 0.9, 1.1, 1.4, 2.5))
    target = of.target("log_loss")
    other = minimize(
        lambda w: loss(of, w, target),
        np.full(5, 0.2),
        method="SLSQP",
        bounds=[(0, 1)] * 5,
        constraints={"type": "eq", "fun": lambda w: w.sum() - 1},
        options={"ftol": 1e-12},
    )
    fitted = fit_weights(of.members, target)
    assert loss(of, fitted, target) == pytest.approx(other.fun, abs=1e-6)
    assert fitted == pytest.approx(other.x, abs=5e-3)


@pytest.mark.parametrize("seed", range(4))
def test_another_optimiser_finds_no_better_weights_with_a_temperature(seed: int) -> None:
    """Two alike, one different, one poor: the kind of set in which a descent rests on an edge."""
    of = answers(seed, (0.6, 0.6, 1.1, 2.5), n=500)
    target = of.target("log_loss")

    def tempered(point: np.ndarray) -> float:
        return metrics.cross_entropy(
            target, calibrate.scaled(blend(of.members, point[:4]), float(np.exp(point[4])))
        )

    ends = [
        minimize(
            tempered,
            np.append(start, 0.0),
            method="SLSQP",
            bounds=[(0, 1)] * 4 + [(-1.5, 1.5)],
            constraints={"type": "eq", "fun": lambda w: w[:4].sum() - 1},
            options={"ftol": 1e-12},
        ).fun
        for start in (np.full(4, 0.25), [0.7, 0.1, 0.1, 0.1], [0.1, 0.1, 0.7, 0.1])
    ]
    fitted = fit_weights(of.members, target, tempered=True)
    warmth = calibrate.best_temperature(blend(of.members, fitted), target)
    assert tempered(np.append(fitted, np.log(warmth))) <= min(ends) + 1e-6


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 10_000), st.permutations(range(4)))
def test_weights_sum_to_one_and_go_with_their_members(seed: int, order: list[int]) -> None:
    of = answers(seed, (0.7, 0.9, 1.2, 1.5), n=150)
    target = of.target("log_loss")
    fitted = fit_weights(of.members, target)
    assert fitted.sum() == pytest.approx(1)
    assert (fitted >= 0).all()
    assert fit_weights(of.members[order], target) == pytest.approx(fitted[order], abs=5e-3)
    single = [metrics.cross_entropy(target, one) for one in of.members]
    equal = metrics.cross_entropy(target, of.members.mean(axis=0))
    assert metrics.cross_entropy(target, blend(of.members, fitted)) <= min(*single, equal) + 1e-9


def test_a_member_without_a_say_is_pruned_and_the_rest_fitted_again() -> None:
    of = answers(2, (0.8, 1.0, 1.2), n=1_000)
    of.members[2] = np.roll(of.members[2], 3, axis=1)  # it always names another emotion
    target = of.target("log_loss")
    whole, pruned = fit_weights(of.members, target), fit_weights(of.members, target, prune=True)
    assert 0 < whole[2] < ensemble.FLOOR
    assert pruned[2] == 0
    assert pruned[:2] == pytest.approx(fit_weights(of.members[:2], target))


def test_pruning_may_leave_one_member_alone() -> None:
    of = answers(2, (0.8, 1.0))
    of.members[0] = 0.9 * np.eye(6)[of.labels] + 0.1 / 6
    assert fit_weights(of.members, of.target("log_loss"), prune=True).tolist() == [1, 0]


def test_the_comparison_names_every_way_with_its_score_and_difference() -> None:
    of = answers(3)
    found = choose(of, ["a", "b", "c"], hand=[(0.25, 0.25, 0.5)])
    kinds = [one.kind for one in found.comparison]
    assert kinds == ["fitted", "cross_fitted", "equal", "single", "single", "single", "hand"]
    fitted = found.comparison[0]
    assert fitted.weights == found.weights
    for one in found.comparison:
        if one.weights is not None:
            blended = blend(of.members, one.weights)
            warmth = calibrate.best_temperature(blended, of.target("log_loss"))
            cooled = calibrate.scaled(blended, warmth)
            assert one.score.value == pytest.approx(metrics.log_loss(cooled, of.labels))
            for other in (warmth * 0.97, warmth * 1.03):
                other_loss = metrics.log_loss(calibrate.scaled(blended, other), of.labels)
                assert one.score.value <= other_loss
            right = (blended.argmax(axis=1) == of.labels).mean()
            assert one.accuracy.value == pytest.approx(right)
        assert one.difference.value == pytest.approx(one.score.value - fitted.score.value)
        assert one.difference.low <= one.difference.value <= one.difference.high
        assert one.score.low < one.score.value < one.score.high
    crossed = found.comparison[1]
    assert crossed.score.value == pytest.approx(metrics.log_loss(found.cross_fitted, of.labels))
    for one in found.comparison:
        assert one.honest.value == pytest.approx(one.score.value - crossed.score.value)


def test_no_face_has_a_say_in_the_weights_it_is_scored_with() -> None:
    of = answers(4, n=100)
    before = ensemble.cross_fit(of, "log_loss")
    turned = of.labels.copy()
    turned[17] = (turned[17] + 3) % 6
    after = ensemble.cross_fit(Answers(of.members, turned, of.votes), "log_loss")
    assert after[17] == pytest.approx(before[17], abs=1e-12)
    assert (np.abs(after - before).max(axis=1) > 1e-6).sum() > 50


def test_a_person_is_in_one_fold_only() -> None:
    of = answers(5, n=120)
    who = tuple(f"{row // 6}" for row in range(120))
    before = ensemble.cross_fit(Answers(of.members, of.labels, of.votes, who), "log_loss")
    turned = of.labels.copy()
    turned[12:18] = (turned[12:18] + 3) % 6  # all of one person
    after = ensemble.cross_fit(Answers(of.members, turned, of.votes, who), "log_loss")
    assert after[12:18] == pytest.approx(before[12:18], abs=1e-12)


def test_on_new_faces_the_cross_fitted_score_is_nearer_the_truth() -> None:
    """Averaged over twelve small sets: fitted weights flatter themselves, cross-fitted do not."""
    flattered, honest, true = [], [], []
    for seed in range(12):
        of, new = answers(seed, n=60), answers(1_000 + seed, n=3_000)
        target = of.target("log_loss")
        weights = fit_weights(of.members, target)
        flattered.append(metrics.cross_entropy(target, blend(of.members, weights)))
        honest.append(metrics.log_loss(ensemble.cross_fit(of, "log_loss"), of.labels))
        equal = metrics.log_loss(of.members.mean(axis=0), of.labels)
        # The set's own luck is in the score of equal weights too, and is taken out with it.
        luck = equal - metrics.log_loss(new.members.mean(axis=0), new.labels)
        true.append(metrics.log_loss(blend(new.members, weights), new.labels) + luck)
    assert np.mean(flattered) < np.mean(true)
    assert abs(np.mean(honest) - np.mean(true)) < abs(np.mean(flattered) - np.mean(true))


def test_what_makes_no_ensemble_gets_a_sentence() -> None:
    of = answers(6, n=30)
    cases: tuple[tuple[Callable[[], object], str], ...] = (
        (lambda: choose(answers(6, (1.0,)), ["a"]), "at least two members; got 1"),
        (lambda: choose(of, ["a", "b", "c"], objective="accuracy"), "got “accuracy”"),
        (lambda: choose(of, ["a", "b", "c"], hand=[(0.5, 0.5)]), "as many as the runs, 3; got 2"),
        (lambda: choose(of, ["a", "b", "c"], hand=[(0.5, 0.5, 0.5)]), "together 1.5"),
        (lambda: choose(of, ["a", "b", "c"], hand=[(1.5, -0.5, 0)]), "not below 0"),
        (lambda: ensemble.check_hand([(float("nan"), 1.0)], 2), "not below 0"),
        (
            lambda: choose(
                Answers(of.members, of.labels), list("abc"), objective="vote_cross_entropy"
            ),
            "use log_loss",
        ),
    )
    for broken, sentence in cases:
        with pytest.raises(EnsembleError, match=sentence):
            broken()
