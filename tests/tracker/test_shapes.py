"""The small outlines are those of the stamps, and the picture's colours those of the pages."""

import re
from pathlib import Path

import pytest

import moodtracker
from moodtracker.core.templatetags.mood import emotion_mark
from moodtracker.emotions import ORDER, Emotion
from moodtracker.tracker import pixels, shapes

SOURCE = Path(moodtracker.__file__).parent
TOKENS = (SOURCE / "core/static/core/tokens.css").read_text("utf-8")
YEAR = (SOURCE / "tracker/static/tracker/year.css").read_text("utf-8")


@pytest.mark.parametrize("emotion", [mood for mood in ORDER if mood is not Emotion.NEUTRALITY])
def test_an_outline_is_that_of_the_stamp(emotion: Emotion) -> None:
    drawn = re.search(r'class="seal" d="([^"]+)"', emotion_mark(emotion))
    assert drawn
    assert shapes.path(emotion) == drawn[1]


def test_the_square_is_the_stamps_rectangle() -> None:
    assert '<rect class="seal" x="5" y="5" width="38" height="38" rx="6"/>' in emotion_mark(
        Emotion.NEUTRALITY
    )
    assert shapes.path(Emotion.NEUTRALITY).startswith("M11 5h26q6 0 6 6v26q0 6-6 6h-26")


def test_every_level_has_a_moon_of_its_own() -> None:
    assert len({shapes.moon(level) for level in shapes.LEVELS}) == 5


@pytest.mark.parametrize("kind", list(pixels.COLOURS))
def test_the_picture_has_the_colours_of_the_page_by_day(kind: str) -> None:
    colour, ink = pixels.COLOURS[kind]
    if kind.startswith("mood"):
        assert f"--{kind}: light-dark({colour}," in TOKENS
        assert f"--{kind}-ink: light-dark({ink}," in TOKENS
    else:
        (rule,) = re.findall(rf"\.{kind} {{([^}}]+)}}", YEAR)
        assert f"--mood: light-dark({colour}," in rule
        assert f"--mood-ink: light-dark({ink}," in rule
