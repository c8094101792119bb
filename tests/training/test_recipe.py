"""Recipes: the shipped ones hold, and a wrong one is refused with the key and the rule."""

from pathlib import Path

import pytest

from moodtracker.training.errors import RecipeError
from moodtracker.training.recipe import read_recipe

RUNS = Path(__file__).parents[2] / "runs"


@pytest.mark.parametrize("path", sorted(RUNS.glob("*.toml")), ids=lambda path: path.stem)
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
