"""Files arrive: announced, then piece by piece, or whole in one form."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from moodtracker.accounts.models import User
from moodtracker.imports import waiting
from moodtracker.imports.errors import (
    DiskError,
    NotNowError,
    NotWholeError,
    TooLargeError,
    TooManyFilesError,
    TooManyWaitingError,
    TooOftenError,
)
from moodtracker.imports.formats.text import one_line
from moodtracker.imports.models import ENDED, ImportFile, ImportRun, State

WAIT = timedelta(days=1)
WAITING_LIMIT = 3
STARTS_AN_HOUR = 20
FILES_LIMIT = 500
BYTES_LIMIT = 600_000_000


@dataclass(frozen=True, slots=True)
class NewFile:
    """A file as it was announced."""

    name: str
    byte_size: int


def run_start(*, user: User, files: Sequence[NewFile], now: datetime) -> ImportRun:
    """Make room for files that are about to come.

    Raises TooManyWaitingError, TooOftenError, TooManyFilesError, TooLargeError or NotWholeError.
    """
    _check_announced(files)
    with transaction.atomic():
        # Locked, so that two windows cannot pass the limit together.
        User.objects.select_for_update().get(pk=user.pk)
        _check_quota(user, now)
        name = one_line(files[0].name, 100) or "-"
        run = ImportRun.objects.create(
            owner=user,
            file_name=name if len(files) == 1 else f"{name} +{len(files) - 1}",
            zone=user.zone,
            created_at=now,
            updated_at=now,
            expires_at=now + WAIT,
        )
        ImportFile.objects.bulk_create(
            ImportFile(
                run=run,
                position=position,
                name=one_line(file.name, 100) or "-",
                byte_size=file.byte_size,
            )
            for position, file in enumerate(files)
        )
    return run


def piece_receive(
    *, owner: User, run_id: uuid.UUID, position: int, number: int, data: bytes
) -> None:
    """Seal one piece; the same piece sent twice is one.

    Raises `ImportFile.DoesNotExist`, NotWholeError when it does not fit, or DiskError.
    """
    file = ImportFile.objects.get(
        run__owner=owner, run_id=run_id, run__state=State.SENDING, position=position
    )
    expected = min(waiting.PIECE, file.byte_size - number * waiting.PIECE)
    if number >= waiting.piece_count(file.byte_size) or len(data) != max(0, expected):
        raise NotWholeError
    try:
        waiting.write_piece(run_id, position, number, data, owner_id=owner.pk)
    except OSError as error:
        raise DiskError from error


def run_sent(*, owner: User, run_id: uuid.UUID, now: datetime) -> ImportRun:
    """All pieces were sent: the dry run may begin.

    Raises `ImportRun.DoesNotExist`, NotWholeError or NotNowError.
    """
    run = ImportRun.objects.get(owner=owner, id=run_id)
    for file in run.files.all():
        for number in range(waiting.piece_count(file.byte_size)):
            if not waiting.has_piece(run.id, file.position, number):
                raise NotWholeError
    moved = ImportRun.objects.filter(id=run.id, state=State.SENDING).update(
        state=State.CHECKING, updated_at=now
    )
    if not moved:
        raise NotNowError
    run.refresh_from_db()
    return run


def run_receive(*, user: User, files: Sequence[tuple[str, bytes]], now: datetime) -> ImportRun:
    """Files that came whole in one form. Raises what the steps raise."""
    run = run_start(user=user, files=[NewFile(n, len(data)) for n, data in files], now=now)
    try:
        for position, (_, data) in enumerate(files):
            for number in range(waiting.piece_count(len(data))):
                piece = data[number * waiting.PIECE : (number + 1) * waiting.PIECE]
                piece_receive(
                    owner=user, run_id=run.id, position=position, number=number, data=piece
                )
    except DiskError:
        # Nobody can send the rest of it, so it must not stand in the way of the next try.
        waiting.remove(run.id)
        run.delete()
        raise
    return run_sent(owner=user, run_id=run.id, now=now)


def _check_announced(files: Sequence[NewFile]) -> None:
    if not files or any(file.byte_size < 0 for file in files):
        raise NotWholeError
    if len(files) > FILES_LIMIT:
        raise TooManyFilesError(limit=FILES_LIMIT)
    total = sum(file.byte_size for file in files)
    if total > BYTES_LIMIT:
        raise TooLargeError(limit_mb=BYTES_LIMIT // 1_000_000, came_mb=total // 1_000_000)


def _check_quota(user: User, now: datetime) -> None:
    runs = ImportRun.objects.filter(owner=user)
    # One whose sending was broken off an hour ago no longer stands in the way.
    stale = runs.filter(state=State.SENDING, created_at__lte=now - timedelta(hours=1))
    for run_id in stale.values_list("id", flat=True):
        waiting.remove(run_id)
    stale.delete()
    if runs.exclude(state__in=ENDED).count() >= WAITING_LIMIT:
        raise TooManyWaitingError(limit=WAITING_LIMIT)
    if runs.filter(created_at__gt=now - timedelta(hours=1)).count() >= STARTS_AN_HOUR:
        raise TooOftenError(limit=STARTS_AN_HOUR)
