"""Batches, targets, the learning rate and the end of a run: what a recipe decides."""

from dataclasses import replace

import numpy as np
import pytest

from moodtracker.training.batches import batches, class_weights, drawn_rows, grey, targets_of
from moodtracker.training.datasets import FaceSet
from moodtracker.training.recipe import Recipe
from moodtracker.training.schedule import is_over, learning_rate

RECIPE = Recipe(name="tiny", backbone="compact", batch=16)


def test_batches_are_the_same_whatever_the_threads_do(faces: FaceSet) -> None:
    rows = np.arange(len(faces))
    targets = targets_of(faces, RECIPE)
    one, other = (list(batches(faces, targets, rows, RECIPE, 3)) for _ in range(2))
    assert len(one) == len(faces) // 16
    for left, right in zip(one, other, strict=True):
        np.testing.assert_array_equal(left.crops, right.crops)
        np.testing.assert_array_equal(left.targets, right.targets)
    np.testing.assert_array_equal(np.concatenate([b.targets for b in one]), targets)
    changed = next(iter(batches(faces, targets, rows, RECIPE, 4)))
    assert not np.array_equal(changed.crops, one[0].crops)


def test_grey_and_coloured_batches_have_their_channels(faces: FaceSet) -> None:
    targets = targets_of(faces, RECIPE)
    rows = np.arange(16)
    for channels in (1, 3):
        recipe = replace(RECIPE, channels=channels)
        (batch,) = batches(faces, targets, rows, recipe, 0)
        assert batch.crops.shape == (16, 48, 48, channels)
    red = np.zeros((1, 2, 2, 3), dtype=np.uint8)
    red[..., 0] = 200
    assert grey(red)[0, 0, 0, 0] == 60  # 0.299 · 200


def test_targets_are_votes_or_the_one_answer_and_a_teacher_has_its_share(faces: FaceSet) -> None:
    np.testing.assert_allclose(targets_of(faces, RECIPE), faces.votes)
    labels = targets_of(faces, replace(RECIPE, target="labels"))
    decided = faces.labels >= 0
    np.testing.assert_array_equal(labels[decided].argmax(axis=1), faces.labels[decided])
    assert set(np.unique(labels)) == {0.0, 1.0}
    smooth = targets_of(faces, replace(RECIPE, target="labels", smoothing=0.12))
    np.testing.assert_allclose(np.unique(smooth), [0.02, 0.9], atol=1e-6)
    taught = np.full((len(faces), 6), 1 / 6, dtype=np.float32)
    mixed = targets_of(faces, replace(RECIPE, teacher_share=0.3), taught)
    np.testing.assert_allclose(mixed, 0.7 * faces.votes + 0.05, atol=1e-6)


def test_class_weights_give_every_emotion_the_same_sum(faces: FaceSet) -> None:
    weights = class_weights(faces)
    sums = (faces.votes * weights).sum(axis=0)
    present = faces.votes.sum(axis=0) > 0
    np.testing.assert_allclose(sums[present], sums[present][0], rtol=1e-5)
    assert (weights[~present] == 0).all()
    assert (faces.votes @ weights).mean() == pytest.approx(1, abs=1e-5)
    recipe = replace(RECIPE, balance="weights")
    targets = targets_of(faces, recipe)
    (batch, *_) = batches(faces, targets, np.arange(len(faces)), recipe, 0)
    np.testing.assert_allclose(batch.weights, faces.votes[:16] @ weights, rtol=1e-5)


def test_balanced_sampling_draws_rare_emotions_more_often(faces: FaceSet) -> None:
    rare = faces.take(np.flatnonzero((np.arange(len(faces)) % 4 != 1) | (np.arange(96) < 8)))
    recipe = replace(RECIPE, balance="sampling")
    drawn = np.concatenate(
        [drawn_rows(rare, recipe, np.random.default_rng(seed)) for seed in range(40)]
    )
    counts = rare.votes[drawn].sum(axis=0) / 40
    present = rare.votes.sum(axis=0) > 0
    before = rare.votes.sum(axis=0)[present]
    assert before.max() / before.min() > 5
    assert counts[present].max() / counts[present].min() < 3


def test_the_rate_is_cut_where_the_held_out_loss_stands_still() -> None:
    recipe = replace(
        RECIPE, schedule="plateau", warmup=0, rate=1.0, plateau_patience=2, plateau_factor=0.1
    )
    losses = [3.0, 2.0, 2.1, 2.2, 1.5, 1.6, 1.6]
    rates = [learning_rate(recipe, at, losses[:at]) for at in range(8)]
    np.testing.assert_allclose(rates, [1, 1, 1, 1, 0.1, 0.1, 0.1, 0.01])


def test_both_phases_warm_up() -> None:
    recipe = replace(RECIPE, epochs=10, head_epochs=4, warmup=1, rate=1.0)
    assert learning_rate(recipe, 0.5) == pytest.approx(0.5)
    assert learning_rate(recipe, 3.999) < 0.01
    assert learning_rate(recipe, 4.0) == pytest.approx(1e-3)
    assert learning_rate(recipe, 5.0) == pytest.approx(1.0)
    assert learning_rate(recipe, 9.999) < 0.01


def test_a_run_ends_by_its_epochs_or_its_patience() -> None:
    recipe = replace(RECIPE, epochs=9, patience=2, head_epochs=2)
    assert not is_over(recipe, [3.0, 3.0])
    assert not is_over(recipe, [1.0, 1.1, 3.0, 2.0, 2.1])  # the head's epochs do not count
    assert is_over(recipe, [1.0, 1.1, 3.0, 2.0, 2.1, 2.2])
    assert is_over(recipe, [1.0] * 9)
    assert not is_over(replace(recipe, patience=0), [1.0] * 8)
