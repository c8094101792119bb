"""How one felt after music, and what goes with what."""

import altair as alt
from altair.typing import ChartType
from django.utils.translation import gettext, override

from moodtracker.diary.models import Shift
from moodtracker.paper import look
from moodtracker.tracker.charts.shared import worded_axis
from moodtracker.tracker.figures import ends, signed
from moodtracker.tracker.trends.intervals import Interval
from moodtracker.tracker.trends.naming import companion_name
from moodtracker.tracker.trends.stats import SHIFTS, AfterMusic
from moodtracker.tracker.trends.together import Companion, Together

HEAVY, EVEN, LIGHT = look.MOODS[4], look.MOODS[3], look.MOODS[2]
_TONES = {-2: (HEAVY, 1.0), -1: (HEAVY, 0.6), 0: (EVEN, 0.6), 1: (LIGHT, 0.6), 2: (LIGHT, 1.0)}
MOST_BARS = 20
"""Rows of the chart of what goes with what; the table has all."""
_NAME_LETTERS = 18


def after_music_chart(found: AfterMusic, language: str) -> ChartType:
    """A bar an answer, from much lighter down to much heavier, with how many gave it."""
    with override(language):
        words = {shift: str(Shift(shift).label) for shift in SHIFTS}
        rows = [
            {
                "answer": words[shift],
                "n": count,
                "colour": _TONES[shift][0],
                "strength": _TONES[shift][1],
            }
            for shift, count in zip(SHIFTS, found.answers, strict=True)
        ]
        y = alt.Y(
            "answer:N",
            sort=[words[shift] for shift in reversed(SHIFTS)],
            axis=alt.Axis(title=None, domain=False, ticks=False, labelLimit=150, grid=False),
        )
        most = max(*found.answers, 1)
        x = alt.X("n:Q", axis=None, scale=alt.Scale(domain=[0, most * 1.12]))
        base = alt.Chart(look.rows(rows)).encode(x=x, y=y)
        bars = base.mark_bar(cornerRadiusEnd=3, height=20).encode(
            color=alt.Color("colour:N", scale=None),
            opacity=alt.Opacity("strength:Q", scale=None),
            tooltip=[
                alt.Tooltip("answer:N", title=gettext("듣고 나서")),
                alt.Tooltip("n:Q", title=gettext("대답")),
            ],
        )
        counts = base.mark_text(align="left", dx=6, color=look.INK, fontSize=12).encode(text="n:Q")
        return alt.layer(bars, counts).properties(width=look.WIDTH, height=5 * 32)


def together_chart(found: Together, language: str) -> ChartType:
    """Each difference with its interval; a full mark for those that chance hardly makes."""
    with override(language):
        shown = _outermost(found)
        names = _apart([_short(companion_name(row, language)) for row in shown])
        rows = [
            _row(row, row.difference.interval, name)
            for row, name in zip(shown, names, strict=True)
            if row.difference
        ]
        reach = min(2.0, max(0.3, 1.05 * _farthest(found)))
        words = {-reach * 0.6: gettext("무거운 쪽"), 0.0: "0", reach * 0.6: gettext("가벼운 쪽")}
        words = {round(place, 3): word for place, word in words.items()}
        x = alt.X(
            "low:Q",
            scale=alt.Scale(domain=[-reach, reach], nice=False),
            axis=worded_axis(words, orient="top", ticks=False, domain=False),
        )
        y = alt.Y(
            "name:N",
            sort=names,
            axis=alt.Axis(title=None, domain=False, ticks=False, labelLimit=170, grid=True),
        )
        base = alt.Chart(look.rows(rows)).encode(y=y)
        zero = (
            alt.Chart(look.rows([{"low": 0}]))
            .mark_rule(color=look.STRONG, strokeDash=[4, 4])
            .encode(x=x)
        )
        spans = base.mark_rule(strokeWidth=3, color=look.STRONG, opacity=0.6).encode(
            x=x, x2="high:Q"
        )
        dots = base.mark_point(size=110, strokeWidth=2, stroke=look.INK, opacity=1).encode(
            x=alt.X("value:Q"),
            fill=alt.condition("datum.clear", alt.value(look.INK), alt.value(look.PAPER)),
            tooltip=[
                alt.Tooltip("name:N", title=gettext("무엇")),
                alt.Tooltip("said:N", title=gettext("차이")),
                alt.Tooltip("ends:N", title=gettext("95% 구간")),
                alt.Tooltip("days:N", title=gettext("날")),
            ],
        )
        height = 34 * max(len(rows), 1)
        return alt.layer(zero, spans, dots).properties(width=look.WIDTH, height=height)


def _row(row: Companion, found: Interval, name: str) -> dict[str, object]:
    return {
        "name": name,
        "value": found.value,
        "low": found.low,
        "high": found.high,
        "clear": row.clear,
        "said": signed(found.value, 2),
        "ends": ends(found),
        "days": gettext("있는 날 %(yes)s일, 없는 날 %(no)s일")
        % {"yes": row.days_with, "no": row.days_without},
    }


def _farthest(found: Together) -> float:
    intervals = [row.difference.interval for row in _outermost(found) if row.difference]
    return max((max(abs(one.low), abs(one.high)) for one in intervals), default=1.0)


def _outermost(found: Together) -> tuple[Companion, ...]:
    """The rows farthest from nothing, in the order of the list."""
    if len(found.shown) <= MOST_BARS:
        return found.shown
    half = MOST_BARS // 2
    return (*found.shown[:half], *found.shown[-half:])


def _short(name: str) -> str:
    return name if len(name) <= _NAME_LETTERS else f"{name[: _NAME_LETTERS - 1]}…"


def _apart(names: list[str]) -> list[str]:
    """Names that are alike become apart for the axis, not for the eye."""
    return [name + "\u200b" * names[:place].count(name) for place, name in enumerate(names)]
