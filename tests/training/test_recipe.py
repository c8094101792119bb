"""Recipes: the shipped ones hold, and a wrong one is refused with the key and the rule."""

import json
from dataclasses import asdict
from pathlib import Path

import pytest

from moodtracker.training.errors import RecipeError
from moodtracker.training.recipe import read_recipe, recipe_of

RUNS = Path(__file__).parents[2] / "runs"


@pytest.mark.parametrize(
    "path", sorted(RUNS.glob("*/*.toml")), ids=lambda path: f"{path.parent.name}/{path.stem}"
)
def test_every_shipped_recipe_can_be_read(path: Path) -> None:
    recipe = read_recipe(path)
    assert recipe.name == path.stem


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("name = 'a'", "at least name and backbone"),
        ("name = 'a'\nbackbone = 'compact'\nepoch = 3", "got epoch"),
        ("name = 'a'\nbackbone = 'compact'\nepochs = 'many'", "epochs takes one int"),
        ("name = 'a'\nbackbone = 'compact'\nepochs = 0", "epochs = 0"),
        ("name = 'a'\nbackbone = 'compact'\nrate = -1", "rate = -1.0"),
        ("name = 'a'\nbackbone = 'compact'\n[boost]\nhurt = 2.0", "hurt"),
        ("name = 'a'\nbackbone = 'compact'\n[augmentation]\nspin = 2", "augmentation.spin"),
        ("name = 'a'\nbackbone = 'compact'\naugmentation = 'wild'", "none or reference or strong"),
        ("name = 'a'\nbackbone = 'compact'\naugmentation = 3", "preset's name or a table"),
        ("name = 'a'\nbackbone = 'compact'\noptimizer = 'adam'", "mean optimiser"),
        ("name = 'a'\nbackbone = 'compact'\noptimiser = 'sgd'", "adamw or adam or rmsprop"),
        ("name = 'a'\nbackbone = 'compact'\nsmall = 64", "from 32 to height"),
        ("name = 'a'\nbackbone = 'compact'\nhead_epochs = 40", "below epochs"),
        ("name = 'a'\nbackbone = 'compact'\nunfreeze = 1.5", "from 0 to 1"),
        ("name = 'a'\nbackbone = 'compact'\n[boost]\nsad = 0.5", "at least 1"),
        ("name = ", "is TOML"),
    ],
)
def test_a_wrong_recipe_is_refused(tmp_path: Path, text: str, sentence: str) -> None:
    path = tmp_path / "recipe.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(RecipeError, match=sentence):
        read_recipe(path)


def test_a_missing_recipe_is_named(tmp_path: Path) -> None:
    with pytest.raises(RecipeError, match=r"gone\.toml"):
        read_recipe(tmp_path / "gone.toml")


def test_augmentation_is_a_preset_and_what_differs_from_it(tmp_path: Path) -> None:
    path = tmp_path / "recipe.toml"
    head = "name = 'a'\nbackbone = 'compact'\n"
    path.write_text(head + "augmentation = 'reference'", encoding="utf-8")
    reference = read_recipe(path).augmentation
    assert (reference.rotation, reference.zoom, reference.erase) == (15.0, 0.1, 0.0)
    path.write_text(head + "[augmentation]\npreset = 'reference'\nerase = 0.5", encoding="utf-8")
    changed = read_recipe(path).augmentation
    assert (changed.rotation, changed.erase) == (15.0, 0.5)


def test_a_kept_recipe_is_read_back_as_it_was(tmp_path: Path) -> None:
    for path in RUNS.glob("*/*.toml"):
        recipe = read_recipe(path)
        assert recipe_of(json.loads(json.dumps(asdict(recipe)))) == recipe
