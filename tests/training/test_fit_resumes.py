"""A tiny real training: it learns, and a killed run goes on to the same end."""

import errno
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from moodtracker.training.datasets import FaceSet
from moodtracker.training.errors import RecipeError, RunError
from moodtracker.training.recipe import Recipe

pytestmark = pytest.mark.xdist_group("keras")

TINY = Recipe(
    name="tiny",
    backbone="alexnet",
    epochs=3,
    batch=16,
    warmup=0.5,
    average=0.9,
    precision="float32",
    dropout=0.0,
)


def run(folder: Path, recipe: Recipe, faces: FaceSet, *, stop_after: int | None = None) -> Any:
    from moodtracker.training.fit import Run

    class KilledError(Exception):
        pass

    def report(log: Any, epochs: int) -> None:
        if log.epoch == stop_after:
            raise KilledError

    training = Run(folder, recipe)
    try:
        training.fit(faces, faces, report=report, step=lambda done, total: None)
    except KilledError:
        return None
    return training


def test_a_killed_run_ends_with_the_same_weights(tmp_path: Path, faces: FaceSet) -> None:
    straight = run(tmp_path / "straight", TINY, faces)
    assert run(tmp_path / "killed", TINY, faces, stop_after=1) is None
    resumed = run(tmp_path / "killed", TINY, faces)
    for one, other in zip(
        straight.network.get_weights(), resumed.network.get_weights(), strict=True
    ):
        np.testing.assert_allclose(one, other, atol=2e-4)
    lines = (tmp_path / "killed" / "log.csv").read_text(encoding="utf-8").splitlines()
    assert [line.split(",")[0] for line in lines] == ["epoch", "1", "2", "3"]
    assert (tmp_path / "killed" / "best.weights.h5").is_file()


def test_a_run_killed_while_the_head_learns_thaws_all_the_same(
    tmp_path: Path, faces: FaceSet
) -> None:
    """Head first on an earlier run's weights, then half of the convolutions; smaller at first."""
    earlier = run(tmp_path / "earlier", replace(TINY, backbone="alexnet", epochs=1), faces)
    recipe = replace(
        TINY,
        backbone="alexnet",
        weights=str(tmp_path / "earlier"),
        head_epochs=1,
        unfreeze=0.5,
        optimiser="rmsprop",
        schedule="plateau",
        rate=1e-3,
        small=32,
        small_epochs=1,
        balance="weights",
    )
    straight = run(tmp_path / "straight", recipe, faces)
    assert run(tmp_path / "killed", recipe, faces, stop_after=1) is None
    resumed = run(tmp_path / "killed", recipe, faces)
    pairs = zip(straight.network.get_weights(), resumed.network.get_weights(), strict=True)
    for one, other in pairs:
        np.testing.assert_allclose(one, other, atol=2e-4)
    moved = [
        not np.array_equal(now, before)
        for now, before in zip(straight.network.get_weights(), earlier.averages, strict=True)
    ]
    # Below the fourth convolution nothing has moved, batch statistics included.
    assert not any(moved[: 3 * 5])
    assert all(moved[3 * 5 :])


def test_weights_that_were_best_for_a_smaller_input_are_not_kept(
    tmp_path: Path, faces: FaceSet
) -> None:
    recipe = replace(TINY, height=64, width=64, small=32, small_epochs=2, epochs=3)
    training = run(tmp_path / "run", recipe, faces)
    training.losses = [0.0, 0.0]  # as if the small epochs had been as good as can be
    training.best_weights.unlink()
    training._score_averages(faces)
    assert training.best_weights.is_file()
    training.losses = [9.0, 9.0, 0.0]
    training.best_weights.unlink()
    training._score_averages(faces)
    assert not training.best_weights.exists()


def test_a_full_disk_is_a_sentence_and_loses_nothing(
    tmp_path: Path, faces: FaceSet, monkeypatch: pytest.MonkeyPatch
) -> None:
    straight = run(tmp_path / "straight", replace(TINY, epochs=2), faces)
    recipe, folder = replace(TINY, epochs=2), tmp_path / "full"
    assert run(folder, recipe, faces, stop_after=1) is None
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    with monkeypatch.context() as patched:

        def full(number: int) -> None:
            raise OSError(errno.ENOSPC, "No space left on device")

        patched.setattr("moodtracker.training.fit.os.fsync", full)
        with pytest.raises(RunError, match=r"No space left.*goes on from its last whole epoch"):
            run(folder, recipe, faces)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    resumed = run(folder, recipe, faces)
    pairs = zip(straight.network.get_weights(), resumed.network.get_weights(), strict=True)
    for one, other in pairs:
        np.testing.assert_allclose(one, other, atol=2e-4)


def test_other_faces_than_those_it_began_with_are_refused(tmp_path: Path, faces: FaceSet) -> None:
    run(tmp_path / "run", replace(TINY, epochs=1), faces)
    fewer = faces.take(np.arange(80))
    with pytest.raises(RecipeError, match="faces that it began with"):
        run(tmp_path / "run", replace(TINY, epochs=1), fewer)


def test_training_learns_what_the_mouth_says(tmp_path: Path, faces: FaceSet) -> None:
    from moodtracker.training import fit, metrics

    recipe = replace(TINY, epochs=8, rate=3e-3)
    trained = run(tmp_path / "run", recipe, faces)
    trained.network.load_weights(trained.best_weights)
    probabilities = metrics.softmax(fit.logits_of(trained.network, faces, recipe))
    assert metrics.score(probabilities, faces.labels).accuracy > 0.6  # guessing gives 0.25


def test_a_run_folder_belongs_to_one_recipe(tmp_path: Path, faces: FaceSet) -> None:
    from moodtracker.training.fit import Run

    Run(tmp_path / "run", TINY)
    with pytest.raises(RecipeError, match="belongs to one recipe"):
        Run(tmp_path / "run", replace(TINY, epochs=9))


def test_boosted_emotions_are_drawn_as_often_as_the_recipe_says(faces: FaceSet) -> None:
    from moodtracker.training.batches import drawn_rows

    recipe = replace(TINY, boost={"sad": 3.0})
    rows = drawn_rows(faces, recipe, np.random.default_rng(0))
    counts = np.bincount(rows, minlength=len(faces))
    sad = faces.votes[:, 4] >= recipe.boost_from
    assert (counts[sad] == 3).all()
    assert (counts[~sad] == 1).all()


def test_the_rate_warms_up_and_falls_to_almost_nothing() -> None:
    from moodtracker.training.schedule import learning_rate

    recipe = replace(TINY, epochs=10, warmup=2.0, rate=1.0)
    rates = [learning_rate(recipe, epoch) for epoch in np.arange(0, 10, 0.25)]
    assert rates[0] < 0.01
    assert max(rates) == pytest.approx(1.0)
    assert rates[-1] < 0.01
    assert all(one >= other for one, other in pairwise(rates[8:]))


def test_a_fault_while_making_batches_ends_the_run_instead_of_hanging(
    tmp_path: Path, faces: FaceSet, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*arguments: object) -> None:
        raise MemoryError("no room for a batch")

    monkeypatch.setattr("moodtracker.training.batches.augment", broken)
    with pytest.raises(MemoryError, match="no room"):
        run(tmp_path / "run", TINY, faces)
