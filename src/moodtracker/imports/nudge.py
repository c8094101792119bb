"""Asks the jobs to look at once; without it they look within a minute."""

import logging
import sqlite3

from django.conf import settings
from django.utils.module_loading import import_string

logger = logging.getLogger(__name__)


def nudge() -> None:
    """Say that there is work. A nudge that does not get through only costs the minute."""
    path: str = settings.MOODTRACKER_ASK_JOBS
    if not path:
        return
    try:
        import_string(path)("bring_in")
    except (OSError, sqlite3.Error):
        logger.warning("The jobs could not be asked to start now; they will within a minute.")
