"""What the charts share: shapes and names of moods, axes with words, wording of figures."""

import math
from collections.abc import Sequence
from typing import Any

import altair as alt
from django.utils.translation import gettext

from moodtracker.emotions import FACTS, ORDER, Emotion
from moodtracker.paper import look
from moodtracker.tracker.periods import MONTHS, Kind, Period

MOST_LABELS = 7
"""Labels that an axis of dates has room for on a phone."""


def _sun() -> str:
    rays = [
        (math.sin(turn) * size, -math.cos(turn) * size)
        for step in range(16)
        for turn, size in ((step * math.pi / 8, 1.0 if step % 2 == 0 else 0.68),)
    ]
    return "M" + "L".join(f"{x:.3f},{y:.3f}" for x, y in rays) + "Z"


# The outlines of the stamps (core/parts/emotion_mark.html) within −1…1, as Vega draws symbols.
SHAPES = {
    "triangle": "M0,-0.95L1,0.85L-1,0.85Z",
    "diamond": "M0,-1L1,0L0,1L-1,0Z",
    "sun": _sun(),
    "square": "M-0.8,-0.8H0.8V0.8H-0.8Z",
    "drop": "M0,-1C0.4,-0.5,0.75,-0.1,0.75,0.3C0.75,0.75,0.4,1,0,1"
    "C-0.4,1,-0.75,0.75,-0.75,0.3C-0.75,-0.1,-0.4,-0.5,0,-1Z",
    "wave": "M-1,-0.35C-0.6,-0.95,-0.35,-0.75,0,-0.45C0.35,-0.15,0.6,0.05,1,-0.55L1,0.4"
    "C0.6,1,0.35,0.8,0,0.5C-0.35,0.2,-0.6,0,-1,0.6Z",
}


def mood_name(mood: Emotion, language: str) -> str:
    """기쁨, happiness."""
    return FACTS[mood].ko if language.startswith("ko") else FACTS[mood].en


def mood_names(language: str) -> list[str]:
    """All six, in order."""
    return [mood_name(mood, language) for mood in ORDER]


def mood_colour(language: str, *, legend: bool = True) -> alt.Color:
    """The field `mood`, a name, in its colour."""
    return alt.Color(
        "mood:N",
        scale=alt.Scale(domain=mood_names(language), range=list(look.MOODS)),
        legend=alt.Legend(symbolOpacity=1, symbolStrokeWidth=0, columns=3, labelLimit=110)
        if legend
        else None,
    )


def mood_shape(language: str) -> alt.Shape:
    """The field `mood`, a name, in its shape."""
    shapes = [SHAPES[FACTS[mood].shape] for mood in ORDER]
    return alt.Shape("mood:N", scale=alt.Scale(domain=mood_names(language), range=shapes))


def worded_axis(words: dict[float, str], **options: Any) -> alt.Axis:  # noqa: ANN401 - Altair's own
    """An axis that says these words at these places and nothing else."""
    table = ",".join(f"'{place:g}':'{_quoted(word)}'" for place, word in words.items())
    settings: dict[str, Any] = {"title": None, "labelOverlap": "parity", **options}
    return alt.Axis(
        values=list(words), labelExpr=f"({{{table}}})[toString(datum.value)]||''", **settings
    )


def _quoted(word: str) -> str:
    return word.replace("\\", "\\\\").replace("'", "\\'").replace("\n", " ")


def piece_names(pieces: Sequence[Period], language: str) -> dict[float, str]:
    """Words for an axis on which piece number n lies from n to n + 1: a few, at their middles."""
    every = max(1, math.ceil(len(pieces) / MOST_LABELS))
    one_year = bool(pieces) and pieces[0].first.year == pieces[-1].last.year
    return {
        place + 0.5: short_label(piece, language, year=not one_year)
        for place, piece in enumerate(pieces)
        if place % every == 0
    }


def short_label(piece: Period, language: str, *, year: bool = True) -> str:
    """A piece of a period in as few letters as an axis has room for, a month with its `year`."""
    korean = language.startswith("ko")
    first, month = piece.first, MONTHS[piece.first.month - 1][:3]
    if piece.kind is Kind.YEAR:
        return str(first.year)
    if piece.kind is Kind.QUARTER:
        quarter = (first.month + 2) // 3
        return f"{first:%y}년 {quarter}분기" if korean else f"Q{quarter} {first:%y}"
    if piece.kind is Kind.MONTH and not year:
        return f"{first.month}월" if korean else month
    if piece.kind is Kind.MONTH:
        return f"{first:%y}.{first.month}월" if korean else f"{month} {first:%y}"
    return f"{first.month}/{first.day}" if korean else f"{first.day} {month}"


def feeling_words() -> dict[float, str]:
    """The axis of valence in words."""
    return {0.8: gettext("가벼움"), 0.0: gettext("보통"), -0.8: gettext("무거움")}
