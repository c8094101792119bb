"""A training recipe: a TOML file, typed and checked."""

import tomllib
from collections.abc import Mapping
from dataclasses import MISSING, asdict, dataclass, field, fields
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeVar, get_type_hints

from moodtracker.emotions import CLASS_NAMES
from moodtracker.training.augment import PRESETS, Augmentation
from moodtracker.training.datasets.duplicates import ALIKE
from moodtracker.training.errors import RecipeError

T = TypeVar("T")
PRECISIONS = ("float32", "mixed_bfloat16", "mixed_float16")
OPTIMISERS = ("adamw", "adam", "rmsprop")
SCHEDULES = ("cosine", "plateau")
TARGETS = ("votes", "labels")
BALANCES = ("none", "weights", "sampling")
SCALINGS = ("own", "standard")
STRIDES = (4, 8, 16, 32)


@dataclass(frozen=True, slots=True)
class Recipe:
    """Everything that decides a run, apart from the data and the machine.

    `height`, `width`, `channels`, `scaling` and `stride` say what the network is built for
    (`backbones.Wanted`); crops of the data set are enlarged to it inside the network. The first
    `small_epochs` run on inputs of height `small`, which is quicker.

    `weights` is "none", "imagenet" or the folder of an earlier run. The first `head_epochs` train
    the head alone; after them the upper share `unfreeze` of the convolutions learns too.

    `warmup` is in epochs. "plateau" multiplies the rate by `plateau_factor` after
    `plateau_patience` epochs without a lower held-out loss; after `patience` of them the run
    stops (0: never). `average` is the decay a step of the averaged weights, which are the ones
    that are scored and kept.

    `target` is what is learnt: how people's votes spread, or the one answer of the majority.
    `balance` evens out the six emotions, by weights in the loss or by how often faces are drawn.
    `boost` says how many times as often faces are drawn on which at least `boost_from` of the
    votes name an emotion. `teacher` is the file of an ensemble whose probabilities make up
    `teacher_share` of the target.

    `alike` is the correlation above which faces stay on one side of the carve-out
    (`datasets.duplicates`).
    """

    name: str
    backbone: str
    height: int = 48
    width: int = 48
    channels: int = 1
    scaling: str = "standard"
    stride: int = 16
    small: int = 0
    small_epochs: int = 0
    weights: str = "none"
    head_epochs: int = 0
    unfreeze: float = 1.0
    epochs: int = 40
    batch: int = 128
    optimiser: str = "adamw"
    rate: float = 2e-3
    decay: float = 5e-3
    schedule: str = "cosine"
    warmup: float = 2.0
    plateau_patience: int = 3
    plateau_factor: float = 0.3
    patience: int = 0
    average: float = 0.999
    dropout: float = 0.2
    target: str = "votes"
    smoothing: float = 0.0
    balance: str = "none"
    teacher: str = ""
    teacher_share: float = 0.5
    held_out: float = 0.1
    alike: float = ALIKE
    seed: int = 7
    precision: str = "mixed_bfloat16"
    boost_from: float = 0.3
    boost: Mapping[str, float] = field(default_factory=dict)
    augmentation: Augmentation = field(default_factory=Augmentation)


def read_recipe(path: Path) -> Recipe:
    """Raises `RecipeError` for a missing file, broken TOML, unknown keys and wrong types."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as fault:
        raise RecipeError(f"A recipe is a readable TOML file; {path}: {fault.strerror}.") from fault
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise RecipeError(f"A recipe is TOML; {path} is not: {fault}.") from fault
    return recipe_of(table)


def recipe_of(table: dict[str, Any]) -> Recipe:
    """The checked recipe of a table, as TOML or a run folder's JSON holds it."""
    augmentation = _augmentation(table.get("augmentation", {}))
    recipe = _fill(Recipe, {**table, "augmentation": augmentation}, "")
    return checked(recipe)


def _augmentation(given: Any) -> Augmentation:
    """A preset by its name, or a table: a `preset` to begin with ("strong") and what differs."""
    table = {"preset": given} if isinstance(given, str) else given
    if not isinstance(table, dict):
        raise RecipeError(f"augmentation is a preset's name or a table; got {given!r}.")
    preset = table.get("preset", "strong")
    if preset not in PRESETS:
        raise RecipeError(f"augmentation.preset is {' or '.join(PRESETS)}; got {preset!r}.")
    changes = {key: value for key, value in table.items() if key != "preset"}
    return _fill(Augmentation, {**asdict(PRESETS[preset]), **changes}, "augmentation.")


