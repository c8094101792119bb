"""The outbox: messages are claimed, sent outside any transaction, and marked.

A claim is a lease. Whoever dies with one leaves a message that another takes up when the lease
has run out, so each is tried at least once; the same topic, tag and Message-ID see to it that
the person is shown one.
"""

import logging
import time
import uuid
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q
from django.utils import translation

from moodtracker.reminders import selectors, texts
from moodtracker.reminders.mail import Letter, letter_for
from moodtracker.reminders.models import (
    Channel,
    Message,
    MessageState,
    PushDevice,
    Reminder,
    Trouble,
    Turn,
    TurnState,
)
from moodtracker.reminders.post import Post, RealPost, current_key
from moodtracker.reminders.push import Handed, Parcel, topic_of
from moodtracker.reminders.schedule import Due
from moodtracker.reminders.services.devices import device_subscription
from moodtracker.reminders.services.turns import DRIFT, GRACE

logger = logging.getLogger(__name__)

# Longer than one batch can take, so that nobody takes up what is still on its way.
LEASE = timedelta(minutes=3)
# A reminder that comes later than this is a disturbance.
PATIENCE = timedelta(hours=1)
_FIRST_WAIT = timedelta(minutes=1)
_LONGEST_WAIT = timedelta(minutes=16)
# Claimed and marked together, for each commit waits for the disk.
_BATCH = 32
_THREADS = 16


@dataclass(frozen=True, slots=True)
class SendReport:
    """How many messages one run handed over, put off, dropped and gave up."""

    sent: int = 0
    put_off: int = 0
    dropped: int = 0
    failed: int = 0


@dataclass(frozen=True, slots=True)
class _Job:
    """A claimed message, with what is to be handed over; nothing when it is dropped."""

    message: Message
    load: Parcel | Letter | None
    dropped: TurnState | None = None
    handed: Handed | None = None


def messages_send(*, now: datetime, post: Post | None = None, seconds: float = 40.0) -> SendReport:
    """Send what is waiting, until nothing is or the time is up; the rest waits for the next run.

    Network and mail run in threads that touch no database; rows change here alone.
    """
    carrier = post or RealPost()
    end = time.monotonic() + seconds
    counts = dict.fromkeys(("sent", "put_off", "dropped", "failed"), 0)
    claimed = _claim(now=now)
    if not claimed:
        return SendReport()
    with ThreadPoolExecutor(_THREADS, thread_name_prefix="reminders") as pool:
        while claimed:
            jobs = [_prepare(message, now=now) for message in claimed]
            going = [pool.submit(_hand_over, job, carrier, now) for job in jobs]
            outcomes = [_outcome(job, future) for job, future in zip(jobs, going, strict=True)]
            with transaction.atomic():
                for job, handed in zip(jobs, outcomes, strict=True):
                    counts[_mark(job, handed, now=now)] += 1
            claimed = _claim(now=now) if time.monotonic() < end else []
    return SendReport(**counts)


def _claim(*, now: datetime) -> list[Message]:
    """Messages that are ours until the lease runs out. The update is one statement that checks
    again, so of two workers one gets each.
    """
    # A time too far ahead was written by a clock that has been set back since.
    due = Q(state=MessageState.WAITING) & (Q(next_at__lte=now) | Q(next_at__gt=now + PATIENCE))
    left = Q(state=MessageState.SENDING) & (
        Q(lease_until__lte=now) | Q(lease_until__gt=now + LEASE + DRIFT)
    )
    ids = Message.objects.filter(due | left).order_by("next_at").values_list("id", flat=True)
    wanted = list(ids[:_BATCH])
    if not wanted:
        return []
    claim = uuid.uuid4()
    with transaction.atomic():
        Message.objects.filter(due | left, id__in=wanted).update(
            state=MessageState.SENDING,
            claim=claim,
            lease_until=now + LEASE,
            attempts=F("attempts") + 1,
        )
    ours = Message.objects.filter(claim=claim, state=MessageState.SENDING)
    return list(ours.select_related("turn__reminder__owner", "device").order_by("next_at"))


def _prepare(message: Message, *, now: datetime) -> _Job:
    """Look once more whether this is to be sent: much can have changed since it was laid."""
    turn = message.turn
    dropped = _needless(turn, turn.reminder, first=message.attempts == 1, now=now)
    if dropped is not None:
        return _Job(message, None, dropped=dropped)
    with translation.override(turn.reminder.owner.language):
        if message.channel == Channel.MAIL:
            return _Job(message, _letter(turn))
        return _parcel(message, now=now)


