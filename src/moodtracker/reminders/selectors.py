"""What is read about reminders. Every selector takes the owner, so none can answer for another."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import QuerySet

from moodtracker.accounts.models import User
from moodtracker.core.time import DEFAULT_ZONE, is_zone
from moodtracker.diary.models import Entry
from moodtracker.reminders.models import (
    PushDevice,
    Reminder,
    ReminderSettings,
    Skip,
    Turn,
    TurnState,
)
from moodtracker.reminders.schedule import Due, dues_between, wall_time

UNDO_DAYS = 30
# How long before a turn an entry makes it needless, for reminders that say so.
WINDOW = timedelta(hours=3)
_LOOK_AHEAD = timedelta(days=15)


@dataclass(frozen=True, slots=True)
class NextTurn:
    """The next turn that will be sent, unless an entry makes it needless."""

    due: Due
    zone: str


def zone_of(user: User) -> str:
    """The person's zone, or the default where the system has forgotten theirs."""
    return user.zone if is_zone(user.zone) else DEFAULT_ZONE


def reminders_of(*, owner: User) -> QuerySet[Reminder]:
    """The owner's reminders that are not deleted, by the time of the day."""
    return Reminder.objects.filter(owner=owner, deleted_at=None)


def reminder_get(*, owner: User, reminder_id: uuid.UUID) -> Reminder:
    """One reminder of the owner. Raises `Reminder.DoesNotExist` for any other."""
    return reminders_of(owner=owner).get(id=reminder_id)


def settings_of(*, owner: User) -> ReminderSettings:
    """What holds for all reminders; an unsaved row where nothing was set."""
    return ReminderSettings.objects.filter(owner=owner).first() or ReminderSettings(owner=owner)


def devices_of(*, owner: User) -> list[PushDevice]:
    """The owner's devices, those that are gone included until they are removed."""
    return list(PushDevice.objects.filter(owner=owner))


def turns_recent(*, owner: User, limit: int = 5) -> list[Turn]:
    """What became of the last turns, newest first, with the messages that had trouble."""
    return list(
        Turn.objects.filter(reminder__owner=owner)
        .exclude(state=TurnState.PAUSED)
        .prefetch_related("messages__device")[:limit]
    )


def holding_back(
    *, turn_day: date, at: datetime, zone: str, rules: ReminderSettings
) -> TurnState | None:
    """Why nothing may be sent at an instant: the pause or the quiet hours; None when it may."""
    if rules.paused_until is not None and turn_day <= rules.paused_until:
        return TurnState.PAUSED
    if rules.quiet is not None and rules.quiet.cover(wall_time(at, zone=zone)):
        return TurnState.QUIET
    return None


def is_written(*, reminder: Reminder, owner: User, due: Due, now: datetime) -> bool:
    """Whether an entry makes this turn needless, by the reminder's own rule."""
    entries = Entry.objects.filter(owner=owner, deleted_at=None)
    if reminder.skip == Skip.DAY:
        return entries.filter(local_date=due.day).exists()
    if reminder.skip == Skip.WINDOW:
        start = due.instant - WINDOW
        return entries.filter(recorded_at__gt=start, recorded_at__lte=now).exists()
    return False


def next_turn(*, owner: User, reminders: list[Reminder], now: datetime) -> NextTurn | None:
    """The first turn of all that are switched on, which neither pause nor quiet hours hold back."""
    zone, rules = zone_of(owner), settings_of(owner=owner)
    after = now
    if rules.paused_until is not None:
        # Midday before the first day after the pause, whatever the zone's offset.
        resumed = datetime.combine(rules.paused_until, datetime.min.time(), tzinfo=now.tzinfo)
        after = max(now, resumed - timedelta(days=1))
    found = []
    for reminder in reminders:
        if not reminder.enabled:
            continue
        dues = dues_between(reminder.plan, zone=zone, after=after, until=after + _LOOK_AHEAD)
        due = next((due for due in dues if not _held_back(due, zone, rules)), None)
        if due is not None:
            found.append(due)
    first = min(found, key=lambda due: due.instant, default=None)
    return NextTurn(first, zone) if first else None


def _held_back(due: Due, zone: str, rules: ReminderSettings) -> bool:
    state = holding_back(turn_day=due.day, at=due.instant, zone=zone, rules=rules)
    return state is not None
