"""A preparation killed at any moment, on a full disk, or with dying workers, ends the same."""

import json
import multiprocessing
import os
import resource
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from moodtracker.training.datasets.aihub import prepare as preparing
from moodtracker.training.datasets.aihub.index import read_aihub
from moodtracker.training.datasets.aihub.plan import Wish
from moodtracker.training.errors import DataError
from training.aihub_miniature import Miniature, tree_of, write_original
from training.datasets.aihub_runs import planned, prepared

WISH = Wish((512, 512))  # large crops: few to a shard, so that a small set has several
LIMIT = 60.0


class KilledError(BaseException):
    """What nothing catches: the state on disk is that of a kill."""


@pytest.fixture(scope="module")
def miniature(tmp_path_factory: pytest.TempPathFactory) -> Miniature:
    return write_original(tmp_path_factory.mktemp("data") / "aihub", 5, valid_per_class=2, side=160)


@pytest.fixture(scope="module")
def whole(miniature: Miniature) -> dict[str, bytes]:
    """The folder that an undisturbed run with one worker leaves."""
    out = miniature.root.parent / "whole"
    prepared(miniature.root, out, WISH, workers=1)
    tree = tree_of(out)
    shutil.rmtree(out)
    return tree


def started(miniature: Miniature, out: Path, **options: object) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", "from moodtracker.cli import main; main()", "data", "aihub"]
    size = "x".join(map(str, WISH.size))
    return subprocess.Popen(
        [*command, str(miniature.root), "--out", str(out), "--size", size, "--workers", "2"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        **options,  # type: ignore[call-overload]
    )


def wait_for_a_shard(out: Path) -> None:
    end = time.monotonic() + LIMIT
    while not any(out.glob("*/shards/*.json")):
        assert time.monotonic() < end, "no shard was finished"
        time.sleep(0.002)


def descendants(parent: int) -> Iterator[int]:
    """All processes below one, by /proc."""
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == parent and fields[0] != "Z":
            yield int(path.parent.name)
            yield from descendants(int(path.parent.name))


def test_more_workers_leave_the_same_bytes(
    miniature: Miniature, whole: dict[str, bytes], tmp_path: Path
) -> None:
    prepared(miniature.root, tmp_path / "out", WISH, workers=3)
    assert tree_of(tmp_path / "out") == whole
    assert sum(name.endswith("images.npy") for name in whole) == 2
    assert not [name for name in whole if "shards" in name or name.endswith(".part")]


def test_a_killed_preparation_goes_on_to_the_same_bytes(
    miniature: Miniature, whole: dict[str, bytes], tmp_path: Path
) -> None:
    out = tmp_path / "out"
    run = started(miniature, out)
    wait_for_a_shard(out)
    below = list(descendants(run.pid))
    run.kill()
    run.communicate(timeout=LIMIT)
    assert below, "the kill came before the workers or after them"
    assert not (out / "valid" / "index.json").exists()
    kept = {path: path.stat().st_mtime_ns for path in out.glob("train/shards/*.json")}
    assert kept
    with pytest.raises(DataError, match="goes on where it stopped"):
        read_aihub(out / "valid")

    end = time.monotonic() + LIMIT
    while any(Path(f"/proc/{pid}").exists() for pid in below):  # workers end with their parent
        assert time.monotonic() < end, "a worker outlived its run"
        time.sleep(0.02)

    heard: list[int] = []
    prepared(miniature.root, out, WISH, workers=2, progress=lambda done, _: heard.append(done))
    assert heard[0] > 0  # what was finished was not made again
    assert tree_of(out) == whole


@pytest.mark.parametrize("moment", [1, 3])
def test_a_kill_while_joining_goes_on_to_the_same_bytes(
    miniature: Miniature,
    whole: dict[str, bytes],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    moment: int,
) -> None:
    out, calls = tmp_path / "out", 0
    sync = os.fsync

    def dying(handle: int) -> None:
        nonlocal calls
        where = Path(f"/proc/self/fd/{handle}").resolve().name
        calls += where == "images.npy.part"
        if calls == moment:
            raise KilledError
        sync(handle)

    monkeypatch.setattr(preparing.os, "fsync", dying)
    with pytest.raises(KilledError):
        prepared(miniature.root, out, WISH, workers=2)
    monkeypatch.undo()
    assert len(list(out.glob("train/shards/*.npy"))) == len(
        list(out.glob("train/shards/*.json"))
    ) - (moment - 1)
    prepared(miniature.root, out, WISH, workers=2)
    assert tree_of(out) == whole


def test_a_killed_worker_costs_nothing(
    miniature: Miniature, whole: dict[str, bytes], tmp_path: Path
) -> None:
    out = tmp_path / "out"
    run = started(miniature, out)
    wait_for_a_shard(out)
    killed = 0
    for pid in descendants(run.pid):
        command = Path(f"/proc/{pid}/cmdline").read_bytes()
        if b"forkserver" in command and not list(descendants(pid)):
            os.kill(pid, signal.SIGKILL)
            killed += 1
            break
    _, errors = run.communicate(timeout=LIMIT)
    assert killed == 1
    assert run.returncode == 0, errors
    assert tree_of(out) == whole


def test_a_picture_that_ends_its_reader_costs_only_itself(tmp_path: Path) -> None:
    made = write_original(tmp_path / "aihub", 3, side=160, pitfalls=False)
    (deadly,) = (
        face
        for face in made.faces
        if face.word == "기쁨" and face.split == "train" and "-002-" in face.name
    )
    data = deadly.path.read_bytes()
    deadly.path.unlink()
    os.mkfifo(deadly.path)
    over = threading.Event()

    def kill_whoever_reads() -> None:
        while True:
            handle = os.open(deadly.path, os.O_WRONLY)  # until somebody opens it to read
            if over.is_set():
                os.close(handle)
                return
            for child in multiprocessing.active_children():
                child.kill()
            os.close(handle)
            time.sleep(0.2)

    killer = threading.Thread(target=kill_whoever_reads)
    killer.start()
    report = prepared(made.root, tmp_path / "out", Wish((64, 64)), workers=2)
    over.set()
    deadly.path.open("rb").close()
    killer.join()
    deadly.path.unlink()
    deadly.path.write_bytes(data)

    assert [why for _, why in report.unreadable] == ["ends the process that reads it"]
    names = {name for split in report.splits for name in read_aihub(tmp_path / "out" / split).names}
    usable = {face.name for face in made.faces if face.word != "상처"}
    assert usable - names == {deadly.name}


def test_a_full_disk_is_one_sentence_and_loses_nothing(
    miniature: Miniature, whole: dict[str, bytes], tmp_path: Path
) -> None:
    def full() -> None:
        # Room for records, not for a shard: writing fails as on a full disk.
        resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 20, 1 << 20))

    out = tmp_path / "out"
    run = started(miniature, out, preexec_fn=full)
    _, errors = run.communicate(timeout=LIMIT)
    assert run.returncode == 1
    assert "the disk is full" in errors
    assert "Traceback" not in errors
    assert not list(out.rglob("*.npy"))
    prepared(miniature.root, out, WISH, workers=2)
    assert tree_of(out) == whole


