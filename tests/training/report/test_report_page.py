"""The report as a page: sound HTML in one file, with its letters, its figures and no script."""

import base64
import re
from io import BytesIO

import pytest
from fontTools.ttLib import TTFont

from markup import assert_sound_html
from moodtracker.paper.blocks import Document, Paragraph, Words
from moodtracker.training.report.findings import Findings
from moodtracker.training.report.page import page
from moodtracker.training.report.wording import chance, ends, three


@pytest.fixture(scope="module")
def text(document: Document) -> str:
    return page(document)


def test_the_page_is_sound_and_stands_alone(text: str) -> None:
    sheet = re.search(r"<style>.*?</style>", text, re.DOTALL)
    assert sheet
    assert_sound_html(text.replace(sheet[0], ""))
    assert "<script" not in text
    outside = re.findall(r"""(?:src|href)=["'](?!data:|#)[^"']*""", text)
    assert outside == []
    assert re.findall(r"https?://[^\s\"<]+", text.replace("http://www.w3.org/", "")) == []
    assert "url(" not in re.sub(r'url\("data:font/woff2;base64,[^"]+"\)|url\(#', "", text)


def test_every_section_is_in_the_contents(text: str, document: Document) -> None:
    links = re.findall(r'<li><a href="#([a-z]+)">', text)
    assert links == [section.key for section in document.sections]
    assert links == [
        "summary",
        "scores",
        "confusion",
        "calibration",
        "agreement",
        "groups",
        "curves",
        "faithfulness",
        "examples",
        "errors",
        "divided",
        "methods",
    ]


def test_figures_equal_the_findings(text: str, found: Findings) -> None:
    for one in (
        found.intervals.accuracy,
        found.intervals.macro_f1,
        found.intervals.f1[-1],
        found.intervals.log_loss,
        found.intervals.ece,
    ):
        key = f'<strong>{three(one.value)}</strong> <span class="beside">{ends(one)}'
        assert key in text
    assert three(found.scores.accuracy) == f"{found.scores.accuracy:.3f}"
    assert found.faithful
    assert three(found.faithful.whole.hot.value) in text
    assert found.manifest.sha256[:16] in text
    assert "분노, 불안 얼굴이 없어요" in text
    for facts in (found.manifest.name, found.manifest.training.data, "그린 얼굴"):
        assert facts in text


def test_every_letter_has_a_shape_in_the_fonts_inside(text: str) -> None:
    fonts = re.findall(r'base64,([^"]+)"\) format\("woff2"\)', text)
    assert len(fonts) == 3
    shapes = [set(TTFont(BytesIO(base64.b64decode(one))).getBestCmap()) for one in fonts]
    visible = set(re.sub(r"<style>.*?</style>|base64,[A-Za-z0-9+/=]+", "", text, flags=re.DOTALL))
    missing = {letter for letter in visible if letter.isprintable()} - set(
        map(chr, shapes[0] & shapes[1])
    )
    assert missing == set()
    assert len(text) < 1_500_000


def test_charts_follow_light_and_dark(text: str) -> None:
    drawings = re.findall(r"<svg[^>]*class=\"marks\".*?</svg>", text, re.DOTALL)
    assert len(drawings) == 9
    assert not re.search(r'"#[0-9a-f]{6}"', "".join(drawings))
    used = set(re.findall(r"var\(--([a-z-]+)\)", text))
    assert used <= set(re.findall(r"--([a-z-]+): light-dark", text))


def test_votes_stand_beside_probabilities(text: str, found: Findings) -> None:
    first = found.divided[0]
    rows = re.findall(
        r'<td class="number people">([^<]+)</td><td class="number">([^<]+)</td>', text
    )
    assert first.votes
    shown = [
        (f"{vote:.2f}", chance(p)) for vote, p in zip(first.votes, first.probabilities, strict=True)
    ]
    assert [(vote, p.replace("&lt;", "<").replace("&gt;", ">")) for vote, p in rows[:6]] == shown


def test_text_from_data_is_escaped(document: Document) -> None:
    sly = Paragraph(Words("<script>alert(1)</script>", "& <b>bold</b>"))
    section = type(document.sections[0])("sly", Words("<i>", "<i>"), (sly,))
    made = page(type(document)(document.title, "<u>", document.made, (section,)))
    assert "<script" not in made
    assert "<b>" not in made
    assert "<u>" not in made


@pytest.mark.parametrize(
    ("probability", "shown"),
    [
        (0.0, "<0.01"),
        (0.0049, "<0.01"),
        (0.005, "0.01"),
        (0.5, "0.50"),
        (0.994, "0.99"),
        (1.0, ">0.99"),
    ],
)
def test_a_probability_is_never_nothing_nor_certain(probability: float, shown: str) -> None:
    assert chance(probability) == shown
