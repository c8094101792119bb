"""Korean fonts as files, for charts, contact sheets and documents on any machine.

`tools/assets.py` takes them out of their packages at set-up.
"""

import functools
from pathlib import Path

import moodtracker
from moodtracker.paper.errors import PaperError

FOLDER = Path(moodtracker.__file__).parent / "assets" / "fonts"

TEXT_FAMILY = "Noto Sans KR"
TITLE_FAMILY = "Gowun Batang"


def font_folder() -> Path:
    """The folder of TrueType files. Raises `PaperError` before they were taken."""
    if not (FOLDER / "NotoSansKR-Regular.ttf").is_file():
        raise PaperError(
            f"Korean text needs the fonts in {FOLDER}; there are none. "
            "Run `python tools/assets.py`, which takes them out of their packages."
        )
    return FOLDER


@functools.cache
def register_fonts() -> None:
    """Tell vl-convert of them, once a process. Raises as `font_folder` does."""
    import vl_convert  # not for those who only want a path

    vl_convert.register_font_directory(str(font_folder()))


def korean_font(*, bold: bool = False) -> Path:
    """Noto Sans KR as a TrueType file, for `PIL.ImageFont.truetype` and whoever takes a path.

    Raises `PaperError` before the fonts were taken.
    """
    return font_folder() / f"NotoSansKR-{'Bold' if bold else 'Regular'}.ttf"


def title_font() -> Path:
    """Gowun Batang, bold, the product's font for titles. Raises as `korean_font` does."""
    return font_folder() / "GowunBatang-Bold.ttf"
