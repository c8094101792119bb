"""What several views need."""

import threading
import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from moodtracker.accounts.requests import person
from moodtracker.imports import selectors, services
from moodtracker.imports.models import ImportRun
from moodtracker.imports.nudge import nudge
from moodtracker.imports.services.leases import Clock

# Small files are done before the page is answered; larger ones are left to the jobs.
AT_ONCE_BYTES = 3_000_000
AT_ONCE_SECONDS = 1.5
# One at a time: a small packed file can unfold to a hundred megabytes while it is read.
_at_once = threading.Lock()


def run_or_404(request: HttpRequest, run_id: uuid.UUID) -> ImportRun:
    """The owner's run; a stranger learns nothing, not even that it is there."""
    try:
        return selectors.run_get(owner=person(request), run_id=run_id)
    except ImportRun.DoesNotExist:
        raise Http404 from None


def begin(run: ImportRun) -> HttpResponse:
    """Do what is quickly done, leave the rest to the jobs, and go to the run's page."""
    if selectors.byte_size(run) <= AT_ONCE_BYTES and _at_once.acquire(blocking=False):
        try:
            services.run_work(run_id=run.id, now=timezone.now(), clock=Clock(AT_ONCE_SECONDS))
        finally:
            _at_once.release()
        run.refresh_from_db(fields=["state"])
    if run.working:
        nudge()
    return redirect("imports:run", run.id)
