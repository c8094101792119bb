"""Charts wear the product's colours, and follow a page's light and dark."""

import re
from pathlib import Path

import altair as alt

from moodtracker.paper import look

TOKENS = Path(look.__file__).parents[1] / "core" / "static" / "core" / "tokens.css"


def test_colours_are_the_pages_tokens_by_day() -> None:
    sheet = TOKENS.read_text(encoding="utf-8")
    for colour, token in look.TOKENS.items():
        assert f"--{token}: light-dark({colour}, " in sheet


def test_a_chart_in_a_page_names_tokens_and_keeps_its_ids_apart() -> None:
    data = look.rows([{"x": 1, "word": "당황 embarrassment"}])
    chart = alt.Chart(data).mark_bar(color=look.SEAL, clip=True).encode(x="x:Q", y="word:N")
    drawing = look.svg(chart)
    assert "당황 embarrassment" in drawing
    assert look.SEAL in drawing
    placed = look.for_page(drawing, "f3")
    assert look.SEAL not in placed
    assert 'fill="var(--seal)"' in placed
    assert not re.search(r'"#[0-9a-f]{6}"', placed)
    ids = re.findall(r'\bid="([^"]+)"', placed)
    assert ids
    assert all(name.startswith("f3-") for name in ids)
    assert set(re.findall(r"url\(#([^)]+)\)", placed)) <= set(ids)


def test_no_font_of_the_machine_is_needed() -> None:
    """Widths come from the font's own measures: two words of one length differ by their letters."""
    wide, narrow = (
        float(re.search(r'viewBox="0 0 ([\d.]+)', look.svg(labelled(text)))[1])  # type: ignore[index]
        for text in ("뷁뷁뷁뷁뷁뷁", "ıııııı")
    )
    assert wide - narrow > 30


def labelled(text: str) -> alt.Chart:
    data = look.rows([{"x": 1, "word": text}])
    bars: alt.Chart = alt.Chart(data, width=40).mark_bar()
    return bars.encode(x="x:Q", y=alt.Y("word:N", title=None))
