"""The job: takes runs that have work, one after another, in slices.

A slice is short, so that people take turns. A run whose
process died is taken up again when its lease is over.
"""

import logging
import uuid
from datetime import datetime

from django.utils import timezone

from moodtracker.core.vault import VaultError
from moodtracker.diary.errors import ReaderUnavailableError, StorageError
from moodtracker.imports import waiting
from moodtracker.imports.formats.problems import ImportProblem, Problem
from moodtracker.imports.formats.types import Kind
from moodtracker.imports.models import ENDED, WORK, ImportRun, State
from moodtracker.imports.services.applying import run_bring
from moodtracker.imports.services.archives import run_bring_archive
from moodtracker.imports.services.checking import run_check
from moodtracker.imports.services.leases import (
    ATTEMPTS,
    Clock,
    StoppedError,
    claim,
    put_off,
    release,
)
from moodtracker.imports.services.selfies import run_read
from moodtracker.imports.services.undoing import run_take_back

logger = logging.getLogger(__name__)
SLICE_SECONDS = 20.0


def work(*, now: datetime, seconds: float = SLICE_SECONDS) -> bool:
    """Work on what waits, oldest first; True when something is left for another slice."""
    clock = Clock(seconds)
    waiting_runs = ImportRun.objects.filter(state__in=WORK).order_by("updated_at")
    for run_id in list(waiting_runs.values_list("id", flat=True)[:20]):
        if clock.over():
            return True
        run_work(run_id=run_id, now=now, clock=clock)
    return ImportRun.objects.filter(state__in=WORK, claimed_until=None).exists()


def run_work(*, run_id: uuid.UUID, now: datetime, clock: Clock | None = None) -> None:
    """Work on one run, if nobody else does; errors that a person can act on end it."""
    run = claim(run_id)
    if run is None:
        return
    end = release
    try:
        _step(run, now, clock or Clock(SLICE_SECONDS))
    except (StoppedError, ImportRun.DoesNotExist):
        pass  # taken away meanwhile, or gone with its person
    except ImportProblem as problem:
        _fail(run, problem.problem, problem.values)
    except ReaderUnavailableError:
        _fail(run, Problem.NO_READER, {})
    except (OSError, VaultError, StorageError):
        # The disk may be full for a moment: tried again later, a few times.
        logger.exception("An import's file cannot be read or written")
        if run.attempts >= ATTEMPTS:
            _fail(run, Problem.DISK, {})
        else:
            end = put_off
    finally:
        end(run_id)
    if ImportRun.objects.filter(id=run_id, state__in=[*ENDED, State.REVIEW]).exists():
        waiting.remove(run_id)


def _step(run: ImportRun, now: datetime, clock: Clock) -> None:
    if run.attempts > ATTEMPTS:
        # Whatever kills the process at this file would kill it for ever.
        raise ImportProblem(Problem.BROKEN_JSON)
    if run.state == State.CHECKING:
        run_check(run=run, now=now)
    elif run.state == State.READING:
        run_read(run=run, clock=clock)
    elif run.state == State.APPLYING and run.kind == Kind.ARCHIVE:
        run_bring_archive(run=run, now=now)
    elif run.state == State.APPLYING:
        run_bring(run=run, now=now, clock=clock)
    elif run.state == State.UNDOING:
        run_take_back(run=run, now=now, clock=clock)


def _fail(run: ImportRun, problem: Problem, values: dict[str, str | int]) -> None:
    """What has come in stays, with its way back."""
    brought = run.entries.count()
    ImportRun.objects.filter(id=run.id).update(
        state=State.DONE if brought else State.FAILED,
        trouble={"problem": problem.value, "values": values},
        result={**run.result, "brought": brought},
        updated_at=timezone.now(),
    )
