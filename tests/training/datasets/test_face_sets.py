"""Face sets: rows taken keep who is on them; large sets are never copied whole."""

from pathlib import Path

import numpy as np
import pytest

from moodtracker.emotions import ORDER
from moodtracker.training.datasets import FaceSet
from moodtracker.training.datasets.duplicates import bucket, carve, thumbnails


@pytest.fixture
def set_on_disk(tmp_path: Path) -> FaceSet:
    rng = np.random.default_rng(1)
    images = rng.integers(0, 255, (40, 32, 24, 3), dtype=np.uint8)
    np.save(tmp_path / "images.npy", images)
    people = sorted((f"person-{row % 10}" for row in range(40)), key=bucket)
    labels = np.arange(40) % 6
    labels[:3] = -1
    return FaceSet(
        tuple(f"{row}.jpg" for row in range(40)),
        np.load(tmp_path / "images.npy", mmap_mode="r"),
        np.eye(len(ORDER), dtype=np.float32)[labels],
        (np.arange(40) / 39).astype(np.float32),
        labels,
        has_votes=True,
        people=tuple(people),
        groups={"gender": tuple("여남"[row % 2] for row in range(40))},
    )


def test_taken_rows_keep_people_and_groups(set_on_disk: FaceSet) -> None:
    for part in (
        set_on_disk.take(np.array([7, 3, 30])),
        set_on_disk.take(np.arange(5, 12)),
        set_on_disk.decided(),
        set_on_disk.telling(),
        set_on_disk.take(np.array([], dtype=np.intp)),
    ):
        rows = [int(name.removesuffix(".jpg")) for name in part.names]
        assert part.people == tuple(set_on_disk.people[row] for row in rows)
        assert part.groups["gender"] == tuple("여남"[row % 2] for row in rows)
        np.testing.assert_array_equal(part.images, set_on_disk.images[rows])
        np.testing.assert_array_equal(part.labels, set_on_disk.labels[rows])
        np.testing.assert_array_equal(part.votes, set_on_disk.votes[rows])


def test_rows_in_a_row_stay_on_disk(set_on_disk: FaceSet) -> None:
    part = set_on_disk.take(np.arange(5, 12))
    assert isinstance(part.images, np.memmap)
    assert np.shares_memory(part.images, set_on_disk.images)


def test_carve_puts_a_person_on_one_side(set_on_disk: FaceSet) -> None:
    fit, held_out = carve(set_on_disk, held_out=0.5)
    assert len(fit) + len(held_out) == 40
    assert set(fit.people) == {who for who in set_on_disk.people if bucket(who) >= 0.5}
    assert set(held_out.people) == {who for who in set_on_disk.people if bucket(who) < 0.5}
    assert np.shares_memory(fit.images, set_on_disk.images)


def test_people_decide_where_pictures_are_alike(set_on_disk: FaceSet) -> None:
    # Forty copies of one picture: without people they would be one group.
    same = FaceSet(
        set_on_disk.names,
        np.repeat(np.asarray(set_on_disk.images[:1]), 40, axis=0),
        set_on_disk.votes,
        set_on_disk.share,
        set_on_disk.labels,
        has_votes=True,
        people=set_on_disk.people,
    )
    assert all(len(part) for part in carve(same, held_out=0.5))


def test_thumbnails_do_not_depend_on_the_chunk(set_on_disk: FaceSet) -> None:
    np.testing.assert_array_equal(
        thumbnails(set_on_disk.images, chunk=7), thumbnails(np.asarray(set_on_disk.images))
    )
