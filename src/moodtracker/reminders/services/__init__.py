"""What changes about reminders, and the outbox that sends them."""

from datetime import datetime

from moodtracker.reminders.post import Post
from moodtracker.reminders.services.devices import device_add, device_remove, device_rename
from moodtracker.reminders.services.plans import (
    REMINDER_LIMIT,
    Wish,
    mail_resume,
    mail_stop,
    pause_set,
    quiet_set,
    reminder_add,
    reminder_delete,
    reminder_edit,
    reminder_restore,
    reminder_switch,
    reminders_purge,
)
from moodtracker.reminders.services.sending import SendReport, messages_send
from moodtracker.reminders.services.trying import Tried, mail_try, push_try
from moodtracker.reminders.services.turns import turns_lay

__all__ = [
    "REMINDER_LIMIT",
    "SendReport",
    "Tried",
    "Wish",
    "device_add",
    "device_remove",
    "device_rename",
    "mail_resume",
    "mail_stop",
    "mail_try",
    "messages_send",
    "pause_set",
    "push_try",
    "quiet_set",
    "reminder_add",
    "reminder_delete",
    "reminder_edit",
    "reminder_restore",
    "reminder_switch",
    "reminders_purge",
    "reminders_run",
    "turns_lay",
]


def reminders_run(*, now: datetime, post: Post | None = None) -> SendReport:
    """What a job does each minute: lay the turns that have come, send what is waiting."""
    turns_lay(now=now)
    return messages_send(now=now, post=post)
