"""The doors through which a WSGI server calls the service."""

import os
import threading
import time

from django.core.handlers.wsgi import WSGIHandler
from django.core.wsgi import get_wsgi_application


def application() -> WSGIHandler:
    """The pages alone, for servers that run the jobs elsewhere. A factory: call it once."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "moodtracker.config.settings")
    return get_wsgi_application()


def application_with_jobs() -> WSGIHandler:
    """The pages, and the jobs in threads beside them: what `moodtracker serve` runs."""
    pages = application()

    from django.conf import settings

    from moodtracker.config.jobs import start_jobs

    start_jobs(settings.MOODTRACKER_DATA)
    threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
    return pages


def _end_with(parent: int) -> None:
    """End this worker once the process that started it is gone, killed ones included: a second
    start would otherwise find an orphan that serves and works on the same data.
    """
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)
