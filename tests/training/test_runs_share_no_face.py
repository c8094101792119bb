"""Which faces count when runs are weighed: those that none of them has learnt from."""

import json
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
import pytest

from moodtracker.training.datasets import FaceSet
from moodtracker.training.errors import DataError, ExportError
from moodtracker.training.export import Member
from moodtracker.training.recipe import Recipe
from moodtracker.training.runs import common_parts, digest_of, fitted_and_held_out, read_run

pytestmark = pytest.mark.xdist_group("keras")

RECIPE = Recipe(name="tiny", backbone="compact", held_out=0.4, alike=0.9999)


def written(folder: Path, recipe: Recipe, faces: FaceSet | None = None) -> Member:
    folder.mkdir()
    (folder / "recipe.json").write_text(json.dumps(asdict(recipe)), encoding="utf-8")
    (folder / "best.weights.h5").write_bytes(b"weights")
    if faces is not None:
        digest = digest_of(fitted_and_held_out(recipe, faces)[1])
        (folder / "faces.json").write_text(json.dumps({"digest": digest}), encoding="utf-8")
    return read_run(folder)


def test_runs_carved_alike_share_their_held_out_faces(tmp_path: Path, faces: FaceSet) -> None:
    members = [written(tmp_path / name, RECIPE, faces) for name in "ab"]
    fitted, held_out = common_parts(members, faces)
    expected = fitted_and_held_out(RECIPE, faces)
    assert (fitted.names, held_out.names) == (expected[0].names, expected[1].names)


def test_a_face_that_one_run_was_fitted_on_is_left_out(tmp_path: Path, faces: FaceSet) -> None:
    other = replace(RECIPE, held_out=0.2)
    members = [written(tmp_path / "a", RECIPE, faces), written(tmp_path / "b", other, faces)]
    fitted, held_out = common_parts(members, faces)
    each = [fitted_and_held_out(one, faces) for one in (RECIPE, other)]
    assert set(held_out.names) == set(each[0][1].names) & set(each[1][1].names)
    assert set(fitted.names) == set(each[0][0].names) | set(each[1][0].names)
    assert not set(fitted.names) & set(held_out.names)


def test_what_an_earlier_run_was_fitted_on_counts_as_well(tmp_path: Path, faces: FaceSet) -> None:
    written(tmp_path / "earlier", replace(RECIPE, held_out=0.2), faces)
    later = written(tmp_path / "later", replace(RECIPE, weights=str(tmp_path / "earlier")), faces)
    _, held_out = common_parts([later], faces)
    assert len(held_out) < len(fitted_and_held_out(RECIPE, faces)[1])


def test_an_earlier_run_on_other_data_takes_nothing_away(tmp_path: Path, faces: FaceSet) -> None:
    elsewhere = replace(faces, names=tuple(f"other {name}" for name in faces.names))
    written(tmp_path / "earlier", replace(RECIPE, held_out=0.2), elsewhere)
    later = written(tmp_path / "later", replace(RECIPE, weights=str(tmp_path / "earlier")), faces)
    _, held_out = common_parts([later], faces)
    assert held_out.names == fitted_and_held_out(RECIPE, faces)[1].names


def test_a_run_on_other_data_is_refused(tmp_path: Path, faces: FaceSet) -> None:
    member = written(tmp_path / "run", RECIPE, faces)
    with pytest.raises(DataError, match="Give the data it was trained on"):
        common_parts([member], faces.take(np.arange(60)))


def test_a_folder_without_a_run_is_named(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match=r"holds recipe\.json"):
        read_run(tmp_path)
    (tmp_path / "recipe.json").write_text(json.dumps(asdict(RECIPE)), encoding="utf-8")
    with pytest.raises(ExportError, match="at least one whole epoch"):
        read_run(tmp_path)
