"""`moodtracker analyze` as people and scripts call it: JSON, tables, heat maps, exit codes."""

import json
import os
import pty
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import skimage.data
from PIL import Image

from moodtracker.emotions import CLASS_NAMES
from moodtracker.vision.types import RGB
from vision.photos import encode, scaled

COMMAND = [sys.executable, "-c", "from moodtracker.cli import main; main()", "analyze"]


@pytest.fixture(scope="module")
def photos(tmp_path_factory: pytest.TempPathFactory, astronaut: RGB) -> Path:
    """A folder: one face, two faces in a folder below, a cat, and a text that is no photo."""
    folder = tmp_path_factory.mktemp("photos")
    (folder / "deep").mkdir()
    (folder / "one.jpg").write_bytes(encode(astronaut, "JPEG"))
    (folder / "deep" / "two.PNG").write_bytes(encode(np.tile(astronaut, (1, 2, 1)), "PNG"))
    (folder / "cat.webp").write_bytes(encode(np.asarray(skimage.data.chelsea()), "WEBP"))
    (folder / "note.txt").write_text("무드")
    return folder


def analyze(bundle: Path, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, "--model", bundle, *arguments], capture_output=True, text=True, check=False
    )


def test_the_json_of_one_face(tiny_bundle: Path, photos: Path) -> None:
    done = analyze(tiny_bundle, photos / "one.jpg", "--json")
    assert (done.returncode, done.stderr) == (0, "")
    (entry,) = json.loads(done.stdout)
    assert list(entry) == ["photo", "faces", "model", "error"]
    assert entry["photo"] == str(photos / "one.jpg")
    assert entry["model"] == {"name": "tiny", "version": "2026.1.1"}
    assert entry["error"] is None
    (face,) = entry["faces"]
    assert list(face) == ["box", "emotion", "probabilities", "ambiguous", "advice"]
    x, y, width, height = face["box"]
    assert (x + width / 2, y + height / 2) == (pytest.approx(225, abs=5), pytest.approx(117, abs=5))
    assert list(face["probabilities"]) == list(CLASS_NAMES)
    assert sum(face["probabilities"].values()) == pytest.approx(1, abs=1e-5)
    assert face["emotion"] == max(face["probabilities"], key=face["probabilities"].get)
    assert face["ambiguous"] in {True, False}
    assert face["advice"] == []


def test_a_folder_is_read_at_any_depth(tiny_bundle: Path, photos: Path) -> None:
    done = analyze(tiny_bundle, photos, "--json")
    assert done.returncode == 0
    assert [
        (Path(entry["photo"]).name, len(entry["faces"])) for entry in json.loads(done.stdout)
    ] == [
        ("cat.webp", 0),
        ("two.PNG", 2),
        ("one.jpg", 1),
    ]


def test_faces_come_largest_first(tiny_bundle: Path, tmp_path: Path, astronaut: RGB) -> None:
    picture = np.zeros((512, 1024, 3), np.uint8)
    picture[128:384, :256] = scaled(astronaut, 0.5)
    picture[:, 512:] = astronaut
    (tmp_path / "both.png").write_bytes(encode(picture, "PNG"))
    (entry,) = json.loads(analyze(tiny_bundle, tmp_path / "both.png", "--json").stdout)
    assert entry["faces"][0]["box"][0] > 512 > entry["faces"][1]["box"][0]


def test_one_bad_photo_does_not_stop_the_rest(tiny_bundle: Path, photos: Path) -> None:
    missing = photos / "missing.jpg"
    done = analyze(tiny_bundle, missing, photos / "note.txt", photos / "one.jpg", "--json")
    assert done.returncode == 1
    absent, text, face = json.loads(done.stdout)
    assert absent["error"] == "A photo must be a file that can be read; No such file or directory."
    assert text["error"].startswith("A photo must be JPEG, PNG, WEBP, AVIF")
    assert absent["faces"] == text["faces"] == []
    assert (face["error"], len(face["faces"])) == (None, 1)


