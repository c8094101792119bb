"""The networks, by name. Each turns crops into logits and into evidence by position."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a network is built for.

    `height` and `width` are None for a network that takes any size. `channels` is what the input
    has; with `grey` colours are dropped first, whatever comes in. `scaling` is "own", the
    network's own for its ImageNet weights, or "standard": each crop with mean 0 and deviation 1.
    `stride` is how many input pixels one place of the heat map is wide: strides are left out
    from the end until it fits. `imagenet` starts from ImageNet's weights.
    """

    height: int | None
    width: int | None
    channels: int
    classes: int
    grey: bool = False
    scaling: str = "own"
    stride: int = 16
    dropout: float = 0.0
    imagenet: bool = False


class Backbone(Protocol):
    """Builds a network.

    Input float or uint8 [N, height, width, channels] in 0…255; outputs a pair: evidence
    float32 [N, h, w, classes] and logits float32 [N, classes] (`layers.PositionHead`, named
    "head").
    """

    def __call__(self, wanted: Wanted) -> Any: ...


_BACKBONES: dict[str, Backbone] = {}
_MODULES = ("compact", "alexnet", "vgg16", "resnet50", "xception")


def register(name: str) -> Callable[[Backbone], Backbone]:
    """Decorator: makes a builder known by `name`."""

    def keep(build: Backbone) -> Backbone:
        _BACKBONES[name] = build
        return build

    return keep


def backbone(name: str) -> Backbone:
    """The builder of that name; `ValueError` names those there are."""
    if name not in names():
        raise ValueError(f"A backbone is one of {', '.join(names())}; got “{name}”.")
    return _BACKBONES[name]


def names() -> tuple[str, ...]:
    """All registered backbones."""
    for module in _MODULES:
        import_module(f"{__name__}.{module}")
    return tuple(_BACKBONES)
