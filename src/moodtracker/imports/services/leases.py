"""Who works on a run: a lease that a dead process loses by itself, and a clock for slices."""

import time
import uuid
from datetime import timedelta

from django.db.models import F, Q
from django.utils import timezone

from moodtracker.imports.models import WORK, ImportRun

LEASE = timedelta(minutes=2)
ATTEMPTS = 5
# Between two tries where the disk refused: it may have room again by then.
PAUSE = timedelta(seconds=50)


class StoppedError(Exception):
    """The run is no longer in the state this work is for."""


class Clock:
    """Says when a slice of work has lasted long enough."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    def over(self) -> bool:
        """Whether to stop at the next good place."""
        return time.monotonic() >= self._end


def claim(run_id: uuid.UUID) -> ImportRun | None:
    """The run, if it has work and nobody else is at it."""
    now = timezone.now()
    # A lease longer than any was written by a clock that has been set back since.
    free = Q(claimed_until=None) | Q(claimed_until__lt=now) | Q(claimed_until__gt=now + 2 * LEASE)
    taken = (
        ImportRun.objects.filter(free)
        .filter(id=run_id, state__in=WORK)
        .update(claimed_until=now + LEASE, attempts=F("attempts") + 1)
    )
    return ImportRun.objects.select_related("owner").get(id=run_id) if taken else None


def extend(run: ImportRun) -> None:
    """Something was done: the lease runs anew (the caller saves)."""
    run.claimed_until = timezone.now() + LEASE
    run.attempts = 0


def keep_on(run_id: uuid.UUID, *, state: str) -> None:
    """For work that writes no row of the run itself: the lease runs anew.

    Raises StoppedError when the run is in another state, or gone with its person.
    """
    rows = ImportRun.objects.filter(id=run_id, state=state)
    if not rows.update(claimed_until=timezone.now() + LEASE):
        raise StoppedError


def put_off(run_id: uuid.UUID) -> None:
    """Nobody goes on for a while."""
    ImportRun.objects.filter(id=run_id).update(claimed_until=timezone.now() + PAUSE)


def release(run_id: uuid.UUID) -> None:
    """Somebody else may go on."""
    ImportRun.objects.filter(id=run_id).update(claimed_until=None)
