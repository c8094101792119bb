"""Every write of this room."""

from moodtracker.exports.services.archiving import archive_export, table_export
from moodtracker.exports.services.feeds import (
    NewFeed,
    feed_create,
    feed_revoke,
    feed_rotate,
    feed_used,
)
from moodtracker.exports.services.leaving import person_leave
from moodtracker.exports.services.restoring import RestoreReport, archive_restore

__all__ = [
    "NewFeed",
    "RestoreReport",
    "archive_export",
    "archive_restore",
    "feed_create",
    "feed_revoke",
    "feed_rotate",
    "feed_used",
    "person_leave",
    "table_export",
]
