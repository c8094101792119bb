"""Intervals and tests against SciPy, against formulas, and against counting."""

from math import sqrt

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy import stats as reference

from moodtracker.tracker.trends.intervals import (
    Moments,
    false_discoveries,
    mean_interval,
    t_quantile,
    t_two_sided,
    welch,
    wilson,
)

values = st.floats(-1, 1).map(lambda value: round(value, 3))


@given(st.floats(1, 20_000), st.floats(-40, 40))
def test_students_t_is_that_of_scipy(freedom: float, t: float) -> None:
    assert t_two_sided(t, freedom) == pytest.approx(
        2 * reference.t.sf(abs(t), freedom), rel=1e-7, abs=1e-6
    )


@pytest.mark.parametrize("freedom", [1, 2, 4.3, 9, 30, 300.5, 10_000])
@pytest.mark.parametrize("p", [0.5, 0.9, 0.975, 0.995])
def test_quantiles_of_t_are_those_of_scipy(freedom: float, p: float) -> None:
    assert t_quantile(p, freedom) == pytest.approx(reference.t.ppf(p, freedom), rel=1e-9, abs=1e-9)


def test_a_quantile_of_nothing_is_refused() -> None:
    for p, freedom in ((0.4, 3), (1.0, 3), (0.9, 0)):
        with pytest.raises(ValueError, match="got"):
            t_quantile(p, freedom)


@settings(max_examples=50)
@given(st.lists(values, min_size=2, max_size=40), st.lists(values, min_size=2, max_size=40))
def test_welch_is_that_of_scipy(one: list[float], other: list[float]) -> None:
    found = welch(Moments.of(np.array(one)), Moments.of(np.array(other)))
    if len(set(one)) == len(set(other)) == 1:
        assert found is None
        return
    # Where a sample hardly varies, SciPy itself loses digits, and says so.
    assume(min(np.std(one), np.std(other)) > 0.02)
    assert found is not None
    wanted = reference.ttest_ind(one, other, equal_var=False)
    ends = wanted.confidence_interval(0.95)
    assert found.p == pytest.approx(wanted.pvalue, rel=1e-4, abs=1e-9)
    assert found.interval.low == pytest.approx(ends.low, rel=1e-5, abs=1e-6)
    assert found.interval.high == pytest.approx(ends.high, rel=1e-5, abs=1e-6)
    assert found.interval.value == pytest.approx(np.mean(one) - np.mean(other), abs=1e-9)


def test_welch_needs_two_values_a_side() -> None:
    one, two = (Moments.of(np.array(sample)) for sample in ([0.1], [0.1, 0.4]))
    assert welch(one, two) is None
    assert welch(two, one) is None


@given(st.lists(values, min_size=3, max_size=30))
def test_the_interval_of_a_mean_is_students(sample: list[float]) -> None:
    found = mean_interval(np.array(sample))
    assert found is not None
    half = reference.t.ppf(0.975, len(sample) - 1) * np.std(sample, ddof=1) / sqrt(len(sample))
    assert found.high - found.value == pytest.approx(half, abs=1e-6)
    assert found.value == pytest.approx(np.mean(sample), abs=1e-9)
    assert mean_interval(np.array(sample[:1])) is None


@given(st.integers(1, 3000), st.floats(0, 1))
def test_wilson_solves_its_equation(n: int, share: float) -> None:
    """Its ends are where |p̂ − p| = z·√(p(1 − p)/n), the definition of the score interval."""
    hits = round(share * n)
    found = wilson(hits, n)
    for end in (found.low, found.high):
        error = 1.959963984540054 * sqrt(max(0.0, end * (1 - end)) / n)
        assert abs(hits / n - end) == pytest.approx(error, abs=1e-7)
    assert 0 <= found.low <= found.value + 1e-12 <= found.high + 2e-12


def test_wilson_of_nothing_is_refused() -> None:
    for hits, n in ((0, 0), (3, 2), (-1, 4)):
        with pytest.raises(ValueError, match="got"):
            wilson(hits, n)


@given(st.lists(st.floats(0, 1), max_size=30))
def test_false_discoveries_are_those_of_scipy(p_values: list[float]) -> None:
    stand = false_discoveries(p_values)
    if not p_values:
        assert stand == ()
        return
    adjusted = reference.false_discovery_control(p_values)
    for kept, p in zip(stand, adjusted, strict=True):
        if abs(p - 0.05) > 1e-9:
            assert kept == (p <= 0.05)


@given(st.lists(values, min_size=4, max_size=40), st.data())
def test_moments_can_be_taken_apart(sample: list[float], data: st.DataObject) -> None:
    cut = data.draw(st.integers(2, len(sample) - 2))
    rest = Moments.of(np.array(sample)) - Moments.of(np.array(sample[:cut]))
    assert rest.n == len(sample) - cut
    assert rest.mean == pytest.approx(np.mean(sample[cut:]), abs=1e-9)
    assert rest.variance == pytest.approx(np.var(sample[cut:], ddof=1), abs=1e-6)
