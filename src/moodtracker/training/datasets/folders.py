"""One folder a class, as Keras's `image_dataset_from_directory` and FER2013's exports have it."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
from PIL import Image

from moodtracker.emotions import ORDER, Emotion
from moodtracker.training.datasets import FaceSet, Pixels
from moodtracker.training.datasets.skipped import Skipped, logger
from moodtracker.training.datasets.words import OUTSIDE, accepted, emotion_of, plain
from moodtracker.training.errors import DataError
from moodtracker.vision.photo import DECODING_ERRORS, turn_to_upright

SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".webp", ".bmp"})
FORMATS = ("JPEG", "PNG", "WEBP", "BMP")
UNREADABLE = (*DECODING_ERRORS, Image.DecompressionBombError)
SMALLEST = 16
LONGEST = 275
"""Pictures without a wanted size are held no larger than this: a folder of phone photos fits."""


def read_folders(folder: Path, size: tuple[int, int] | None = None) -> FaceSet:
    """Folders named by class, in any of the words of `words.MEANING`, with pictures at any depth.

    Every picture is a face crop already and is resized to `size` (height, width); without one, to
    that of the first picture, or less where that is larger than `LONGEST`. Folders of other
    emotions (disgust, hurt …) are left out, and pictures that cannot be read are skipped, each
    with a warning. Raises `DataError` for unknown folder names, a class without pictures, and a
    folder without classes.
    """
    found = [
        (emotion, path) for emotion, room in _classes(folder) for path in _pictures(folder / room)
    ]
    skipped = Skipped()
    high, wide = size or _size_of_first([path for _, path in found])
    images = np.empty((len(found), high, wide, 3), dtype=np.uint8)
    kept: list[int] = []
    for row, (_, path) in enumerate(found):
        try:
            images[len(kept)] = _crop(path, high, wide)
        except UNREADABLE as fault:
            skipped.add(path, fault)
        else:
            kept.append(row)
    if not kept:
        raise _none_readable([path for _, path in found])
    skipped.tell(len(found))
    names = tuple(found[row][1].relative_to(folder).as_posix() for row in kept)
    labels = np.array([ORDER.index(found[row][0]) for row in kept], dtype=np.int64)
    return _face_set(names, images[: len(kept)], labels)


def _face_set(names: tuple[str, ...], images: Pixels, labels: np.ndarray) -> FaceSet:
    votes = np.eye(len(ORDER), dtype=np.float32)[labels]
    return FaceSet(
        names, images, votes, np.ones(len(names), dtype=np.float32), labels, has_votes=False
    )


def _classes(folder: Path) -> list[tuple[Emotion, str]]:
    if not folder.is_dir():
        raise DataError(f"A data set is a folder; {folder} is none.")
    rooms = sorted(p.name for p in folder.iterdir() if p.is_dir() and not p.name.startswith("."))
    known = [(emotion, room) for room in rooms if (emotion := emotion_of(room)) is not None]
    unknown = [room for room in rooms if emotion_of(room) is None and plain(room) not in OUTSIDE]
    if unknown:
        raise DataError(
            f"Folders are named by class: {accepted()}. {folder} also has {', '.join(unknown)}: "
            f"rename or move them."
        )
    if not known:
        raise DataError(
            f"A data set has one folder a class, named {accepted()}; {folder} has none."
        )
    if len(known) < len(rooms):
        left = ", ".join(room for room in rooms if emotion_of(room) is None)
        logger.warning("Left out, being none of the six emotions: %s.", left)
    return known


def _pictures(room: Path) -> Iterator[Path]:
    found = sorted(p for p in room.rglob("*") if p.suffix.lower() in SUFFIXES and p.is_file())
    if not found:
        raise DataError(
            f"Every class has pictures (JPEG, PNG, WebP, BMP); {room} has none. "
            f"Add some, or remove the folder."
        )
    yield from found


def _size_of_first(paths: list[Path]) -> tuple[int, int]:
    for path in paths:
        try:
            wide, high = _upright(path, LONGEST).size
        except UNREADABLE:
            continue
        fit = min(1.0, LONGEST / max(wide, high))
        return max(SMALLEST, round(high * fit)), max(SMALLEST, round(wide * fit))
    raise _none_readable(paths)


def _crop(path: Path, high: int, wide: int) -> Pixels:
    picture = _upright(path, 2 * max(high, wide))
    if picture.size != (wide, high):
        picture = picture.resize((wide, high), Image.Resampling.LANCZOS, reducing_gap=3.0)
    return np.asarray(picture)


def _upright(path: Path, side: int) -> Image.Image:
    """A JPEG is decoded reduced, both of its sides still `side` or more where they were."""
    with Image.open(path, formats=FORMATS) as picture:
        picture.draft("RGB", (side, side))
        turn = turn_to_upright(picture)
        rgb = picture.convert("RGB")
    return rgb if turn is None else rgb.transpose(turn)


def _none_readable(paths: list[Path]) -> DataError:
    return DataError(
        f"A data set has pictures that can be opened; of {len(paths)} none can, "
        f"{paths[0]} the first."
    )