def _fill(kind: type[T], table: dict[str, Any], prefix: str) -> T:
    types = get_type_hints(kind)
    filled = {}
    for key, value in table.items():
        if key not in types:
            raise RecipeError(_unknown(key, sorted(types), prefix))
        filled[key] = float(value) if types[key] is float and type(value) is int else value
        if types[key] in (int, float, str, bool) and type(filled[key]) is not types[key]:
            wanted = types[key].__name__
            raise RecipeError(f"{prefix}{key} takes one {wanted}; got {value!r}.")
    missing = [
        entry.name
        for entry in fields(kind)  # type: ignore[arg-type]
        if entry.name not in filled
        and entry.default is MISSING
        and entry.default_factory is MISSING
    ]
    if missing:
        raise RecipeError(
            f"A recipe names at least name and backbone; {' and '.join(missing)} is missing."
        )
    return kind(**filled)


def _unknown(key: str, known: list[str], prefix: str) -> str:
    close = get_close_matches(key, known, n=1)
    hint = f" Did you mean {prefix}{close[0]}?" if close else ""
    return f"Keys of a recipe are {', '.join(known)}; got {prefix}{key}.{hint}"


def checked(recipe: Recipe) -> Recipe:
    """The recipe itself; raises `RecipeError` for a value that no run can have."""
    for key, (rule, held) in _rules(recipe).items():
        if not held:
            raise RecipeError(f"{key} is {rule}; got {key} = {asdict(recipe)[key]!r}.")
    return recipe


def _rules(recipe: Recipe) -> dict[str, tuple[str, bool]]:
    return {
        "epochs": ("at least 1", recipe.epochs >= 1),
        "batch": ("at least 1", recipe.batch >= 1),
        "height": ("at least 32", recipe.height >= 32),
        "width": ("at least 32", recipe.width >= 32),
        "channels": ("1 (grey) or 3", recipe.channels in {1, 3}),
        "scaling": _one_of(recipe.scaling, SCALINGS),
        "stride": (" or ".join(map(str, STRIDES)), recipe.stride in STRIDES),
        "small": (
            "0 or from 32 to height",
            recipe.small == 0 or 32 <= recipe.small <= recipe.height,
        ),
        "small_epochs": (
            "above 0 only together with small",
            recipe.small_epochs == 0 or recipe.small > 0,
        ),
        "head_epochs": ("from 0 to below epochs", 0 <= recipe.head_epochs < recipe.epochs),
        "unfreeze": ("from 0 to 1", 0 <= recipe.unfreeze <= 1),
        "optimiser": _one_of(recipe.optimiser, OPTIMISERS),
        "rate": ("above 0", recipe.rate > 0),
        "schedule": _one_of(recipe.schedule, SCHEDULES),
        "plateau_patience": ("at least 1", recipe.plateau_patience >= 1),
        "plateau_factor": ("above 0 and below 1", 0 < recipe.plateau_factor < 1),
        "patience": ("0 (never stop) or more", recipe.patience >= 0),
        "average": ("from 0 to below 1", 0 <= recipe.average < 1),
        "dropout": ("from 0 to below 1", 0 <= recipe.dropout < 1),
        "target": _one_of(recipe.target, TARGETS),
        "smoothing": ("from 0 to below 1", 0 <= recipe.smoothing < 1),
        "balance": _one_of(recipe.balance, BALANCES),
        "teacher_share": ("from 0 to 1", 0 <= recipe.teacher_share <= 1),
        "held_out": ("above 0 and below 1", 0 < recipe.held_out < 1),
        "alike": ("above 0 and at most 1", 0 < recipe.alike <= 1),
        "precision": _one_of(recipe.precision, PRECISIONS),
        "boost": (
            f"a factor of at least 1 by {', '.join(CLASS_NAMES)}",
            all(
                key in CLASS_NAMES and type(factor) in (int, float) and factor >= 1
                for key, factor in recipe.boost.items()
            ),
        ),
    }


def _one_of(value: str, allowed: tuple[str, ...]) -> tuple[str, bool]:
    return " or ".join(allowed), value in allowed
