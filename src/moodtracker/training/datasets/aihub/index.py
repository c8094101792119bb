"""What lies beside the crops of a split: who, what people said, and what was left out."""

import json
import re
from pathlib import Path
from typing import Any

import numpy as np

from moodtracker.emotions import CLASS_NAMES, ORDER
from moodtracker.training.datasets import FaceSet
from moodtracker.training.datasets.aihub.cutting import Shard, write_whole
from moodtracker.training.datasets.aihub.layout import TRAIN, VALID
from moodtracker.training.datasets.aihub.plan import VERSION, Plan, Wish
from moodtracker.training.datasets.aihub.survey import Picture
from moodtracker.training.datasets.words import emotion_of
from moodtracker.training.errors import DataError

INDEX, IMAGES, PLAN = "index.json", "images.npy", "plan.json"


def write_index(folder: Path, plan: Plan, wish: Wish, split: str, whole: Shard) -> None:
    """The last file of a split: with it, the split is finished. `whole` counts rows of the
    plan's split.
    """
    rows = [plan.splits[split][row] for row in whole.kept]
    table = {
        "version": VERSION,
        "plan": plan.fingerprint,
        "split": split,
        "classes": list(CLASS_NAMES),
        "votes": wish.votes,
        "names": [picture.record.name for picture in rows],
        "people": [picture.record.person for picture in rows],
        "gender": [picture.record.gender for picture in rows],
        "age": [picture.record.age for picture in rows],
        "labels": [label_of(picture) for picture in rows],
        "counts": [votes_of(picture) for picture in rows],
        "shard": whole.facts(),
    }
    text = json.dumps(table, ensure_ascii=False, separators=(",", ":"))
    # A list a line, so that two indices can be compared by eye.
    text = re.sub(r'(,)("\w+":[\[{])', r"\1\n\2", text)
    write_whole(folder / INDEX, text.encode())


def label_of(picture: Picture) -> int:
    """The class of the folder in the order of `emotions.ORDER`, -1 for 상처."""
    emotion = emotion_of(picture.word)
    return -1 if emotion is None else ORDER.index(emotion)


def votes_of(picture: Picture) -> list[int]:
    """Votes of uploader and annotators on the six, then those on anything else."""
    counts = [0] * (len(ORDER) + 1)
    for word in (picture.record.uploader, *picture.record.annotators):
        if word:
            emotion = emotion_of(word)
            counts[-1 if emotion is None else ORDER.index(emotion)] += 1
    return counts


def read_finished(folder: Path, plan: Plan) -> Shard | None:
    """What came of a split that is whole, by this plan; else None."""
    if not (folder / INDEX).is_file() or not (folder / IMAGES).is_file():
        return None
    table = _table(folder)
    if table["plan"] != plan.fingerprint:
        return None
    return Shard.of(table["shard"])


def read_aihub(folder: Path) -> FaceSet:
    """One prepared split. `images` is a read-only memmap: nothing is read before it is used.

    Labels are those of AI Hub's folders. Raises `DataError` for a folder that is not prepared,
    not finished, or holds both splits.
    """
    if not (folder / INDEX).is_file():
        raise DataError(_not_prepared(folder))
    table = _table(folder)
    try:
        images = np.load(folder / IMAGES, mmap_mode="r", allow_pickle=False)
    except (OSError, ValueError) as fault:
        raise DataError(f"A prepared split holds {IMAGES}; {folder / IMAGES}: {fault}.") from fault
    if len(images) != len(table["names"]):
        raise DataError(
            f"{IMAGES} and {INDEX} have as many rows; {folder} has {len(images)} and "
            f"{len(table['names'])}. Prepare it again in a new folder."
        )
    return _face_set(table, images)


def _face_set(table: dict[str, Any], images: np.ndarray) -> FaceSet:
    labels = np.array(table["labels"], dtype=np.int64)
    counts = np.array(table["counts"], dtype=np.float32).reshape(len(labels), len(ORDER) + 1)
    if not table["votes"]:
        counts = np.eye(len(ORDER) + 1, dtype=np.float32)[labels]
    six = counts[:, : len(ORDER)]
    total = six.sum(axis=1, keepdims=True)
    votes = np.where(total > 0, six / np.maximum(total, 1), np.float32(1 / len(ORDER)))
    return FaceSet(
        tuple(table["names"]),
        images,
        votes.astype(np.float32),
        (total[:, 0] / np.maximum(counts.sum(axis=1), 1)).astype(np.float32),
        labels,
        has_votes=table["votes"],
        people=_people(table),
        groups={name: tuple(table[name]) for name in ("gender", "age") if any(table[name])},
    )


def _people(table: dict[str, Any]) -> tuple[str, ...]:
    """Whoever is not known stands alone; nobody known at all is no knowledge."""
    if not any(table["people"]):
        return ()
    both = zip(table["people"], table["names"], strict=True)
    return tuple(person or name for person, name in both)


def _table(folder: Path) -> dict[str, Any]:
    try:
        table = json.loads((folder / INDEX).read_text(encoding="utf-8"))
        version, classes = table["version"], table["classes"]
    except (OSError, ValueError, KeyError, TypeError) as fault:
        raise DataError(f"{INDEX} is readable; {folder / INDEX} is damaged: {fault}.") from fault
    if version != VERSION or classes != list(CLASS_NAMES):
        raise DataError(
            f"Prepared faces are of version {VERSION}; {folder} is of {version}. "
            "Prepare them again in a new folder."
        )
    return dict(table)


def _not_prepared(folder: Path) -> str:
    splits = [split for split in (TRAIN, VALID) if (folder / split / INDEX).is_file()]
    if splits:
        named = " or ".join(f"aihub:{folder / split}" for split in splits)
        return f"One split is read at a time; {folder} holds {' and '.join(splits)}: name {named}."
    if (folder / PLAN).is_file() or (folder.parent / PLAN).is_file():
        return (
            f"A preparation is finished before it is read; {folder} is not. Run the same "
            "`moodtracker data aihub` again: it goes on where it stopped."
        )
    return (
        f"aihub:DIR is a split prepared by `moodtracker data aihub ROOT --out OUT`, such as "
        f"OUT/{TRAIN}; {folder} has no {INDEX}. Prepare it first."
    )
