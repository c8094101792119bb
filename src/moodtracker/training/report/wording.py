"""How figures are written in a report."""

from altair.typing import ChartType

from moodtracker.paper import look
from moodtracker.paper.blocks import Figure, Figures, Words
from moodtracker.training.bootstrap import Interval


def three(value: float) -> str:
    """Three decimals, as every score of the report has."""
    return f"{value:.3f}"


def ends(interval: Interval) -> str:
    """The two ends of an interval."""
    return f"{interval.low:.3f}–{interval.high:.3f}"


def chance(probability: float) -> str:
    """Two decimals, but never nothing and never certain."""
    if probability < 0.005:
        return "<0.01"
    return ">0.99" if probability >= 0.995 else f"{probability:.2f}"


def drawn(*figures: tuple[ChartType, Words], beside: tuple[Words, ...] = ()) -> Figures:
    """Charts with their captions, as SVG."""
    return Figures(tuple(Figure(look.svg(chart), words) for chart, words in figures), beside)