def test_room_is_asked_for_before_anything_is_cut(
    miniature: Miniature, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    free = shutil.disk_usage(tmp_path)._replace(free=30_000_000)
    monkeypatch.setattr(preparing.shutil, "disk_usage", lambda _: free)
    with pytest.raises(DataError, match=r"0\.03 GB are free"):
        prepared(miniature.root, tmp_path / "out", WISH)
    assert not list(tmp_path.rglob("*.npy"))


def test_a_folder_belongs_to_one_choice(miniature: Miniature, tmp_path: Path) -> None:
    small = Wish((32, 32))
    prepared(miniature.root, tmp_path / "out", small)
    with pytest.raises(DataError, match=r"belongs to one choice .* 32×32, now .* 48×48"):
        prepared(miniature.root, tmp_path / "out", Wish((48, 48)))
    (tmp_path / "diary").mkdir()
    (tmp_path / "diary" / "today.txt").write_text("mine")
    with pytest.raises(DataError, match="holds other things"):
        prepared(miniature.root, tmp_path / "diary", small)


def test_a_shard_taken_away_is_named(
    miniature: Miniature, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_: object) -> None:
        raise KilledError

    monkeypatch.setattr(preparing, "_join", killed)
    with pytest.raises(KilledError):
        prepared(miniature.root, tmp_path / "out", WISH)
    monkeypatch.undo()
    gone = tmp_path / "out" / "train" / "shards" / "00001.npy"
    gone.unlink()
    with pytest.raises(DataError, match=r"00001.npy was taken away. Remove .*00001.json"):
        prepared(miniature.root, tmp_path / "out", WISH)


def test_the_plan_is_the_same_wherever_the_tree_lies(miniature: Miniature, tmp_path: Path) -> None:
    here = planned(miniature.root, WISH)[1]
    shutil.copytree(miniature.root, tmp_path / "moved")
    there = planned(tmp_path / "moved", WISH)[1]
    assert there.fingerprint == here.fingerprint
    assert json.loads(json.dumps({k: len(v) for k, v in there.splits.items()}))["train"] > 0
