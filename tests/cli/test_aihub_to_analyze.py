"""The whole way of a model builder on AI Hub's layout, by the commands that docs/training.md names:
data → two networks → ensemble → bundle → evaluate → report → analyze.
"""

import json
from pathlib import Path

import pytest
from PIL import Image
from skimage import data

from cli.calls import Call, Done, caller
from training.aihub_miniature import write_original

pytestmark = pytest.mark.xdist_group("keras")

RECIPE = """
name = "{name}"
backbone = "{name}"
height = 64
width = 48
channels = 3
stride = {stride}
epochs = {epochs}
batch = 16
rate = 2e-3
warmup = 0.5
average = 0.8
held_out = 0.4
dropout = 0.0
precision = "float32"
augmentation = "reference"
"""


@pytest.fixture
def moodtracker(capsys: pytest.CaptureFixture[str]) -> Call:
    call = caller(capsys)

    def succeed(*arguments: object) -> Done:
        done = call(*arguments)
        assert done.returncode == 0, (arguments, done.stdout[-2000:], done.stderr[-4000:])
        return done

    return succeed


def test_from_ai_hub_to_a_reading(tmp_path: Path, moodtracker: Call) -> None:
    root, faces = tmp_path / "aihub", tmp_path / "faces"
    written = write_original(root, per_class=16, valid_per_class=6, side=200, confused=0.1)
    prepared = moodtracker("data", "aihub", root, "--out", faces, "--size", "64x48")
    assert "불안" in prepared.stdout
    usable = len(written.faces)
    train, valid = f"aihub:{faces}/train", f"aihub:{faces}/valid"
    assert (faces / "report.md").is_file()

    moodtracker("data", "inspect", train, "--out", tmp_path / "sheet.png", "--count", "12")
    with Image.open(tmp_path / "sheet.png") as sheet:
        assert sheet.width > 300

    runs = []
    for name, stride, epochs in (("alexnet", 8, 8), ("compact", 16, 3)):
        recipe = tmp_path / f"{name}.toml"
        recipe.write_text(RECIPE.format(name=name, stride=stride, epochs=epochs), encoding="utf-8")
        moodtracker("train", recipe, "--data", train, "--out", tmp_path / name)
        kept = {path.name for path in (tmp_path / name).iterdir()}
        assert {
            "recipe.json",
            "environment.json",
            "log.csv",
            "curves.png",
            "best.weights.h5",
        } <= kept
        runs.append(tmp_path / name)

    mixture = tmp_path / "ensemble.json"
    shown = moodtracker("ensemble", *runs, "--data", train, "--out", mixture, "--hand", ".6/.4")
    assert "alexnet" in shown.stdout
    weights = [one["weight"] for one in json.loads(mixture.read_text("utf-8"))["members"]]
    assert sum(weights) == pytest.approx(1, abs=1e-4)

    bundle = tmp_path / "bundle"
    made = moodtracker(
        *("bundle", mixture, "--data", train, "--score", valid, "--out", bundle),
        *("--version", "1", "--data-name", "drawn", "--data-licence", "ours"),
        *("--weights", "int8", "--name", "mini"),
    )
    assert "kept" in made.stderr
    manifest = json.loads((bundle / "manifest.json").read_text(encoding="utf-8"))
    assert {one["backbone"] for one in manifest["members"]} <= {"alexnet", "compact"}
    assert (manifest["crop"]["height"], manifest["crop"]["width"]) == (64, 48)
    assert 0 < manifest["scores"][0]["n"] < usable
    low, high = manifest["scores"][0]["intervals"]["accuracy"]
    assert low <= manifest["scores"][0]["accuracy"] <= high

    scored = moodtracker("evaluate", "--data", valid, "--model", bundle, "--json")
    facts = json.loads(scored.stdout)
    assert facts["accuracy"] == pytest.approx(manifest["scores"][0]["accuracy"], abs=1e-3)
    assert facts["accuracy"] > 0.3  # guessing gives one in six
    assert set(facts["groups"]) == {"age", "gender"}

    moodtracker(
        *("report", "--data", valid, "--model", bundle, "--run", runs[0], "--run", runs[1]),
        *("--out", tmp_path / "report"),
    )
    page = (tmp_path / "report" / "report.html").read_text(encoding="utf-8")
    assert "불안" in page
    assert (tmp_path / "report" / "report.pdf").read_bytes().startswith(b"%PDF")

    photo = tmp_path / "astronaut.jpg"
    Image.fromarray(data.astronaut()).save(photo)
    (answer,) = json.loads(moodtracker("analyze", photo, "--model", bundle, "--json").stdout)
    assert answer["model"] == {"name": "mini", "version": "1"}
    assert sum(answer["faces"][0]["probabilities"].values()) == pytest.approx(1, abs=1e-5)