def _needless(turn: Turn, reminder: Reminder, *, first: bool, now: datetime) -> TurnState | None:
    if reminder.deleted_at is not None or not reminder.enabled or reminder.clock != turn.clock:
        return TurnState.CHANGED
    owner = reminder.owner
    zone, rules = selectors.zone_of(owner), selectors.settings_of(owner=owner)
    held = selectors.holding_back(turn_day=turn.day, at=now, zone=zone, rules=rules)
    if held is not None:
        return held
    due = Due(turn.due_at, turn.day, turn.clock)
    if selectors.is_written(reminder=reminder, owner=owner, due=due, now=now):
        return TurnState.WRITTEN
    late = now - turn.due_at
    return TurnState.MISSED if late > (GRACE if first else PATIENCE) else None


def _letter(turn: Turn) -> Letter | None:
    owner = turn.reminder.owner
    if selectors.settings_of(owner=owner).mail_stopped_at is not None:
        return None
    line = texts.reminder_line()
    return letter_for(owner, key=f"turn-{turn.id}", subject=line, text=line)


def _parcel(message: Message, *, now: datetime) -> _Job:
    device, key = message.device, current_key()
    assert device is not None
    subscription = device_subscription(device)
    if subscription is None:
        return _Job(message, None, handed=Handed(ok=False, trouble=Trouble.GONE))
    if key is None or device.key_id != key.key_id:
        return _Job(message, None, handed=Handed(ok=False, trouble=Trouble.KEY))
    turn_key = str(message.turn_id)
    parcel = Parcel(
        subscription,
        texts.push_payload(key=turn_key, body=texts.reminder_line()),
        topic=topic_of(turn_key),
        ttl=max(60, int((message.turn.due_at + PATIENCE - now).total_seconds())),
    )
    return _Job(message, parcel)


def _hand_over(job: _Job, carrier: Post, now: datetime) -> Handed | None:
    if isinstance(job.load, Parcel):
        return carrier.push(job.load, now=now)
    if isinstance(job.load, Letter):
        return carrier.mail(job.load)
    return job.handed


def _outcome(job: _Job, future: "Future[Handed | None]") -> Handed | None:
    """What came of it. An error that nobody foresaw holds up this message and no other."""
    error = future.exception()
    if error is None:
        return future.result()
    if not isinstance(error, Exception):
        raise error
    logger.error("Message %s could not be handed over.", job.message.id, exc_info=error)
    trouble = Trouble.MAIL if job.message.channel == Channel.MAIL else Trouble.BUSY
    return Handed(ok=False, trouble=trouble, retry=True)


def _mark(job: _Job, handed: Handed | None, *, now: datetime) -> str:
    """Write down what came of it, unless the lease ran out and another has taken over."""
    message = job.message
    mine = Message.objects.filter(id=message.id, claim=message.claim, state=MessageState.SENDING)
    if mine.select_for_update().first() is None:
        return "dropped"
    if handed is None:
        mine.update(state=MessageState.DROPPED)
        _settle(message.turn_id, job.dropped or TurnState.CHANGED)
        return "dropped"
    if handed.ok:
        mine.update(state=MessageState.SENT, trouble="")
        _settle(message.turn_id, TurnState.SENT)
        _device_told(message, handed, now=now)
        return "sent"
    wait = _wait(message.attempts, handed)
    if handed.retry and now + wait <= message.turn.due_at + PATIENCE:
        mine.update(state=MessageState.WAITING, next_at=now + wait, trouble=handed.trouble)
        return "put_off"
    mine.update(state=MessageState.FAILED, trouble=handed.trouble)
    _settle(message.turn_id, TurnState.FAILED)
    _device_told(message, handed, now=now)
    return "failed"


def _wait(attempts: int, handed: Handed) -> timedelta:
    """1, 2, 4 … 16 minutes, and never less than the other side asked for."""
    own = min(_FIRST_WAIT * (1 << min(attempts - 1, 10)), _LONGEST_WAIT)
    return max(own, timedelta(seconds=handed.retry_after or 0))


def _device_told(message: Message, handed: Handed, *, now: datetime) -> None:
    if message.device_id is None:
        return
    device = PushDevice.objects.filter(id=message.device_id)
    if handed.ok:
        device.update(trouble="", reached_at=now)
    elif handed.trouble == Trouble.GONE:
        device.update(trouble=Trouble.GONE, sealed=b"")
    else:
        device.update(trouble=handed.trouble)


def _settle(turn_id: uuid.UUID, state: TurnState) -> None:
    """A turn was sent when one of its messages was; it has failed when all have ended without."""
    turn = Turn.objects.filter(id=turn_id).exclude(state=TurnState.SENT)
    if state != TurnState.SENT:
        waiting = (MessageState.WAITING, MessageState.SENDING)
        if Message.objects.filter(turn_id=turn_id, state__in=waiting).exists():
            return
        if Message.objects.filter(turn_id=turn_id, state=MessageState.FAILED).exists():
            state = TurnState.FAILED
    turn.update(state=state)
