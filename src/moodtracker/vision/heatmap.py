"""Where the network looked, as a picture to lay over the face."""

import functools
from io import BytesIO

import numpy as np
import numpy.typing as npt
from PIL import Image

from moodtracker.vision.crop import Square
from moodtracker.vision.types import RGB, Floats

RGBA = npt.NDArray[np.uint8]

# Oklab (Ottosson, 2020) of pale straw and of deep ember. The straight line between them is even
# to the eye, and its lightness falls all the way, so that it reads without seeing hue.
_WEAK = (0.88, 0.00, 0.13)
_STRONG = (0.44, 0.13, 0.08)
_OPACITY = 0.8
_STEPS = 256


@functools.cache
def colour_map() -> npt.NDArray[np.uint8]:
    """256 sRGB colours from weak to strong, uint8 [256, 3], evenly spaced in Oklab."""
    along = np.linspace(0, 1, _STEPS)[:, None]
    lab = np.array(_WEAK) * (1 - along) + np.array(_STRONG) * along
    lms = (
        lab
        @ np.array(
            [
                [1, 1, 1],
                [0.3963377774, -0.1055613458, -0.0894841775],
                [0.2158037573, -0.0638541728, -1.2914855480],
            ]
        )
    ) ** 3
    linear = (
        lms
        @ np.array(
            [
                [4.0767416621, -1.2684380046, -0.0041960863],
                [-3.3077115913, 2.6097574011, -0.7034186147],
                [0.2309699292, -0.3413193965, 1.7076147010],
            ]
        )
    ).clip(0, 1)
    encoded = np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055)
    return np.asarray((encoded * 255).round(), dtype=np.uint8)


def heat_rgba(heatmap: Floats, *, width: int, height: int) -> RGBA:
    """One emotion's heat map, float32 [h, w] ≥ 0, as uint8 [height, width, 4].

    Strength is relative to the map's own maximum; it sets both colour and opacity, so that what
    did not speak stays clear. A map of zeros is clear all over.
    """
    peak = float(heatmap.max(initial=0))
    share = heatmap / peak if peak > 0 else np.zeros_like(heatmap)
    smooth = Image.fromarray(share.astype(np.float32)).resize(
        (width, height), Image.Resampling.BICUBIC
    )
    strength = np.asarray(smooth).clip(0, 1)
    rgba = np.empty((height, width, 4), np.uint8)
    rgba[..., :3] = colour_map()[(strength * (_STEPS - 1)).round().astype(np.intp)]
    rgba[..., 3] = (strength * _OPACITY * 255).round()
    return rgba


def heat_png(heatmap: Floats, *, side: int = 256) -> bytes:
    """A transparent PNG, `side` pixels square, to lay over the crop square of a face."""
    buffer = BytesIO()
    Image.fromarray(heat_rgba(heatmap, width=side, height=side)).save(
        buffer, "PNG", compress_level=3
    )
    return buffer.getvalue()


def lay_over(rgb: RGB, square: Square, heatmap: Floats) -> RGB:
    """A copy of upright RGB with one heat map laid over a face's crop square."""
    side = max(1, round(square.side))
    layer = Image.fromarray(heat_rgba(heatmap, width=side, height=side))
    if square.tilt:
        layer = layer.rotate(-square.tilt, resample=Image.Resampling.BICUBIC, expand=True)
    picture = Image.fromarray(rgb)
    corner = (
        round(square.centre_x - layer.width / 2),
        round(square.centre_y - layer.height / 2),
    )
    picture.paste(layer.convert("RGB"), corner, mask=layer.getchannel("A"))
    return np.asarray(picture)
