"""A document of one language as PDF: set from memory, charts drawn in a process of its own."""

import io
import json
from pathlib import Path

import pytest
from PIL import Image

from moodtracker.paper import pdf, press
from moodtracker.paper.blocks import (
    Document,
    Drawing,
    Figures,
    Key,
    Keys,
    Paragraph,
    Picture,
    Section,
    Table,
    Words,
)
from moodtracker.paper.errors import PaperError
from pdf_text import pages_of

TEMPLATE = """
#import "paper.typ": *
#let report = json("document.json")
#show: sheet.with(report, "무드 트래커")
#for section in report.sections {
  heading(level: 1, both(section.title))
  for one in section.blocks { (kinds.at(one.kind))(one) }
}
"""
CHART = {
    "mark": "bar",
    "data": {"values": [{"x": "기쁨", "y": 3}]},
    "encoding": {"x": {"field": "x", "type": "nominal"}, "y": {"field": "y"}},
    "config": {"font": "Noto Sans KR", "axis": {"labelFont": "Noto Sans KR"}},
}


def document(*blocks: object) -> Document:
    section = Section("one", "첫째", blocks)  # type: ignore[arg-type]
    return Document("보고서", "하나", "2026-11-25", (section,))


@pytest.fixture
def template(tmp_path: Path) -> Path:
    path = tmp_path / "document.typ"
    path.write_text(TEMPLATE, encoding="utf-8")
    return path


def test_the_press_draws_charts_and_sets_the_words(template: Path) -> None:
    made = document(
        Paragraph("오늘은 🏃 달렸어요."),
        Keys((Key("기록한 날", "12일", "30일 가운데"),)),
        Table("표", ("이름", "값"), (("가", "1"),)),
        Figures((Drawing(json.dumps(CHART), "막대 하나"),)),
    )
    data = press.pressed(pdf.files_of(made, template))
    (page,) = pages_of(data)
    for words in ("오늘은", "🏃", "기록한 날", "30일 가운데", "막대 하나", "기쁨", "1 / 1"):
        assert words in page
    assert b"pdfuaid:part" in data
    assert b"/Lang(ko" in data


def test_both_languages_or_one(template: Path) -> None:
    (page,) = pages_of(pdf.pdf(pdf.files_of(document(Paragraph(Words("안녕", "hello"))), template)))
    assert "안녕" in page
    assert "hello" in page


def test_a_photo_is_set_from_memory(template: Path, tmp_path: Path) -> None:
    buffer = io.BytesIO()
    Image.new("RGB", (24, 18), "#a5332a").save(buffer, "JPEG")
    template.write_text(
        TEMPLATE + '#image(report.sections.at(0).blocks.at(0).file, alt: "빨강")',
        encoding="utf-8",
    )
    kinds = "#let kinds = kinds + (Picture: one => none)\n"
    template.write_text(
        template.read_text(encoding="utf-8").replace("#for", kinds + "#for", 1), encoding="utf-8"
    )
    files = pdf.files_of(document(Picture(buffer.getvalue(), "빨강")), template)
    before = set(tmp_path.rglob("*"))
    data = pdf.pdf(files)
    assert data.count(b"/Subtype/Image") == 1
    assert b"/DCTDecode" in data
    assert set(tmp_path.rglob("*")) == before


def test_what_typst_refuses_is_said(template: Path) -> None:
    template.write_text("#panic()", encoding="utf-8")
    files = pdf.files_of(document(), template)
    with pytest.raises(PaperError, match="panicked"):
        pdf.pdf(files)
    with pytest.raises(PaperError, match="panicked"):
        press.pressed(files)


def test_a_document_takes_no_longer_than_allowed(template: Path) -> None:
    with pytest.raises(PaperError, match=r"within 0\.01 s"):
        press.pressed(pdf.files_of(document(), template), seconds=0.01)
