"""VGG16 (Simonyan and Zisserman, 2015), and the same with batch normalisation."""

from typing import Any

import keras
from keras import layers

from moodtracker.training.backbones import Wanted, register
from moodtracker.training.backbones.applications import adapted, without_pool
from moodtracker.training.layers import FusedBatchNormalization, PositionHead, Scaled

BLOCKS = ((64, 2), (128, 2), (256, 3), (512, 3), (512, 3))
"""(width, convolutions) of each block; a pooling by 2 follows every block."""


@register("vgg16")
def vgg16(wanted: Wanted) -> Any:
    """`keras.applications.VGG16`, 14.7 M parameters. Strides are left out from the last pool on."""
    kept = _pools(wanted)

    def change(layer: Any) -> Any | None:
        if isinstance(layer, layers.MaxPooling2D) and int(layer.name[5]) > kept:
            return without_pool(layer)
        return None

    return adapted(keras.applications.VGG16, wanted, scaling="caffe", change=change, name="vgg16")


@register("vgg16bn")
def vgg16bn(wanted: Wanted) -> Any:
    """VGG16 with each convolution batch-normalised: what makes it trainable from nothing."""
    crops = keras.Input((wanted.height, wanted.width, wanted.channels), name="crops")
    scale = "caffe" if wanted.scaling == "own" else wanted.scaling
    maps = Scaled(scale, grey=wanted.grey)(crops)
    for block, (width, convolutions) in enumerate(BLOCKS, start=1):
        for number in range(1, convolutions + 1):
            name = f"block{block}_conv{number}"
            maps = layers.Conv2D(
                width,
                3,
                padding="same",
                use_bias=False,
                kernel_initializer="he_normal",
                name=name,
            )(maps)
            maps = layers.ReLU()(FusedBatchNormalization(momentum=0.9, name=f"{name}_bn")(maps))
        if block <= _pools(wanted):
            maps = layers.MaxPooling2D(2, name=f"block{block}_pool")(maps)
    outputs = PositionHead(wanted.classes, wanted.dropout, name="head")(maps)
    return keras.Model(crops, outputs, name="vgg16bn")


def _pools(wanted: Wanted) -> int:
    return min(5, wanted.stride.bit_length() - 1)
