"""`moodtracker data`: prepare and look, its account for people, and its refusals."""

import json
import os
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import pytest
from PIL import Image

from training.aihub_miniature import Miniature, write_original
from training.conftest import write_ferplus

RECIPE = 'name = "tiny"\nbackbone = "compact"\n'


def command(*arguments: object) -> list[str]:
    code = "from moodtracker.cli import main; main()"
    return [sys.executable, "-c", code, "data", *map(str, arguments)]


def data(*arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command(*arguments),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        env={**os.environ, "COLUMNS": "120"},
    )


@pytest.fixture(scope="module")
def miniature(tmp_path_factory: pytest.TempPathFactory) -> Miniature:
    return write_original(tmp_path_factory.mktemp("data") / "aihub", 4, side=120)


@pytest.fixture(scope="module")
def faces(miniature: Miniature) -> Path:
    return miniature.root.parent / "faces"


@pytest.fixture(scope="module")
def done(miniature: Miniature, faces: Path) -> subprocess.CompletedProcess[str]:
    return data("aihub", miniature.root, "--out", faces, "--size", "48x36", "--workers", 1)


def test_the_account_is_for_people(
    done: subprocess.CompletedProcess[str], miniature: Miniature, faces: Path
) -> None:
    assert done.returncode == 0, done.stderr
    for text in (
        "감정별 수",
        "성별",
        "나이대",
        "검수자 일치",
        "뺀 것",
        "바로잡은 것",
        "사람들의 표",
    ):
        assert text in done.stdout
    assert f"aihub:{faces / 'train'}" in done.stdout
    assert "읽지 못했어요: Training/" in done.stdout
    facts = json.loads((faces / "report.json").read_text(encoding="utf-8"))
    assert facts["size"] == [48, 36]
    assert facts["notes"]["pictures_unreadable"] == miniature.laid["pictures_unreadable"]


def test_a_second_time_changes_nothing(
    done: subprocess.CompletedProcess[str], miniature: Miniature, faces: Path
) -> None:
    before = {path: path.read_bytes() for path in faces.rglob("*") if path.is_file()}
    again = data("aihub", miniature.root, "--out", faces, "--size", "48x36", "--workers", 2)
    assert again.stdout == done.stdout
    assert {path: path.read_bytes() for path in faces.rglob("*") if path.is_file()} == before


def test_inspect_writes_a_sheet(
    done: subprocess.CompletedProcess[str], faces: Path, tmp_path: Path
) -> None:
    recipe = tmp_path / "tiny.toml"
    recipe.write_text(RECIPE, encoding="utf-8")
    for name, more in (
        ("plain.png", ()),
        ("again.png", ()),
        ("changed.png", ("--augment", recipe)),
    ):
        looked = data(
            "inspect", f"aihub:{faces}/valid", "--out", tmp_path / name, "--count", 6, *more
        )
        assert looked.returncode == 0, looked.stderr
        with Image.open(tmp_path / name) as sheet:
            assert sheet.format == "PNG"
            assert min(sheet.size) > 300
    assert (tmp_path / "plain.png").read_bytes() == (tmp_path / "again.png").read_bytes()
    assert (tmp_path / "plain.png").read_bytes() != (tmp_path / "changed.png").read_bytes()


def test_any_kind_can_be_inspected(tmp_path: Path) -> None:
    valid = write_ferplus(tmp_path / "FER2013Valid", 12)
    looked = data("inspect", f"ferplus:{valid}", "--out", tmp_path / "sheet.png", "--count", 4)
    assert looked.returncode == 0, looked.stderr
    assert (tmp_path / "sheet.png").is_file()


def test_what_cannot_be_done_gets_one_sentence(miniature: Miniature, tmp_path: Path) -> None:
    out, sheet = tmp_path / "out", tmp_path / "sheet.png"
    for arguments, sentence in (
        (("aihub", tmp_path, "--out", out), "An AI Hub root holds"),
        (("aihub", miniature.root, "--out", out, "--hurt", "--labels"), "no label of the six"),
        (("inspect", f"aihub:{miniature.root}", "--out", sheet), "Prepare it first"),
        (("inspect", "nothing", "--out", sheet), "KIND:DIR"),
    ):
        done = data(*arguments)
        assert done.returncode == 1
        assert sentence in done.stderr
        assert "Traceback" not in done.stderr
        assert len(done.stderr.strip().splitlines()) == 1
    assert data("aihub", miniature.root, "--out", out, "--size", "large").returncode == 2
    assert data().returncode == 2


def test_ctrl_c_leaves_a_sentence_and_what_is_done(tmp_path: Path) -> None:
    # Enough that it is still at work when the signal comes, however busy the machine.
    root = write_original(tmp_path / "aihub", 30, side=240, pitfalls=False).root
    arguments = command("aihub", root, "--out", tmp_path / "out", "--size", "900x900")
    run = subprocess.Popen(
        arguments,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        # A runner in the background ignores the signal, and would hand that on.
        preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509
    )
    end = time.monotonic() + 60
    while not list(tmp_path.glob("out/*/shards/*.json")):
        assert time.monotonic() < end
        time.sleep(0.005)
    os.killpg(run.pid, signal.SIGINT)  # a terminal sends it to the workers, too
    _, errors = run.communicate(timeout=60)
    assert run.returncode == 130
    assert "멈췄어요" in errors
    assert "Traceback" not in errors
    assert list(tmp_path.glob("out/*/shards/*.json"))
