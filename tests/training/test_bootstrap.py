"""Bootstrap intervals against a naive loop over the same resamples."""

import time

import numpy as np
import pytest

from moodtracker.training import bootstrap, metrics
from moodtracker.training.bootstrap import Interval


def faces(seed: int, n: int = 90) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    votes = rng.dirichlet(np.full(6, 0.5), n)
    return metrics.softmax(np.log(votes) * 0.5 + rng.normal(0, 0.8, (n, 6))), votes.argmax(1), votes


def scored(
    rows: np.ndarray, probabilities: np.ndarray, labels: np.ndarray, votes: np.ndarray
) -> np.ndarray:
    scores = metrics.score(probabilities[rows], labels[rows], votes[rows])
    return np.array(
        [
            *(scores.accuracy, scores.macro_f1, scores.log_loss, scores.ece),
            *scores.f1,
            scores.vote_cross_entropy,
        ]
    )


def naive(rows: list[np.ndarray], of: tuple[np.ndarray, ...]) -> list[tuple[float, float]]:
    again = np.array([scored(one, *of) for one in rows])
    return [
        (np.percentile(column, 2.5), np.percentile(column, 97.5)) for column in again.transpose()
    ]


def listed(found: bootstrap.Intervals) -> list[Interval]:
    assert found.vote_cross_entropy is not None
    return [
        *(found.accuracy, found.macro_f1, found.log_loss, found.ece),
        *found.f1,
        found.vote_cross_entropy,
    ]


def test_intervals_are_those_of_a_loop_over_the_same_resamples() -> None:
    of = faces(1)
    found = listed(bootstrap.resample([of[0]], *of[1:], resamples=60, seed=5).intervals(0))
    rng = np.random.default_rng(5)
    expected = naive([rng.integers(90, size=90) for _ in range(60)], of)
    for one, value, (low, high) in zip(found, scored(np.arange(90), *of), expected, strict=True):
        assert one.value == pytest.approx(value)
        assert (one.low, one.high) == pytest.approx((low, high))


def test_differences_are_paired() -> None:
    left, labels, votes = faces(1)
    right = faces(2)[0]
    found = bootstrap.resample([left, right], labels, votes, resamples=60, seed=5)
    rng = np.random.default_rng(5)
    rows = [rng.integers(90, size=90) for _ in range(60)]
    apart = np.array(
        [scored(one, left, labels, votes) - scored(one, right, labels, votes) for one in rows]
    )
    for one, column in zip(listed(found.differences(0, 1)), apart.transpose(), strict=True):
        assert one.low == pytest.approx(np.percentile(column, 2.5))
        assert one.high == pytest.approx(np.percentile(column, 97.5))
    # Face for face the two losses go together, so their difference is surer than either.
    same = bootstrap.resample([left, 0.9 * left + 0.1 / 6], labels, votes)
    alone, paired = same.intervals(0).log_loss, same.differences(0, 1).log_loss
    assert paired.high - paired.low < 0.5 * (alone.high - alone.low)


def test_a_person_is_drawn_with_all_their_pictures() -> None:
    of = faces(3)
    who = [f"{row % 13}" for row in range(90)]
    found = bootstrap.resample([of[0]], *of[1:], people=who, resamples=50, seed=2).intervals(0)
    names = sorted(set(who))
    rng = np.random.default_rng(2)
    rows = []
    for _ in range(50):
        drawn = [names[place] for place in rng.integers(13, size=13)]
        rows.append(np.array([row for name in drawn for row in range(90) if who[row] == name]))
    for one, (low, high) in zip(listed(found), naive(rows, of), strict=True):
        assert (one.low, one.high) == pytest.approx((low, high))


def test_pictures_of_few_people_say_less_than_of_many() -> None:
    probabilities, labels, _ = faces(4, n=30)
    copies = np.repeat(np.arange(30), 10)
    many = bootstrap.intervals(probabilities[copies], labels[copies]).accuracy
    who = [str(row) for row in copies]
    few = bootstrap.intervals(probabilities[copies], labels[copies], people=who).accuracy
    assert few.high - few.low > 2 * (many.high - many.low)


def test_intervals_hold_the_truth_about_as_often_as_they_say() -> None:
    rng = np.random.default_rng(0)
    held = 0
    for _ in range(200):
        labels = np.zeros(150, dtype=int)
        read = (rng.random(150) > 0.7).astype(int)
        found = bootstrap.resample([np.eye(2)[read]], labels, resamples=200).intervals(0)
        held += found.accuracy.low <= 0.7 <= found.accuracy.high
    assert 178 <= held <= 200


def test_without_votes_there_is_nothing_to_say_of_them() -> None:
    probabilities, labels, votes = faces(1)
    assert bootstrap.intervals(probabilities, labels).vote_cross_entropy is None
    assert bootstrap.intervals(probabilities, labels, votes).vote_cross_entropy is not None


def test_resamples_are_the_same_whatever_is_drawn_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = np.concatenate(list(bootstrap.draws(700, 40, seed=1)))
    monkeypatch.setattr(bootstrap, "AT_ONCE", 2_100)
    parts = list(bootstrap.draws(700, 40, seed=1))
    assert len(parts) == 14
    assert (np.concatenate(parts) == whole).all()
    assert (whole.sum(axis=1) == 700).all()


def test_groups_are_scored_alone_and_the_unknown_left_out() -> None:
    probabilities, labels, _ = faces(6)
    gender = tuple(np.random.default_rng(1).choice(["여", "남", ""], 90))
    found = bootstrap.by_group(probabilities, labels, gender)
    assert list(found) == ["남", "여"]
    for name, of in found.items():
        rows = np.array([row for row in range(90) if gender[row] == name])
        scores = metrics.score(probabilities[rows], labels[rows])
        assert of.n == len(rows)
        assert (of.accuracy.value, of.log_loss.value) == pytest.approx(
            (scores.accuracy, scores.log_loss)
        )
        assert of.log_loss.low < of.log_loss.value < of.log_loss.high


def test_a_whole_split_takes_seconds_at_most() -> None:
    of = faces(7, n=3_339)
    began = time.process_time()
    bootstrap.intervals(*of)
    assert time.process_time() - began < 3
