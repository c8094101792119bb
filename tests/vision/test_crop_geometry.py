"""The crop rule against a slow reference, and pictures whose every pixel tells its place."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moodtracker.vision.bundle import CropRule
from moodtracker.vision.crop import Square, crop_face, eye_tilt, square_of
from moodtracker.vision.detector import Detector
from moodtracker.vision.types import RGB, Box, Face, Floats
from vision.photos import tilted


def face_at(box: Box, *, tilt: float = 0.0) -> Face:
    """Eyes where FER2013 has them, turned by `tilt` degrees about the middle of the box."""
    x, y = box.x + box.width / 2, box.y + box.height / 2
    turn, unit = math.radians(tilt), 0.36 * max(box.width, box.height)
    places = [(-0.5, -0.3), (0.5, -0.3), (0.0, 0.2), (-0.4, 0.7), (0.4, 0.7)]
    points = [
        (
            x + unit * (a * math.cos(turn) - b * math.sin(turn)),
            y + unit * (a * math.sin(turn) + b * math.cos(turn)),
        )
        for a, b in places
    ]
    return Face(box, 0.9, np.array(points, np.float32))


SIZES = st.floats(5, 400)
BOXES = st.builds(Box, st.floats(-200, 600), st.floats(-200, 600), SIZES, SIZES)


@given(BOXES, st.floats(0.5, 2), st.floats(-0.1, 0.1))
def test_the_square_follows_the_rule(box: Box, side: float, up: float) -> None:
    square = square_of(face_at(box), CropRule(48, 48, side=side, up=up))
    assert square.side == pytest.approx(side * max(box.width, box.height))
    assert square.centre_x == pytest.approx(box.x + box.width / 2)
    assert square.centre_y == pytest.approx(box.y + box.height / 2 - up * square.side)
    assert square.tilt == 0
    assert square.box.x + square.box.width / 2 == pytest.approx(square.centre_x)


@given(BOXES, st.floats(-80, 80))
def test_levelling_turns_the_square_with_the_eyes(box: Box, tilt: float) -> None:
    face = face_at(box, tilt=tilt)
    assert eye_tilt(face.landmarks) == pytest.approx(tilt, abs=0.1)
    square = square_of(face, CropRule(48, 48, up=0.1, level=True))
    assert square.tilt == pytest.approx(tilt, abs=0.1)
    moved = (square.centre_x - box.x - box.width / 2, square.centre_y - box.y - box.height / 2)
    assert math.hypot(*moved) == pytest.approx(0.1 * square.side)


@given(BOXES, st.floats(0.1, 8))
def test_a_square_scales_with_its_picture(box: Box, factor: float) -> None:
    square = Square(box.x, box.y, box.width, 12.0)
    scaled = square.scaled(factor).scaled(1 / factor)
    assert scaled.centre_x == pytest.approx(square.centre_x)
    assert (scaled.side, scaled.tilt) == (pytest.approx(square.side), 12.0)


def slow_crop(picture: Floats, square: Square, size: int) -> Floats:
    """The mean over each cell of the square, sampled 12 × 12 times at the nearest pixel, edges
    repeated: what any anti-aliased reduction approaches on a smooth picture.
    """
    rows, columns = picture.shape[:2]
    turn, fine = math.radians(square.tilt), 12
    steps = ((np.arange(size * fine) + 0.5) / (size * fine) - 0.5) * square.side
    a, b = np.meshgrid(steps, steps)
    x = square.centre_x + a * math.cos(turn) - b * math.sin(turn)
    y = square.centre_y + a * math.sin(turn) + b * math.cos(turn)
    samples = picture[
        np.floor(y).astype(int).clip(0, rows - 1), np.floor(x).astype(int).clip(0, columns - 1)
    ]
    return np.asarray(samples.reshape(size, fine, size, fine, 3).mean(axis=(1, 3)))


def smooth_picture(height: int, width: int) -> RGB:
    """Every channel tells a place: across, down, and a slow wave."""
    y, x = np.mgrid[0:height, 0:width]
    wave = 127 + 100 * np.sin(x / 40) * np.cos(y / 55)
    planes = [255 * x / (width - 1), 255 * y / (height - 1), wave]
    return np.stack(planes, axis=-1).round().astype(np.uint8)


PICTURE = smooth_picture(300, 260)


@settings(max_examples=60, deadline=None)
@given(st.floats(-40, 300), st.floats(-40, 340), st.floats(60, 350))
def test_cropping_agrees_with_a_slow_reference(x: float, y: float, side: float) -> None:
    square = Square(x, y, side)
    crop = crop_face(PICTURE, square, height=24, width=24)
    wanted = slow_crop(PICTURE.astype(np.float32), square, 24)
    # A cell that meets the picture's edge mixes by another filter there: the middle is exact.
    error = np.abs(crop.astype(float) - wanted)
    assert error.mean() < 1.5
    assert np.quantile(error, 0.95) < 6


@settings(max_examples=40, deadline=None)
@given(st.floats(100, 160), st.floats(120, 180), st.floats(60, 120), st.floats(-45, 45))
def test_levelled_cropping_agrees_with_a_slow_reference(
    x: float, y: float, side: float, tilt: float
) -> None:
    square = Square(x, y, side, tilt)
    crop = crop_face(PICTURE, square, height=24, width=24)
    error = np.abs(crop.astype(float) - slow_crop(PICTURE.astype(np.float32), square, 24))
    assert error.mean() < 2.0


def test_outside_the_picture_its_edge_is_repeated() -> None:
    crop = crop_face(PICTURE, Square(-500, 150, 100), height=16, width=16)
    assert (crop[:, :, 0] == 0).all()
    assert np.abs(np.diff(crop[:, :, 1].astype(int), axis=1)).max() == 0


def test_a_reduction_is_anti_aliased() -> None:
    """Black and white columns one pixel wide become an even grey, not a pattern."""
    stripes = np.zeros((480, 480, 3), np.uint8)
    stripes[:, ::2] = 255
    crop = crop_face(stripes, Square(240, 240, 430), height=48, width=48)
    assert np.abs(crop.astype(int) - 127).max() <= 3


def test_a_crop_of_its_own_size_is_the_picture_itself() -> None:
    crop = crop_face(PICTURE, Square(124, 124, 48), height=48, width=48)
    assert (crop == PICTURE[100:148, 100:148]).all()


@pytest.mark.parametrize("degrees", [-25, 25])
def test_levelling_brings_a_tilted_face_back(
    astronaut: RGB, detector: Detector, degrees: int
) -> None:
    rule = CropRule(48, 48, level=True)

    def crop(picture: RGB, *, level: bool) -> Floats:
        square = square_of(detector.find(picture)[0], CropRule(48, 48, level=level))
        return crop_face(picture, square, height=48, width=48).astype(np.float32)

    straight = crop(astronaut, level=rule.level)
    turned = tilted(astronaut, detector.find(astronaut)[0], degrees)
    levelled = np.abs(crop(turned, level=True) - straight).mean()
    tilted_still = np.abs(crop(turned, level=False) - straight).mean()
    assert levelled < 0.7 * tilted_still
