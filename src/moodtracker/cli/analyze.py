"""`moodtracker analyze PHOTO… [--json] [--heatmap DIR] [--model DIR]`: read faces in photos."""

import argparse
import json
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from moodtracker.emotions import CLASS_NAMES, FACTS, ORDER
from moodtracker.vision.errors import VisionError
from moodtracker.vision.photo import MAX_BYTES, Photo, decode_photo
from moodtracker.vision.texts import advice_text
from moodtracker.vision.types import FaceReading, ModelName, PhotoReading

if TYPE_CHECKING:
    from rich.table import Table

    from moodtracker.vision.reader import Reader

SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".webp", ".avif", ".heic", ".heif"})


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one photo: a reading, or the sentence that says why there is none."""

    photo: Path
    reading: PhotoReading | None
    error: str | None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the command line asks for."""

    photos: list[Path]
    as_json: bool
    heatmap: Path | None
    model: Path | None


def main(arguments: list[str]) -> int:
    """Exit code: 0 all read, 1 a photo or the model cannot be read, 2 wrong usage."""
    try:
        return analyze(_parse(arguments))
    except SystemExit as leaving:  # argparse: 0 after --help, 2 for wrong usage
        return leaving.code if isinstance(leaving.code, int) else 2
    except VisionError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    except BrokenPipeError:  # `… | head` has seen enough
        sys.stdout = open(os.devnull, "w")  # noqa: PTH123, SIM115  (nothing is left to flush)
        return 0


def analyze(wanted: Wanted) -> int:
    """Read the photos and write what was found. Raises `ModelError` when the model is broken."""
    from moodtracker.vision.reader import Reader

    reader = Reader.load(wanted.model)
    names = _Names(wanted.heatmap) if wanted.heatmap is not None else None
    results = [_analyze_one(reader, path, names) for path in _with_progress(wanted.photos)]
    if wanted.as_json:
        facts = [_facts(result, reader.model) for result in results]
        sys.stdout.write(json.dumps(facts, ensure_ascii=False, indent=2) + "\n")
    elif sys.stdout.isatty():
        _show_table(results)
    else:
        _show_lines(results)
    sys.stdout.flush()
    return 1 if any(result.error for result in results) else 0


def _parse(arguments: list[str]) -> Wanted:
    # argparse, not Typer: importing Typer and the pydantic it needs takes a third of the time
    # that reading one photo from a cold start may take.
    parser = argparse.ArgumentParser(
        prog="moodtracker analyze",
        description="사진에서 표정을 읽어요 · Read the faces in photos.",
        epilog="0: every photo was read · 1: one could not be · 2: wrong usage",
    )
    parser.add_argument(
        "photos", metavar="PHOTO", nargs="+", type=Path, help="사진이나 폴더 · a photo or a folder"
    )
    parser.add_argument("--json", action="store_true", help="JSON으로 · as JSON")
    parser.add_argument(
        "--heatmap",
        metavar="DIR",
        type=Path,
        help="모델이 본 곳을 PNG로 저장할 폴더 · where to write what the model looked at, as PNG",
    )
    parser.add_argument(
        "--model",
        metavar="DIR",
        type=Path,
        help="모델 묶음 폴더 · a bundle folder; MOODTRACKER_MODEL or the shipped one by default",
    )
    given = parser.parse_args(arguments)
    try:
        photos = _photos(given.photos)
        if given.heatmap is not None:
            given.heatmap.mkdir(parents=True, exist_ok=True)
    except _UsageError as error:
        parser.error(str(error))
    except OSError as error:
        parser.error(f"--heatmap must name a folder that can be made: {error}.")
    return Wanted(photos, given.json, given.heatmap, given.model)


# Photos in


class _UsageError(Exception):
    """The words of the command line ask for something that cannot be done."""


def _photos(given: list[Path]) -> list[Path]:
    """Files as they are, folders as the photos in them, at any depth, by name."""
    paths: list[Path] = []
    for path in given:
        if not path.is_dir():
            paths.append(path)
            continue
        inside = sorted(p for p in path.rglob("*") if p.suffix.lower() in SUFFIXES and p.is_file())
        if not inside:
            raise _UsageError(f"A folder must hold photos; “{path}” holds none.")
        paths.extend(inside)
    return paths


def _with_progress(paths: list[Path]) -> Iterator[Path]:
    """A bar on standard error where there is more than one photo and somebody to see it."""
    if len(paths) < 2 or not sys.stderr.isatty():
        yield from paths
        return
    from rich.console import Console
    from rich.progress import track

    label = "사진을 읽고 있어요 · reading"
    yield from track(paths, label, console=Console(stderr=True), transient=True)


# One photo


