"""Hour of day × weekday, and the model's word against one's own."""

import altair as alt
from altair.typing import ChartType
from django.utils.translation import gettext, override

from moodtracker.core.weekdays import SUNDAY_FIRST
from moodtracker.emotions import ORDER
from moodtracker.paper import look
from moodtracker.tracker.charts.shared import mood_name, mood_names
from moodtracker.tracker.figures import signed
from moodtracker.tracker.trends.stats import Agreement, Rhythm

HEAVY, LIGHT = look.MOODS[4], look.MOODS[2]


def weekday_names(language: str) -> list[str]:
    """Sunday first, in one syllable or three letters."""
    with override(language):
        return [str(name) for name in SUNDAY_FIRST]


def hour_name(hour: int, span: int, language: str) -> str:
    """9시, 9–12시; 9:00, 9–12 in English."""
    korean = language.startswith("ko")
    if span == 1:
        return f"{hour}시" if korean else f"{hour}:00"
    return f"{hour}–{hour + span}시" if korean else f"{hour}–{hour + span}"


def rhythm_chart(found: Rhythm, language: str) -> ChartType:
    """A cell a weekday and part of the day. Blue is heavy, yellow is light, and the figure stands
    in it; a stroke marks a cell with too few days, a cell without any is empty.
    """
    with override(language):
        weekdays = weekday_names(language)
        rows = [
            {
                "weekday": weekdays[cell.weekday],
                "hour": hour_name(cell.hour, found.span, language),
                "felt": cell.valence if cell.enough else None,
                "text": signed(cell.valence) if cell.enough and cell.valence is not None else "",
                "few": cell.days > 0 and not cell.enough,
                "days": gettext("%(n)s일") % {"n": cell.days},
                "said": gettext("아직 적어요")
                if not cell.enough or cell.valence is None
                else signed(cell.valence),
            }
            for cell in found.cells
        ]
        hours = [hour_name(hour, found.span, language) for hour in range(0, 24, found.span)]
        x = alt.X(
            "weekday:O",
            sort=weekdays,
            axis=alt.Axis(title=None, orient="top", labelAngle=0, domain=False, ticks=False),
        )
        y = alt.Y(
            "hour:O", sort=hours, axis=alt.Axis(title=None, domain=False, ticks=False, grid=False)
        )
        base = alt.Chart(look.rows(rows)).encode(x=x, y=y)
        frame = base.mark_rect(
            fill="transparent", stroke=look.LINE, strokeWidth=1, cornerRadius=3
        ).encode(
            tooltip=[
                alt.Tooltip("weekday:N", title=gettext("요일")),
                alt.Tooltip("hour:N", title=gettext("시간")),
                alt.Tooltip("days:N", title=gettext("기록한 날")),
                alt.Tooltip("said:N", title=gettext("기분의 평균")),
            ]
        )
        scale = alt.Scale(
            domain=[-0.7, 0, 0.7],
            range=[HEAVY, look.LINE, LIGHT],
            interpolate="rgb",  # by hue, the way from blue to yellow would lead through green
            clamp=True,
        )
        known = base.transform_filter("isValid(datum.felt)")
        cells = known.mark_rect(cornerRadius=3, stroke=look.PAPER, strokeWidth=1.5).encode(
            color=alt.Color("felt:Q", scale=scale, legend=_feeling_legend())
        )
        figures = known.mark_text(fontSize=11 if found.span > 1 else 9.5, color=look.INK).encode(
            text="text:N"
        )
        few = base.transform_filter("datum.few").mark_point(
            shape="stroke", angle=315, size=60, color=look.STRONG, opacity=0.8, strokeWidth=1.5
        )
        step = 30 if found.span > 1 else 17
        layers = (frame, cells, few, figures)
        return alt.layer(*layers).properties(width=look.WIDTH, height=step * len(hours))


def _feeling_legend() -> alt.Legend:
    return alt.Legend(
        orient="top",
        title=None,
        gradientLength=160,
        gradientThickness=10,
        values=[-0.7, 0, 0.7],
        labelExpr="datum.value < -0.1 ? '"
        + gettext("무거움")
        + "' : datum.value > 0.1 ? '"
        + gettext("가벼움")
        + "' : '"
        + gettext("보통")
        + "'",
    )


def agreement_chart(found: Agreement, language: str) -> ChartType:
    """What the model said against one's own word: a disc as large as its count, with the count.

    On the diagonal, framed, both said the same.
    """
    with override(language):
        names = mood_names(language)
        rows = [
            {
                "own": mood_name(own, language),
                "model": mood_name(model, language),
                "n": count,
                "same": own == model,
            }
            for own, counts in zip(ORDER, found.confusion, strict=True)
            for model, count in zip(ORDER, counts, strict=True)
        ]
        x = alt.X(
            "own:O",
            sort=names,
            axis=alt.Axis(
                title=gettext("내 말"),
                orient="top",
                labelAngle=0 if language.startswith("ko") else -40,
                domain=False,
                ticks=False,
            ),
        )
        y = alt.Y(
            "model:O",
            sort=names,
            axis=alt.Axis(title=gettext("모델의 말"), domain=False, ticks=False, grid=False),
        )
        base = alt.Chart(look.rows(rows)).encode(x=x, y=y)
        frame = base.mark_rect(cornerRadius=3, fill="transparent").encode(
            stroke=alt.condition("datum.same", alt.value(look.STRONG), alt.value(look.LINE)),
            strokeWidth=alt.condition("datum.same", alt.value(2), alt.value(1)),
            tooltip=[
                alt.Tooltip("model:N", title=gettext("모델의 말")),
                alt.Tooltip("own:N", title=gettext("내 말")),
                alt.Tooltip("n:Q", title=gettext("기록")),
            ],
        )
        known = base.transform_filter("datum.n > 0")
        discs = known.mark_circle(color=look.STRONG, opacity=0.35).encode(
            size=alt.Size("n:Q", scale=alt.Scale(range=[60, 950], domainMin=0), legend=None)
        )
        counts = known.mark_text(fontSize=12, color=look.INK).encode(text="n:Q")
        return alt.layer(frame, discs, counts).properties(width=look.WIDTH, height=6 * 42)
