"""The year as a stamped sheet of paper: an SVG of our own, and a PNG of that.

A grid of days is no chart library's job. Colours are those of the pages by day, so that what is
saved looks the same whoever saved it at night. Words stay words; `with_fonts` puts the letters
that they need into the file, so that Korean is read on any machine.
"""

import base64
import random
import re
from collections.abc import Iterator
from pathlib import Path

import vl_convert
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

import moodtracker.core
from moodtracker.emotions import FACTS, ORDER
from moodtracker.paper import fonts
from moodtracker.paper.look import INK, LINE, PAPER, SEAL, SOFT
from moodtracker.tracker import shapes, year_page
from moodtracker.tracker.year import YearSheet
from moodtracker.tracker.year_page import By, Cell, Key, Row

VENDOR = Path(moodtracker.core.__file__).parent / "static" / "vendor"
TITLE_CSS = "gowun-batang/700.css"
TEXT_CSS = "noto-sans-kr/wght.css"
TITLE = "'Gowun Batang', serif"
TEXT = "'Noto Sans KR Variable', 'Noto Sans KR', sans-serif"

# What a cell is drawn in: the colour and the ink of its class, as tokens.css and year.css say.
COLOURS: dict[str, tuple[str, str]] = {
    **{
        f"mood-{emotion}": (FACTS[emotion].colour, ink)
        for emotion, ink in zip(
            ORDER,
            ("#87341f", "#7d4269", "#74500a", "#56534a", "#2d5a82", "#1f6354"),
            strict=True,
        )
    },
    "level-1": ("#3f4c70", "#262f47"),
    "level-2": ("#8791ad", "#454d63"),
    "level-3": ("#bdb6a3", "#57513f"),
    "level-4": ("#e4c27c", "#6f5413"),
    "level-5": ("#f2b53a", "#6d4a06"),
}
WASH = 0.3
"""How much of its colour the tile under a glyph has."""

WIDTH, HEIGHT = 1480, 900
LEFT, TOP, PITCH, TILE = 128, 208, 41, 38
SCALE = 1.5


def drawing(sheet: YearSheet, by: By) -> str:
    """The sheet as SVG with words in the product's font families."""
    rows = year_page.rows(sheet, by)
    parts = [
        _paper(sheet.year),
        _head(sheet, by),
        _numbers(),
        *(_row(place, row) for place, row in enumerate(rows)),
        _legend(year_page.legend(sheet, by)),
        _foot(year_page.counted(by)),
    ]
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        'width="{w}" height="{h}" viewBox="0 0 {w} {h}" role="img" aria-label="{name}">'
        "<title>{name}</title><defs>{defs}</defs>{body}</svg>",
        w=WIDTH,
        h=HEIGHT,
        name=year_page.title(sheet, by),
        defs=_definitions(),
        body=format_html_join("", "{}", ((part,) for part in parts)),
    )


def png(drawing: str) -> bytes:
    """The drawing as a picture, 2,220 pixels wide. Raises PaperError without the fonts."""
    fonts.register_fonts()
    return bytes(vl_convert.svg_to_png(drawing, scale=SCALE))


def with_fonts(drawing: str) -> str:
    """The drawing with the pieces of the fonts that hold its letters inside it."""
    letters = {ord(letter) for letter in re.sub(r"<[^>]*>", "", drawing)}
    faces = "".join(face for css in (TITLE_CSS, TEXT_CSS) for face in _faces(css, letters))
    return drawing.replace("<defs>", f"<defs><style>{faces}</style>", 1)


def _faces(css: str, letters: set[int]) -> Iterator[str]:
    """The `@font-face` rules of a sheet whose range has one of the letters, file inside."""
    sheet = VENDOR / css
    for rule in re.findall(r"@font-face\s*{[^}]*}", sheet.read_text("utf-8")):
        (url,) = re.findall(r"url\(([^)]+)\)", rule)[:1]
        if not letters.intersection(_range(rule)):
            continue
        data = base64.b64encode((sheet.parent / url.strip("'\"")).read_bytes()).decode("ascii")
        yield rule.replace(url, f"data:font/woff2;base64,{data}")


def _range(rule: str) -> Iterator[int]:
    (ranges,) = re.findall(r"unicode-range:\s*([^;}]+)", rule) or [""]
    for first, last in re.findall(r"U\+([0-9a-fA-F]+)(?:-([0-9a-fA-F]+))?", ranges):
        yield from range(int(first, 16), int(last or first, 16) + 1)


def _definitions() -> SafeString:
    stamps = ((f"stamp-{emotion}", _outline(shapes.path(emotion))) for emotion in ORDER)
    moons = ((f"moon-{level}", shapes.moon(level)) for level in shapes.LEVELS)
    return format_html_join(
        "", '<symbol id="{}" viewBox="-2 -2 52 52">{}</symbol>', (*stamps, *moons)
    )


def _outline(path: str) -> SafeString:
    return format_html('<path d="{}"/>', path)


def _paper(year: int) -> SafeString:
    """Hanji: a sheet with fibres, the same ones for the same year."""
    dice = random.Random(year)  # noqa: S311 - fibres of paper, no secret
    fibres = " ".join(
        f"M{dice.uniform(20, WIDTH - 20):.0f} {dice.uniform(20, HEIGHT - 20):.0f}"
        f"q{dice.uniform(-40, 40):.0f} {dice.uniform(-24, 24):.0f}"
        f" {dice.uniform(-70, 70):.0f} {dice.uniform(-40, 40):.0f}"
        for _ in range(150)
    )
    return format_html(
        '<rect width="{w}" height="{h}" fill="{paper}"/>'
        '<path d="{fibres}" fill="none" stroke="#7a5826" stroke-opacity=".1" '
        'stroke-linecap="round"/>'
        '<rect x="18" y="18" width="{iw}" height="{ih}" fill="none" stroke="{line}"/>'
        '<rect x="24" y="24" width="{jw}" height="{jh}" fill="none" stroke="{line}" '
        'stroke-opacity=".5"/>',
        w=WIDTH,
        h=HEIGHT,
        paper=PAPER,
        fibres=fibres,
        line=LINE,
        iw=WIDTH - 36,
        ih=HEIGHT - 36,
        jw=WIDTH - 48,
        jh=HEIGHT - 48,
    )


