"""The bundle that is shipped: it loads, it is small, and it reads a smile."""

import numpy as np
import pytest

from moodtracker.emotions import Emotion
from moodtracker.vision.bundle import DEFAULT_BUNDLE, load_bundle
from moodtracker.vision.reader import Reader
from moodtracker.vision.types import RGB
from vision.photos import encode, scaled


@pytest.fixture(scope="module")
def shipped() -> Reader:
    return Reader.load(DEFAULT_BUNDLE, threads=1)


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


def test_its_manifest_says_where_it_comes_from() -> None:
    bundle = load_bundle(DEFAULT_BUNDLE)
    assert len(bundle.graph) < 15_000_000
    assert bundle.manifest.training.licence
    assert bundle.manifest.scores
    assert sum(member.weight for member in bundle.manifest.members) == pytest.approx(1)
