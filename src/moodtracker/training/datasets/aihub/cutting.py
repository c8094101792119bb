"""One shard of crops from its pictures; runs in a worker process."""

import io
import json
import os
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image
from PIL.JpegImagePlugin import JpegImageFile

from moodtracker.training.datasets.aihub.records import Corners, has_area
from moodtracker.training.datasets.skipped import reason
from moodtracker.vision.bundle import CropRule
from moodtracker.vision.crop import crop_face, square_of
from moodtracker.vision.photo import (
    DECODING_ERRORS,
    MAX_PIXELS,
    MAX_PIXELS_JPEG,
    turn_to_upright,
)
from moodtracker.vision.types import RGB, Box, Face

_NO_LANDMARKS = np.zeros((5, 2), dtype=np.float32)


class NoBoxError(ValueError):
    """No annotator's box lies in the picture."""


@dataclass(frozen=True, slots=True)
class Task:
    """One shard: pictures by path with the boxes that have an area. `deadly` are rows that killed
    a worker before, and are left out.
    """

    folder: Path
    number: int
    size: tuple[int, int]
    pictures: tuple[tuple[str, tuple[Corners, ...]], ...]
    deadly: frozenset[int] = frozenset()

    @property
    def crops(self) -> Path:
        """Where the finished shard lies: uint8 [kept, H, W, 3] as .npy."""
        return self.folder / f"{self.number:05d}.npy"

    @property
    def record(self) -> Path:
        """Written after the crops: while it is missing, the shard is made again."""
        return self.folder / f"{self.number:05d}.json"

    @property
    def mark(self) -> Path:
        """Names the row that a worker is at, for whoever finds the worker dead."""
        return self.folder / f"{self.number:05d}.at"


@dataclass(slots=True)
class Shard:
    """What came of a shard. `kept` are its task's rows that became crops, `failed` the others
    with a reason, `counts` the codes of `survey.Notes`.
    """

    kept: list[int] = field(default_factory=list)
    failed: dict[int, str] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)

    def facts(self) -> dict[str, Any]:
        """For JSON, in an order that does not depend on the run."""
        failed = {str(row): why for row, why in sorted(self.failed.items())}
        return {"kept": self.kept, "failed": failed, "counts": dict(sorted(self.counts.items()))}

    @classmethod
    def of(cls, facts: dict[str, Any]) -> "Shard":
        """What `facts` gave."""
        failed = {int(row): why for row, why in facts["failed"].items()}
        return cls(facts["kept"], failed, Counter(facts["counts"]))


def make_shard(task: Task) -> Shard:
    """Cut every picture of the task, write the crops, then their record.

    A picture that cannot be read is noted and left out. Raises `OSError` when the disk is full.
    """
    high, wide = task.size
    crops = np.empty((len(task.pictures), high, wide, 3), dtype=np.uint8)
    shard = Shard()
    for row, (path, boxes) in enumerate(task.pictures):
        task.mark.write_text(str(row), encoding="ascii")
        why = "" if row not in task.deadly else "ends the process that reads it"
        if not why:
            try:
                crops[len(shard.kept)] = cut(Path(path), boxes, task.size, shard.counts)
            except NoBoxError:
                why = "no box lies in the picture"
            except DECODING_ERRORS as fault:
                why = reason(fault)
        if why:
            shard.failed[row] = why
        else:
            shard.kept.append(row)
    buffer = io.BytesIO()
    np.save(buffer, crops[: len(shard.kept)], allow_pickle=False)
    write_whole(task.crops, buffer.getbuffer())
    write_whole(task.record, json.dumps(shard.facts()).encode())
    task.mark.unlink()
    return shard


def write_whole(path: Path, data: bytes | memoryview) -> None:
    """Whole or not at all, also when the machine stops in the middle."""
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        with part.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError:
        part.unlink(missing_ok=True)
        raise


def cut(path: Path, boxes: tuple[Corners, ...], size: tuple[int, int], counts: Counter[str]) -> RGB:
    """The face as uint8 [height, width, 3], RGB, cut as the service cuts (`vision.crop`).

    The annotators' boxes lie in the upright frame: the picture is turned by its EXIF orientation,
    the boxes never. Where `size` is not square, the same square of the photo is sampled at
    `height` × `width`, as serving does for such a bundle: every size shows the same frame, and
    one can be resized into another. Raises `NoBoxError`, or one of `DECODING_ERRORS`.
    """
    with path.open("rb") as file:
        image = JpegImageFile(file)
        turn = turn_to_upright(image)
        width, height = image.size
        if turn in SIDEWAYS:
            width, height = height, width
        rule = CropRule(*size)
        box = median_box(boxes, width, height, counts)
        square = square_of(Face(box, 1.0, _NO_LANDMARKS), rule)
        _reduce(image, max(size) / square.side)
        reduced = max(width, height) / max(image.size)
        rgb = image.convert("RGB")
    if turn is not None:
        counts["pictures_turned"] += 1
        rgb = rgb.transpose(turn)
    # The decoder reduces by a whole 1, 2, 4 or 8 and rounds the size up.
    pixels = np.asarray(rgb)
    return crop_face(pixels, square.scaled(1 / round(reduced)), height=size[0], width=size[1])


SIDEWAYS = frozenset(
    {
        Image.Transpose.TRANSPOSE,
        Image.Transpose.TRANSVERSE,
        Image.Transpose.ROTATE_90,
        Image.Transpose.ROTATE_270,
    }
)


def _reduce(image: JpegImageFile, wanted: float) -> None:
    """Let the decoder give an eighth, a quarter or half of the picture, never less than the
    wanted share of it.
    """
    limit = MAX_PIXELS if image.info.get("progressive") else MAX_PIXELS_JPEG
    if image.width * image.height > limit:
        raise ValueError(f"{image.width}×{image.height} are too many pixels")
    share = min(1.0, wanted)
    image.draft("RGB", (max(1, int(image.width * share)), max(1, int(image.height * share))))


def median_box(boxes: tuple[Corners, ...], width: int, height: int, counts: Counter[str]) -> Box:
    """Corner by corner the median of the boxes that lie in the upright picture, cut to it."""
    inside = []
    for left, top, right, bottom in boxes:
        held = (max(left, 0.0), max(top, 0.0), min(right, float(width)), min(bottom, float(height)))
        if not has_area(held):
            counts["boxes_beside"] += 1
            continue
        counts["boxes_cut"] += held != (left, top, right, bottom)
        inside.append(held)
    if not inside:
        raise NoBoxError
    corners: npt.NDArray[np.float64] = np.median(np.array(inside), axis=0)
    left, top, right, bottom = corners.tolist()
    return Box(left, top, right - left, bottom - top)
