"""The report as PDF, in the setting of every document."""

from pathlib import Path

from moodtracker.emotions import FACTS, Emotion
from moodtracker.paper import pdf as paper
from moodtracker.paper.blocks import Document
from moodtracker.training.report.cards import Bar
from moodtracker.training.report.wording import chance

TEMPLATE = Path(__file__).parent / "templates" / "report.typ"


def pdf(document: Document) -> bytes:
    """The whole file; accessible by PDF/UA-1."""
    return paper.pdf(_files(document))


def sheets(document: Document, *, ppi: float = 96) -> list[bytes]:
    """The same pages as PNG, to be looked at."""
    return paper.sheets(_files(document), ppi=ppi)


def _files(document: Document) -> paper.Files:
    return paper.files_of(document, TEMPLATE, also=_of_bars)


def _of_bars(value: object) -> dict[str, object]:
    if not isinstance(value, Bar):
        return {}
    return {
        "colour": FACTS[Emotion(value.emotion)].colour,
        "people-text": "–" if value.people is None else f"{value.people:.2f}",
        "model-text": chance(value.model),
    }