def test_advice_is_told_by_code(tiny_bundle: Path, tmp_path: Path, astronaut: RGB) -> None:
    (tmp_path / "far.png").write_bytes(encode(scaled(astronaut, 0.3), "PNG"))
    (entry,) = json.loads(analyze(tiny_bundle, tmp_path / "far.png", "--json").stdout)
    assert entry["faces"][0]["advice"] == ["too_small"]


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param([], id="no photo"),
        pytest.param(["--colour", "photo.jpg"], id="unknown option"),
        pytest.param(["photo.jpg", "--heatmap"], id="no folder"),
        pytest.param(["photo.jpg", "--heatmap", "/dev/null/x"], id="folder that cannot be"),
    ],
)
def test_wrong_usage(tiny_bundle: Path, arguments: list[str]) -> None:
    done = analyze(tiny_bundle, *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert "usage: moodtracker analyze" in done.stderr


def test_a_folder_without_photos_is_wrong_usage(tiny_bundle: Path, tmp_path: Path) -> None:
    done = analyze(tiny_bundle, tmp_path)
    assert done.returncode == 2
    assert "A folder must hold photos" in done.stderr


def test_a_broken_model_is_one_sentence(tmp_path: Path, photos: Path) -> None:
    done = analyze(tmp_path, photos / "one.jpg", "--json")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("A model bundle must hold a readable manifest.json")
    assert done.stderr.count("\n") == 1


def test_heat_maps(tiny_bundle: Path, photos: Path, tmp_path: Path) -> None:
    copy = tmp_path / "again" / "one.jpg"
    copy.parent.mkdir()
    copy.write_bytes((photos / "one.jpg").read_bytes())
    out = tmp_path / "new" / "maps"
    done = analyze(tiny_bundle, photos, copy, "--heatmap", out)
    assert done.returncode == 0
    assert sorted(path.name for path in out.iterdir()) == ["one-2.png", "one.png", "two.png"]
    overlay = np.asarray(Image.open(out / "one.png"))
    before = np.asarray(Image.open(photos / "one.jpg"))
    rows, columns = np.nonzero((overlay != before).any(axis=2))
    assert len(rows) > 100
    assert 50 < rows.min() < rows.max() < 185
    assert 160 < columns.min() < columns.max() < 290


def test_lines_without_a_terminal(tiny_bundle: Path, photos: Path) -> None:
    done = analyze(tiny_bundle, photos / "one.jpg", photos / "cat.webp", photos / "note.txt")
    assert done.returncode == 1
    assert "분노" in done.stdout
    assert "얼굴을 찾지 못했어요" in done.stdout
    assert "읽지 못했어요 · A photo must be JPEG" in done.stdout
    assert "\x1b[" not in done.stdout + done.stderr


def test_a_table_and_progress_on_a_terminal(tiny_bundle: Path, photos: Path) -> None:
    shown, status = on_a_terminal([*COMMAND, "--model", str(tiny_bundle), str(photos)])
    assert status == 0
    for word in ("표정 읽기", "분노", "당황", "기쁨", "중립", "슬픔", "불안", "one.jpg"):
        assert word in shown
    assert "사진을 읽고 있어요" in shown
    assert "cat.webp: 얼굴을 찾지 못했어요." in shown


def on_a_terminal(command: list[str]) -> tuple[str, int]:
    """What a person sees of a command, and how it ended."""
    ours, theirs = pty.openpty()
    environment: dict[str, Any] = {**os.environ, "COLUMNS": "120", "TERM": "xterm"}
    process = subprocess.Popen(command, stdout=theirs, stderr=theirs, env=environment)
    os.close(theirs)
    shown = b""
    while True:
        try:
            part = os.read(ours, 65_536)
        except OSError:  # Linux says so when the other side is closed
            break
        if not part:
            break
        shown += part
    os.close(ours)
    return shown.decode(), process.wait()


def test_no_framework_is_imported(tiny_bundle: Path, photos: Path) -> None:
    code = (
        "import sys; from moodtracker.cli.analyze import main; "
        "status = main(sys.argv[1:]); "
        "heavy = {'django', 'keras', 'tensorflow', 'pydantic', 'typer', 'rich'}; "
        "print(status, sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "--model", tiny_bundle, photos / "one.jpg"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.splitlines()[-1] == "0 []"
