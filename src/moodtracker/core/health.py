"""The state of the parts that the service stands on."""

import time
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection

from moodtracker.vision.reader import reader_state

HEARTBEAT_SECONDS = 60
# Three missed beats: one can be late behind a long job.
HEARTBEAT_LIMIT = 3 * HEARTBEAT_SECONDS


@dataclass(frozen=True, slots=True)
class HealthReport:
    """Each part is “ok” or a sentence that says what is wrong."""

    database: str
    model: str
    jobs: str

    @property
    def ok(self) -> bool:
        """Whether every part works."""
        return self.database == self.model == self.jobs == "ok"

    def as_json(self) -> dict[str, str]:
        """What /healthz answers."""
        return {
            "status": "ok" if self.ok else "broken",
            "database": self.database,
            "model": self.model,
            "jobs": self.jobs,
        }


def health_report() -> HealthReport:
    """Ask every part. The first call loads the model."""
    return HealthReport(database=_database_state(), model=reader_state(), jobs=_jobs_state())


def heartbeat_file() -> Path:
    """The file whose time tells when the jobs last ran."""
    data: Path = settings.MOODTRACKER_DATA
    return data / "jobs.heartbeat"


def beat() -> None:
    """Say that jobs run."""
    heartbeat_file().touch()


def _database_state() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM django_migrations LIMIT 1")
            cursor.fetchone()
    except DatabaseError as error:
        # The text may carry an address or a path; the kind of error is enough for strangers.
        return f"The database must answer a query; it gave {type(error).__name__}."
    return "ok"


def _jobs_state() -> str:
    try:
        age = time.time() - heartbeat_file().stat().st_mtime
    except OSError:
        return "Jobs must run beside the service (`moodtracker serve` starts them); none has run."
    if age > HEARTBEAT_LIMIT:
        return f"Jobs must run every {HEARTBEAT_SECONDS} s; the last ran {age:.0f} s ago."
    return "ok"
