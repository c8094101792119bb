"""Where faces are found, and CenterFace's decoder against a slow reading of its paper."""

import math
from pathlib import Path
from random import Random

import numpy as np
import pytest
import skimage.data
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst

from moodtracker.vision.detector import OVERLAP, THRESHOLD, Detector, decode, prepare, suppress
from moodtracker.vision.errors import ModelError, VisionErrorCode
from moodtracker.vision.types import RGB
from vision.photos import distance, overlap, scaled, tilted

FACE = (225.0, 117.0)  # the middle of the astronaut's face


def test_the_astronaut(astronaut: RGB, detector: Detector) -> None:
    faces = detector.find(astronaut)
    assert len(faces) == 1
    assert distance(faces[0], FACE) < 5
    assert 85 < faces[0].box.width < 110
    assert faces[0].score > 0.8
    # Left-of-picture eye, right eye, nose, mouth corners: as one sees them in the photo.
    seen = [(203, 101), (249, 102), (225, 124), (204, 144), (243, 144)]
    assert np.abs(faces[0].landmarks - np.array(seen)).max() < 5


@pytest.mark.parametrize("degrees", range(-30, 31, 10))
def test_tilted(astronaut: RGB, detector: Detector, degrees: int) -> None:
    faces = detector.find(tilted(astronaut, detector.find(astronaut)[0], degrees))
    assert len(faces) == 1
    assert distance(faces[0], FACE) < 10


@pytest.mark.parametrize("factor", [0.25, 0.5, 1.5, 2.5])
def test_at_any_size(astronaut: RGB, detector: Detector, factor: float) -> None:
    faces = detector.find(scaled(astronaut, factor))
    assert len(faces) == 1
    assert distance(faces[0], (FACE[0] * factor, FACE[1] * factor)) < 8 * factor


@pytest.mark.parametrize("reach", [0.5, 0.65, 0.9])
def test_a_face_that_fills_the_picture_is_one_face(
    astronaut: RGB, detector: Detector, reach: float
) -> None:
    half = round(118 * reach)
    close = astronaut[117 - half : 117 + half, 225 - half : 225 + half]
    faces = detector.find(scaled(np.ascontiguousarray(close), 640 / (2 * half)))
    assert len(faces) == 1


def test_largest_first(astronaut: RGB, detector: Detector) -> None:
    picture = np.zeros((512, 1024, 3), np.uint8)
    picture[128:384, :256] = scaled(astronaut, 0.5)
    picture[:, 512:] = astronaut
    small, large = (64 + 48, 128 + 58), (512 + 225, 117)
    faces = detector.find(picture)
    assert len(faces) == 2
    assert distance(faces[0], large) < 10
    assert distance(faces[1], small) < 10


def test_twelve_faces(astronaut: RGB, detector: Detector) -> None:
    faces = detector.find(np.tile(astronaut[30:190, 140:310], (3, 4, 1)))
    assert len(faces) == 12
    for row in range(3):
        for column in range(4):
            place = (85 + 170 * column, 87 + 160 * row)
            assert sum(distance(face, place) < 15 for face in faces) == 1


@pytest.mark.parametrize("name", ["chelsea", "coffee", "rocket"])
def test_a_cat_a_cup_and_a_rocket_are_no_faces(detector: Detector, name: str) -> None:
    assert detector.find(np.asarray(getattr(skimage.data, name)())) == ()


@pytest.mark.parametrize(("height", "width"), [(1, 1), (1, 700), (700, 1), (33, 31)])
def test_pictures_of_odd_shapes(detector: Detector, height: int, width: int) -> None:
    assert detector.find(np.full((height, width, 3), 127, np.uint8)) == ()


def test_a_missing_graph_is_said_with_what_helps(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"tools/assets\.py") as caught:
        Detector(threads=1, graph=tmp_path / "centerface.onnx")
    assert caught.value.code is VisionErrorCode.DETECTOR_MISSING


def test_a_graph_that_is_none_is_refused(tmp_path: Path) -> None:
    (tmp_path / "centerface.onnx").write_bytes(b"no graph")
    with pytest.raises(ModelError, match="The face detector must be an ONNX graph"):
        Detector(threads=1, graph=tmp_path / "centerface.onnx")


# The decoder


@settings(deadline=None)
@given(st.integers(1, 900), st.integers(1, 900), st.sampled_from([320, 640]))
def test_the_input_keeps_the_aspect_and_is_padded_to_32(
    height: int, width: int, long_side: int
) -> None:
    tensor, (across, down) = prepare(np.full((height, width, 3), 200, np.uint8), long_side)
    rows, columns = tensor.shape[2:]
    assert rows % 32 == columns % 32 == 0
    used_columns, used_rows = round(width / across), round(height / down)
    assert max(used_columns, used_rows) == long_side
    assert (tensor[0, :, :used_rows, :used_columns] == 200).all()
    assert tensor.sum() == 200 * 3 * used_rows * used_columns


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_decoding_agrees_with_a_slow_reading(seed: int) -> None:
    random = np.random.default_rng(seed)
    heat = random.uniform(0, 1, (6, 8)).astype(np.float32)
    size, offset = random.normal(0, 1, (2, 2, 6, 8)).astype(np.float32)
    points = random.normal(0, 1, (10, 6, 8)).astype(np.float32)
    boxes, scores, landmarks = decode(heat, size, offset, points)
    found = 0
    for row in range(6):
        for column in range(8):
            if heat[row, column] < THRESHOLD:
                continue
            height = math.exp(size[0, row, column]) * 4
            width = math.exp(size[1, row, column]) * 4
            y = (row + offset[0, row, column] + 0.5) * 4 - height / 2
            x = (column + offset[1, row, column] + 0.5) * 4 - width / 2
            assert boxes[found] == pytest.approx([x, y, width, height], rel=1e-4, abs=1e-4)
            assert scores[found] == heat[row, column]
            for j in range(5):
                wanted = [
                    x + points[2 * j + 1, row, column] * width,
                    y + points[2 * j, row, column] * height,
                ]
                assert landmarks[found, j] == pytest.approx(wanted, rel=1e-3, abs=1e-3)
            found += 1
    assert found == len(boxes) == len(scores) == len(landmarks)


BOXES = npst.arrays(
    np.float32, st.tuples(st.integers(0, 25), st.just(4)), elements=st.integers(1, 40)
)


@settings(max_examples=200, deadline=None)
@given(BOXES, st.randoms(use_true_random=False))
def test_suppression_agrees_with_a_slow_reference(
    boxes: np.ndarray[tuple[int, int], np.dtype[np.float32]], random: Random
) -> None:
    scores = np.array([random.random() for _ in boxes], np.float32)
    kept: list[int] = []
    for at in sorted(range(len(boxes)), key=lambda i: -scores[i]):
        overlaps = [overlap(boxes[at], boxes[other]) for other in kept]
        assume(not any(abs(share - OVERLAP) < 1e-6 for share in overlaps))  # a tie of rounding
        if all(share <= OVERLAP for share in overlaps):
            kept.append(at)
    assert suppress(boxes, scores) == kept
