"""Whose page is where: each app tells the walk over the URL table its object pages.

A module `walk_objects.py` beside an app's tests defines

    def walk_objects(owner: User) -> dict[str, dict[str, object]]: ...

which makes what it needs for `owner` and returns, for each named URL with arguments, the
arguments that lead to an object of hers.
"""

import importlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from moodtracker.accounts.models import User

Objects = dict[str, dict[str, object]]


@dataclass(frozen=True, slots=True)
class Route:
    """One named line of the URL table."""

    name: str
    arguments: tuple[str, ...]

    def address(self, objects: Mapping[str, Mapping[str, object]]) -> str:
        """The path, with the arguments that lead to the owner's object."""
        return reverse(self.name, kwargs=dict(objects.get(self.name, {})))


def routes() -> list[Route]:
    """Every line of the site's URL table."""
    return list(_walk(get_resolver(), ""))


def _walk(resolver: URLResolver, space: str) -> Iterator[Route]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from _walk(entry, f"{space}{entry.namespace}:" if entry.namespace else space)
        elif isinstance(entry, URLPattern):
            assert entry.name, f"every line of the URL table has a name; {entry.pattern} has none"
            yield Route(space + entry.name, _arguments(entry))


def _arguments(entry: URLPattern) -> tuple[str, ...]:
    return tuple(getattr(entry.pattern, "converters", {}) or entry.pattern.regex.groupindex)


def objects_of(owner: User) -> Objects:
    """The object pages that every app told of."""
    found: Objects = {}
    for module in sorted(Path(__file__).parent.glob("*/walk_objects.py")):
        name = f"{module.parent.name}.walk_objects"
        tell: Callable[[User], Objects] = importlib.import_module(name).walk_objects
        found |= tell(owner)
    return found
