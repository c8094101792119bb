"""Shards on all cores. A worker that dies costs a retry, at worst one picture, never the run."""

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace

from moodtracker.training.datasets.aihub.cutting import Shard, Task, make_shard
from moodtracker.training.errors import DataError

Flying = dict[Future[Shard], Task]


def make_shards(tasks: list[Task], workers: int) -> Iterator[tuple[Task, Shard]]:
    """Every task with its shard, in the order in which they are done.

    At most two shards a worker are under way. Raises what a worker raised; what is finished by
    then lies on disk.
    """
    waiting = deque(tasks)
    while waiting:
        flying: Flying = {}
        try:
            yield from _round(waiting, flying, workers)
        except BrokenProcessPool:
            for task in sorted(flying.values(), key=lambda task: task.number):
                yield task, _alone(task)


def _round(waiting: deque[Task], flying: Flying, workers: int) -> Iterator[tuple[Task, Shard]]:
    with _pool(min(workers, len(waiting))) as pool:
        try:
            while waiting or flying:
                while waiting and len(flying) < 2 * workers:
                    task = waiting.popleft()
                    flying[_submitted(pool, task, flying)] = task
                for future in wait(flying, return_when=FIRST_COMPLETED).done:
                    shard = future.result()
                    yield flying.pop(future), shard
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _submitted(pool: ProcessPoolExecutor, task: Task, flying: Flying) -> Future[Shard]:
    try:
        return pool.submit(make_shard, task)
    except BrokenProcessPool:
        flying[Future()] = task  # it was taken from the queue already
        raise


def _alone(task: Task) -> Shard:
    """A shard that was under way when a worker died. If a worker dies of it alone, too, the
    picture it was at is left out.
    """
    task.mark.unlink(missing_ok=True)
    while True:
        try:
            with _pool(1) as pool:
                return pool.submit(make_shard, task).result()
        except BrokenProcessPool:
            row = int(task.mark.read_text(encoding="ascii")) if task.mark.is_file() else -1
            if row < 0 or row in task.deadly:
                raise DataError(
                    f"Workers read pictures; on this machine they end before the first of shard "
                    f"{task.number}. Give them more memory, or take fewer with --workers."
                ) from None
            task = replace(task, deadly=task.deadly | {row})


def _pool(workers: int) -> ProcessPoolExecutor:
    # Not by forking this process, which may have threads; a server with the modules loaded, where
    # there is one, starts workers at once.
    served = "forkserver" in multiprocessing.get_all_start_methods()
    context = multiprocessing.get_context("forkserver" if served else "spawn")
    if served:
        context.set_forkserver_preload([make_shard.__module__])
    return ProcessPoolExecutor(workers, mp_context=context, initializer=_follow)


def _follow() -> None:
    """End with the parent, however it ends; leave Ctrl-C to it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is None:
        return

    def end() -> None:
        parent.join()
        os._exit(1)

    threading.Thread(target=end, daemon=True).start()
