"""The way of a model on the command line: train, bundle, evaluate, analyze; and its refusals."""

import json
from pathlib import Path

import pytest
from PIL import Image
from skimage import data

from cli.calls import Call, caller
from training.conftest import write_ferplus

pytestmark = pytest.mark.xdist_group("keras")

RECIPE = """
name = "tiny"
backbone = "alexnet"
epochs = 2
batch = 16
warmup = 0.5
average = 0.5
held_out = 0.3
alike = 0.9999
precision = "float32"
"""


@pytest.fixture
def moodtracker(capsys: pytest.CaptureFixture[str]) -> Call:
    return caller(capsys)


def test_from_faces_to_a_bundle_that_reads_a_photo(tmp_path: Path, moodtracker: Call) -> None:
    fitted = write_ferplus(tmp_path / "FER2013Train", 128)
    valid = write_ferplus(tmp_path / "FER2013Valid", 40, seed=2)
    recipe = tmp_path / "tiny.toml"
    recipe.write_text(RECIPE, encoding="utf-8")
    run, bundle = tmp_path / "run", tmp_path / "bundle"

    trained = moodtracker("train", recipe, "--data", f"ferplus:{fitted}", "--out", run)
    assert trained.returncode == 0, trained.stderr
    assert "2/2" in trained.stderr
    log = (run / "log.csv").read_text(encoding="utf-8").splitlines()
    assert [line.split(",")[0] for line in log] == ["epoch", "1", "2"]

    again = moodtracker("train", recipe, "--data", f"ferplus:{fitted}", "--out", run)
    assert again.returncode == 0, again.stderr
    assert (run / "log.csv").read_text(encoding="utf-8").splitlines() == log

    made = moodtracker(
        *("bundle", run, "--data", f"ferplus:{fitted}", "--score", f"ferplus:{valid}"),
        *("--out", bundle, "--version", "1", "--data-name", "drawn", "--data-licence", "ours"),
        "--mirrored",
    )
    assert made.returncode == 0, made.stderr
    manifest = json.loads((bundle / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["mirrored"] is True
    assert sorted(path.name for path in tmp_path.glob("bundle*")) == ["bundle"]
    assert manifest["scores"][0]["n"] == 40
    assert 0 < manifest["ambiguous"]["margin"] < 1

    scored = moodtracker("evaluate", "--data", f"ferplus:{valid}", "--model", bundle, "--json")
    assert scored.returncode == 0, scored.stderr
    facts = json.loads(scored.stdout)
    assert facts["accuracy"] == pytest.approx(manifest["scores"][0]["accuracy"], abs=1e-3)
    assert facts["log_loss"] == pytest.approx(manifest["scores"][0]["log_loss"], abs=1e-3)

    photo = tmp_path / "astronaut.jpg"
    Image.fromarray(data.astronaut()).save(photo)
    read = moodtracker("analyze", photo, "--model", bundle, "--json")
    assert read.returncode == 0, read.stderr
    (answer,) = json.loads(read.stdout)
    assert answer["model"] == {"name": "tiny", "version": "1"}
    assert sum(answer["faces"][0]["probabilities"].values()) == pytest.approx(1, abs=1e-5)


def test_what_cannot_be_trained_or_bundled_gets_one_sentence(
    tmp_path: Path, moodtracker: Call
) -> None:
    recipe = tmp_path / "tiny.toml"
    recipe.write_text(RECIPE + "epoch = 3\n", encoding="utf-8")
    data_of = f"ferplus:{tmp_path}"
    said = ("--version", "1", "--data-name", "d", "--data-licence", "l", "--out", tmp_path / "b")
    for arguments, sentence in (
        (("train", recipe, "--data", data_of, "--out", tmp_path / "run"), "got epoch"),
        (("bundle", tmp_path, "--data", data_of, "--score", data_of, *said), "recipe.json"),
    ):
        done = moodtracker(*arguments)
        assert done.returncode == 1
        assert sentence in done.stderr
        assert "Traceback" not in done.stderr
    assert moodtracker("train").returncode == 2
