"""Intervals and tests for small samples, by formula: no SciPy in the service.

Welch's interval over days stands where a bootstrap might: with five days on a side a percentile
bootstrap is too narrow, it needs a seed, and it costs thousands of resamples a tag.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, lgamma, log, sqrt

import numpy as np
import numpy.typing as npt

Z95 = 1.959963984540054
_TINY = 1e-300


@dataclass(frozen=True, slots=True)
class Interval:
    """A figure with the ends of its 95 % interval."""

    value: float
    low: float
    high: float

    @property
    def excludes_zero(self) -> bool:
        """Whether zero lies outside."""
        return self.low > 0 or self.high < 0


@dataclass(frozen=True, slots=True)
class Moments:
    """Count, sum and sum of squares of a sample: what a database can add up."""

    n: int
    total: float
    squares: float

    @classmethod
    def of(cls, values: npt.NDArray[np.float64]) -> "Moments":
        """Of a sample at hand."""
        return cls(len(values), float(values.sum()), float((values**2).sum()))

    def __sub__(self, other: "Moments") -> "Moments":
        """The rest of a sample when a part of it is taken away."""
        return Moments(self.n - other.n, self.total - other.total, self.squares - other.squares)

    @property
    def mean(self) -> float:
        """The mean of at least one value."""
        return self.total / self.n

    @property
    def variance(self) -> float:
        """The sample variance (n − 1) of at least two values; rounding never makes it negative."""
        return max(0.0, (self.squares - self.total**2 / self.n) / (self.n - 1))


@dataclass(frozen=True, slots=True)
class Difference:
    """A difference of two means with its interval, and how likely chance alone goes as far."""

    interval: Interval
    p: float


def wilson(hits: int, n: int) -> Interval:
    """The 95 % score interval of a share (Wilson, 1927). Raises ValueError without trials."""
    if not 0 <= hits <= n or n < 1:
        raise ValueError(f"A share is of at least one trial; got {hits} of {n}.")
    share = hits / n
    scale = 1 + Z95**2 / n
    middle = (share + Z95**2 / (2 * n)) / scale
    half = Z95 / scale * sqrt(share * (1 - share) / n + Z95**2 / (4 * n**2))
    return Interval(share, max(0.0, middle - half), min(1.0, middle + half))


def mean_interval(values: npt.NDArray[np.float64]) -> Interval | None:
    """Student's 95 % interval of a mean; None for fewer than two values."""
    if len(values) < 2:
        return None
    moments = Moments.of(values)
    half = t_quantile(0.975, moments.n - 1) * sqrt(moments.variance / moments.n)
    return Interval(moments.mean, moments.mean - half, moments.mean + half)


def welch(one: Moments, other: Moments) -> Difference | None:
    """`one` minus `other`, variances free to differ (Welch, 1947); None below two values a side.

    Two samples that do not vary at all have no interval either.
    """
    if min(one.n, other.n) < 2:
        return None
    parts = one.variance / one.n, other.variance / other.n
    error = sqrt(sum(parts))
    if error < 1e-9:
        return None
    freedom = sum(parts) ** 2 / (parts[0] ** 2 / (one.n - 1) + parts[1] ** 2 / (other.n - 1))
    apart = one.mean - other.mean
    half = t_quantile(0.975, freedom) * error
    return Difference(
        Interval(apart, apart - half, apart + half), t_two_sided(apart / error, freedom)
    )


def false_discoveries(p_values: Sequence[float], *, rate: float = 0.05) -> tuple[bool, ...]:
    """Which of many findings stand when at most `rate` of those that stand may be chance.

    Benjamini and Hochberg (1995).
    """
    order = sorted(range(len(p_values)), key=p_values.__getitem__)
    stand = 0
    for place, index in enumerate(order, start=1):
        if p_values[index] <= rate * place / len(order):
            stand = place
    kept = set(order[:stand])
    return tuple(index in kept for index in range(len(p_values)))


def t_two_sided(t: float, freedom: float) -> float:
    """How likely a t of `freedom` degrees lies at least so far from zero on either side."""
    return _incomplete_beta(freedom / 2, 0.5, freedom / (freedom + t * t))


def t_quantile(p: float, freedom: float) -> float:
    """The value that a t stays below with probability `p`, for 0.5 ≤ p < 1; by bisection."""
    if not 0.5 <= p < 1 or freedom <= 0:
        raise ValueError(f"A quantile asks 0.5 ≤ p < 1 and freedom > 0; got {p}, {freedom}.")
    tail, low, high = 2 * (1 - p), 0.0, 1.0
    while t_two_sided(high, freedom) > tail:
        low, high = high, high * 2
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if t_two_sided(middle, freedom) > tail else (low, middle)
    return (low + high) / 2


def _incomplete_beta(a: float, b: float, x: float) -> float:
    """The regularised incomplete beta function I_x(a, b) by Lentz's continued fraction."""
    if x <= 0 or x >= 1:
        return float(x >= 1)
    if x > (a + 1) / (a + b + 2):  # where the fraction converges slowly
        return 1 - _incomplete_beta(b, a, 1 - x)
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log(1 - x)) / a
    c = 1.0
    fraction = d = 1 / (1 + _beta_term(a, b, x, 1))
    for step in range(2, 600):
        term = _beta_term(a, b, x, step)
        d = 1 + term * d
        d = 1 / (d if abs(d) > _TINY else _TINY)
        c = 1 + term / (c if abs(c) > _TINY else _TINY)
        fraction *= c * d
        if abs(c * d - 1) < 1e-14:
            break
    return front * fraction


def _beta_term(a: float, b: float, x: float, step: int) -> float:
    """The numerators of the continued fraction, counted from one (DLMF 8.17.22)."""
    m = step // 2
    if step % 2 == 0:
        return m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
    return -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
