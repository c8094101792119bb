"""`moodtracker ensemble`: runs → weights, a table and a file; and its refusals."""

import json
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from moodtracker.training.recipe import Recipe
from training.conftest import write_ferplus

pytestmark = pytest.mark.xdist_group("keras")

TINY = Recipe(
    name="tiny", backbone="compact", height=32, width=32, epochs=1, batch=16, warmup=0.5,
    average=0.5, precision="float32", held_out=0.4, alike=0.9999,
)  # fmt: skip


def write_run(folder: Path, recipe: Recipe) -> Path:
    """The folder of a run that has only begun: its network's first weights."""
    import keras

    from moodtracker.training.networks import BEST, build

    folder.mkdir(parents=True)
    keras.mixed_precision.set_global_policy("float32")
    keras.utils.set_random_seed(recipe.seed)
    build(recipe).save_weights(folder / BEST)
    (folder / "recipe.json").write_text(json.dumps(asdict(recipe)), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("ensemble")
    write_ferplus(folder / "FER2013Train", 80)
    write_run(folder / "one", TINY)
    write_run(folder / "two", replace(TINY, seed=8))
    write_run(folder / "three", replace(TINY, name="third", seed=9))
    return folder


@pytest.fixture
def ensemble(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, str, str]]:
    """Call the command in the folder of runs; answers exit code, stdout and stderr."""
    from moodtracker.cli.ensemble import main

    monkeypatch.chdir(folder)
    monkeypatch.setenv("COLUMNS", "80")

    def call(*arguments: str, data: str = "ferplus:FER2013Train") -> tuple[int, str, str]:
        code = main([*arguments, "--data", data])
        return (code, *capsys.readouterr())

    return call


def test_the_file_answers_as_the_members_do(folder: Path, ensemble: Any) -> None:
    from moodtracker.training.calibrate import scaled
    from moodtracker.training.datasets.duplicates import twins
    from moodtracker.training.datasets.ferplus import read_ferplus
    from moodtracker.training.ensemble import best_temperature, blend, read_ensemble
    from moodtracker.training.metrics import log_loss
    from moodtracker.training.predict import member_probabilities
    from moodtracker.training.runs import fitted_and_held_out, read_run

    code, shown, _ = ensemble("one", "two", "three", "--out", "e.json", "--hand", ".2/.3/.5")
    assert code == 0
    facts = json.loads((folder / "e.json").read_text(encoding="utf-8"))
    assert [member["name"] for member in facts["members"]] == ["tiny (one)", "tiny (two)", "third"]
    assert sum(member["weight"] for member in facts["members"]) == pytest.approx(1, abs=1e-5)

    fitted, faces = fitted_and_held_out(TINY, read_ferplus(folder / "FER2013Train"))
    # A copy of a fitted face that a loose carve let through tells nothing.
    faces = faces.take(np.flatnonzero(~twins(faces.images, fitted.images))).decided()
    mixture = read_ensemble(folder / "e.json")
    said = np.stack([member_probabilities(read_run(part.run), faces) for part in mixture.parts])
    assert facts["held_out"] == len(faces)
    rows = {row["kind"]: row for row in facts["comparison"]}
    for kind, weights in (
        ("fitted", [part.weight for part in mixture.parts]),
        ("equal", [1 / 3] * 3),
        ("hand", [0.2, 0.3, 0.5]),
    ):
        mean = blend(said, weights)
        warmth = best_temperature(mean, np.eye(6)[faces.labels])
        expected = log_loss(scaled(mean, warmth), faces.labels)
        assert rows[kind]["score"]["value"] == pytest.approx(expected, abs=1e-4)
    assert rows["fitted"]["score"]["value"] <= rows["equal"]["score"]["value"]

    for text in ("맞춘 무게", "교차 맞춤", "같은 무게", "0.2/0.3/0.5", "third", "95 %"):
        assert text in shown
    assert max(map(len, shown.splitlines()[:24])) <= 80


def test_mirrored_votes_and_pruning_are_kept_in_the_file(folder: Path, ensemble: Any) -> None:
    code, _, _ = ensemble(
        *("one", "two", "--out", "m.json", "--mirrored", "--prune"),
        *("--objective", "vote_cross_entropy"),
    )
    assert code == 0
    facts = json.loads((folder / "m.json").read_text(encoding="utf-8"))
    assert facts["mirrored"] is True
    assert facts["objective"] == "vote_cross_entropy"
    assert all(member["weight"] >= 0.01 for member in facts["members"])


def test_what_makes_no_ensemble_gets_one_sentence(folder: Path, ensemble: Any) -> None:
    out = ("--out", "none.json")
    for arguments, sentence in (
        (("one", *out), "at least two members; got 1"),
        (("one", "FER2013Train", *out), "recipe.json"),
        (("one", "two", *out, "--hand", ".5/.3/.2"), "as many as the runs"),
        (("one", "two", "--out", "none/none.json"), "a folder that exists"),
    ):
        code, _, said = ensemble(*arguments)
        assert code == 1
        assert sentence in said
        assert "Traceback" not in said
    code, _, said = ensemble("one", "two", *out, data="ferplus:none")
    assert (code, "label.csv" in said) == (1, True)
    for arguments in (
        ("one", "two", *out, "--hand", "half/half"),
        ("one", "one", *out),
        ("one", "two", *out, "--objective", "accuracy"),
        ("one", "two"),
    ):
        assert ensemble(*arguments)[0] == 2
    assert not (folder / "none.json").exists()
