"""`moodtracker analyze PHOTO… [--json] [--heatmap DIR] [--model DIR]`: read faces in photos."""

import contextlib
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from moodtracker.cli.support import run_command
from moodtracker.emotions import CLASS_NAMES, FACTS, ORDER
from moodtracker.vision.errors import VisionError
from moodtracker.vision.photo import MAX_BYTES, Photo, decode_photo
from moodtracker.vision.texts import advice_text
from moodtracker.vision.types import FaceReading, ModelName, PhotoReading

if TYPE_CHECKING:
    from rich.table import Table

    from moodtracker.vision.reader import Reader

SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".webp", ".avif", ".heic", ".heif"})

app = typer.Typer(add_completion=False)


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one photo: a reading, or the sentence that says why there is none."""

    photo: Path
    reading: PhotoReading | None
    error: str | None


@app.command()
def analyze(
    photos: Annotated[
        list[Path], typer.Argument(metavar="PHOTO…", help="사진이나 폴더 · photos or folders")
    ],
    as_json: Annotated[bool, typer.Option("--json", help="JSON으로 · as JSON")] = False,
    heatmap: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="모델이 본 곳을 PNG로 · where the model looked, as PNG"),
    ] = None,
    model: Annotated[
        Path | None, typer.Option(metavar="DIR", help="모델 묶음 폴더 · a bundle folder")
    ] = None,
) -> None:
    """사진에서 표정을 읽어요 · Read the faces in photos.

    Ends with 0 when every photo was read, 1 when one could not be, 2 for wrong usage.
    """
    from moodtracker.vision.reader import Reader

    paths = _photos(photos)
    if heatmap is not None:
        _make_folder(heatmap)
    reader = Reader.load(model)
    results = [_analyze_one(reader, path, heatmap) for path in _with_progress(paths)]
    if as_json:
        facts = [_facts(result, reader.model) for result in results]
        sys.stdout.write(json.dumps(facts, ensure_ascii=False, indent=2) + "\n")
    elif sys.stdout.isatty():
        _show_table(results)
    else:
        _show_lines(results)
    if any(result.error for result in results):
        raise typer.Exit(1)


def main(arguments: list[str]) -> int:
    """Exit code: 0 all read, 1 a photo or the model cannot be read, 2 wrong usage."""
    return run_command(app, arguments, "moodtracker analyze", (VisionError,))


# Photos in


def _photos(given: list[Path]) -> list[Path]:
    """Files as they are, folders as the photos in them, at any depth, by name."""
    paths: list[Path] = []
    for path in given:
        if not path.is_dir():
            paths.append(path)
            continue
        inside = sorted(p for p in path.rglob("*") if p.suffix.lower() in SUFFIXES and p.is_file())
        if not inside:
            raise typer.BadParameter(f"A folder must hold photos; “{path}” holds none.")
        paths.extend(inside)
    return paths


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise typer.BadParameter(
            f"--heatmap must name a folder that can be written; “{folder}”: {error.strerror}."
        ) from error


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


def _analyze_one(reader: "Reader", path: Path, heatmap: Path | None) -> Result:
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)  # enough to be refused for its size
        photo = decode_photo(data)
        reading = reader.read_decoded(photo)
        if heatmap is not None and reading.faces:
            _write_heatmap(reader, photo, reading, _free_name(heatmap, path.stem))
    except VisionError as error:
        return Result(path, None, str(error))
    except OSError as error:
        reason = error.strerror or type(error).__name__
        return Result(path, None, f"A photo must be a file that can be read; {reason}.")
    return Result(path, reading, None)


def _write_heatmap(reader: "Reader", photo: Photo, reading: PhotoReading, target: Path) -> None:
    from PIL import Image

    from moodtracker.vision.heatmap import lay_over

    picture = photo.rgb
    for face in reading.faces:
        square = reader.square(face.face).scaled(1 / photo.scale)
        picture = lay_over(picture, square, face.heatmap[ORDER.index(face.emotion)])
    Image.fromarray(picture).save(target)


def _free_name(folder: Path, stem: str) -> Path:
    """`photo.png`, or `photo-2.png` where another folder's photo has the same name."""
    target, number = folder / f"{stem}.png", 1
    while target.exists():
        number += 1
        target = folder / f"{stem}-{number}.png"
    return target


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
    table.add_column("조언")
    for result in results:
        _add_rows(table, result)
    with contextlib.suppress(BrokenPipeError):
        Console().print(table)


def _add_rows(table: "Table", result: Result) -> None:
    from rich.markup import escape

    name, blanks = escape(str(result.photo)), [""] * len(ORDER)
    if result.reading is None:
        table.add_row(name, "읽지 못했어요", *blanks, escape(result.error or ""))
        return
    whole = " ".join(advice_text(code).ko for code in result.reading.advice)
    if not result.reading.faces:
        table.add_row(name, "얼굴 없음", *blanks, whole)
    for number, face in enumerate(result.reading.faces):
        shares = [f"{share:.0%}" for share in face.probabilities]
        advice = " ".join(advice_text(code).ko for code in face.advice)
        first = number == 0
        table.add_row(
            name if first else "",
            _verdict(face),
            *shares,
            f"{whole} {advice}".strip() if first else advice,
        )
