"""Recurring work beside the pages, run by huey in threads of the server's own process.

There are two queues with a worker each: what is soon done, and what may take minutes. So nobody's
long diary on its way in holds up reminders, or the beat that /healthz listens to.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.db import close_old_connections
from django.utils import timezone
from huey import SqliteHuey, crontab
from huey.consumer import Consumer

from moodtracker.core import health

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Job:
    """Work without arguments, and when it runs (UTC, as crontab writes it).

    `long` work has a worker of its own.
    """

    name: str
    run: Callable[[], object]
    minute: str = "*"
    hour: str = "*"
    long: bool = False


def _purge_diary() -> None:
    from moodtracker.diary.services import entries_purge, pending_purge

    now = timezone.now()
    entries_purge(now=now)
    pending_purge(now=now)


def _sweep_photos() -> None:
    from moodtracker.diary.services import photos_sweep

    report = photos_sweep(now=timezone.now())
    if report.missing:
        logger.error("%d kept photos have no file any more.", len(report.missing))


def _seal_photos() -> None:
    from moodtracker.core.vault import person_keys_rewrap
    from moodtracker.diary.services import keys_sweep, photos_reseal

    photos_reseal()
    keys_sweep(now=timezone.now())
    person_keys_rewrap()


def _clear_sessions() -> None:
    from moodtracker.accounts.services import expired_sessions_clear

    expired_sessions_clear()


def _send_reminders() -> None:
    from moodtracker.reminders.services import reminders_run

    report = reminders_run(now=timezone.now())
    if report.failed:
        logger.warning("%d reminders could not be sent.", report.failed)


def _purge_reminders() -> None:
    from moodtracker.reminders.services import reminders_purge

    reminders_purge(now=timezone.now())


def _bring_in() -> None:
    from moodtracker.imports.services import work

    if work(now=timezone.now()):
        ask_for("bring_in")


def _purge_imports() -> None:
    from moodtracker.imports.services import runs_purge

    runs_purge(now=timezone.now())


JOBS: tuple[Job, ...] = (
    Job("beat", health.beat),
    Job("purge_diary", _purge_diary, minute="*/10"),
    Job("sweep_photos", _sweep_photos, minute="37", hour="18", long=True),
    Job("seal_photos", _seal_photos, minute="47", hour="18", long=True),
    Job("clear_sessions", _clear_sessions, minute="7", hour="19"),
    Job("send_reminders", _send_reminders),
    Job("purge_reminders", _purge_reminders, minute="23", hour="19"),
    Job("bring_in", _bring_in, long=True),
    Job("purge_imports", _purge_imports, minute="17", long=True),
)


def build_queue(data: Path, *, long: bool) -> SqliteHuey:
    """One of the two queues of a data folder, with its share of `JOBS`."""
    # huey opens its file with the standard library's SQLite, whose WAL can be corrupted by a
    # reset (before 3.51.3); a rollback journal has no such flaw.
    queue = SqliteHuey(
        "moodtracker-long" if long else "moodtracker",
        filename=str(data / "jobs.sqlite3"),
        journal_mode="delete",
        results=False,
    )
    for job in JOBS:
        if job.long != long:
            continue
        schedule = crontab(minute=job.minute, hour=job.hour)
        queue.periodic_task(schedule, name=job.name)(_with_own_connection(job))
    return queue


@lru_cache(maxsize=2)
def _queue_to_ask(data: Path, *, long: bool) -> SqliteHuey:
    data.mkdir(parents=True, exist_ok=True)
    return build_queue(data, long=long)


def ask_for(name: str) -> None:
    """Let a job run as soon as its turn comes, rather than when it is next due.

    From any process of this data folder. Raises OSError or sqlite3.Error when the queue cannot be
    written; the job still runs when it is due.
    """
    long = any(job.long for job in JOBS if job.name == name)
    queue = _queue_to_ask(settings.MOODTRACKER_DATA, long=long)
    for task in queue._registry.periodic_tasks:  # noqa: SLF001 - huey has no other list
        if task.name == name:
            queue.enqueue(type(task)())


def _with_own_connection(job: Job) -> Callable[[], None]:
    def run() -> None:
        close_old_connections()
        try:
            job.run()
        finally:
            close_old_connections()

    run.__name__ = job.name
    return run


class _QuietConsumer(Consumer):  # type: ignore[misc]
    """A consumer inside another program, which keeps that program's signal handlers."""

    def _set_signal_handlers(self) -> None:
        """Nothing: the server ends the threads with the process."""


def start_jobs(data: Path) -> list[Consumer]:
    """Start a scheduler and a worker for each queue as daemon threads."""
    health.beat()
    queues = [build_queue(data, long=long) for long in (False, True)]
    consumers = [_QuietConsumer(q, workers=1, periodic=True, max_delay=5.0) for q in queues]
    for consumer in consumers:
        consumer.start()
    return consumers
