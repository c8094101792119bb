"""What the networks of `keras.applications` share: loading, small changes, and the head."""

from collections.abc import Callable
from typing import Any

import keras
from keras import layers

from moodtracker.training.backbones import Wanted
from moodtracker.training.errors import RecipeError
from moodtracker.training.layers import FusedBatchNormalization, PositionHead, Scaled

Change = Callable[[Any], Any | None]
"""A layer → the layer to put in its place, or None to keep it as it is."""


def adapted(
    application: Callable[..., Any], wanted: Wanted, *, scaling: str, change: Change, name: str
) -> Any:
    """The application's convolutional part with our scaling in front and our head behind.

    Layers are copied one by one, `change` may replace those without weights of another shape, and
    ImageNet's weights survive it. Batch normalisation is fused, He's start takes the place of
    Glorot's where nothing is loaded.
    """
    base = _base(application, wanted, name)
    sized = keras.Input((wanted.height, wanted.width, 3))
    copied = keras.models.clone_model(
        base, input_tensors=sized, clone_function=lambda one: _copy(one, wanted, change)
    )
    if wanted.imagenet:
        copied.set_weights(base.get_weights())
    crops = keras.Input((wanted.height, wanted.width, wanted.channels), name="crops")
    scale = scaling if wanted.scaling == "own" else wanted.scaling
    maps = copied(Scaled(scale, grey=wanted.grey)(crops))
    outputs = PositionHead(wanted.classes, wanted.dropout, name="head")(maps)
    return keras.Model(crops, outputs, name=name)


def _base(application: Callable[..., Any], wanted: Wanted, name: str) -> Any:
    try:
        return application(
            include_top=False,
            weights="imagenet" if wanted.imagenet else None,
            # Keras asks for more pixels than the layers need; the copy fixes the size.
            input_shape=(None, None, 3),
        )
    except Exception as fault:
        if not wanted.imagenet:
            raise
        raise RecipeError(
            f"ImageNet's weights of {name} could not be fetched ({fault}). Put the file into "
            f'~/.keras/models, or set weights to "none" or to an earlier run.'
        ) from fault


def _copy(layer: Any, wanted: Wanted, change: Change) -> Any:
    changed = change(layer)
    if changed is not None:
        return changed
    facts = layer.get_config()
    if isinstance(layer, layers.BatchNormalization):
        return FusedBatchNormalization.from_config(facts)
    for key in ("kernel_initializer", "depthwise_initializer", "pointwise_initializer"):
        if not wanted.imagenet and key in facts:
            facts[key] = "he_normal"
    return type(layer).from_config(facts)


def without_pool(layer: Any) -> Any:
    """In place of a pooling layer: nothing, under the same name."""
    return layers.Identity(name=layer.name)


def with_stride(layer: Any, stride: int) -> Any:
    """The same convolution or pooling with another stride."""
    return type(layer).from_config({**layer.get_config(), "strides": (stride, stride)})