def _analyze_one(reader: "Reader", path: Path, names: "_Names | None") -> Result:
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)  # enough to be refused for its size
    except OSError as error:
        return Result(path, None, f"A photo must be a file that can be read; {_reason(error)}.")
    try:
        photo = decode_photo(data)
        reading = reader.read_decoded(photo)
        if names is not None and reading.faces:
            _write_heatmap(reader, photo, reading, names.take(path.stem))
    except VisionError as error:
        return Result(path, None, str(error))
    except OSError as error:
        return Result(path, None, f"Its heat map could not be written; {_reason(error)}.")
    return Result(path, reading, None)


def _reason(error: OSError) -> str:
    return error.strerror or type(error).__name__


def _write_heatmap(reader: "Reader", photo: Photo, reading: PhotoReading, target: Path) -> None:
    from PIL import Image

    from moodtracker.vision.heatmap import lay_over

    picture = photo.rgb
    for face in reading.faces:
        square = reader.square(face.face).scaled(1 / photo.scale)
        picture = lay_over(picture, square, face.heatmap[ORDER.index(face.emotion)])
    Image.fromarray(picture).save(target)


class _Names:
    """`photo.png`, then `photo-2.png` where another folder's photo has the same name."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._taken: set[str] = set()

    def take(self, stem: str) -> Path:
        """A name that this run has not given yet."""
        name, number = stem, 1
        while name in self._taken:
            number += 1
            name = f"{stem}-{number}"
        self._taken.add(name)
        return self._folder / f"{name}.png"


# What comes out


def _facts(result: Result, model: ModelName) -> dict[str, object]:
    faces = result.reading.faces if result.reading else ()
    return {
        "photo": str(result.photo),
        "faces": [_face_facts(face) for face in faces],
        "model": {"name": model.name, "version": model.version},
        "error": result.error,
    }


def _face_facts(face: FaceReading) -> dict[str, object]:
    box = face.face.box
    return {
        "box": [round(number, 1) for number in (box.x, box.y, box.width, box.height)],
        "emotion": face.emotion.value,
        "probabilities": {
            name: round(share, 6)
            for name, share in zip(CLASS_NAMES, face.probabilities, strict=True)
        },
        "ambiguous": face.ambiguous,
        "advice": [code.value for code in face.advice],
    }


def _show_lines(results: list[Result]) -> None:
    for result in results:
        sys.stdout.write(f"{result.photo}\n")
        for line in _lines(result):
            sys.stdout.write(f"  {line}\n")


def _lines(result: Result) -> Iterator[str]:
    if result.reading is None:
        yield f"읽지 못했어요 · {result.error}"
        return
    for code in result.reading.advice:
        yield advice_text(code).ko
    for number, face in enumerate(result.reading.faces, 1):
        shares = " · ".join(
            f"{FACTS[emotion].ko} {share:.1%}"
            for emotion, share in zip(ORDER, face.probabilities, strict=True)
        )
        yield f"{number}. {_verdict(face)}: {shares}"
        for code in face.advice:
            yield f"   {advice_text(code).ko}"


def _verdict(face: FaceReading) -> str:
    facts = FACTS[face.emotion]
    return f"{facts.ko} {facts.en}" + (" (섞인 마음 mixed)" if face.ambiguous else "")


def _show_table(results: list[Result]) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(title="표정 읽기")
    table.add_column("사진", overflow="fold")
    table.add_column("감정")
    for emotion in ORDER:
        table.add_column(FACTS[emotion].ko, justify="right")
    for result in results:
        _add_rows(table, result)
    console = Console()
    console.print(table)
    for result in results:
        for note in _notes(result):
            console.print(f"{result.photo.name}: {note}", markup=False, highlight=False)


def _add_rows(table: "Table", result: Result) -> None:
    from rich.text import Text

    name = Text(result.photo.name)
    if result.reading is None or not result.reading.faces:
        table.add_row(name, "얼굴 없음" if result.reading else "읽지 못했어요")
        return
    for number, face in enumerate(result.reading.faces):
        mixed = " (섞인 마음)" if face.ambiguous else ""
        shares = [f"{share:.0%}" for share in face.probabilities]
        table.add_row(name if number == 0 else "", FACTS[face.emotion].ko + mixed, *shares)


def _notes(result: Result) -> Iterator[str]:
    if result.reading is None:
        yield f"읽지 못했어요 · {result.error}"
        return
    for code in result.reading.advice:
        yield advice_text(code).ko
    for number, face in enumerate(result.reading.faces, 1):
        which = f"{number}번 얼굴 · " if len(result.reading.faces) > 1 else ""
        for code in face.advice:
            yield which + advice_text(code).ko
