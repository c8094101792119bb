"""The report as PDF: what Typst needs beside the document itself."""

import json
from pathlib import Path

from django.utils.translation import gettext as _

from moodtracker.core.templatetags.mood import emotion_name
from moodtracker.emotions import FACTS
from moodtracker.paper import press
from moodtracker.paper.blocks import Document
from moodtracker.paper.letters import printable
from moodtracker.paper.pdf import Files, files_of
from moodtracker.tracker.reports import wording
from moodtracker.tracker.reports.chapters.method import statement
from moodtracker.tracker.reports.material import Material
from moodtracker.tracker.reports.seals import deeper, seal_files

TEMPLATE = Path(__file__).parent / "typst" / "report.typ"


def report_files(told: Material, document: Document) -> Files:
    """What the press is given, in the language that is active."""
    cover = {
        "brand": _("무드 트래커"),
        "moods": {mood.value: emotion_name(mood) for mood in FACTS},
        "colours": {mood.value: facts.colour for mood, facts in FACTS.items()},
        "deep": {mood.value: deeper(facts.colour) for mood, facts in FACTS.items()},
        "facts": [(word, printable(fact)) for word, fact in cover_facts(told)],
        "statement": statement(),
    }
    files = files_of(document, TEMPLATE) | seal_files()
    return files | {"cover.json": json.dumps(cover, ensure_ascii=False).encode()}


def cover_facts(told: Material) -> list[tuple[str, str]]:
    """The lines of the cover: whose, of when, made when."""
    period = told.wanted.period
    days = f"{wording.long_date(period.first)} – {wording.long_date(period.last)}"
    named = [(_("이름"), told.name)] if told.name else []
    return [*named, (_("기간"), days), (_("만든 날"), wording.long_date(told.today))]


def report_pdf(told: Material, document: Document) -> bytes:
    """The whole file. Raises `PaperError` when the press fails."""
    return press.pressed(report_files(told, document))
