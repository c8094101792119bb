"""No emoji that the product offers comes out as an empty box on a machine without emoji fonts."""

import re
from pathlib import Path

import pytest

from moodtracker.demo.words import habits
from moodtracker.diary.starter_tags import STARTERS

SOURCE = Path(__file__).parents[2] / "src/moodtracker"
SHEET = (SOURCE / "core/static/vendor/noto-emoji/wght.css").read_text("utf-8")
PALETTE = (SOURCE / "diary/static/diary/emoji.js").read_text("utf-8")
MADE_OF_NOTHING = {0x200D, 0xFE0F}  # joins, and asks for a picture

# The files of the web font, by the letters that their unicode-range promises.
FILES = [
    {
        code
        for first, last in re.findall(r"[Uu]\+([0-9a-f]+)(?:-([0-9a-f]+))?", line)
        for code in range(int(first, 16), int(last or first, 16) + 1)
    }
    for line in re.findall(r"unicode-range: (.*);", SHEET)
]
OFFERED = sorted(
    {starter.emoji for starter in STARTERS}
    | {habit.emoji for habit in habits("ko")}
    | set(re.findall(r'"([^"\x00-\x7f]+)"', PALETTE.partition("];")[0]))
)


def is_drawn(emoji: str) -> bool:
    """By one file alone: a browser does not join the parts of two."""
    parts = {ord(letter) for letter in emoji} - MADE_OF_NOTHING
    return any(parts <= letters for letters in FILES)


def test_the_font_was_read() -> None:
    assert len(FILES) >= 5
    assert len(OFFERED) > 50
    assert not is_drawn("👪"), "this one the web font lacks"


@pytest.mark.parametrize("emoji", OFFERED)
def test_every_offered_emoji_has_a_shape(emoji: str) -> None:
    assert is_drawn(emoji)
