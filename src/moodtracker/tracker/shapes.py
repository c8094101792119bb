"""The outlines of the stamps without their carving, for places too small for a face.

The paths are those of core/parts/emotion_mark.html (tests/tracker/test_shapes.py holds them
together); fill and stroke come from whoever uses them.
"""

from collections.abc import Iterable, Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from moodtracker.emotions import FACTS, ORDER, Emotion
from moodtracker.tracker.year_page import Cell

PATHS = {
    "triangle": "M21.5 5.5q2.5-4 5 0l18 33q2 4.5-2.5 4.5h-36q-4.5 0-2.5-4.5z",
    "diamond": "M21.5 3.5q2.5-2 5 0l18 18q2 2.5 0 5l-18 18q-2.5 2-5 0l-18-18q-2-2.5 0-5z",
    "sun": (
        "M24 2l4.7 5 6.3-2.7 2.3 6.5 6.8.7-1 6.8 5.2 4.4-4.5 5.1 2.6 6.3-6.5 2.3-.7 6.8-6.8-1L24 47"
        "l-4.9-4.8-6.8 1-.7-6.8-6.5-2.3 2.6-6.3L3.2 22.7l5.2-4.4-1-6.8 6.8-.7 2.3-6.5L22.8 7z"
    ),
    "square": "M11 5h26q6 0 6 6v26q0 6-6 6h-26q-6 0-6-6v-26q0-6 6-6z",
    "drop": "M22.5 3.5q1.5-2 3 0C31 11 40 20 40 29.5a16 16 0 0 1-32 0C8 20 17 11 22.5 3.5z",
    "wave": (
        "M3.5 14q5-7.5 10.2-3 5.2 4.5 10.3 0 5.2-4.5 10.3 0 5.2 4.5 10.2-1.5v24.5q-5 6-10.2 1.5"
        "-5.2-4.5-10.3 0-5.2 4.5-10.3 0-5.2-4.5-10.2 3z"
    ),
}
LEVELS = (1, 2, 3, 4, 5)
"""How light a day was: the moon from new to full."""
MOONS = {
    2: "M24 4a20 20 0 0 1 0 40a30 30 0 0 0 0-40z",
    3: "M24 4a20 20 0 0 1 0 40z",
    4: "M24 4a20 20 0 0 1 0 40a30 30 0 0 1 0-40z",
}
DISC = "M24 4a20 20 0 0 1 0 40a20 20 0 0 1 0-40z"


def path(emotion: Emotion) -> str:
    """The outline of an emotion's stamp in a square of 48."""
    return PATHS[FACTS[emotion].shape]


def symbols() -> SafeString:
    """Every outline once, for `<use href="#stamp-happy">` and `<use href="#moon-3">`.

    A moon is a disc in the colour of its outline, lit by `fill`.
    """
    stamps = format_html_join(
        "",
        '<symbol id="stamp-{}" viewBox="-2 -2 52 52"><path d="{}"/></symbol>',
        ((emotion, path(emotion)) for emotion in ORDER),
    )
    moons = format_html_join(
        "",
        '<symbol id="moon-{}" viewBox="-2 -2 52 52">{}</symbol>',
        ((level, moon(level)) for level in LEVELS),
    )
    return format_html(
        '<svg class="sr-only" aria-hidden="true" focusable="false" width="0" height="0">{}{}</svg>',
        stamps,
        moons,
    )


def moon(level: int) -> SafeString:
    """The moon of a level as paths in a square of 48."""
    if level == LEVELS[-1]:
        return format_html('<path d="{}"/>', DISC)
    dark = format_html('<path d="{}" fill="none"/>', DISC)
    if level == LEVELS[0]:
        return dark
    return dark + format_html('<path d="{}"/>', MOONS[level])


def hours(marks: Sequence[tuple[int, Emotion]], *, said: str) -> SafeString:
    """Moods at their hours on a line of 24; marks of one hour stand a little apart."""
    seen: dict[int, int] = {}
    placed = []
    for hour, mood in marks:
        again = seen.get(hour, 0)
        seen[hour] = again + 1
        placed.append((mood, hour * 8 - 4 + min(again, 3) * 4, mood))
    uses = format_html_join(
        "", '<use class="mood-{}" x="{}" y="-8" width="22" height="22" href="#stamp-{}"/>', placed
    )
    ticks = "M7 20H207M11 17v6M59 18v4M107 17v6M155 18v4M203 17v6"
    return format_html(
        '<svg class="hours" viewBox="-4 -8 222 34" role="img" aria-label="{}" focusable="false">'
        '<path class="hours-line" d="{}"/>{}</svg>',
        said,
        ticks,
        uses,
    )


def pixels(cells: Iterable[Cell]) -> SafeString:
    """The days of a month as list items. By hand: a template takes four times as long for a year.

    A day to come is an empty place, which screen readers pass over.
    """
    return format_html_join("", "{}", ((_pixel(cell),) for cell in cells))


def _pixel(cell: Cell) -> SafeString:
    if not cell.href:
        return _TO_COME
    today = _TODAY if cell.is_today else ""
    glyph = format_html(_GLYPH, cell.glyph) if cell.glyph else ""
    return format_html(_PIXEL, cell.kind, cell.href, cell.label, today, glyph)


_TO_COME = SafeString('<li aria-hidden="true"><span class="px px-to-come"></span></li>')
_TODAY = SafeString(' aria-current="date"')
_GLYPH = '<svg aria-hidden="true" focusable="false"><use href="#{}"/></svg>'
_PIXEL = '<li><a class="px {}" href="{}" aria-label="{}"{}>{}</a></li>'
