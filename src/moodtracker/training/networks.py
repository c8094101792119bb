"""Recipe → network: built, started from earlier weights, frozen in part."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import keras
from keras import layers, ops

from moodtracker.emotions import CLASS_NAMES
from moodtracker.training.backbones import Wanted, backbone, names
from moodtracker.training.errors import ExportError, RecipeError
from moodtracker.training.recipe import Recipe

BEST = "best.weights.h5"


def build(recipe: Recipe, *, channels: int | None = None, sized: bool = True) -> Any:
    """The recipe's network under the current Keras policy, with ImageNet's weights if it says so.

    `channels` of the input are the recipe's unless given; colours are dropped inside when the
    recipe is grey. Without `sized` the input may have any height and width.
    """
    if recipe.backbone not in names():
        raise RecipeError(f"backbone is one of {', '.join(names())}; got {recipe.backbone!r}.")
    wanted = Wanted(
        height=recipe.height if sized else None,
        width=recipe.width if sized else None,
        channels=recipe.channels if channels is None else channels,
        classes=len(CLASS_NAMES),
        grey=recipe.channels == 1,
        scaling=recipe.scaling,
        stride=recipe.stride,
        dropout=recipe.dropout,
        imagenet=recipe.weights == "imagenet",
    )
    return backbone(recipe.backbone)(wanted)


def start_from(network: Any, recipe: Recipe) -> None:
    """Load the weights of the earlier run that the recipe names, if it names one."""
    if recipe.weights in {"none", "imagenet"}:
        return
    path = Path(recipe.weights) / BEST
    if not path.is_file():
        raise RecipeError(
            f'weights is "none", "imagenet" or the folder of a run; {recipe.weights} has no {BEST}.'
        )
    try:
        network.load_weights(path)
    except (OSError, ValueError) as fault:
        raise RecipeError(
            f"An earlier run's weights fit the same backbone; {path} do not fit "
            f"{recipe.backbone}: {str(fault).splitlines()[0]}"
        ) from fault


def load(recipe: Recipe, weights: Path, *, channels: int | None = None, sized: bool = False) -> Any:
    """The recipe's network with the weights of a run. Raises `ExportError` for another's."""
    network = build(replace(recipe, weights="none"), channels=channels, sized=sized)
    try:
        network.load_weights(weights)
    except (OSError, ValueError) as fault:
        raise ExportError(
            f"A run's weights fit its recipe; {weights} do not: {str(fault).splitlines()[0]}"
        ) from fault
    return network


def trainer_of(network: Any, size: tuple[int, int], side: tuple[int, int]) -> Any:
    """Model from crops of `size` to logits: enlarged or reduced to `side`, then the network."""
    crops = keras.Input((*size, network.input.shape[-1]), name="crops")
    return keras.Model(crops, network(resized(crops, side))[1])


def resized(crops: Any, side: tuple[int, int]) -> Any:
    """Bilinear to height and width `side`; anti-aliased where that is smaller, as serving does."""
    height, width = crops.shape[1:3]
    if (height, width) == side:
        return crops
    smaller = height > side[0] or width > side[1]
    return ops.image.resize(crops, side, interpolation="bilinear", antialias=smaller)


def freeze(network: Any, share: float) -> int:
    """Leave the upper `share` of the convolutions and all after them trainable; answers how many.

    0 leaves the head alone. Batch normalisation below runs in inference mode, as Keras does for
    layers that are not trainable.
    """
    leaves = list(_leaves(network))
    convolutions = [one for one in leaves if isinstance(one, _CONVOLUTIONS)]
    learning = round(share * len(convolutions))
    first = convolutions[-learning] if learning else None
    unfrozen = False
    for layer in leaves:
        unfrozen = unfrozen or layer is first or layer.name == "head"
        layer.trainable = unfrozen
    return learning


def _leaves(network: Any) -> Iterator[Any]:
    for layer in network.layers:
        if isinstance(layer, keras.Model):
            yield from _leaves(layer)
        else:
            yield layer


_CONVOLUTIONS = (layers.Conv2D, layers.DepthwiseConv2D, layers.SeparableConv2D)
