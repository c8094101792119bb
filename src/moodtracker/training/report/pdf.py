"""A document as PDF/UA: set by Typst, with its own fonts and page numbers."""

import json
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import typst

from moodtracker.emotions import FACTS, Emotion
from moodtracker.paper import fonts
from moodtracker.training.report.blocks import Bar, Document, Figure, Picture
from moodtracker.training.report.page import TEMPLATES
from moodtracker.training.report.wording import chance


def pdf(document: Document) -> bytes:
    """The whole file; accessible by PDF/UA-1: tagged, titled, every picture described."""
    return bytes(_set(document, format="pdf", pdf_standards=["ua-1"]))


def sheets(document: Document, *, ppi: float = 96) -> list[bytes]:
    """The same pages as PNG, to be looked at."""
    made = _set(document, format="png", ppi=ppi)
    return [made] if isinstance(made, bytes) else list(made)


def _set(document: Document, **wanted: Any) -> Any:
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        table = json.dumps(_plain(document, _keeper(folder)), ensure_ascii=False)
        (folder / "report.json").write_text(table, encoding="utf-8")
        shutil.copyfile(TEMPLATES / "report.typ", folder / "report.typ")
        return typst.compile(
            str(folder / "report.typ"),
            root=str(folder),
            font_paths=[str(fonts.font_folder())],
            ignore_system_fonts=True,
            **wanted,
        )


def _keeper(folder: Path) -> Callable[[str, bytes], str]:
    """Writes a picture into the folder and answers its name there."""
    numbers: dict[bytes, str] = {}

    def keep(suffix: str, data: bytes) -> str:
        name = numbers.setdefault(data, f"{len(numbers)}.{suffix}")
        (folder / name).write_bytes(data)
        return name

    return keep


def _plain(value: Any, keep: Callable[[str, bytes], str]) -> Any:
    """Blocks as JSON: each with its `kind`, pictures as files."""
    if isinstance(value, tuple):
        return [_plain(one, keep) for one in value]
    if not is_dataclass(value):
        return value
    table = {"kind": type(value).__name__}
    if isinstance(value, Figure):
        return table | {"file": keep("svg", value.svg.encode()), "words": _plain(value.words, keep)}
    if isinstance(value, Picture):
        table |= {"file": keep("jpg", value.jpeg), "caption": value.caption}
        return table | {"words": _plain(value.words, keep)}
    if isinstance(value, Bar):
        table |= {
            "colour": FACTS[Emotion(value.emotion)].colour,
            "people-text": "–" if value.people is None else f"{value.people:.2f}",
            "model-text": chance(value.model),
        }
    return table | {one.name: _plain(getattr(value, one.name), keep) for one in fields(value)}
