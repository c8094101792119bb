"""Every write of this room."""

from moodtracker.exports.services.archiving import archive_export, table_export
from moodtracker.exports.services.restoring import RestoreReport, archive_restore

__all__ = ["RestoreReport", "archive_export", "archive_restore", "table_export"]
