"""What goes when a person leaves: files of theirs that still wait."""

from datetime import datetime

from moodtracker.core.leaving import Afterwards
from moodtracker.imports import waiting
from moodtracker.imports.models import ImportRun


def leave_imports(*, person: int, now: datetime) -> list[Afterwards]:  # noqa: ARG001 - a hook
    """Remove the sealed files of all runs; the sweep takes what a crash leaves."""
    runs = list(ImportRun.objects.filter(owner=person).values_list("id", flat=True))

    def remove() -> None:
        for run_id in runs:
            waiting.remove(run_id)

    return [Afterwards("files", len(runs), remove)]
