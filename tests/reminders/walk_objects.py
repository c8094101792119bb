"""A reminder and a device of 하나, for the walk over the URL table."""

from datetime import time

from django.utils import timezone

from moodtracker.accounts.models import User
from moodtracker.reminders import services
from moodtracker.reminders.mail import stop_token
from moodtracker.reminders.models import PushDevice, Skip

OF_REMINDER = ("edit", "switch", "delete", "restore")
OF_DEVICE = ("device_remove", "device_rename")


def walk_objects(owner: User) -> dict[str, dict[str, object]]:
    now = timezone.now()
    wish = services.Wish(time(21), range(7), Skip.DAY, by_push=True, by_mail=False)
    reminder = services.reminder_add(owner=owner, wish=wish, now=now)
    device = PushDevice.objects.create(
        owner=owner, name="Chrome", endpoint_hash="0" * 64, sealed=b"x", created_at=now
    )
    return {
        **{f"reminders:{name}": {"reminder_id": reminder.id} for name in OF_REMINDER},
        **{f"reminders:{name}": {"device_id": device.id} for name in OF_DEVICE},
        "reminders:mail_stop": {"token": stop_token(owner)},
    }
