"""The networks, by name. Each turns crops into logits and into evidence by position."""

from collections.abc import Callable
from importlib import import_module
from typing import Any, Protocol


class Backbone(Protocol):
    """Builds an untrained network.

    Input float or uint8 [N, height, width, channels] in 0…255; outputs a pair: evidence
    float32 [N, h, w, classes] and logits float32 [N, classes] (`layers.PositionHead`).
    """

    def __call__(
        self, *, height: int, width: int, channels: int, classes: int, dropout: float
    ) -> Any: ...


_BACKBONES: dict[str, Backbone] = {}
_MODULES = ("compact",)


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
