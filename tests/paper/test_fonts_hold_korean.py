"""Every letter that the product's charts and documents use has a shape in the fonts."""

from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

from moodtracker.emotions import FACTS
from moodtracker.paper import fonts
from moodtracker.paper.errors import PaperError

NO_GLYPH = "\ue000"


@pytest.mark.parametrize(
    "path", [fonts.korean_font(), fonts.korean_font(bold=True), fonts.title_font()]
)
def test_emotions_are_not_drawn_as_boxes(path: Path) -> None:
    font = ImageFont.truetype(path, 32)
    nothing = drawn(NO_GLYPH, font)
    for facts in FACTS.values():
        for letter in facts.ko:
            assert drawn(letter, font) != nothing, letter


def test_missing_fonts_are_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(fonts, "FOLDER", tmp_path)
    with pytest.raises(PaperError, match=r"tools/assets\.py"):
        fonts.korean_font()


def drawn(text: str, font: ImageFont.FreeTypeFont) -> bytes:
    picture = Image.new("L", (48, 48))
    ImageDraw.Draw(picture).text((4, 0), text, 255, font)
    return picture.tobytes()
