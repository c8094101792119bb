"""The report's charts, as Altair specifications in the product's look."""

from collections.abc import Mapping, Sequence

import altair as alt
import numpy as np
from altair.typing import ChartType

from moodtracker.paper import look
from moodtracker.training.bootstrap import GroupScore, Interval
from moodtracker.training.faithfulness import Faithfulness
from moodtracker.training.metrics import Ints, Reliability
from moodtracker.training.report.findings import Agreement

CELL = 54


def confusion(counts: Ints) -> ChartType:
    """What people say by row, what the model says by column; depth is the share of the row."""
    totals = np.maximum(counts.sum(axis=1, keepdims=True), 1)
    data = look.rows(
        [
            {
                "people": look.LABELS[i],
                "model": look.LABELS[j],
                "n": f"{counts[i, j]:,}" if counts[i, j] else "·",
                "share": float(counts[i, j] / totals[i, 0]),
                "part": f"{counts[i, j] / totals[i, 0]:.0%}" if counts[i, j] else "",
            }
            for i, j in np.ndindex(counts.shape)
        ]
    )
    order = list(look.LABELS)
    bare = alt.Axis(labelAngle=0, ticks=False, domain=False)
    above, beside = bare.copy(), bare.copy()
    above.labelExpr, beside.labelExpr = "split(datum.label, ' ')[0]", "split(datum.label, ' ')"
    base = alt.Chart(data, width=CELL * len(order), height=CELL * len(order)).encode(
        x=alt.X("model:N", title="모델의 답 model", sort=order, axis=above),
        y=alt.Y("people:N", title="사람들의 답 people", sort=order, axis=beside),
    )
    cells = base.mark_rect(color=look.SEAL, stroke=look.LINE, strokeWidth=1).encode(
        fillOpacity=alt.FillOpacity("share:Q", legend=None).scale(domain=[0, 1], range=[0, 0.62])
    )
    number = base.mark_text(dy=-6, fontSize=13, fontWeight="bold").encode(text="n:N")
    part = base.mark_text(dy=10, fontSize=10.5).encode(text="part:N")
    return alt.layer(cells, number, part)


def reliability(bins: Reliability) -> ChartType:
    """Share read right by confidence, with 95 % intervals (Wilson); size is the number of faces."""
    filled = np.flatnonzero(bins.count)
    low, high = wilson(bins.accuracy[filled], bins.count[filled])
    data = look.rows(
        [
            {
                "confidence": float(bins.confidence[bin_]),
                "accuracy": float(bins.accuracy[bin_]),
                "n": int(bins.count[bin_]),
                "low": float(low[at]),
                "high": float(high[at]),
            }
            for at, bin_ in enumerate(filled)
        ]
    )
    unit = alt.Scale(domain=[0, 1])
    x = alt.X("confidence:Q", title="확신 confidence", scale=unit).axis(format=".1f")
    right = "맞힌 비율 share right"
    y = alt.Y("accuracy:Q", title=right, scale=unit).axis(format=".1f")
    base = alt.Chart(data, width=300, height=300)
    ideal = (
        alt.Chart(look.rows([{"confidence": 0, "accuracy": 0}, {"confidence": 1, "accuracy": 1}]))
        .mark_line(strokeDash=[4, 4], color=look.STRONG, strokeWidth=1)
        .encode(x=x, y=y)
    )
    spread = base.mark_rule(color=look.SEAL, opacity=0.55).encode(
        x=x, y=alt.Y("low:Q", title=right), y2="high:Q"
    )
    points = base.mark_circle(color=look.SEAL, opacity=0.9).encode(
        x=x, y=y, size=alt.Size("n:Q", legend=None).scale(range=[24, 320])
    )
    return alt.layer(ideal, spread, points)


def by_class(f1: Sequence[Interval]) -> ChartType:
    """F1 of each emotion with its interval, in the emotion's colour."""
    named = [(label, one) for label, one in zip(look.LABELS, f1, strict=True)]
    colour = alt.Color("name:N", legend=None).scale(
        domain=list(look.LABELS), range=list(look.MOODS)
    )
    return _dots(named, "F1", domain=(0, 1), colour=colour)


def by_group(scores: Mapping[str, GroupScore]) -> ChartType:
    """Accuracy of each group with its interval."""
    named = [(f"{name} (n {one.n:,})", one.accuracy) for name, one in scores.items()]
    low = min([one.low for _, one in named], default=0.0)
    floor = np.floor(max(low - 0.02, 0) * 10) / 10
    return _dots(named, "정확도 accuracy", domain=(float(floor), 1), colour=look.SEAL)


