"""The contact sheet: which faces are on it, what it says of them, and that Korean is written."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageChops, ImageFont

from moodtracker.emotions import FACTS, ORDER
from moodtracker.paper.fonts import korean_font
from moodtracker.training.augment import Augmentation
from moodtracker.training.datasets import FaceSet
from moodtracker.training.datasets.sheet import FACE, GAP, HEAD, Sheet, chosen, draw_sheet
from moodtracker.training.recipe import Recipe

STILL = Augmentation(
    flip=False, rotation=0, zoom=0, shift=0, shear=0, contrast=0, brightness=0, erase=0, noise=0
)


@pytest.fixture
def drawn() -> FaceSet:
    """Plain faces, each of its own colour, thirty happy ones among few others."""
    labels = np.array([2] * 30 + [0, 1, 3, 4, 5, -1])
    images = np.zeros((36, 64, 48, 3), dtype=np.uint8)
    images[:] = np.arange(36, dtype=np.uint8)[:, None, None, None] * 6
    votes = np.full((36, 6), 1 / 6, dtype=np.float32)
    votes[labels >= 0] = np.eye(6, dtype=np.float32)[labels[labels >= 0]]
    return FaceSet(
        tuple(f"{row}" for row in range(36)),
        images,
        votes,
        np.ones(36, dtype=np.float32),
        labels,
        has_votes=True,
    )


def face_at(sheet: Image.Image, left: int, top: int) -> int:
    return int(np.asarray(sheet)[top + FACE // 2, left + 20, 0])


def test_every_class_has_its_turn(drawn: FaceSet) -> None:
    rows = chosen(drawn, 12, seed=1)
    labels = drawn.labels[rows].tolist()
    assert labels == [0, 1, 2, 2, 2, 2, 2, 2, 3, 4, 5, -1]
    assert len(set(rows)) == 12
    np.testing.assert_array_equal(rows, chosen(drawn, 12, seed=1))
    assert set(rows) != set(chosen(drawn, 12, seed=2))
    assert len(chosen(drawn, 400, seed=1)) == 36


def test_faces_stand_in_their_places(drawn: FaceSet) -> None:
    sheet = draw_sheet(drawn, Sheet("folders:faces", 7, seed=3))
    rows = chosen(drawn, 7, seed=3)
    wide = 96 + GAP  # a face of 48×64 is 99 wide on the sheet, in a cell of at least 96
    first, second = face_at(sheet, GAP, HEAD), face_at(sheet, GAP + wide + 3, HEAD)
    assert (first, second) == (rows[0] * 6, rows[1] * 6)


def test_the_bar_has_the_colours_of_the_votes(drawn: FaceSet) -> None:
    halved = replace(drawn, votes=drawn.votes.copy())
    halved.votes[30] = [0.5, 0, 0, 0, 0.5, 0]
    pixels = np.asarray(draw_sheet(halved, Sheet("x", 7)))
    for emotion in (ORDER[0], ORDER[4]):
        colour = tuple(bytes.fromhex(FACTS[emotion].colour[1:]))
        cell = pixels[HEAD + FACE : HEAD + FACE + 40, GAP : GAP + 99]
        count = (cell == colour).all(axis=2).sum()
        assert 40 * 6 < count < 60 * 8


def test_single_labels_show_no_votes(drawn: FaceSet) -> None:
    with_votes = draw_sheet(drawn, Sheet("x", 6))
    without = draw_sheet(replace(drawn, has_votes=False), Sheet("x", 6))
    assert ImageChops.difference(with_votes, without).getbbox() is not None
    colour = bytes.fromhex(FACTS[ORDER[0]].colour[1:])
    assert colour not in without.tobytes()


@pytest.mark.parametrize("channels", [1, 3])
def test_augmentation_stands_beside_each_face(drawn: FaceSet, channels: int) -> None:
    still = Recipe("still", "compact", channels=channels, augmentation=STILL)
    strong = replace(still, augmentation=replace(STILL, brightness=0.5))
    same = draw_sheet(drawn, Sheet("x", 4, still, seed=5))
    other = draw_sheet(drawn, Sheet("x", 4, strong, seed=5))
    assert face_at(same, GAP, HEAD) == pytest.approx(face_at(same, GAP + 99 + 4, HEAD), abs=1)
    assert face_at(other, GAP, HEAD) == face_at(same, GAP, HEAD)
    assert face_at(other, GAP + 99 + 4, HEAD) != face_at(other, GAP, HEAD)


def test_its_font_draws_each_korean_name(tmp_path: Path) -> None:
    font = ImageFont.truetype(korean_font(), 20)
    masks = {bytes(font.getmask(letter)) for name in FACTS.values() for letter in name.ko}
    letters = {letter for name in FACTS.values() for letter in name.ko}
    assert len(masks) == len(letters)  # the box for a missing letter is one and the same
    assert bytes(font.getmask("\U0010fffd")) not in masks
