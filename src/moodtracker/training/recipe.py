"""A training recipe: a TOML file, typed and checked."""

import tomllib
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any, TypeVar, get_type_hints

from moodtracker.emotions import CLASS_NAMES
from moodtracker.training.augment import Augmentation
from moodtracker.training.datasets.duplicates import ALIKE
from moodtracker.training.errors import RecipeError

T = TypeVar("T")
PRECISIONS = ("float32", "mixed_bfloat16", "mixed_float16")


@dataclass(frozen=True, slots=True)
class Recipe:
    """Everything that decides a run, apart from the data and the machine.

    `warmup` is in epochs. `average` is the decay a step of the averaged weights, which are the
    ones that are scored and kept. `alike` is the correlation above which faces stay on one side
    of the carve-out (`datasets.duplicates`). `boost` says how many times as often faces are
    drawn on which at least `boost_from` of the votes name an emotion.
    """

    name: str
    backbone: str
    height: int = 48
    width: int = 48
    channels: int = 1
    epochs: int = 40
    batch: int = 128
    rate: float = 2e-3
    decay: float = 5e-3
    warmup: float = 2.0
    average: float = 0.999
    dropout: float = 0.2
    smoothing: float = 0.0
    held_out: float = 0.1
    alike: float = ALIKE
    seed: int = 7
    precision: str = "mixed_bfloat16"
    boost_from: float = 0.3
    boost: dict[str, float] = field(default_factory=dict)
    augmentation: Augmentation = field(default_factory=Augmentation)


def read_recipe(path: Path) -> Recipe:
    """Raises `RecipeError` for a missing file, broken TOML, unknown keys and wrong types."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as fault:
        raise RecipeError(f"A recipe is a readable TOML file; {path}: {fault.strerror}.") from fault
    except tomllib.TOMLDecodeError as fault:
        raise RecipeError(f"A recipe is TOML; {path} is not: {fault}.") from fault
    augmentation = _fill(Augmentation, table.pop("augmentation", {}), "augmentation.")
    recipe = _fill(Recipe, {**table, "augmentation": augmentation}, "")
    _check(recipe)
    return recipe


def _fill(kind: type[T], table: dict[str, Any], prefix: str) -> T:
    types = get_type_hints(kind)
    names = {entry.name for entry in fields(kind)}  # type: ignore[arg-type]
    for key, value in table.items():
        if key not in names:
            raise RecipeError(
                f"Keys of a recipe are {', '.join(sorted(names))}; got {prefix}{key}."
            )
        if types[key] is float and type(value) is int:
            table[key] = float(value)
        elif types[key] in (int, float, str, bool) and type(value) is not types[key]:
            wanted = types[key].__name__
            raise RecipeError(f"{prefix}{key} takes one {wanted}; got {value!r}.")
    try:
        return kind(**table)
    except TypeError as fault:
        raise RecipeError(f"A recipe names at least name and backbone: {fault}.") from fault


def _check(recipe: Recipe) -> None:
    rules = {
        "epochs": ("at least 1", recipe.epochs >= 1),
        "batch": ("at least 1", recipe.batch >= 1),
        "channels": ("1 (grey) or 3", recipe.channels in {1, 3}),
        "held_out": ("above 0 and below 1", 0 < recipe.held_out < 1),
        "average": ("from 0 to below 1", 0 <= recipe.average < 1),
        "rate": ("above 0", recipe.rate > 0),
        "boost": (f"by {', '.join(CLASS_NAMES)}", all(key in CLASS_NAMES for key in recipe.boost)),
        "precision": (" or ".join(PRECISIONS), recipe.precision in PRECISIONS),
    }
    for key, (rule, held) in rules.items():
        if not held:
            raise RecipeError(f"{key} is {rule}; got {key} = {asdict(recipe)[key]!r}.")
