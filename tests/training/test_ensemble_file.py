"""The ensemble's file: what was written is read, and nothing else."""

import json
from pathlib import Path

import numpy as np
import pytest

from moodtracker.training.calibrate import Calibration
from moodtracker.training.ensemble import (
    Ensemble,
    Mixture,
    Part,
    choose,
    read_ensemble,
    write_ensemble,
)
from moodtracker.training.errors import EnsembleError
from training.test_ensemble_weights import answers


@pytest.fixture(scope="module")
def found() -> Ensemble:
    return choose(answers(1, (0.8, 1.2)), ["vgg16", "compact"], hand=[(0.4, 0.6)])


def mixture(folder: Path) -> Mixture:
    parts = (
        Part(folder / "runs" / "vgg16", "vgg16", 0.7),
        Part(folder / "compact", "compact", 0.3),
    )
    return Mixture(parts, Calibration(0.6, 0.12), mirrored=True)


def test_what_was_written_is_read(tmp_path: Path, found: Ensemble) -> None:
    path = tmp_path / "ensembles" / "four.json"
    path.parent.mkdir()
    write_ensemble(path, mixture(tmp_path), found, ["vgg16", "compact"], 300)
    read = read_ensemble(path)
    assert [part.run.resolve() for part in read.parts] == [
        tmp_path / "runs" / "vgg16",
        tmp_path / "compact",
    ]
    assert [part.weight for part in read.parts] == pytest.approx([0.7, 0.3])
    assert read.calibration == Calibration(0.6, 0.12)
    assert read.mirrored is True
    assert [one.name for one in path.parent.iterdir()] == ["four.json"]


def test_the_file_keeps_the_comparison_for_whoever_asks_later(
    tmp_path: Path, found: Ensemble
) -> None:
    path = tmp_path / "four.json"
    write_ensemble(path, mixture(tmp_path), found, ["vgg16", "compact"], 300)
    facts = json.loads(path.read_text(encoding="utf-8"))
    assert facts["held_out"] == 300
    assert facts["members"][0] == {"run": "runs/vgg16", "name": "vgg16", "weight": 0.7}
    rows = {row["name"]: row for row in facts["comparison"]}
    assert rows["0.4/0.6"]["weights"] == {"vgg16": 0.4, "compact": 0.6}
    assert rows["cross-fitted"]["weights"] is None
    low, value, high = (rows["equal"]["score"][key] for key in ("low", "value", "high"))
    assert low < value < high


def test_a_folder_that_moves_as_a_whole_stays_an_ensemble(tmp_path: Path, found: Ensemble) -> None:
    old = tmp_path / "old"
    (old / "runs" / "vgg16").mkdir(parents=True)
    write_ensemble(old / "four.json", mixture(old), found, ["vgg16", "compact"], 300)
    old.rename(tmp_path / "new")
    assert read_ensemble(tmp_path / "new" / "four.json").parts[0].run.is_dir()


def test_weights_rounded_by_hand_still_sum_to_one(tmp_path: Path, found: Ensemble) -> None:
    path = tmp_path / "four.json"
    write_ensemble(path, mixture(tmp_path), found, ["vgg16", "compact"], 300)
    facts = json.loads(path.read_text(encoding="utf-8"))
    facts["members"][0]["weight"] = 0.6
    path.write_text(json.dumps(facts), encoding="utf-8")
    assert sum(part.weight for part in read_ensemble(path).parts) == pytest.approx(1)


@pytest.mark.parametrize(
    "text",
    [
        "no JSON",
        "[]",
        "{}",
        '{"members": [], "calibration": {}, "mirrored": false}',
        '{"members": [{"run": "a", "name": "a"}], "calibration": {}, "mirrored": false}',
        '{"members": [{"run": "a", "name": "a", "weight": -1}], "calibration": {}, "mirrored": 0}',
        '{"members": [{"run": "a", "name": "a", "weight": 1}], "calibration": {"t": 1}, '
        '"mirrored": false}',
    ],
)
def test_another_file_gets_a_sentence(tmp_path: Path, text: str) -> None:
    path = tmp_path / "four.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(EnsembleError, match="An ensemble"):
        read_ensemble(path)


def test_a_file_that_cannot_be_read_or_written_gets_a_sentence(
    tmp_path: Path, found: Ensemble
) -> None:
    with pytest.raises(EnsembleError, match="readable JSON file"):
        read_ensemble(tmp_path / "none.json")
    with pytest.raises(EnsembleError, match="can be written"):
        write_ensemble(tmp_path / "none" / "a.json", mixture(tmp_path), found, list("ab"), 1)


def test_blended_rows_stay_distributions(found: Ensemble) -> None:
    for rows in (found.blended, found.cross_fitted):
        assert rows.sum(axis=1) == pytest.approx(np.ones(len(rows)))
