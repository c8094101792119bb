"""A person leaves: everything of theirs goes, at once, and a receipt without a name stays."""

import logging
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.core.mail import send_mail
from django.db import OperationalError, connection, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from moodtracker.accounts.models import User
from moodtracker.core.leaving import Afterwards, leaving_begin, leaving_end
from moodtracker.exports.models import Receipt

log = logging.getLogger(__name__)
# How the kinds of rows are called on the receipt; all others are told together.
KINDS = {
    "diary.Entry": "entries",
    "diary.EntryPhoto": "photos",
    "diary.PendingPhoto": "waiting",
    "diary.Tag": "tags",
    "diary.Heard": "heard",
    "exports.Feed": "feeds",
    "exports.Export": "exports",
}


@dataclass(frozen=True, slots=True)
class _Address:
    email: str
    language: str


def person_leave(*, user: User, now: datetime) -> Receipt:
    """Delete a person and everything that hangs on them: rows, sessions, photo files, their key.

    The rows go in one transaction: all or nothing. Then key and files go, and what a crash
    leaves of those is swept up; then a receipt is mailed where there is a mail server.
    """
    keys = _session_keys(user)
    _overwrite_what_is_freed()
    with transaction.atomic():
        person = User.objects.select_for_update().get(pk=user.pk)
        address = _Address(person.email, person.language)
        works = leaving_begin(person=person.pk, now=now)
        sessions, _ = Session.objects.filter(session_key__in=keys).delete()
        rows = person.delete()[1]
        receipt = Receipt.objects.create(at=now, counts=_counts(rows, sessions, works))
    leaving_end(works)
    _empty_the_log()
    _mail(address, receipt)
    return receipt


def _session_keys(person: User) -> list[str]:
    """Every log-in of a person. Nothing says whose a session is but what is signed inside it."""
    own = str(person.pk)
    return [
        session.session_key
        for session in Session.objects.iterator(chunk_size=500)
        if session.get_decoded().get(SESSION_KEY) == own
    ]


def _counts(rows: dict[str, int], sessions: int, works: list[Afterwards]) -> dict[str, int]:
    counts = {name: rows.get(label, 0) for label, name in KINDS.items()}
    counts["sessions"] = sessions
    counts["other"] = sum(count for label, count in rows.items() if label not in KINDS)
    for work in works:
        counts[work.kind] = counts.get(work.kind, 0) + work.count
    return counts


def _overwrite_what_is_freed() -> None:
    """SQLite leaves deleted text in its file until the room is used again, unless it is told."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete=ON")


def _empty_the_log() -> None:
    """The write-ahead log still holds the pages as they were; a reader may keep it for a while."""
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        try:
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        except OperationalError:
            log.warning("The write-ahead log is in use; its next checkpoint will empty it.")


def _mail(address: _Address, receipt: Receipt) -> None:
    """Nothing depends on it: the receipt was shown, and the address is forgotten after this."""
    if settings.EMAIL_BACKEND.endswith("console.EmailBackend"):
        return
    with translation.override(address.language):
        subject = _("[무드 트래커] 모두 지웠어요")
        body = _(
            "부탁하신 대로 계정과 일기를 모두 지웠어요.\n\n"
            "기록 %(entries)d개, 사진 %(photos)d장을 지우고 사진의 열쇠를 없앴어요.\n"
            "시각: %(at)s (UTC)\n영수증 번호: %(number)s\n\n"
            "이 주소도 이 편지를 보낸 뒤로는 남아 있지 않아요."
        ) % {
            "entries": receipt.counts["entries"],
            "photos": receipt.counts["photos"],
            "at": f"{receipt.at:%Y-%m-%d %H:%M}",
            "number": receipt.id,
        }
    try:
        send_mail(subject, body, None, [address.email])
    except OSError:
        log.exception("The receipt %s could not be mailed", receipt.id)
