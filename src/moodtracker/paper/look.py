"""How charts look: the product's paper, ink and moods, with Korean on any machine.

Every colour is one of the tokens of the product's pages by day; `for_page` turns them into the
tokens' names, so that a chart inside an HTML page follows its light and dark.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

import altair as alt
import vl_convert

from moodtracker.emotions import CLASS_NAMES, FACTS, ORDER
from moodtracker.paper import fonts

INK = "#2a241f"
SOFT = "#5a4e42"
LINE = "#d5c6a6"
STRONG = "#857358"
SEAL = "#a5332a"
GOOD = "#2f6b4f"
WARN = "#7a4d00"
PAPER = "#fcf7ea"

MOODS = tuple(FACTS[emotion].colour for emotion in ORDER)
TOKENS = {
    INK: "ink",
    SOFT: "ink-soft",
    LINE: "line",
    STRONG: "line-strong",
    SEAL: "seal",
    GOOD: "good",
    WARN: "warn",
    PAPER: "paper-raised",
    **{colour: f"mood-{name}" for colour, name in zip(MOODS, CLASS_NAMES, strict=True)},
}

LABELS = tuple(f"{FACTS[emotion].ko} {FACTS[emotion].en}" for emotion in ORDER)
WIDTH = 420
"""Pixels of one chart: wide enough on a page, and still to be read on a phone."""


def rows(values: Sequence[Mapping[str, object]]) -> alt.Data:
    """A chart's data, one mapping a row, kept inside its specification."""
    return alt.Data(values=_Rows(values))  # type: ignore[no-untyped-call]


class _Rows:
    """Rows as one value: Altair copies whatever it can look into, at every step of a chart."""

    _schema: ClassVar[dict[str, str]] = {"type": "array"}

    def __init__(self, values: Sequence[Mapping[str, object]]) -> None:
        self._values = [dict(row) for row in values]

    def to_dict(self, **_options: object) -> list[dict[str, object]]:
        """What stands in the specification."""
        return self._values


def svg(chart: alt.TopLevelMixin) -> str:
    """The chart as SVG in the tokens' colours by day, words as words."""
    fonts.register_fonts()
    return str(vl_convert.vegalite_to_svg(specification(chart)))


def png(chart: alt.TopLevelMixin, *, scale: float = 2.0) -> bytes:
    """The chart on paper, `scale` pixels for each of its own."""
    fonts.register_fonts()
    spec = specification(chart)
    spec["background"] = PAPER
    return bytes(vl_convert.vegalite_to_png(spec, scale=scale))


def for_page(drawing: str, name: str) -> str:
    """SVG to stand inside an HTML page: colours by token, ids that are its own by `name`."""
    for colour, token in TOKENS.items():
        drawing = drawing.replace(f'"{colour}"', f'"var(--{token})"')
    drawing = re.sub(r'\bid="', f'id="{name}-', drawing)
    return re.sub(r"url\(#", f"url(#{name}-", drawing)


def specification(chart: alt.TopLevelMixin, *, check: bool = True) -> dict[str, Any]:
    """The chart as Vega-Lite in the product's look, for whoever draws it.

    Altair's check of it takes longer than all the rest: a page that is made at every request
    goes without, where a test has made it.
    """
    spec: dict[str, Any] = chart.to_dict(validate=check)
    spec["config"] = _CONFIG
    spec["background"] = None
    spec["padding"] = 4
    return spec


_WORDS = {"labelFont": fonts.TEXT_FAMILY, "titleFont": fonts.TEXT_FAMILY}
_CONFIG: dict[str, Any] = {
    "aria": False,
    "font": fonts.TEXT_FAMILY,
    "view": {"stroke": None},
    "axis": {
        **_WORDS,
        "domainColor": STRONG,
        "gridColor": LINE,
        "gridOpacity": 0.7,
        "tickColor": STRONG,
        "labelColor": SOFT,
        "titleColor": SOFT,
        "labelFontSize": 12,
        "titleFontSize": 12,
        "titleFontWeight": "normal",
        "titlePadding": 8,
        "labelPadding": 5,
        "labelFlush": False,
    },
    "legend": {
        **_WORDS,
        "labelColor": INK,
        "labelFontSize": 12,
        "orient": "top",
        "title": None,
        "symbolSize": 90,
        "padding": 0,
        "offset": 10,
    },
    "header": {**_WORDS, "labelColor": INK, "labelFontSize": 12},
    "text": {"font": fonts.TEXT_FAMILY, "color": INK, "fontSize": 12},
}
