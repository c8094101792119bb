"""Where label files and pictures lie, in either distribution, whatever happened to their names."""

import os
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from moodtracker.training.datasets.words import HURT, accepted, emotion_of, plain
from moodtracker.training.errors import DataError

SEVEN = ("분노", "당황", "기쁨", "중립", "슬픔", "불안", HURT[0])
"""AI Hub's classes: ours in our order, then the one that is left out."""

TRAIN, VALID, SAMPLE = "train", "valid", "sample"
SUFFIXES = frozenset({".jpg", ".jpeg"})

_ORIGINAL = re.compile(r"EMOIMG_(?P<word>[^_]+)_(?P<split>TRAIN|VALID|SAMPLE)", re.IGNORECASE)
_SPLITS = {"train": TRAIN, "valid": VALID, "val": VALID, "sample": SAMPLE}
# What unzip programs take CP949 for when an entry has no UTF-8 flag.
_TAKEN_FOR = ("cp437", "cp850", "latin-1")


@dataclass(slots=True)
class Place:
    """All that belongs to one class of one split. `word` is one of `SEVEN`. Pictures are paths as
    strings: there may be half a million.
    """

    split: str
    word: str
    labels: list[Path] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Tree:
    """A data root; `kind` is `original` or `subset`."""

    root: Path
    kind: str
    places: tuple[Place, ...]


def find_tree(root: Path) -> Tree:
    """Walk `root` once. Raises `DataError` for a folder of neither distribution, and for one
    without label files or without pictures.
    """
    if not root.is_dir():
        raise DataError(f"A data root is a folder; {root} is none.")
    original: dict[tuple[str, str], Place] = {}
    subset: dict[tuple[str, str], Place] = {}
    for path in _files(root):
        parts = path.relative_to(root).parts
        for places, found in ((original, _original(parts)), (subset, _subset(parts))):
            if found:
                _file(places.setdefault(found, Place(*found)), path)
                break
    for kind, places in (("original", original), ("subset", subset)):
        if places:
            return _checked(Tree(root, kind, tuple(places[key] for key in sorted(places))))
    raise DataError(_no_layout(root))


def _files(root: Path) -> Iterator[Path]:
    for folder, inside, names in os.walk(root):
        inside.sort()
        for name in sorted(names):
            if not name.startswith("."):  # macOS leaves “._name.jpg” beside every file
                yield Path(folder, name)


def _file(place: Place, path: Path) -> None:
    suffix = path.suffix.lower()
    if suffix == ".json":
        place.labels.append(path)
    elif suffix in SUFFIXES:
        place.pictures.append(str(path))


def _original(parts: tuple[str, ...]) -> tuple[str, str] | None:
    """(split, class) by the innermost folder `…EMOIMG_{감정}_{TRAIN|VALID|SAMPLE}…`."""
    for part in reversed(parts[:-1]):
        found = _ORIGINAL.search(readable(part))
        if found and found["word"] in SEVEN:
            return _SPLITS[found["split"].lower()], found["word"]
    return None


def _subset(parts: tuple[str, ...]) -> tuple[str, str] | None:
    """(split, class) of `img/{split}/{class}/*.jpg` and `label/{split}/{split}_{class}.json`."""
    if len(parts) >= 4 and parts[-4] == "img":
        split, word = parts[-3], parts[-2]
    elif len(parts) >= 3 and parts[-3] == "label":
        split, word = parts[-2], Path(parts[-1]).stem.partition("_")[2]
    else:
        return None
    korean = _korean(word)
    return (_SPLITS[split], korean) if split in _SPLITS and korean else None


def _korean(word: str) -> str | None:
    if plain(word) in HURT:
        return HURT[0]
    emotion = emotion_of(word)
    return None if emotion is None else SEVEN[tuple(type(emotion)).index(emotion)]


# Checks


def _checked(tree: Tree) -> Tree:
    for place in tree.places:
        if place.pictures and not place.labels:
            raise DataError(
                f"Every class has its label file; {_name(place)} under {tree.root} has "
                f"{len(place.pictures)} pictures and none. Unpack its [라벨] archive too."
            )
        if place.labels and not place.pictures:
            raise DataError(
                f"Every class has pictures; {_name(place)} under {tree.root} has a label file and "
                f"none. Unpack its [원천] archives, or take the label file away."
            )
    return tree


def _name(place: Place) -> str:
    return f"{place.word} ({place.split})"


def _no_layout(root: Path) -> str:
    inside = sorted(readable(path.name) for path in root.iterdir())
    shown = ", ".join(inside[:6]) + (" …" if len(inside) > 6 else "") if inside else "nothing"
    zipped = any(name.lower().endswith(".zip") for name in inside)
    return (
        f"An AI Hub root holds folders such as Training/[원천]EMOIMG_기쁨_TRAIN_01 and "
        f"Training/[라벨]EMOIMG_기쁨_TRAIN, or img/train/happy and label/train, with classes "
        f"{accepted()}; {root} holds {shown}. "
        + ("Unpack the archives first." if zipped else "Name the folder that holds them.")
    )


# Names


def readable(name: str) -> str:
    """A name as it was packed: Hangul composed, and CP949 that an unzip program took for
    another encoding put right.
    """
    composed = unicodedata.normalize("NFC", name)
    if composed.isascii() or any(word in composed for word in SEVEN):
        return composed
    for reading in _readings(name):
        if any(word in reading for word in SEVEN):
            return reading
    return composed


def _readings(name: str) -> Iterator[str]:
    """The name as CP949, by each encoding that its bytes may have been shown in."""
    for taken_for in _TAKEN_FOR:
        for form in (name, unicodedata.normalize("NFC", name)):
            try:
                yield form.encode(taken_for).decode("cp949")
            except UnicodeError:
                continue
    try:
        yield os.fsencode(name).decode("cp949")  # bytes left as they were
    except UnicodeError:
        return


def key_of(name: str) -> str:
    """What a record and its picture have in common: on disk `&` is `_`, `.jpeg` occurs."""
    path = Path(readable(name))
    stem = path.stem if path.suffix.lower() in SUFFIXES else path.name
    return stem.replace("&", "_")
