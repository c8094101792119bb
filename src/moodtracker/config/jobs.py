"""Recurring work beside the pages, run by huey in threads of the server's own process."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.db import close_old_connections
from django.utils import timezone
from huey import SqliteHuey, crontab
from huey.consumer import Consumer

from moodtracker.core import health

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Job:
    """Work without arguments, and when it runs (UTC, as crontab writes it)."""

    name: str
    run: Callable[[], object]
    minute: str = "*"
    hour: str = "*"


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


JOBS: tuple[Job, ...] = (
    Job("beat", health.beat),
    Job("purge_diary", _purge_diary, minute="*/10"),
    Job("sweep_photos", _sweep_photos, minute="37", hour="18"),
    Job("clear_sessions", _clear_sessions, minute="7", hour="19"),
    Job("send_reminders", _send_reminders),
    Job("purge_reminders", _purge_reminders, minute="23", hour="19"),
)


def build_queue(data: Path) -> SqliteHuey:
    """The queue of a data folder, with every job of `JOBS`."""
    # huey opens its file with the standard library's SQLite, whose WAL can be corrupted by a
    # reset (before 3.51.3); a rollback journal has no such flaw.
    queue = SqliteHuey(
        "moodtracker", filename=str(data / "jobs.sqlite3"), journal_mode="delete", results=False
    )
    for job in JOBS:
        schedule = crontab(minute=job.minute, hour=job.hour)
        queue.periodic_task(schedule, name=job.name)(_with_own_connection(job))
    return queue


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


def start_jobs(data: Path) -> Consumer:
    """Start the scheduler and one worker as daemon threads."""
    health.beat()
    consumer = _QuietConsumer(build_queue(data), workers=1, periodic=True, max_delay=5.0)
    consumer.start()
    return consumer
