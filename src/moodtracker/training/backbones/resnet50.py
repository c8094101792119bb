"""ResNet50 (He et al., 2016)."""

from typing import Any

import keras

from moodtracker.training.backbones import Wanted, register
from moodtracker.training.backbones.applications import adapted, with_stride
from moodtracker.training.layers import FusedBatchNormalization

STAGES = {"conv5_block1": 16, "conv4_block1": 8, "conv3_block1": 4}
"""Blocks that halve the map, and the stride of the network when they no longer do."""


@register("resnet50")
def resnet50(wanted: Wanted) -> Any:
    """`keras.applications.ResNet50`, 23.6 M parameters.

    Started from nothing every block begins as the identity: its last normalisation has scale 0
    (Goyal et al., 2017, arXiv 1706.02677).
    """

    def change(layer: Any) -> Any | None:
        block = layer.name[:12]
        if not wanted.imagenet and layer.name.endswith("_3_bn"):
            return _silent(layer)
        halving = getattr(layer, "strides", None) == (2, 2)
        if halving and block in STAGES and wanted.stride <= STAGES[block]:
            return with_stride(layer, 1)
        return None

    return adapted(
        keras.applications.ResNet50, wanted, scaling="caffe", change=change, name="resnet50"
    )


def _silent(layer: Any) -> Any:
    return FusedBatchNormalization.from_config({**layer.get_config(), "gamma_initializer": "zeros"})
