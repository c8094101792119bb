"""What runs by itself: files that waited a day, and folders that no run speaks of."""

from datetime import datetime

from django.db import transaction

from moodtracker.imports import waiting
from moodtracker.imports.models import ENDED, WORK, ImportRun


def runs_purge(*, now: datetime) -> int:
    """Throw away runs that nobody decided on for a day, and files of ended ones; how many runs."""
    with transaction.atomic():
        due = ImportRun.objects.filter(expires_at__lte=now).exclude(state__in=[*ENDED, *WORK])
        keys = list(due.values_list("id", flat=True))
        ImportRun.objects.filter(id__in=keys).delete()
    living = set(ImportRun.objects.exclude(state__in=ENDED).values_list("id", flat=True))
    for run_id in waiting.kept_runs():
        # Asked again, for one that began since the list above.
        if run_id not in living and not (
            ImportRun.objects.filter(id=run_id).exclude(state__in=ENDED).exists()
        ):
            waiting.remove(run_id)
    return len(keys)
