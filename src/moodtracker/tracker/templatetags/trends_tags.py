"""`{% load trends_tags %}`: charts and sentences of the pages of trends."""

from collections.abc import Iterable
from html import escape
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from moodtracker.core.templatetags.mood import emotion_mark
from moodtracker.emotions import ORDER
from moodtracker.tracker.figures import ends, percent, signed
from moodtracker.tracker.trends.sections import more_days
from moodtracker.tracker.trends.stats import Shares
from moodtracker.tracker.trends.together import Companion

register = template.Library()


@register.simple_tag(takes_context=True)
def trend_chart(context: template.Context, drawn: Any) -> SafeString:  # noqa: ANN401
    """A section with its chart, table and pictures to save."""
    name = drawn.section.name
    inside = {
        "drawn": drawn,
        "period": context["period"],
        "label": context["label"],
        "png_url": f"tracker:{name}_png",
        "svg_url": f"tracker:{name}_svg",
        "specification_id": f"{name}-specification",
    }
    return SafeString(render_to_string("tracker/trends/_chart.html", inside))


@register.simple_tag
def table_rows(rows: Iterable[tuple[str, ...]]) -> SafeString:
    """The rows of a chart's table. A template takes ten times as long, and a year has 365."""
    return SafeString(
        "".join(
            f'<tr><th scope="row">{escape(head)}</th>'
            f"{''.join(f'<td>{escape(cell)}</td>' for cell in cells)}</tr>\n"
            for head, *cells in rows
        )
    )


@register.simple_tag
def shares_marks(shares: Shares) -> SafeString:
    """The stamps of the moods of a period with their shares, the largest first."""
    if shares.overall is None:
        return SafeString("")
    pairs = sorted(zip(ORDER, shares.overall, strict=True), key=lambda pair: -pair[1])
    return SafeString(
        "".join(
            f'<span class="letter-mark">{emotion_mark(mood.value, "m", word=True)} '
            f'<span class="number">{percent(share)}</span></span>'
            for mood, share in pairs
            if share
        ).replace("<1%", "&lt;1%")
    )


@register.simple_tag
def companion_sentence(row: Companion) -> str:
    """What was seen, as something that came together, never as a cause."""
    if row.difference is None or row.mean_without is None:
        return waiting_sentence(row)
    interval = row.difference.interval
    text = (
        gettext(
            "있는 날 %(yes)s일의 기분은 평균 %(with)s, 없는 날 %(no)s일은 %(without)s. "
            "가벼운 쪽과 함께 나타났어요(차이 %(apart)s, 95%% 구간 %(ends)s)."
        )
        if interval.value > 0
        else gettext(
            "있는 날 %(yes)s일의 기분은 평균 %(with)s, 없는 날 %(no)s일은 %(without)s. "
            "무거운 쪽과 함께 나타났어요(차이 %(apart)s, 95%% 구간 %(ends)s)."
        )
    )
    return text % {
        "yes": row.days_with,
        "no": row.days_without,
        "with": signed(row.mean_with, 2),
        "without": signed(row.mean_without, 2),
        "apart": signed(interval.value, 2),
        "ends": ends(interval),
    }


@register.simple_tag
def waiting_sentence(row: Companion) -> str:
    """How much is missing: "3일 더 쓰면 볼 수 있어요"."""
    if row.missing:
        return more_days(row.missing)
    if row.missing_without:
        return ngettext(
            "없는 날이 %(n)s일 더 있으면 볼 수 있어요.",
            "없는 날이 %(n)s일 더 있으면 볼 수 있어요.",
            row.missing_without,
        ) % {"n": row.missing_without}
    return gettext("날마다 기분이 똑같아서 견줄 수 없어요.")
