"""The report as a PDF: pages, Korean words that can be copied, its own fonts, accessibility."""

import re
from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from moodtracker.paper.blocks import Document
from moodtracker.training.report.findings import Findings
from moodtracker.training.report.pdf import pdf, sheets
from moodtracker.training.report.wording import three
from pdf_text import pages_of


@pytest.fixture(scope="module")
def data(document: Document) -> bytes:
    return pdf(document)


def test_words_can_be_copied(data: bytes, document: Document, found: Findings) -> None:
    pages = pages_of(data)
    assert len(pages) >= 5
    whole = "".join(pages)
    for section in document.sections:
        assert section.title.ko in whole
    for words in ("사람들의 답", "가장 뜨거운 곳 hottest", "분노, 불안 얼굴이 없어요", "그린 얼굴"):
        assert words in whole
    assert three(found.scores.accuracy) in pages[0]


def test_pages_are_numbered(data: bytes) -> None:
    pages = pages_of(data)
    for number, text in enumerate(pages, start=1):
        assert f"{number} / {len(pages)}" in text


def test_fonts_are_inside_and_nothing_else_is_needed(data: bytes) -> None:
    assert set(re.findall(rb"/BaseFont/[A-Z]{6}\+([A-Za-z-]+)", data)) == {
        b"NotoSansKR-Regular",
        b"NotoSansKR-Bold",
        b"GowunBatang-Bold",
    }
    assert data.count(b"/FontFile") == 3


def test_it_is_accessible(data: bytes) -> None:
    assert b"/MarkInfo<</Marked true" in data
    assert b"/Lang(ko" in data
    assert b"pdfuaid:part" in data
    pictures = data.count(b"/S/Figure")
    assert pictures >= 9
    assert data.count(b"/Alt") >= pictures


def test_sheets_are_pictures_of_the_pages(document: Document) -> None:
    made = sheets(document, ppi=36)
    assert len(made) == len(pages_of(pdf(document)))
    for sheet in made:
        with Image.open(BytesIO(sheet)) as picture:
            grey = np.asarray(picture.convert("L"))
        assert grey.min() < 80
        assert (grey == 255).mean() > 0.3
