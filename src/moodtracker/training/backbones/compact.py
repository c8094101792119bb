"""A small residual network for 48-pixel faces, with full pre-activation (He et al., 2016).

The last stage keeps 6×6 places instead of 3×3, so that heat maps can tell an eye from a mouth.
"""

from typing import Any

import keras
from keras import layers

from moodtracker.training.backbones import Wanted, register
from moodtracker.training.layers import FusedBatchNormalization, GreyStandardised, PositionHead

STAGES = ((32, 2, 1), (64, 2, 2), (128, 3, 2), (256, 1, 1))
"""(width, blocks, stride of the first block)."""


@register("compact")
def compact(wanted: Wanted) -> Any:
    """1.9 M parameters, about 110 M multiplications for a 48×48 crop; always grey, stride 8."""
    crops = keras.Input((wanted.height, wanted.width, wanted.channels), name="crops")
    maps = _convolve(GreyStandardised()(crops), 32, 3, 1)
    maps = _convolve(_activate(maps), 32, 3, 2)
    for size, blocks, stride in STAGES:
        for block in range(blocks):
            maps = _residual(maps, size, stride if block == 0 else 1)
    outputs = PositionHead(wanted.classes, wanted.dropout, name="head")(_activate(maps))
    return keras.Model(crops, outputs, name="compact")


def _activate(maps: Any) -> Any:
    return layers.ReLU()(FusedBatchNormalization(momentum=0.9)(maps))


def _convolve(maps: Any, size: int, kernel: int, stride: int) -> Any:
    return layers.Conv2D(
        size,
        kernel,
        strides=stride,
        padding="same",
        use_bias=False,
        kernel_initializer="he_normal",
    )(maps)


def _residual(maps: Any, size: int, stride: int) -> Any:
    active = _activate(maps)
    changed = stride > 1 or maps.shape[-1] != size
    shortcut = _convolve(active, size, 1, stride) if changed else maps
    inner = _activate(_convolve(active, size, 3, stride))
    return layers.Add()([_convolve(inner, size, 3, 1), shortcut])
