"""What is read of runs. Every selector takes the owner."""

import uuid

from django.db.models import QuerySet

from moodtracker.accounts.models import User
from moodtracker.imports.models import ENDED, ImportRun, State

LISTED = 30


def run_get(*, owner: User, run_id: uuid.UUID) -> ImportRun:
    """One run of the owner. Raises `ImportRun.DoesNotExist` for any other."""
    return ImportRun.objects.select_related("owner").get(owner=owner, id=run_id)


def runs_open(*, owner: User) -> QuerySet[ImportRun]:
    """Runs that wait for something, newest first."""
    return ImportRun.objects.filter(owner=owner).exclude(state__in=[*ENDED, State.SENDING])


def runs_ended(*, owner: User) -> QuerySet[ImportRun]:
    """The last runs that are over, newest first."""
    return ImportRun.objects.filter(owner=owner, state__in=ENDED)[:LISTED]


def byte_size(run: ImportRun) -> int:
    """All files together."""
    return sum(run.files.values_list("byte_size", flat=True))
