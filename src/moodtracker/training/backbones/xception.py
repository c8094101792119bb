"""Xception (Chollet, 2017)."""

from typing import Any

import keras

from moodtracker.training.backbones import Wanted, register
from moodtracker.training.backbones.applications import adapted, with_stride

BLOCKS = {
    "block13_pool": 16,
    "conv2d_3": 16,
    "block4_pool": 8,
    "conv2d_2": 8,
    "block3_pool": 4,
    "conv2d_1": 4,
}
"""Layers that halve the map (each block's pooling and its shortcut), and the stride of the
network when they no longer do. The shortcuts have no names of their own in Keras: they are
counted in the order of the graph."""


@register("xception")
def xception(wanted: Wanted) -> Any:
    """`keras.applications.Xception`, 20.9 M parameters."""
    shortcuts: dict[str, str] = {}

    def change(layer: Any) -> Any | None:
        if getattr(layer, "strides", None) != (2, 2) or layer.name == "block1_conv1":
            return None
        name = layer.name
        if name.startswith("conv2d"):
            name = shortcuts.setdefault(name, f"conv2d_{len(shortcuts)}")
        if wanted.stride <= BLOCKS.get(name, 0):
            return with_stride(layer, 1)
        return None

    return adapted(
        keras.applications.Xception, wanted, scaling="tf", change=change, name="xception"
    )
