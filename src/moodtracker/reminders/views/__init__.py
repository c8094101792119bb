"""The views of reminders: each parses the request, calls one service or selector, and answers."""

from moodtracker.reminders.views.devices import device_add, device_remove, device_rename, try_push
from moodtracker.reminders.views.mail import mail_resume, mail_stop, try_mail
from moodtracker.reminders.views.reminders import (
    add,
    delete,
    edit,
    index,
    pause,
    pause_end,
    quiet,
    restore,
    switch,
)

__all__ = [
    "add",
    "delete",
    "device_add",
    "device_remove",
    "device_rename",
    "edit",
    "index",
    "mail_resume",
    "mail_stop",
    "pause",
    "pause_end",
    "quiet",
    "restore",
    "switch",
    "try_mail",
    "try_push",
]
