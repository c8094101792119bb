"""Reminders, the devices they go to, and what became of each turn."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from moodtracker.core.time import DEFAULT_ZONE
from moodtracker.reminders.schedule import EVERY_DAY, Plan, QuietHours

NAME_MAX_LENGTH = 60


class Skip(models.TextChoices):
    """When an entry makes a reminder needless."""

    DAY = "day", _("오늘 이미 적었으면 쉬어요")
    WINDOW = "window", _("앞 세 시간 안에 적었으면 쉬어요")
    NEVER = "never", _("적었어도 알려 줘요")


class Channel(models.TextChoices):
    """How a word reaches the person."""

    PUSH = "push", "push"
    MAIL = "mail", "mail"


class TurnState(models.TextChoices):
    """What became of one turn of a reminder."""

    DUE = "due", _("보내는 중이에요")
    SENT = "sent", _("보냈어요")
    WRITTEN = "written", _("이미 적어서 쉬었어요")
    QUIET = "quiet", _("조용한 시간이라 쉬었어요")
    PAUSED = "paused", _("쉬는 동안이었어요")
    MISSED = "missed", _("서비스가 꺼져 있어서 놓쳤어요")
    FAILED = "failed", _("보내지 못했어요")
    NOWHERE = "nowhere", _("받을 기기나 메일이 없었어요")
    CHANGED = "changed", _("그 사이에 알림을 바꾸거나 꺼서 쉬었어요")


class MessageState(models.TextChoices):
    """Where a message of the outbox stands."""

    WAITING = "waiting", "waiting"
    SENDING = "sending", "sending"
    SENT = "sent", "sent"
    DROPPED = "dropped", "dropped"
    FAILED = "failed", "failed"


class Trouble(models.TextChoices):
    """Why a message did not get through, in words for the person."""

    NONE = "", ""
    GONE = "gone", _("브라우저가 이 기기의 알림을 끊었어요. 그 기기에서 다시 켜 주세요.")
    KEY = "key", _("서비스의 열쇠가 바뀌었어요. 그 기기에서 알림을 다시 켜 주세요.")
    REFUSED = "refused", _("알림 서비스가 받지 않았어요. 그 기기에서 알림을 껐다 켜 주세요.")
    BUSY = "busy", _("알림 서비스가 바쁘거나 답하지 않았어요. 다음 알림 때 다시 보내 볼게요.")
    MAIL = "mail", _("메일 서버가 받지 않았어요. 다음 알림 때 다시 보내 볼게요.")
    ADDRESS = "address", _("메일 서버가 이 주소를 모른다고 해요. 설정에서 주소를 살펴봐 주세요.")


class Reminder(models.Model):
    """A time on the wall of its owner, on chosen weekdays, by chosen ways.

    `days` has a bit for each weekday, Monday the lowest. `checked_at` is up to when turns were
    looked for and `next_at` when the next one is due; both hold for `zone`, and are reckoned
    anew when the owner's zone is another.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="reminders"
    )
    clock = models.TimeField()
    days = models.PositiveSmallIntegerField(default=127)
    skip = models.CharField(max_length=8, choices=Skip.choices, default=Skip.DAY)
    by_push = models.BooleanField(default=True)
    by_mail = models.BooleanField(default=False)
    enabled = models.BooleanField(default=True)
    zone = models.CharField(max_length=64, default=DEFAULT_ZONE)
    checked_at = models.DateTimeField()
    next_at = models.DateTimeField(null=True, blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        """By the time of the day."""

        ordering: ClassVar[list[str]] = ["clock", "created_at"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["next_at"],
                name="reminders_reminder_next",
                condition=Q(enabled=True, deleted_at=None),
            ),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(days__gte=1, days__lte=127), name="reminders_reminder_has_days"
            ),
            models.CheckConstraint(
                condition=Q(by_push=True) | Q(by_mail=True), name="reminders_reminder_has_a_way"
            ),
            models.CheckConstraint(
                condition=Q(skip__in=Skip.values), name="reminders_reminder_skip_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.clock:%H:%M}"

    @property
    def weekdays(self) -> frozenset[int]:
        """The weekdays, 0 for Monday."""
        return frozenset(day for day in EVERY_DAY if self.days >> day & 1)

    @property
    def plan(self) -> Plan:
        """What the schedule reckons with."""
        return Plan(self.clock, self.weekdays)


class ReminderSettings(models.Model):
    """What holds for all reminders of a person. No row means nothing was set."""

    owner = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="reminder_settings",
        primary_key=True,
    )
    quiet_from = models.TimeField(null=True, blank=True)
    quiet_until = models.TimeField(null=True, blank=True)
    paused_until = models.DateField(null=True, blank=True, help_text="The last day of the pause.")
    mail_stopped_at = models.DateTimeField(null=True, blank=True)
    push_tried_at = models.DateTimeField(null=True, blank=True)
    mail_tried_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """Quiet hours have two ends or none."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(quiet_from=None, quiet_until=None)
                | Q(quiet_from__isnull=False, quiet_until__isnull=False),
                name="reminders_settings_quiet_has_two_ends",
            ),
            models.CheckConstraint(
                condition=Q(quiet_from=None) | ~Q(quiet_from=F("quiet_until")),
                name="reminders_settings_quiet_has_a_length",
            ),
        ]

    def __str__(self) -> str:
        return f"reminders of {self.owner_id}"

    @property
    def quiet(self) -> QuietHours | None:
        """The quiet hours, when there are any."""
        if self.quiet_from is None or self.quiet_until is None:
            return None
        return QuietHours(self.quiet_from, self.quiet_until)


class PushDevice(models.Model):
    """A browser that agreed to show notifications.

    `sealed` holds the subscription (endpoint and keys); it is emptied when the push service says
    that the subscription is gone, and the row stays until its owner has seen that. `key_id`
    names the service's key that the subscription was made for.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="push_devices"
    )
    name = models.CharField(max_length=NAME_MAX_LENGTH)
    endpoint_hash = models.CharField(max_length=64, unique=True)
    sealed = models.BinaryField(blank=True)
    key_id = models.CharField(max_length=16)
    trouble = models.CharField(max_length=8, blank=True, choices=Trouble.choices)
    created_at = models.DateTimeField()
    reached_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """Newest last."""

        ordering: ClassVar[list[str]] = ["created_at", "id"]

    def __str__(self) -> str:
        return self.name


