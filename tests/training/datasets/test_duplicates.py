"""Near-duplicates are found, and a carve-out never parts them."""

import numpy as np

from moodtracker.training.datasets import FaceSet
from moodtracker.training.datasets.duplicates import carve, groups, twins


def shifted(images: np.ndarray) -> np.ndarray:
    """The same pictures, a little brighter and one level noisier."""
    rng = np.random.default_rng(5)
    changed = images.astype(int) + 9 + rng.integers(-1, 2, images.shape)
    return np.clip(changed, 0, 255).astype(np.uint8)


def test_brighter_copies_join_and_strangers_do_not() -> None:
    rng = np.random.default_rng(3)
    blocks = rng.integers(0, 200, (20, 6, 6, 1)).repeat(8, axis=1).repeat(8, axis=2)
    strangers = blocks.repeat(3, axis=3).astype(np.uint8)
    found = groups(np.concatenate([strangers, shifted(strangers)]), chunk=7)
    assert found.tolist() == [*range(20), *range(20)]


def test_twins_names_those_with_a_copy_on_the_other_side() -> None:
    rng = np.random.default_rng(4)
    blocks = rng.integers(0, 200, (6, 6, 6, 1)).repeat(8, axis=1).repeat(8, axis=2)
    images = blocks.repeat(3, axis=3).astype(np.uint8)
    assert twins(images, shifted(images[2:4])).tolist() == [False, False, True, True, False, False]


def test_carve_keeps_copies_together_and_does_not_depend_on_order(faces: FaceSet) -> None:
    copies = FaceSet(
        names=tuple(f"copy-{name}" for name in faces.names),
        images=shifted(faces.images),
        votes=faces.votes,
        share=faces.share,
        labels=faces.labels,
        has_votes=True,
    )
    both = FaceSet(
        names=faces.names + copies.names,
        images=np.concatenate([faces.images, copies.images]),
        votes=np.concatenate([faces.votes, copies.votes]),
        share=np.concatenate([faces.share, copies.share]),
        labels=np.concatenate([faces.labels, copies.labels]),
        has_votes=True,
    )
    fit, held_out = carve(both, held_out=0.4)
    assert len(fit) + len(held_out) == len(both)
    assert len(fit) > 0
    assert len(held_out) > 0
    assert not twins(held_out.images, fit.images).any()
    again, _ = carve(both, held_out=0.4)
    assert again.names == fit.names