def faithful(found: Faithfulness) -> ChartType:
    """How far the probability falls when a tenth of the pixels goes, by which tenth and how."""
    kinds = {
        "hot": "가장 뜨거운 곳 hottest",
        "other": "다른 얼굴의 곳 another’s",
        "moved": "아무 곳 random",
    }
    data = [
        {"blur": blur, "what": text, **_ends(getattr(drop, kind))}
        for blur, drop in (("넓은 흐림 blur", found.local), ("평균색 mean colour", found.whole))
        for kind, text in kinds.items()
    ]
    base = alt.Chart(look.rows(data), width=300, height=alt.Step(26))
    what = alt.Color("what:N", legend=None).scale(
        domain=list(kinds.values()), range=[look.SEAL, look.MOODS[2], look.STRONG]
    )
    y = alt.Y("what:N", title=None, sort=list(kinds.values())).axis(
        labelLimit=180, ticks=False, domain=False
    )
    title = "확률이 떨어진 폭 fall of the probability"
    marks = alt.layer(
        base.mark_rule(strokeWidth=2).encode(
            x=alt.X("low:Q", title=title), x2="high:Q", y=y, color=what
        ),
        base.mark_circle(size=80, opacity=1).encode(
            x=alt.X("value:Q", title=title), y=y, color=what
        ),
    )
    header = alt.Header(
        labelAngle=0, labelAlign="left", labelOrient="top", labelAnchor="start", labelPadding=2
    )
    return marks.facet(row=alt.Row("blur:N", title=None, header=header), spacing=14)


def agreement(found: Sequence[Agreement]) -> ChartType:
    """How sure the model is, by how far people agree; a model as sure as people is on the line."""
    data = look.rows([{"people": one.people, "n": one.n, **_ends(one.model)} for one in found])
    scale = alt.Scale(domain=[0.2, 1])
    x = alt.X("people:Q", title="사람들이 모인 비율 people’s largest share", scale=scale)
    sure = "모델의 확신 model’s confidence"
    y = alt.Y("value:Q", title=sure, scale=scale)
    ideal = (
        alt.Chart(look.rows([{"people": 0.2, "value": 0.2}, {"people": 1, "value": 1}]))
        .mark_line(strokeDash=[4, 4], color=look.STRONG, strokeWidth=1)
        .encode(x=x, y=y)
    )
    base = alt.Chart(data, width=300, height=260)
    return alt.layer(
        ideal,
        base.mark_line(color=look.SEAL, strokeWidth=2).encode(x=x, y=y),
        base.mark_rule(color=look.SEAL, opacity=0.6).encode(
            x=x, y=alt.Y("low:Q", title=sure), y2="high:Q"
        ),
        base.mark_circle(color=look.SEAL, opacity=1).encode(
            x=x, y=y, size=alt.Size("n:Q", legend=None).scale(range=[30, 260])
        ),
    )


def wilson(share: np.ndarray, n: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Ends of the 95 % score interval of a share of n (Wilson, 1927)."""
    z = 1.959964
    middle = (share + z**2 / (2 * n)) / (1 + z**2 / n)
    half = z / (1 + z**2 / n) * np.sqrt(share * (1 - share) / n + z**2 / (4 * n**2))
    return middle - half, middle + half


def _dots(
    named: Sequence[tuple[str, Interval]],
    title: str,
    *,
    domain: tuple[float, float],
    colour: alt.Color | str,
) -> ChartType:
    data = look.rows([{"name": name, **_ends(one)} for name, one in named])
    hue = alt.value(colour) if isinstance(colour, str) else colour
    y = alt.Y("name:N", title=None, sort=None).axis(labelLimit=200, ticks=False, domain=False)
    scale = alt.Scale(domain=list(domain))
    base = alt.Chart(data, width=290, height=alt.Step(30))
    return alt.layer(
        base.mark_rule(strokeWidth=2).encode(
            x=alt.X("low:Q", title=title, scale=scale), x2="high:Q", y=y, color=hue
        ),
        base.mark_circle(size=90, opacity=1).encode(
            x=alt.X("value:Q", title=title, scale=scale), y=y, color=hue
        ),
    )


def _ends(one: Interval) -> dict[str, float]:
    return {"value": one.value, "low": one.low, "high": one.high}