class Turn(models.Model):
    """One turn of a reminder: reminder, local date and wall time make the key that keeps it
    from happening twice.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reminder = models.ForeignKey(Reminder, on_delete=models.CASCADE, related_name="turns")
    day = models.DateField()
    clock = models.TimeField()
    due_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=TurnState.choices)

    class Meta:
        """Once, whatever the zone does."""

        ordering: ClassVar[list[str]] = ["-due_at", "-id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["due_at"], name="reminders_turn_due"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["reminder", "day", "clock"], name="reminders_turn_once"
            ),
            models.CheckConstraint(
                condition=Q(state__in=TurnState.values), name="reminders_turn_state_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.clock:%H:%M} {self.state}"


class Message(models.Model):
    """One message of the outbox: a turn on its way to one device or to the mail server.

    Whoever sends it holds `claim` until `lease_until`; after that another may take it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    turn = models.ForeignKey(Turn, on_delete=models.CASCADE, related_name="messages")
    channel = models.CharField(max_length=4, choices=Channel.choices)
    device = models.ForeignKey(
        PushDevice, on_delete=models.CASCADE, null=True, blank=True, related_name="messages"
    )
    state = models.CharField(
        max_length=8, choices=MessageState.choices, default=MessageState.WAITING
    )
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField()
    claim = models.UUIDField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    trouble = models.CharField(max_length=8, blank=True, choices=Trouble.choices)

    class Meta:
        """Once a device, once by mail."""

        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["state", "next_at"],
                name="reminders_message_open",
                condition=Q(state__in=["waiting", "sending"]),
            ),
            models.Index(fields=["claim"], name="reminders_message_claim"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["turn", "device"], name="reminders_message_once_a_device"
            ),
            models.UniqueConstraint(
                fields=["turn"],
                condition=Q(channel="mail"),
                name="reminders_message_once_by_mail",
            ),
            models.CheckConstraint(
                condition=Q(channel="mail", device=None) | Q(channel="push", device__isnull=False),
                name="reminders_message_push_has_a_device",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.state}"
