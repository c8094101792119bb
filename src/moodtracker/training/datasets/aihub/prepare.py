"""A tree of photos → crops on disk: on all cores, in bounded memory, stoppable at any moment.

A split is cut in shards. Each is written whole, its record after it, so that a run that was killed
goes on with what is missing. When all are there they are joined, one by one, into `images.npy`,
and `index.json` says at last that the split is whole.
"""

import errno
import io
import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from moodtracker.training.datasets.aihub.cutting import Shard, Task, write_whole
from moodtracker.training.datasets.aihub.index import IMAGES, PLAN, read_finished, write_index
from moodtracker.training.datasets.aihub.plan import Plan, Wish
from moodtracker.training.datasets.aihub.pool import make_shards
from moodtracker.training.errors import DataError

Progress = Callable[[int, int], None]
"""Hears pictures done, pictures in all."""

SHARDS = "shards"
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


def prepare(
    plan: Plan, wish: Wish, out: Path, *, workers: int, progress: Progress
) -> dict[str, Shard]:
    """Fill `out` with one folder a split; answers what came of each, in rows of the plan.

    What is there already is kept. Raises `DataError` for a folder of another plan, and, with all
    that is finished kept, for a disk that is full.
    """
    total, done = sum(map(len, plan.splits.values())), 0
    whole: dict[str, Shard] = {}
    with _disk_errors(out):
        _claim(plan, wish, out)
        _check_room(plan, wish, out)
        for split, pictures in plan.splits.items():

            def report(count: int, before: int = done) -> None:
                progress(before + count, total)

            finished = read_finished(out / split, plan)
            whole[split] = finished or _make_split(
                plan, wish, out, split, workers=workers, report=report
            )
            write_index(out / split, plan, wish, split, whole[split])
            shutil.rmtree(out / split / SHARDS, ignore_errors=True)
            done += len(pictures)
            progress(done, total)
    return whole


def _make_split(
    plan: Plan,
    wish: Wish,
    out: Path,
    split: str,
    *,
    workers: int,
    report: Callable[[int], None],
) -> Shard:
    tasks = _tasks(plan, wish, out, split)
    tasks[0].folder.mkdir(parents=True, exist_ok=True)
    shards = {
        task.number: Shard.of(json.loads(task.record.read_bytes()))
        for task in tasks
        if task.record.is_file()
    }
    missing = [task for task in tasks if task.number not in shards]
    done = sum(len(task.pictures) for task in tasks if task.number in shards)
    report(done)
    for task, shard in make_shards(missing, workers):
        shards[task.number] = shard
        done += len(task.pictures)
        report(done)
    whole = _merged(shards, plan.shard)
    if not whole.kept:
        row, why = next(iter(whole.failed.items()))
        raise DataError(
            f"Pictures can be opened; of {len(whole.failed)} in {split} none can, "
            f"{plan.splits[split][row].path} the first ({why})."
        )
    _join(out / split / IMAGES, tasks, shards)
    return whole


def _tasks(plan: Plan, wish: Wish, out: Path, split: str) -> list[Task]:
    rows = [(picture.path, picture.record.boxes) for picture in plan.splits[split]]
    return [
        Task(out / split / SHARDS, number, wish.size, tuple(rows[start : start + plan.shard]))
        for number, start in enumerate(range(0, len(rows), plan.shard))
    ]


def _merged(shards: dict[int, Shard], length: int) -> Shard:
    whole = Shard()
    for number, shard in sorted(shards.items()):
        start = number * length
        whole.kept += [start + row for row in shard.kept]
        whole.failed |= {start + row: why for row, why in shard.failed.items()}
        whole.counts += shard.counts
    return whole


# Joining


def _join(target: Path, tasks: list[Task], shards: dict[int, Shard]) -> None:
    """Append shard by shard, each gone from its own file once it is safe in the whole: the disk
    holds one shard twice, never all. A shard still there is written at its place again, so that
    a kill at any point repeats at most one.
    """
    if target.is_file():
        return
    part = target.with_name(f"{target.name}.part")
    high, wide = tasks[0].size
    count = sum(len(shard.kept) for shard in shards.values())
    header = _header((count, high, wide, 3))
    part.touch()
    safe = part.stat().st_size
    with part.open("r+b") as file:
        file.write(header)
        end = len(header)
        for task in tasks:
            stop = end + len(shards[task.number].kept) * high * wide * 3
            if task.crops.is_file():
                file.seek(end)
                file.write(np.load(task.crops, allow_pickle=False).data)
                file.flush()
                os.fsync(file.fileno())
                task.crops.unlink()
            elif safe < stop:
                raise DataError(
                    f"A finished shard stays where it is until all are joined; {task.crops} was "
                    f"taken away. Remove {task.record} and run the same command again."
                )
            end = stop
        file.truncate(end)
    part.replace(target)


def _header(shape: tuple[int, ...]) -> bytes:
    buffer = io.BytesIO()
    np.lib.format.write_array_header_1_0(
        buffer, {"descr": "|u1", "fortran_order": False, "shape": shape}
    )
    return buffer.getvalue()


# The folder


def _claim(plan: Plan, wish: Wish, out: Path) -> None:
    path = out / PLAN
    if path.is_file():
        began = json.loads(path.read_text(encoding="utf-8"))
        if began["fingerprint"] != plan.fingerprint:
            raise DataError(
                f"A prepared folder belongs to one choice of pictures and size; {out} was begun "
                f"with another ({began['pictures']} at {began['size'][0]}×{began['size'][1]}, now "
                f"{_facts(plan, wish)['pictures']} at {wish.size[0]}×{wish.size[1]}). Give the "
                f"same options as then, or another --out."
            )
        return
    if out.is_dir() and any(out.iterdir()):
        raise DataError(f"--out is a new folder or one prepared before; {out} holds other things.")
    out.mkdir(parents=True, exist_ok=True)
    write_whole(path, json.dumps(_facts(plan, wish), ensure_ascii=False, indent=2).encode())


def _facts(plan: Plan, wish: Wish) -> dict[str, object]:
    return {
        "fingerprint": plan.fingerprint,
        "size": list(wish.size),
        "pictures": {split: len(pictures) for split, pictures in plan.splits.items()},
    }


def _check_room(plan: Plan, wish: Wish, out: Path) -> None:
    face = wish.size[0] * wish.size[1] * 3
    wanted = face * (sum(map(len, plan.splits.values())) + 2 * plan.shard)
    there = sum(path.stat().st_size for path in out.rglob("*.np*"))
    free = shutil.disk_usage(out).free
    if wanted - there > free:
        raise DataError(
            f"These crops take {wanted / 1e9:.2f} GB at {out}; {free / 1e9:.2f} GB are free. "
            f"Make room, name another --out, or take fewer with --per-class."
        )


@contextmanager
def _disk_errors(out: Path) -> Iterator[None]:
    try:
        yield
    except OSError as fault:
        finished = len(list(out.glob(f"*/{SHARDS}/*.json")))
        if fault.errno in _FULL:
            raise DataError(
                f"The crops need room at {out}; the disk is full. {finished} finished shards are "
                f"kept: make room and run the same command again."
            ) from fault
        raise DataError(
            f"A prepared folder can be written; {fault.filename or out}: {fault.strerror}."
        ) from fault
