"""Why a report cannot be made just now, in words for its person."""

from moodtracker.core.errors import UserFacingError


class ReportError(UserFacingError):
    """Base of all."""


class TooManyReportsError(ReportError):
    """More PDFs in an hour than one person may ask for."""


class PressBusyError(ReportError):
    """Another PDF is being made and takes its time."""


class PressFailedError(ReportError):
    """The press did not answer with a PDF; the log says why."""
