"""Emotion shares over time, and valence with its rolling band."""

from itertools import groupby

import altair as alt
from altair.typing import ChartType
from django.utils.translation import gettext, override

from moodtracker.emotions import ORDER
from moodtracker.paper import look
from moodtracker.tracker.charts.shared import (
    feeling_words,
    mood_colour,
    mood_name,
    mood_shape,
    piece_names,
    worded_axis,
)
from moodtracker.tracker.figures import percent, signed
from moodtracker.tracker.periods import Kind, Period
from moodtracker.tracker.trends.stats import ShareBucket, Shares, ValenceCurve

MARKED = 0.1
"""The share from which a segment has room for its shape."""
MOST_SHAPES = 100
"""Days up to which each is drawn in the shape of its mood."""


def shares_chart(found: Shares, language: str) -> ChartType:
    """A column a piece of the period, the six stacked in their order; a gap where nothing is."""
    with override(language):
        count = len(found.buckets)
        segments = [
            segment
            for place, bucket in enumerate(found.buckets)
            for segment in _segments(place, bucket, language)
        ]
        base = alt.Chart(look.rows(segments))
        pieces = [bucket.piece for bucket in found.buckets]
        axis = worded_axis(piece_names(pieces, language), grid=False, ticks=False)
        x = alt.X("left:Q", scale=alt.Scale(domain=[0, count], nice=False), axis=axis)
        percents = {0.0: "0%", 0.5: "50%", 1.0: "100%"}
        y = alt.Y(
            "low:Q",
            scale=alt.Scale(domain=[0, 1]),
            axis=worded_axis(percents, domain=False, ticks=False),
        )
        columns = base.mark_rect(stroke=look.PAPER, strokeWidth=1).encode(
            x=x,
            x2="right:Q",
            y=y,
            y2="high:Q",
            color=mood_colour(language),
            tooltip=[
                alt.Tooltip("piece:N", title=gettext("때")),
                alt.Tooltip("mood:N", title=gettext("감정")),
                alt.Tooltip("share:N", title=gettext("비율")),
                alt.Tooltip("recorded:N", title=gettext("기록한 날")),
            ],
        )
        size = max(12, min(110, 900 / max(count, 1)))
        marks = (
            base.transform_filter("datum.marked")
            .mark_point(filled=True, fill=look.PAPER, opacity=1, size=size, strokeWidth=0)
            .encode(x=alt.X("middle:Q"), y=alt.Y("centre:Q"), shape=mood_shape(language))
        )
        return alt.layer(columns, marks).properties(width=look.WIDTH, height=230)


def _segments(place: int, bucket: ShareBucket, language: str) -> list[dict[str, object]]:
    if bucket.shares is None:
        return []
    segments: list[dict[str, object]] = []
    low = 0.0
    for mood, share in zip(ORDER, bucket.shares, strict=True):
        if share:
            segments.append(
                {
                    "left": place + 0.05,
                    "right": place + 0.95,
                    "middle": place + 0.5,
                    "low": low,
                    "high": low + share,
                    "centre": low + share / 2,
                    "mood": mood_name(mood, language),
                    "share": percent(share),
                    "marked": share >= MARKED,
                    "piece": bucket.piece.label(language),
                    "recorded": gettext("%(days)s일 가운데 %(recorded)s일")
                    % {"days": bucket.piece.days, "recorded": bucket.recorded},
                }
            )
        low += share
    return segments


def valence_chart(found: ValenceCurve, language: str) -> ChartType:
    """A mark a day, the rolling mean as a line, its spread as a band; gaps stay gaps."""
    with override(language):
        x = alt.X(
            "place:Q",
            scale=alt.Scale(domain=[0, len(found.points)], nice=False),
            axis=worded_axis(_point_names(found, language), grid=False, ticks=False),
        )
        means = alt.Chart(look.rows(_runs(found)))
        band = means.mark_area(color=look.STRONG, opacity=0.22).encode(
            x=x, y=_felt("low"), y2="high:Q", detail="run:N"
        )
        line = means.mark_line(color=look.INK, strokeWidth=2.5, strokeCap="round").encode(
            x=x, y=_felt("mean"), detail="run:N"
        )
        return alt.layer(band, _day_marks(found, language, x), line).properties(
            width=look.WIDTH, height=230
        )


def _felt(field: str) -> alt.Y:
    return alt.Y(
        f"{field}:Q",
        scale=alt.Scale(domain=[-1, 1]),
        axis=worded_axis(feeling_words(), domain=False, ticks=False),
    )


def _point_names(found: ValenceCurve, language: str) -> dict[float, str]:
    kind = Kind.FREE if found.step == 1 else Kind.MONTH
    return piece_names([Period(kind, point.day, point.day) for point in found.points], language)


def _runs(found: ValenceCurve) -> list[dict[str, object]]:
    """The days with a mean, each run without a gap with a number of its own."""
    places = [
        (place, place - rank)
        for rank, place in enumerate(
            place for place, point in enumerate(found.points) if point.mean is not None
        )
    ]
    return [
        {
            "place": place + 0.5,
            "mean": found.points[place].mean,
            "low": found.points[place].low,
            "high": found.points[place].high,
            "run": run,
        }
        for run, group in groupby(places, key=lambda pair: pair[1])
        for place, _ in group
    ]


def _day_marks(found: ValenceCurve, language: str, x: alt.X) -> alt.Chart:
    """A day in the shape of its mood; small dots where a year of shapes would be a thicket."""
    rows = [
        {
            "place": place + 0.5,
            "value": point.value,
            "mood": "" if point.mood is None else mood_name(point.mood, language),
            "day": Period(Kind.FREE, point.first, point.day).label(language),
            "felt": signed(point.value),
            "around": "–" if point.mean is None else signed(point.mean),
        }
        for place, point in enumerate(found.points)
        if point.value is not None
    ]
    tooltip = [
        alt.Tooltip("day:N", title=gettext("날")),
        alt.Tooltip("mood:N", title=gettext("가장 많은 감정")),
        alt.Tooltip("felt:N", title=gettext("그날의 기분")),
        alt.Tooltip("around:N", title=gettext("그 무렵의 평균")),
    ]
    base = alt.Chart(look.rows(rows)).encode(x=x, y=_felt("value"))
    if found.period.days > MOST_SHAPES:
        base = base.encode(tooltip=[tooltip[0], *tooltip[2:]])
        dots: alt.Chart = base.mark_circle(size=14, color=look.STRONG, opacity=0.6)
        return dots
    shapes: alt.Chart = base.mark_point(filled=True, opacity=0.95, size=70)
    return shapes.encode(tooltip=tooltip, color=mood_colour(language), shape=mood_shape(language))
