"""Every bundle that is shipped: it loads, it is small enough, and it reads a smile."""

from pathlib import Path

import numpy as np
import pytest

from moodtracker.emotions import Emotion
from moodtracker.vision.bundle import DEFAULT_BUNDLE, SHIPPED, load_bundle
from moodtracker.vision.reader import Reader
from moodtracker.vision.types import RGB
from vision.photos import encode, scaled

NAMES = sorted(folder.name for folder in SHIPPED.iterdir() if folder.is_dir())
LARGEST = {"compact": 15_000_000}
"""Bytes of a graph: the light bundle stays light; an ensemble has 64 MB."""


@pytest.fixture(scope="module", params=NAMES)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def shipped(name: str) -> Reader:
    return Reader.load(Path(name), threads=1)


def test_the_default_is_one_of_them() -> None:
    assert DEFAULT_BUNDLE.name in NAMES


def test_a_smile(shipped: Reader, astronaut_jpeg: bytes) -> None:
    (face,) = shipped.read(astronaut_jpeg).faces
    assert face.emotion is Emotion.HAPPY
    assert face.advice == ()
    assert sum(face.probabilities) == pytest.approx(1, abs=1e-5)


@pytest.mark.parametrize("factor", [0.6, 3.0])
def test_a_smile_at_other_sizes(shipped: Reader, astronaut: RGB, factor: float) -> None:
    photo = encode(scaled(astronaut, factor), "JPEG", quality=90)
    assert shipped.read(photo).faces[0].emotion is Emotion.HAPPY


def test_it_looks_at_the_face(shipped: Reader, astronaut_jpeg: bytes) -> None:
    (face,) = shipped.read(astronaut_jpeg).faces
    heat = face.heatmap[list(Emotion).index(Emotion.HAPPY)]
    assert heat.max() > 0
    assert np.isfinite(face.heatmap).all()


def test_its_manifest_says_where_it_comes_from(name: str) -> None:
    bundle = load_bundle(Path(name))
    assert len(bundle.graph) < LARGEST.get(name, 64_000_000)
    assert bundle.manifest.training.licence
    assert bundle.manifest.scores
    assert sum(member.weight for member in bundle.manifest.members) == pytest.approx(1)
