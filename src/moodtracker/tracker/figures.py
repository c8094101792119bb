"""How figures are written, on pages, in charts and in reports."""

from django.utils.translation import gettext

from moodtracker.tracker.trends.intervals import Interval


def percent(share: float) -> str:
    """Whole percent; what is there is never called nothing."""
    if 0 < share < 0.005:
        return "<1%"
    return f"{share * 100:.0f}%"


def signed(value: float, digits: int = 1) -> str:
    """+0.4, −0.2, 0.0 for what rounds to nothing; differences are told with two digits."""
    text = f"{value:+.{digits}f}"
    if float(text) == 0:
        text = text[1:]
    return text.replace("-", "−")


def ends(interval: Interval) -> str:
    """The two ends of an interval of valence."""
    return gettext("%(low)s ~ %(high)s") % {
        "low": signed(interval.low, 2),
        "high": signed(interval.high, 2),
    }
