"""Every advice comes from a photo made bad in that way, and a good photo gets none."""

import numpy as np
import pytest

from moodtracker.vision.advice import advise_face, advise_photo
from moodtracker.vision.detector import Detector
from moodtracker.vision.texts import ADVICE_TEXTS, advice_text
from moodtracker.vision.types import RGB, Advice, Face
from vision import photos


@pytest.fixture(scope="module")
def face(astronaut: RGB, detector: Detector) -> Face:
    return detector.find(astronaut)[0]


def advice_on(rgb: RGB, detector: Detector) -> tuple[Advice, ...]:
    """What the largest face of the picture is told."""
    return advise_face(rgb, detector.find(rgb)[0])


def test_a_good_photo_gets_none(astronaut: RGB, detector: Detector) -> None:
    found = detector.find(astronaut)
    assert advise_photo(found) == ()
    assert advise_face(astronaut, found[0]) == ()


@pytest.mark.parametrize("degrees", [-30, -15, 15, 30])
def test_a_tilted_head_is_still_good(
    astronaut: RGB, face: Face, detector: Detector, degrees: int
) -> None:
    assert advice_on(photos.tilted(astronaut, face, degrees), detector) == ()


@pytest.mark.parametrize("factor", [0.6, 2.0])
def test_a_good_photo_is_good_at_other_sizes(
    astronaut: RGB, detector: Detector, factor: float
) -> None:
    assert advice_on(photos.scaled(astronaut, factor), detector) == ()


def test_black_and_white_is_good(astronaut: RGB, detector: Detector) -> None:
    grey = astronaut.mean(axis=2).astype(np.uint8)
    assert advice_on(np.stack([grey] * 3, axis=-1), detector) == ()


def test_no_face() -> None:
    assert advise_photo(()) == (Advice.NO_FACE,)


def test_several_faces(astronaut: RGB, detector: Detector) -> None:
    found = detector.find(np.concatenate([astronaut, astronaut], axis=1))
    assert len(found) == 2
    assert advise_photo(found) == (Advice.SEVERAL_FACES,)


def test_too_small(astronaut: RGB, detector: Detector) -> None:
    assert advice_on(photos.scaled(astronaut, 0.3), detector) == (Advice.TOO_SMALL,)


@pytest.mark.parametrize("factor", [0.3, 0.15])
def test_dark(astronaut: RGB, detector: Detector, factor: float) -> None:
    assert advice_on(photos.brightened(astronaut, factor), detector) == (Advice.DARK,)


@pytest.mark.parametrize("factor", [1.4, 2.0])
def test_overexposed(astronaut: RGB, detector: Detector, factor: float) -> None:
    assert advice_on(photos.brightened(astronaut, factor), detector) == (Advice.OVEREXPOSED,)


@pytest.mark.parametrize("share", [0.025, 0.05])
def test_blurred(astronaut: RGB, face: Face, detector: Detector, share: float) -> None:
    picture = photos.blurred(astronaut, share * face.box.height)
    assert advice_on(picture, detector) == (Advice.BLURRED,)


def test_blurred_by_a_moving_camera(astronaut: RGB, face: Face, detector: Detector) -> None:
    picture = photos.shaken(astronaut, round(0.1 * face.box.height))
    assert advice_on(picture, detector) == (Advice.BLURRED,)


@pytest.mark.parametrize("mirrored", [False, True])
def test_turned_away(astronaut: RGB, detector: Detector, mirrored: bool) -> None:
    picture = np.ascontiguousarray(astronaut[:, ::-1]) if mirrored else astronaut
    face = detector.find(picture)[0]
    assert advice_on(photos.turned(picture, face, 60), detector) == (Advice.TURNED_AWAY,)


def test_a_slightly_turned_head_is_good(astronaut: RGB, face: Face, detector: Detector) -> None:
    assert advice_on(photos.turned(astronaut, face, 25), detector) == ()


@pytest.mark.parametrize(
    "colour",
    [
        pytest.param((235, 238, 240), id="white"),
        pytest.param((140, 180, 210), id="blue"),
        pytest.param((25, 25, 28), id="black"),
        pytest.param((205, 170, 150), id="skin-coloured"),
    ],
)
def test_covered_by_a_mask(
    astronaut: RGB, face: Face, detector: Detector, colour: photos.Colour
) -> None:
    picture = photos.with_mask(astronaut, face, colour)
    assert advice_on(picture, detector) == (Advice.COVERED,)


def test_covered_by_dark_glasses(astronaut: RGB, face: Face, detector: Detector) -> None:
    assert advice_on(photos.with_dark_glasses(astronaut, face), detector) == (Advice.COVERED,)


def test_covered_by_a_bar(astronaut: RGB, face: Face, detector: Detector) -> None:
    assert advice_on(photos.with_bar_over_eyes(astronaut, face), detector) == (Advice.COVERED,)


@pytest.mark.parametrize("share", [0.55, 0.7])
def test_cut_by_the_lower_edge(
    astronaut: RGB, face: Face, detector: Detector, share: float
) -> None:
    picture = astronaut[: round(face.box.y + share * face.box.height)]
    assert advice_on(picture, detector) == (Advice.CUT_BY_EDGE,)


def test_cut_by_the_right_edge(astronaut: RGB, face: Face, detector: Detector) -> None:
    picture = np.ascontiguousarray(astronaut[:, : round(face.box.x + 0.7 * face.box.width)])
    assert advice_on(picture, detector) == (Advice.CUT_BY_EDGE,)


def test_every_code_has_a_sentence_in_both_languages() -> None:
    assert set(ADVICE_TEXTS) == set(Advice)
    for code in Advice:
        korean, english = advice_text(code)
        assert any("가" <= letter <= "힣" for letter in korean)
        assert korean.endswith("요.")
        assert english.isascii()