def _head(sheet: YearSheet, by: By) -> SafeString:
    kind = gettext("하루하루의 밝기") if by is By.VALENCE else gettext("하루하루의 마음")
    return format_html(
        "{}{}{}{}",
        _text(64, 128, str(sheet.year), size=76, family=TITLE, weight=700),
        _text(252, 98, kind, size=26, family=TITLE, weight=700),
        _text(252, 128, year_page.summary(sheet), size=17, fill=SOFT),
        _seal(WIDTH - 132, 62),
    )


def _seal(x: int, y: int) -> SafeString:
    """The red seal in the corner: 마음, carved."""
    return format_html(
        '<g transform="translate({} {}) rotate(-3)"><rect width="72" height="72" rx="7" '
        'fill="{}"/><rect x="5" y="5" width="62" height="62" rx="4" fill="none" stroke="{paper}" '
        'stroke-width="1.6"/>{}</g>',
        x,
        y,
        SEAL,
        _text(36, 47, "마음", size=29, family=TITLE, weight=700, fill=PAPER, anchor="middle"),
        paper=PAPER,
    )


def _numbers() -> SafeString:
    middle = LEFT + TILE / 2
    return format_html_join(
        "",
        "{}",
        (
            (
                _text(
                    middle + (n - 1) * PITCH, TOP - 14, str(n), size=13, fill=SOFT, anchor="middle"
                ),
            )
            for n in range(1, 32)
        ),
    )


def _row(place: int, row: Row) -> SafeString:
    y = TOP + place * PITCH
    name = date_format(row.month.first, "F")
    name = name if len(name) <= 3 else name[:3]
    return format_html(
        "{}{}",
        _text(LEFT - 16, y + TILE / 2 + 6, name, size=17, family=TITLE, weight=700, anchor="end"),
        format_html_join(
            "", "{}", ((_cell(LEFT + n * PITCH, y, cell),) for n, cell in enumerate(row.cells))
        ),
    )


def _cell(x: int, y: int, cell: Cell) -> SafeString:
    if not cell.kind:
        return format_html(
            '<circle cx="{}" cy="{}" r="1.6" fill="{}"/>', x + TILE / 2, y + TILE / 2, LINE
        )
    return format_html(
        "<g><title>{}</title>{}</g>", cell.label, _stamp(x, y, cell.kind, cell.glyph)
    )


def _stamp(x: float, y: float, kind: str, glyph: str) -> SafeString:
    colour, ink = COLOURS[kind]
    return format_html(
        '<rect x="{x}" y="{y}" width="{side}" height="{side}" rx="3" fill="{wash}"/>'
        '<use x="{ux}" y="{uy}" width="28" height="28" xlink:href="#{glyph}" fill="{colour}" '
        'stroke="{ink}" stroke-width="2" stroke-linejoin="round"/>',
        x=x,
        y=y,
        side=TILE,
        wash=_mix(colour, PAPER, WASH),
        ux=x + (TILE - 28) / 2,
        uy=y + (TILE - 28) / 2,
        glyph=glyph,
        colour=colour,
        ink=ink,
    )


def _legend(keys: tuple[Key, ...]) -> SafeString:
    y, pitch = TOP + 12 * PITCH + 34, (WIDTH - LEFT - 64) / len(keys)
    return format_html_join(
        "",
        "{}{}{}",
        (
            (
                _stamp(LEFT + n * pitch, y, key.kind, key.glyph),
                _text(LEFT + n * pitch + 50, y + 18, key.name, size=17, weight=600),
                _text(LEFT + n * pitch + 50, y + 37, _day_count(key.days), size=14, fill=SOFT),
            )
            for n, key in enumerate(keys)
        ),
    )


def _day_count(days: int) -> str:
    return ngettext("%(n)s일", "%(n)s일", days) % {"n": days}


def _foot(words: str) -> SafeString:
    """One sentence a line."""
    lines = re.split(r"(?<=[.])\s+", words)
    y = TOP + 12 * PITCH + 112
    return format_html_join(
        "",
        "{}",
        ((_text(LEFT, y + n * 20, line, size=13, fill=SOFT),) for n, line in enumerate(lines)),
    )


def _text(
    x: float,
    y: float,
    words: str,
    *,
    size: int,
    family: str = TEXT,
    weight: int = 400,
    fill: str = INK,
    anchor: str = "start",
) -> SafeString:
    return format_html(
        '<text x="{}" y="{}" font-family="{}" font-size="{}" font-weight="{}" fill="{}" '
        'text-anchor="{}">{}</text>',
        x,
        y,
        family,
        size,
        weight,
        fill,
        anchor,
        words,
    )


def _mix(colour: str, paper: str, share: float) -> str:
    """`share` of a colour on paper, channel by channel."""
    pairs = ((int(colour[at : at + 2], 16), int(paper[at : at + 2], 16)) for at in (1, 3, 5))
    return "#" + "".join(f"{round(one * share + other * (1 - share)):02x}" for one, other in pairs)
