"""The overlay: even colours, clear where nothing spoke, laid where the crop was cut."""

import io

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image

from moodtracker.vision.crop import Square
from moodtracker.vision.heatmap import colour_map, heat_png, heat_rgba, lay_over


def oklab(rgb: npt.NDArray[np.uint8]) -> npt.NDArray[np.float64]:
    """sRGB → Oklab, from Ottosson's definition (https://bottosson.github.io/posts/oklab)."""
    c = rgb / 255
    linear = np.where(c <= 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4)
    m1 = np.array(
        [
            [0.4122214708, 0.5363325363, 0.0514459929],
            [0.2119034982, 0.6806995451, 0.1073969566],
            [0.0883024619, 0.2817188376, 0.6299787005],
        ]
    )
    m2 = np.array(
        [
            [0.2104542553, 0.7936177850, -0.0040720468],
            [1.9779984951, -2.4285922050, 0.4505937099],
            [0.0259040371, 0.7827717662, -0.8086757660],
        ]
    )
    return np.asarray(np.cbrt(linear @ m1.T) @ m2.T)


def test_colours_are_even_to_the_eye_and_darken_all_the_way() -> None:
    lab = oklab(colour_map()[::15])
    assert (np.diff(lab[:, 0]) < 0).all()
    steps = np.linalg.norm(np.diff(lab, axis=0), axis=1)
    assert steps.max() / steps.min() < 1.2


def test_what_did_not_speak_stays_clear() -> None:
    heat = np.zeros((6, 6), np.float32)
    heat[1, 1] = 3.0
    rgba = heat_rgba(heat, width=60, height=60)
    assert rgba[15, 15, 3] > 190
    assert (rgba[40:, 40:, 3] == 0).all()
    assert (heat_rgba(np.zeros((6, 6), np.float32), width=9, height=9)[..., 3] == 0).all()


def test_strength_is_relative_to_the_map_itself() -> None:
    heat = np.random.default_rng(1).uniform(0, 1, (6, 6)).astype(np.float32)
    first, second = (heat_rgba(heat * gain, width=30, height=30) for gain in (1, 1000))
    assert np.abs(first.astype(int) - second).max() <= 1


def test_the_png_is_a_square_with_transparency() -> None:
    image = Image.open(io.BytesIO(heat_png(np.eye(6, dtype=np.float32), side=96)))
    assert (image.format, image.mode, image.size) == ("PNG", "RGBA", (96, 96))


def test_laid_over_the_square_and_nowhere_else() -> None:
    paper = np.full((100, 100, 3), 240, np.uint8)
    out = lay_over(paper, Square(60, 40, 20), np.ones((6, 6), np.float32))
    changed = (out != paper).any(axis=2)
    assert changed[30:50, 50:70].all()
    assert changed.sum() == 400
    assert (paper == 240).all()


@pytest.mark.parametrize("square", [Square(0, 0, 30), Square(99, 50, 60), Square(50, 50, 300)])
def test_a_square_that_reaches_outside(square: Square) -> None:
    paper = np.full((100, 100, 3), 240, np.uint8)
    out = lay_over(paper, square, np.ones((6, 6), np.float32))
    assert out.shape == paper.shape
    assert (out != paper).any()


def test_a_tilted_square_is_laid_tilted() -> None:
    """Heat on the right end of a level square lies below the middle once it is turned by 90°."""
    heat = np.zeros((6, 6), np.float32)
    heat[:, 5] = 1
    paper = np.full((100, 100, 3), 240, np.uint8)
    changed = (lay_over(paper, Square(50, 50, 40, 90.0), heat) != paper).any(axis=2)
    rows, columns = np.nonzero(changed)
    assert rows.mean() > 60
    assert columns.mean() == pytest.approx(49.5, abs=2)
