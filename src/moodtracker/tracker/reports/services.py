"""Making a report. Nothing is kept: it is told anew each time."""

import logging
import threading
from datetime import date

from django.core.cache import cache
from django.utils.translation import gettext as _
from django.utils.translation import override

from moodtracker.accounts.models import User
from moodtracker.paper.errors import PaperError
from moodtracker.tracker.reports.errors import (
    PressBusyError,
    PressFailedError,
    TooManyReportsError,
)
from moodtracker.tracker.reports.material import gather
from moodtracker.tracker.reports.options import Wanted
from moodtracker.tracker.reports.paper import report_pdf
from moodtracker.tracker.reports.story import tell

log = logging.getLogger(__name__)

AN_HOUR = 20
"""PDFs that one person may ask for in an hour."""
_HOUR = 60 * 60
_PATIENCE = 20.0
# One press a process of the server: each takes a core and 200 MB while it runs.
_press = threading.BoundedSemaphore(1)
# Whoever waits keeps a thread of the server from everybody else.
_line = threading.BoundedSemaphore(3)


def report_make(*, owner: User, wanted: Wanted, today: date) -> bytes:
    """The report as PDF. Reads, then presses; no transaction is open meanwhile.

    Raises `TooManyReportsError`, `PressBusyError` or `PressFailedError`.
    """
    _count(owner)
    if not _line.acquire(blocking=False):
        raise _busy()
    try:
        return _made_in_turn(owner, wanted, today)
    finally:
        _line.release()


def _busy() -> PressBusyError:
    return PressBusyError(_("다른 보고서를 만드는 중이에요. 조금 뒤에 다시 눌러 주세요."))


def _made_in_turn(owner: User, wanted: Wanted, today: date) -> bytes:
    if not _press.acquire(timeout=_PATIENCE):
        raise _busy()
    try:
        with override(wanted.language):
            told = gather(owner=owner, wanted=wanted, today=today)
            return report_pdf(told, tell(told))
    except PaperError as fault:
        log.exception("A report could not be pressed")
        raise PressFailedError(
            _("PDF를 만들지 못했어요. 잠시 뒤에 다시 해 보고, 급하면 이 화면을 인쇄해 주세요.")
        ) from fault
    finally:
        _press.release()


def _count(owner: User) -> None:
    key = f"report-pdfs-{owner.pk}"
    cache.add(key, 0, _HOUR)
    try:
        made = cache.incr(key)
    except ValueError:  # the hour ended between the two
        return
    if made > AN_HOUR:
        raise TooManyReportsError(
            _("PDF는 한 시간에 %(n)s번까지 만들 수 있어요. 조금 쉬었다가 다시 와 주세요.")
            % {"n": AN_HOUR}
        )
