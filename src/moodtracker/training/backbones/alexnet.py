"""AlexNet in one tower (Krizhevsky, 2014, arXiv 1404.5997), batch-normalised."""

from typing import Any

import keras
from keras import layers

from moodtracker.training.backbones import Wanted, register
from moodtracker.training.layers import FusedBatchNormalization, PositionHead, Scaled

CONVOLUTIONS = ((64, 11, True), (192, 5, True), (384, 3, False), (256, 3, False), (256, 3, True))
"""(width, kernel, whether a pooling follows)."""


@register("alexnet")
def alexnet(wanted: Wanted) -> Any:
    """2.5 M parameters: its three dense layers give way to the head that all networks share.

    Its stride is 32; the last pooling goes first, then the first convolution's stride of 4
    shrinks.
    """
    crops = keras.Input((wanted.height, wanted.width, wanted.channels), name="crops")
    scale = "tf" if wanted.scaling == "own" else wanted.scaling
    maps = Scaled(scale, grey=wanted.grey)(crops)
    for number, (width, kernel, pooled) in enumerate(CONVOLUTIONS, start=1):
        maps = layers.Conv2D(
            width,
            kernel,
            strides=max(1, min(4, wanted.stride // 4)) if number == 1 else 1,
            padding="same",
            use_bias=False,
            kernel_initializer="he_normal",
            name=f"conv{number}",
        )(maps)
        normalised = FusedBatchNormalization(momentum=0.9, name=f"conv{number}_bn")(maps)
        maps = layers.ReLU()(normalised)
        if pooled and (number < 5 or wanted.stride >= 32):
            maps = layers.MaxPooling2D(3, 2, padding="same", name=f"pool{number}")(maps)
    outputs = PositionHead(wanted.classes, wanted.dropout, name="head")(maps)
    return keras.Model(crops, outputs, name="alexnet")
