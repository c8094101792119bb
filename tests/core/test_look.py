"""The look keeps its promises: colours agree with the emotions and can be read on the paper."""

import re
from pathlib import Path

import pytest

from moodtracker.emotions import FACTS, Emotion

STATIC = Path(__file__).parents[2] / "src/moodtracker/core/static/core"
TOKENS = dict(
    re.findall(
        r"--([\w-]+): light-dark\((#\w{6}), #\w{6}\)", (STATIC / "tokens.css").read_text("utf-8")
    )
)
NIGHT = dict(
    re.findall(
        r"--([\w-]+): light-dark\(#\w{6}, (#\w{6})\)", (STATIC / "tokens.css").read_text("utf-8")
    )
)
SCHEMES = pytest.mark.parametrize("colours", [TOKENS, NIGHT], ids=["day", "night"])
TEXTS = ["ink", "ink-soft", "link", "good", "warn", *(f"mood-{e}-ink" for e in Emotion)]


def luminance(colour: str) -> float:
    """Relative luminance, WCAG 2.2."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_day_colours_are_those_of_the_emotions() -> None:
    assert {e: TOKENS[f"mood-{e}"] for e in Emotion} == {e: FACTS[e].colour for e in Emotion}


@SCHEMES
@pytest.mark.parametrize("paper", ["paper", "paper-raised", "paper-sunk"])
@pytest.mark.parametrize("text", TEXTS)
def test_words_can_be_read(colours: dict[str, str], paper: str, text: str) -> None:
    assert contrast(colours[text], colours[paper]) >= 4.5


@SCHEMES
@pytest.mark.parametrize("edge", ["line-strong", "focus", "seal"])
def test_edges_of_controls_can_be_seen(colours: dict[str, str], edge: str) -> None:
    assert contrast(colours[edge], colours["paper"]) >= 3
    assert contrast(colours[edge], colours["paper-raised"]) >= 3


@SCHEMES
def test_the_word_on_the_seal_can_be_read(colours: dict[str, str]) -> None:
    assert contrast(colours["on-seal"], colours["seal"]) >= 4.5
    assert contrast(colours["on-seal"], colours["seal-deep"]) >= 4.5
    assert contrast(colours["link"], colours["seal-wash"]) >= 4.5


def test_nothing_is_loaded_from_elsewhere() -> None:
    for sheet in STATIC.glob("*.*"):
        urls = re.findall(r"https?://[^\s\"')]+", sheet.read_text("utf-8"))
        assert not [url for url in urls if url != "http://www.w3.org/2000/svg"], sheet.name


def test_every_shape_is_its_own() -> None:
    assert len({facts.shape for facts in FACTS.values()}) == len(FACTS)
