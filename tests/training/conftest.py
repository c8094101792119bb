"""Small sets of drawn faces, in the layouts that the training reads."""

import os

os.environ["KERAS_BACKEND"] = "tensorflow"
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")

from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw

from moodtracker.training.datasets import FaceSet
from moodtracker.training.datasets.ferplus import COLUMNS

MOUTHS = {"happiness": (25, 155), "sadness": (205, 335), "neutral": (88, 92), "surprise": (0, 360)}


def drawn_face(expression: str, rng: np.random.Generator) -> Image.Image:
    """A 48×48 grey face whose mouth tells its expression."""
    ground = int(rng.integers(90, 160))
    picture = Image.new("L", (48, 48), ground)
    pen = ImageDraw.Draw(picture)
    x, y = (int(v) for v in rng.integers(-3, 4, 2))
    pen.ellipse((6 + x, 3 + y, 42 + x, 46 + y), fill=ground + 60)
    for eye in (17, 31):
        pen.ellipse((eye - 2 + x, 17 + y, eye + 2 + x, 21 + y), fill=30)
    start, end = MOUTHS[expression]
    pen.arc((16 + x, 26 + y, 32 + x, 40 + y), start, end, fill=20, width=3)
    noise = rng.normal(0, 4, (48, 48))
    return Image.fromarray(np.clip(np.asarray(picture) + noise, 0, 255).astype(np.uint8))


def write_ferplus(folder: Path, count: int, seed: int = 1) -> Path:
    """A FER+ split of `count` drawn faces, with a row without an image at the end."""
    rng = np.random.default_rng(seed)
    folder.mkdir(parents=True)
    rows = []
    for index in range(count):
        expression = list(MOUTHS)[index % len(MOUTHS)]
        name = f"fer{seed:03d}{index:04d}.png"
        drawn_face(expression, rng).save(folder / name)
        votes = [0] * len(COLUMNS)
        votes[COLUMNS.index(expression)] = 8
        votes[COLUMNS.index("neutral")] += 2
        rows.append(f'{name},"(0, 0, 48, 48)",' + ",".join(map(str, votes)))
    rows.append(',"(0, 0, 48, 48)",0,0,0,0,0,0,0,0,0,10')
    (folder / "label.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    return folder


@pytest.fixture
def ferplus(tmp_path: Path) -> Path:
    return write_ferplus(tmp_path / "FER2013Train", 96)


@pytest.fixture
def faces(ferplus: Path) -> FaceSet:
    from moodtracker.training.datasets.ferplus import read_ferplus

    return read_ferplus(ferplus)
