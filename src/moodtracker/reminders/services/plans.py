"""Writing, changing and putting away reminders, and what holds for all of them."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import transaction

from moodtracker.accounts.models import User
from moodtracker.reminders import selectors
from moodtracker.reminders.errors import TooManyRemindersError
from moodtracker.reminders.models import Reminder, ReminderSettings, Skip, Turn
from moodtracker.reminders.schedule import next_due

REMINDER_LIMIT = 12
# What became of turns is kept for a while, for the person to see and so that none comes twice.
_TURNS_KEPT = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person asks of a reminder."""

    clock: time
    days: Collection[int]
    skip: Skip
    by_push: bool
    by_mail: bool


def reminder_add(*, owner: User, wish: Wish, now: datetime) -> Reminder:
    """A new reminder, due from now on. Raises TooManyRemindersError."""
    with transaction.atomic():
        _lock(owner)
        if selectors.reminders_of(owner=owner).count() >= REMINDER_LIMIT:
            raise TooManyRemindersError(REMINDER_LIMIT)
        reminder = Reminder(owner=owner, created_at=now)
        _fill(reminder, wish)
        arm(reminder, owner=owner, now=now)
        reminder.save(force_insert=True)
    return reminder


def reminder_edit(*, owner: User, reminder_id: uuid.UUID, wish: Wish, now: datetime) -> Reminder:
    """Change a reminder; what was due before now is let go. Raises `Reminder.DoesNotExist`."""
    with transaction.atomic():
        reminder = _locked(owner, reminder_id)
        _fill(reminder, wish)
        arm(reminder, owner=owner, now=now)
        reminder.save()
    return reminder


def reminder_switch(
    *, owner: User, reminder_id: uuid.UUID, enabled: bool, now: datetime
) -> Reminder:
    """Switch on or off; switched on, it is due from now on. Raises `Reminder.DoesNotExist`."""
    with transaction.atomic():
        reminder = _locked(owner, reminder_id)
        reminder.enabled = enabled
        arm(reminder, owner=owner, now=now)
        reminder.save()
    return reminder


def reminder_delete(*, owner: User, reminder_id: uuid.UUID, now: datetime) -> Reminder:
    """Put a reminder away; `reminder_restore` brings it back for 30 days.

    Raises `Reminder.DoesNotExist`.
    """
    with transaction.atomic():
        reminder = _locked(owner, reminder_id)
        reminder.deleted_at = now
        reminder.save(update_fields=["deleted_at"])
    return reminder


def reminder_restore(*, owner: User, reminder_id: uuid.UUID, now: datetime) -> Reminder:
    """Bring a deleted reminder back, due from now on; one that stands stays as it is.

    Raises `Reminder.DoesNotExist`, also once 30 days have gone, and TooManyRemindersError.
    """
    with transaction.atomic():
        _lock(owner)
        reminder = Reminder.objects.select_for_update().get(owner=owner, id=reminder_id)
        if reminder.deleted_at is not None:
            if reminder.deleted_at <= now - timedelta(days=selectors.UNDO_DAYS):
                raise Reminder.DoesNotExist
            if selectors.reminders_of(owner=owner).count() >= REMINDER_LIMIT:
                raise TooManyRemindersError(REMINDER_LIMIT)
            reminder.deleted_at = None
            arm(reminder, owner=owner, now=now)
            reminder.save()
    return reminder


def quiet_set(*, owner: User, hours: tuple[time, time] | None) -> None:
    """Set the quiet hours; None takes them away."""
    start, end = hours or (None, None)
    ReminderSettings.objects.update_or_create(
        owner=owner, defaults={"quiet_from": start, "quiet_until": end}
    )


def pause_set(*, owner: User, until: date | None) -> None:
    """Pause all reminders up to and with a date; None ends the pause."""
    ReminderSettings.objects.update_or_create(owner=owner, defaults={"paused_until": until})


def mail_stop(*, owner: User, now: datetime) -> None:
    """Send this person no reminder by mail any more, until they ask for it again."""
    ReminderSettings.objects.update_or_create(owner=owner, defaults={"mail_stopped_at": now})


def mail_resume(*, owner: User) -> None:
    """Send reminders by mail again."""
    ReminderSettings.objects.filter(owner=owner).update(mail_stopped_at=None)


def reminders_purge(*, now: datetime) -> None:
    """Remove what was put away 30 days ago, and what became of turns 60 days ago."""
    old = now - timedelta(days=selectors.UNDO_DAYS)
    Reminder.objects.filter(deleted_at__lte=old).delete()
    Turn.objects.filter(due_at__lt=now - _TURNS_KEPT).delete()


def arm(reminder: Reminder, *, owner: User, now: datetime) -> None:
    """Reckon from now on, in the owner's zone; nothing before now is due any more."""
    reminder.zone = selectors.zone_of(owner)
    reminder.checked_at = now
    due = next_due(reminder.plan, zone=reminder.zone, after=now)
    reminder.next_at = due.instant if due else None


def _fill(reminder: Reminder, wish: Wish) -> None:
    reminder.clock = wish.clock
    reminder.days = sum(1 << day for day in set(wish.days))
    reminder.skip = wish.skip
    reminder.by_push = wish.by_push
    reminder.by_mail = wish.by_mail


def _lock(owner: User) -> None:
    """Two requests of one person at once count one after the other."""
    User.objects.select_for_update().get(pk=owner.pk)


def _locked(owner: User, reminder_id: uuid.UUID) -> Reminder:
    return Reminder.objects.select_for_update().get(owner=owner, id=reminder_id, deleted_at=None)
