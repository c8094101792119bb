"""From the schedule to the outbox: which turns have come, and which of them are to be sent."""

import time
import uuid
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q

from moodtracker.core.time import is_zone
from moodtracker.reminders import selectors
from moodtracker.reminders.models import (
    Channel,
    Message,
    PushDevice,
    Reminder,
    ReminderSettings,
    Turn,
    TurnState,
)
from moodtracker.reminders.schedule import Due, dues_between
from moodtracker.reminders.services.plans import arm

# A turn that nobody was there to send is still sent this long after, and dropped later.
GRACE = timedelta(minutes=15)
# How far back missed turns are written down.
LOOK_BACK = timedelta(days=7)
# A clock that is set back leaves marks in the future; a little ahead is two machines' drift.
DRIFT = timedelta(minutes=5)
# Reminders in one transaction: each commit waits for the disk, and a long one for nobody else.
_TOGETHER = 50


def turns_lay(*, now: datetime, seconds: float = 40.0) -> int:
    """Put every turn that has come into the outbox, or write down why it is not sent.

    Safe to run by several workers at once and again after a crash: a turn's key is unique, and
    the row of a reminder moves on in the transaction that writes its turns. When the time is
    up, the rest waits for the next run. Returns how many reminders were looked at.
    """
    come = (
        Reminder.objects.filter(enabled=True, deleted_at=None, owner__is_active=True)
        .filter(Q(next_at__lte=now) | Q(checked_at__gt=now + DRIFT) | ~Q(zone=F("owner__zone")))
        .order_by("next_at")
        .values_list("id", flat=True)
    )
    end, looked, ids = time.monotonic() + seconds, 0, list(come)
    for start in range(0, len(ids), _TOGETHER):
        if time.monotonic() > end:
            break
        with transaction.atomic():
            for reminder_id in ids[start : start + _TOGETHER]:
                _lay(reminder_id, now=now)
                looked += 1
    return looked


def _lay(reminder_id: uuid.UUID, *, now: datetime) -> None:
    reminder = (
        Reminder.objects.select_for_update(of=("self",))
        .select_related("owner")
        .filter(id=reminder_id, enabled=True, deleted_at=None)
        .first()
    )
    if reminder is None:
        return
    if now < reminder.checked_at <= now + DRIFT:
        return  # another machine's clock is a little ahead and has seen to it
    # Up to now the zone counted for which the reminder was armed; one that the person has changed
    # counts from now on, so that a flight neither repeats a turn nor makes one up.
    zone = reminder.zone if is_zone(reminder.zone) else selectors.zone_of(reminder.owner)
    if reminder.checked_at <= now:
        after = max(reminder.checked_at, now - LOOK_BACK)
        rules = selectors.settings_of(owner=reminder.owner)
        for due in dues_between(reminder.plan, zone=zone, after=after, until=now):
            _write(reminder, due, zone=zone, rules=rules, now=now)
    arm(reminder, owner=reminder.owner, now=now)
    reminder.save(update_fields=["zone", "checked_at", "next_at"])


def _write(
    reminder: Reminder, due: Due, *, zone: str, rules: ReminderSettings, now: datetime
) -> None:
    state = _state(reminder, due, zone=zone, rules=rules, now=now)
    turn, made = Turn.objects.get_or_create(
        reminder=reminder,
        day=due.day,
        clock=due.clock,
        defaults={"due_at": due.instant, "state": state},
    )
    if not made or state != TurnState.DUE:
        return
    messages = _messages(reminder, turn, rules=rules, now=now)
    if messages:
        Message.objects.bulk_create(messages)
    else:
        turn.state = TurnState.NOWHERE
        turn.save(update_fields=["state"])


def _state(
    reminder: Reminder, due: Due, *, zone: str, rules: ReminderSettings, now: datetime
) -> TurnState:
    held = selectors.holding_back(turn_day=due.day, at=due.instant, zone=zone, rules=rules)
    if held is not None:
        return held
    if now - due.instant > GRACE:
        return TurnState.MISSED
    if selectors.is_written(reminder=reminder, owner=reminder.owner, due=due, now=now):
        return TurnState.WRITTEN
    return TurnState.DUE


def _messages(
    reminder: Reminder, turn: Turn, *, rules: ReminderSettings, now: datetime
) -> list[Message]:
    messages = []
    if reminder.by_push:
        devices = PushDevice.objects.filter(owner=reminder.owner).exclude(sealed=b"")
        messages = [
            Message(turn=turn, channel=Channel.PUSH, device=device, next_at=now)
            for device in devices
        ]
    if reminder.by_mail and rules.mail_stopped_at is None:
        messages.append(Message(turn=turn, channel=Channel.MAIL, next_at=now))
    return messages
