"""What a person decides: bring it in, leave it, take it back. The work is done elsewhere."""

import uuid
from datetime import datetime

from django.db import transaction

from moodtracker.accounts.models import PhotoPolicy, User
from moodtracker.accounts.services import photo_policy_set
from moodtracker.imports import waiting
from moodtracker.imports.choices import Chosen, remember
from moodtracker.imports.errors import MoodsMissingError, NotNowError
from moodtracker.imports.models import WORK, ImportRun, State
from moodtracker.imports.summary import Summary


def run_apply(
    *,
    owner: User,
    run_id: uuid.UUID,
    chosen: Chosen,
    now: datetime,
    keep_photos_from_now_on: bool = False,
) -> ImportRun:
    """Begin to bring a file in as chosen; the choices are remembered.

    `keep_photos_from_now_on` answers what becomes of photos, if the person was never asked. Raises
    `ImportRun.DoesNotExist`, NotNowError, or MoodsMissingError when a mood has no choice.
    """
    if keep_photos_from_now_on and not owner.photo_policy:
        photo_policy_set(user=owner, policy=PhotoPolicy.KEEP)
    with transaction.atomic():
        run = ImportRun.objects.select_for_update().get(owner=owner, id=run_id)
        if run.state != State.READY:
            raise NotNowError
        missing = [
            mood.name
            for mood in Summary.from_json(run.summary).moods
            if mood.key not in chosen.moods
        ]
        if missing:
            raise MoodsMissingError(names=", ".join(missing[:5]))
        remember(run=run, chosen=chosen)
        run.choices = {
            "moods": chosen.moods,
            "tags": chosen.tags,
            "photos": chosen.photos,
            "bring_back": chosen.bring_back,
        }
        run.state, run.done, run.attempts, run.updated_at = State.APPLYING, 0, 0, now
        run.save(update_fields=["choices", "state", "done", "attempts", "updated_at"])
    return run


def run_undo(*, owner: User, run_id: uuid.UUID, now: datetime) -> ImportRun:
    """Begin to take back what a run brought. Raises `ImportRun.DoesNotExist` or NotNowError."""
    with transaction.atomic():
        run = ImportRun.objects.select_for_update().get(owner=owner, id=run_id)
        if run.state != State.DONE:
            raise NotNowError
        run.state, run.done, run.attempts, run.updated_at = State.UNDOING, 0, 0, now
        run.total = run.entries.count()
        run.save(update_fields=["state", "done", "total", "attempts", "updated_at"])
    return run


def run_drop(*, owner: User, run_id: uuid.UUID) -> None:
    """Leave it: the file is thrown away. What has already come in by it stays, with its way back.

    Raises `ImportRun.DoesNotExist` or NotNowError while the job has its hands on it.
    """
    with transaction.atomic():
        run = ImportRun.objects.select_for_update().get(owner=owner, id=run_id)
        if run.state in WORK and run.claimed_until is not None:
            raise NotNowError
        if run.entries.exists():
            # Some of its selfies came in; the others go, and the way back stays.
            run.selfies.all().delete()
            run.state = State.DONE
            run.result = {**run.result, "brought": run.entries.count()}
            run.save(update_fields=["state", "result"])
        else:
            run.delete()
    waiting.remove(run_id)
