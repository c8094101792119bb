"""A chart as Vega-Lite: for the browser, which fills in the tokens, and for a picture to save."""

import json
from collections.abc import Callable
from typing import Any

from altair.typing import ChartType
from altair.utils import schemapi

from moodtracker.paper import fonts, look

PAGE_FONT = "Noto Sans KR Variable, sans-serif"
"""The family of the pages' own web font (`--font-text`)."""
_TITLE = {"anchor": "start", "fontSize": 16, "fontWeight": 600, "color": look.INK, "offset": 12}
_SUBTITLE = {"subtitleColor": look.SOFT, "subtitleFontSize": 11, "subtitlePadding": 6}
_WRAP = 52
"""Letters of a line under the title of a picture."""


def for_browser(chart: Callable[[], ChartType]) -> dict[str, Any]:
    """As wide as its place; colours as `token:NAME`, for the page's light and dark."""
    return in_page(specify(chart))


def in_page(spec: dict[str, Any]) -> dict[str, Any]:
    """A chart on paper as `for_browser` has it."""
    spec["width"] = "container"
    spec["autosize"] = {"type": "fit-x", "contains": "padding"}
    text = json.dumps(spec, ensure_ascii=False).replace(f'"{fonts.TEXT_FAMILY}"', f'"{PAGE_FONT}"')
    for colour, token in look.TOKENS.items():
        text = text.replace(f'"{colour}"', f'"token:{token}"')
    placed: dict[str, Any] = json.loads(text)
    return placed


def for_saving(
    chart: Callable[[], ChartType], *, title: str, subtitle: str, korean: bool
) -> dict[str, Any]:
    """On paper, with its title and how it counts, since a saved picture leaves its page."""
    spec = specify(chart)
    spec["background"] = look.PAPER
    spec["padding"] = 16
    lines = _lines(subtitle, _WRAP if korean else _WRAP * 3 // 2)
    spec["title"] = {"text": title, "subtitle": lines, **_TITLE, **_SUBTITLE}
    font = spec["config"]["font"]
    spec["title"] |= {"font": font, "subtitleFont": font}
    return spec


def specify(chart: Callable[[], ChartType]) -> dict[str, Any]:
    """Without Altair's checks, which take ten times as long as the rest: the tests make them."""
    with schemapi.debug_mode(False):  # noqa: FBT003 - Altair's own
        return look.specification(chart(), check=False)


def _lines(text: str, letters: int) -> list[str]:
    lines = [""]
    for word in text.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > letters:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    return lines
