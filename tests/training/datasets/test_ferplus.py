"""FER+ folders: votes, the strict majority, rows without an image, broken layouts."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from moodtracker.emotions import CLASS_NAMES
from moodtracker.training.datasets import FaceSet
from moodtracker.training.datasets.ferplus import COLUMNS, MEANING, read_ferplus, strict_majority
from moodtracker.training.datasets.kinds import read_set
from moodtracker.training.errors import DataError


def test_reads_votes_in_the_order_of_the_six(faces: FaceSet) -> None:
    assert len(faces) == 96  # the row without an image is skipped
    assert faces.images.shape == (96, 48, 48, 3)
    assert faces.images.dtype == np.uint8
    np.testing.assert_allclose(faces.votes.sum(axis=1), 1, atol=1e-6)
    # The first drawn face is happy: eight votes for happiness, two for neutral.
    assert faces.votes[0, CLASS_NAMES.index("happy")] == pytest.approx(0.8)
    assert faces.votes[0, CLASS_NAMES.index("neutrality")] == pytest.approx(0.2)
    assert CLASS_NAMES[faces.labels[0]] == "happy"
    assert faces.share[0] == 1


@given(st.lists(st.integers(0, 10), min_size=10, max_size=10))
def test_majority_counts_only_when_one_of_the_six_stands_alone(votes: list[int]) -> None:
    (label,) = strict_majority(np.array([votes]))

    winners = [column for column, count in zip(COLUMNS, votes, strict=True) if count == max(votes)]
    expected = -1
    if len(winners) == 1 and winners[0] in MEANING:
        expected = CLASS_NAMES.index(MEANING[winners[0]].value)
    assert label == expected


def test_decided_leaves_out_ties_and_other_emotions() -> None:
    tie = [5, 5, 0, 0, 0, 0, 0, 0, 0, 0]
    contempt = [0, 0, 0, 0, 0, 0, 0, 9, 1, 0]
    sad = [2, 0, 0, 5, 1, 0, 0, 2, 0, 0]
    assert strict_majority(np.array([tie, contempt, sad])).tolist() == [
        -1,
        -1,
        CLASS_NAMES.index("sad"),
    ]


@pytest.mark.parametrize(
    ("label", "sentence"),
    [
        (None, "is a folder with label.csv"),
        ("", "at least one face"),
        ("a.png,0,1,2\n", "has 12 columns"),
        ('a.png,"(0, 0, 48, 48)",x,0,0,0,0,0,0,0,0,0\n', "whole numbers"),
        ('gone.png,"(0, 0, 48, 48)",1,0,0,0,0,0,0,0,0,0\n', "gone.png"),
    ],
)
def test_another_layout_is_refused_with_its_rule(
    tmp_path: Path, label: str | None, sentence: str
) -> None:
    if label is not None:
        (tmp_path / "label.csv").write_text(label, encoding="utf-8")
    with pytest.raises(DataError, match=sentence):
        read_ferplus(tmp_path)


@pytest.mark.parametrize("data", ["ferplus", "fer:folder", ":folder", ""])
def test_an_unknown_kind_is_refused(data: str) -> None:
    with pytest.raises(DataError, match="KIND:DIR"):
        read_set(data)


def test_a_set_on_which_nobody_agrees_cannot_be_scored(faces: FaceSet) -> None:
    undecided = faces.take(np.arange(3))
    undecided = replace(undecided, labels=np.full(3, -1))
    with pytest.raises(DataError, match="none of 3"):
        undecided.decided()


def test_a_broken_image_is_named_and_skipped(
    ferplus: Path, caplog: pytest.LogCaptureFixture
) -> None:
    broken = sorted(ferplus.glob("*.png"))[5]
    broken.write_bytes(broken.read_bytes()[:200])
    faces = read_ferplus(ferplus)
    assert len(faces) == 95
    assert broken.name not in faces.names
    assert "1 of 96 pictures could not be read" in caplog.text
    assert broken.name in caplog.text
