"""A contact sheet: crops with their label and the votes, and what augmentation makes of them."""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFont

from moodtracker.emotions import FACTS, ORDER, Emotion
from moodtracker.paper.fonts import korean_font
from moodtracker.training.augment import augment
from moodtracker.training.datasets import FaceSet, Pixels
from moodtracker.training.recipe import Recipe

PAPER, INK, SOFT = "#faf7f0", "#2b2925", "#6f6a60"
FACE = 132
"""Height of a face on the sheet, in pixels."""
GAP, LINE, BAR, HEAD = 12, 20, 8, 62


@dataclass(frozen=True, slots=True)
class Sheet:
    """What to draw. `recipe`, where given, adds beside each crop what its augmentation makes."""

    title: str
    count: int = 48
    recipe: Recipe | None = None
    seed: int = 0


def draw_sheet(faces: FaceSet, sheet: Sheet) -> Image.Image:
    """An RGB picture with `count` faces, as evenly spread over the classes as the set allows.

    The same faces for the same seed. Raises `TrainingError` before the fonts were taken.
    """
    rows = chosen(faces, sheet.count, sheet.seed)
    images = faces.images[rows]
    shown = [images] if sheet.recipe is None else [images, _changed(images, sheet)]
    wide = max(1, round(FACE * images.shape[2] / images.shape[1]))
    cell = max(96, wide * len(shown) + 4 * (len(shown) - 1))
    columns = max(3, math.ceil(math.sqrt(len(rows) * (FACE + 3 * LINE) / cell)))
    high = FACE + 2 * LINE + BAR
    size = (
        GAP + columns * (cell + GAP),
        HEAD + math.ceil(len(rows) / columns) * (high + GAP) + LINE,
    )
    paper = Image.new("RGB", size, PAPER)
    pen = ImageDraw.Draw(paper)
    _write_head(pen, faces, sheet)
    for place, row in enumerate(rows):
        left = GAP + place % columns * (cell + GAP)
        top = HEAD + place // columns * (high + GAP)
        for step, kind in enumerate(shown):
            face = Image.fromarray(kind[place])
            face = face.resize((wide, FACE), Image.Resampling.BICUBIC)
            paper.paste(face, (left + step * (wide + 4), top))
        _write_votes(pen, faces, int(row), (left, top + FACE, cell))
    return paper


def chosen(faces: FaceSet, count: int, seed: int) -> npt.NDArray[np.intp]:
    """Rows in the order of their classes, each class in turn giving one of its faces."""
    rng = np.random.default_rng(seed)
    classes = [rng.permutation(np.flatnonzero(faces.labels == c)) for c in range(-1, len(ORDER))]
    taken: list[tuple[int, int]] = []
    for turn in range(max(map(len, classes), default=0)):
        taken += [
            (place, int(rows[turn])) for place, rows in enumerate(classes) if turn < len(rows)
        ]
    ordered = sorted(taken[:count], key=lambda pair: pair[0] or len(classes))  # -1 last
    return np.array([row for _, row in ordered], dtype=np.intp)


def _changed(images: Pixels, sheet: Sheet) -> Pixels:
    assert sheet.recipe is not None
    rng = np.random.default_rng(sheet.seed)
    if sheet.recipe.channels == 1:
        images = np.stack([np.asarray(Image.fromarray(i).convert("L"))[..., None] for i in images])
    changed = augment(images.astype(np.float32), sheet.recipe.augmentation, rng)
    return np.rint(np.broadcast_to(changed, (*changed.shape[:3], 3))).astype(np.uint8)


# Words


def _write_head(pen: ImageDraw.ImageDraw, faces: FaceSet, sheet: Sheet) -> None:
    high, wide = faces.images.shape[1:3]
    pen.text((GAP, 8), sheet.title, INK, ImageFont.truetype(korean_font(bold=True), 20))
    counts = [
        f"{FACTS[emotion].ko} {int((faces.labels == place).sum()):,}"
        for place, emotion in enumerate(ORDER)
    ]
    facts = f"얼굴 {len(faces):,} · {high}×{wide} · {' · '.join(counts)}"
    if sheet.recipe is not None:
        facts += f" · 오른쪽은 {sheet.recipe.name}의 변형 뒤"
    pen.text((GAP, 36), facts, SOFT, ImageFont.truetype(korean_font(), 13))


def _write_votes(
    pen: ImageDraw.ImageDraw, faces: FaceSet, row: int, at: tuple[int, int, int]
) -> None:
    """The label, a bar of the votes in the emotions' colours, and the votes in words."""
    left, top, wide = at
    label = int(faces.labels[row])
    name = FACTS[ORDER[label]].ko if label >= 0 else "정해지지 않음"
    pen.text((left, top), name, INK, ImageFont.truetype(korean_font(bold=True), 14))
    if not faces.has_votes:
        return
    parts = [*(faces.votes[row] * faces.share[row]).tolist(), 1 - float(faces.share[row])]
    colours = [*(FACTS[emotion].colour for emotion in ORDER), "#ddd7c8"]
    start = float(left)
    for part, colour in zip(parts, colours, strict=True):
        if part > 0:
            stop = start + part * wide
            pen.rectangle((start, top + LINE, stop, top + LINE + BAR - 2), fill=colour)
            start = stop
    words = _told(parts)
    font = ImageFont.truetype(korean_font(), 12)
    while pen.textlength(words, font) > wide and " · " in words:
        words = words.rpartition(" · ")[0]
    pen.text((left, top + LINE + BAR - 1), words, SOFT, font)


def _told(parts: list[float]) -> str:
    names: list[str] = [*(FACTS[Emotion(emotion)].ko for emotion in ORDER), "그 밖"]
    order = sorted(range(len(parts)), key=lambda place: -parts[place])
    return " · ".join(f"{names[place]} {parts[place]:.0%}" for place in order if parts[place] > 0)
