"""FER+ (Barsoum et al., 2016, arXiv 1608.01041): FER2013's faces with the votes of ten people."""

import ast
import csv
from pathlib import Path

import numpy as np
from PIL import Image

from moodtracker.emotions import ORDER, Emotion
from moodtracker.training.datasets import FaceSet
from moodtracker.training.datasets.skipped import Skipped
from moodtracker.training.errors import DataError
from moodtracker.vision.photo import DECODING_ERRORS

COLUMNS = (
    "neutral",
    "happiness",
    "surprise",
    "sadness",
    "anger",
    "disgust",
    "fear",
    "contempt",
    "unknown",
    "NF",
)
MEANING: dict[str, Emotion] = {
    "neutral": Emotion.NEUTRALITY,
    "happiness": Emotion.HAPPY,
    "surprise": Emotion.EMBARRASSMENT,
    "sadness": Emotion.SAD,
    "anger": Emotion.ANGER,
    "fear": Emotion.UNREST,
}
SIX = tuple(COLUMNS.index(next(c for c, e in MEANING.items() if e is wanted)) for wanted in ORDER)
SIDE = 48


def read_ferplus(folder: Path) -> FaceSet:
    """One split folder with `label.csv` (no header: image, box, ten vote counts).

    Rows without an image (not a face) are skipped, and images that cannot be read, these with a
    warning. Faces nobody gave one of the six to stay, with `share` 0 and an even row of votes, so
    that the count of files can be accounted for. Raises `DataError` for a folder of another
    layout, or one none of whose images can be read.
    """
    table = folder / "label.csv"
    if not table.is_file():
        raise DataError(f"A FER+ split is a folder with label.csv; {folder} has none.")
    names: list[str] = []
    counts: list[list[int]] = []
    images = []
    skipped = Skipped()
    with table.open(newline="", encoding="utf-8") as lines:
        for number, row in enumerate(csv.reader(lines), start=1):
            name, votes = _row(row, table, number)
            if not name:
                continue
            try:
                images.append(_picture(folder / name, row[1]))
            except (*DECODING_ERRORS, Image.DecompressionBombError) as fault:
                skipped.add(folder / name, fault)
            else:
                names.append(name)
                counts.append(votes)
    _check_some(table, skipped, len(names))
    skipped.tell(len(names) + len(skipped.names))
    return _face_set(tuple(names), np.stack(images), np.array(counts, dtype=np.int64))


def _row(row: list[str], table: Path, number: int) -> tuple[str, list[int]]:
    if len(row) != 2 + len(COLUMNS):
        raise DataError(
            f"A row of label.csv has {2 + len(COLUMNS)} columns; line {number} of {table} "
            f"has {len(row)}."
        )
    try:
        return row[0].strip(), [int(cell) for cell in row[2:]]
    except ValueError:
        raise DataError(
            f"Votes are whole numbers; line {number} of {table} says {row[2:]}."
        ) from None


def _check_some(table: Path, skipped: Skipped, read: int) -> None:
    if read:
        return
    if skipped.names:
        raise DataError(
            f"The images that label.csv names lie beside it; of {len(skipped.names)} none can be "
            f"read, {skipped.names[0]} the first."
        )
    raise DataError(f"A FER+ split has at least one face; {table} has no row with an image.")


def _picture(path: Path, box: str) -> np.ndarray:
    with Image.open(path, formats=["PNG", "JPEG"]) as picture:
        x0, y0, x1, y1 = ast.literal_eval(box) if box.strip() else (0, 0, *picture.size)
        crop = picture.convert("RGB").crop((x0, y0, x1, y1))
    if crop.size != (SIDE, SIDE):
        crop = crop.resize((SIDE, SIDE), Image.Resampling.LANCZOS)
    return np.asarray(crop, dtype=np.uint8)


def _face_set(names: tuple[str, ...], images: np.ndarray, counts: np.ndarray) -> FaceSet:
    six = counts[:, list(SIX)].astype(np.float32)
    total = six.sum(axis=1, keepdims=True)
    votes = np.where(total > 0, six / np.maximum(total, 1), np.float32(1 / len(ORDER)))
    share = total[:, 0] / np.maximum(counts.sum(axis=1), 1)
    return FaceSet(
        names,
        images,
        votes.astype(np.float32),
        share.astype(np.float32),
        strict_majority(counts),
        has_votes=True,
    )


def strict_majority(counts: np.ndarray) -> np.ndarray:
    """Of all ten columns the one with strictly the most votes, as a class of ours, else -1.

    `counts` is int [N, 10] in the order of `COLUMNS`; answers int64 [N].
    """
    top = counts.max(axis=1, keepdims=True)
    alone = (counts == top).sum(axis=1) == 1
    place = {column: row for row, column in enumerate(SIX)}
    labels = np.array([place.get(int(column), -1) for column in counts.argmax(axis=1)])
    return np.where(alone, labels, -1).astype(np.int64)
