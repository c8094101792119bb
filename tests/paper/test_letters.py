"""Whatever somebody writes, a document can be set: what has no glyph is an empty square."""

import json
from pathlib import Path

from moodtracker.paper import fonts, pdf
from moodtracker.paper.blocks import Document, Paragraph, Section
from moodtracker.paper.letters import SQUARE, letters_of, printable

TEMPLATE = """
#import "paper.typ": *
#let report = json("document.json")
#show: sheet.with(report, "x")
#for section in report.sections { for one in section.blocks { (kinds.at(one.kind))(one) } }
"""
NASTY = (
    '#import "x" \\ {{ </script> $x^2$ *b* _i_ @ref <lab> [a](b) `r` ~ --- // /* c */',
    "\u202eabc\u202c\u200b\u200d\u2066x\u2069 \ufeff\xad",
    "👨\u200d👩\u200d👧\u200d👦🏳\ufe0f\u200d🌈👍🏽🇰🇷 1\ufe0f\u20e3",
    "a" + "\u0301" * 40,
    "سلام עברית हिन्दी ไทย ქართული 𒀀 𓀀",
    "\x01\x07\x1b[0m\x7f\x85\u2028\u2029\x00",
    "\ue000\U000f0000\ufffe\uffff\U0001ffff",
    "밤에 걸었다.\n\n별 ☆ “좋다” ①②③ 漢字 ñ",
)


def test_the_fonts_letters_are_read_out_of_the_fonts() -> None:
    folder = fonts.font_folder()
    assert {ord(letter) for letter in "가힣aZ漢"} <= letters_of(folder / "NotoSansKR-Regular.ttf")
    assert ord("ไ") not in letters_of(folder / "NotoSansKR-Regular.ttf")
    assert ord("👍") in letters_of(folder / "NotoEmoji-Regular.ttf")


def test_what_can_be_set_stays() -> None:
    plain = "밤에 걸었다.\n별 “좋다” 👍🏽 👨\u200d👩\u200d👧 a\u0301"
    assert printable(plain) == plain


def test_what_cannot_is_a_square_or_nothing() -> None:
    assert printable("ไท!") == f"{SQUARE}{SQUARE}!"
    assert printable("a\u202eb\ufeff\x07\ue000\uffff") == "ab"


def test_a_document_of_anything_is_set(tmp_path: Path) -> None:
    template = tmp_path / "main.typ"
    template.write_text(TEMPLATE)
    blocks = tuple(Paragraph(text) for text in NASTY)
    document = Document("제목 ไ", "주제 \u202e", "2026", (Section("a", "b", blocks),))
    files = pdf.files_of(document, template)
    assert json.loads(files["document.json"])["title"] == f"제목 {SQUARE}"
    assert pdf.pdf(files).startswith(b"%PDF")
