"""The page of reminders: everything about them on one sheet."""

from dataclasses import dataclass
from datetime import datetime, time
from http import HTTPStatus
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from moodtracker.accounts.models import User
from moodtracker.accounts.requests import person
from moodtracker.reminders import selectors, texts
from moodtracker.reminders.forms import PauseForm, QuietForm
from moodtracker.reminders.mail import can_mail
from moodtracker.reminders.models import (
    MessageState,
    PushDevice,
    Reminder,
    ReminderSettings,
    Skip,
    Trouble,
    Turn,
    TurnState,
)
from moodtracker.reminders.post import current_key
from moodtracker.reminders.services import REMINDER_LIMIT


@dataclass(frozen=True, slots=True)
class Row:
    """A reminder in words. `hushed` when quiet hours cover its time."""

    reminder: Reminder
    clock: str
    days: str
    ways: str
    skip: str
    hushed: bool


@dataclass(frozen=True, slots=True)
class DeviceRow:
    """A device, and what is the matter with it, if anything is."""

    device: PushDevice
    trouble: str
    reached: str


@dataclass(frozen=True, slots=True)
class PastTurn:
    """What became of a turn, and why it did not get through where it did not."""

    when: str
    state: str
    words: str
    troubles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """What the page shows. `known` has the hashes of the endpoints that work, for the script to
    tell whether its browser is among them.
    """

    rows: tuple[Row, ...]
    next_words: str
    devices: tuple[DeviceRow, ...]
    past: tuple[PastTurn, ...]
    rules: ReminderSettings
    paused: str
    quiet: str
    can_mail: bool
    mail_wanted: bool
    push_wanted: bool
    key: str
    known: str
    full: bool


def render_page(
    request: HttpRequest,
    *,
    quiet_form: QuietForm | None = None,
    pause_form: PauseForm | None = None,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    """The page, with the forms as they were sent where something is wrong with them."""
    owner, now = person(request), timezone.now()
    page = build_page(owner, now=now)
    rules = page.rules
    today = now.astimezone(ZoneInfo(selectors.zone_of(owner))).date()
    context = {
        "page": page,
        "quiet_form": quiet_form
        or QuietForm(initial={"start": rules.quiet_from, "end": rules.quiet_until}),
        "pause_form": pause_form or PauseForm(today=today),
    }
    return render(request, "reminders/index.html", context, status=status)


def build_page(owner: User, *, now: datetime) -> Page:
    """Everything the page tells."""
    reminders = list(selectors.reminders_of(owner=owner))
    rules = selectors.settings_of(owner=owner)
    upcoming = selectors.next_turn(owner=owner, reminders=reminders, now=now)
    key = current_key()
    zone = ZoneInfo(selectors.zone_of(owner))
    today = now.astimezone(zone).date()
    paused = rules.paused_until if rules.paused_until and rules.paused_until >= today else None
    quiet = rules.quiet
    devices = tuple(
        _device(device, now=now, zone=zone, key_id=key.key_id if key else "")
        for device in selectors.devices_of(owner=owner)
    )
    return Page(
        rows=tuple(_row(reminder, rules) for reminder in reminders),
        next_words=texts.due_words(upcoming.due, zone=upcoming.zone, now=now) if upcoming else "",
        devices=devices,
        past=tuple(_past(turn, now=now, zone=zone) for turn in selectors.turns_recent(owner=owner)),
        rules=rules,
        paused=texts.day_words(paused, today=today) if paused else "",
        quiet=_span(quiet.start, quiet.end) if quiet else "",
        can_mail=can_mail(),
        mail_wanted=any(reminder.by_mail for reminder in reminders),
        push_wanted=any(reminder.by_push for reminder in reminders),
        key=key.public if key else "",
        known=" ".join(row.device.endpoint_hash for row in devices if not row.trouble),
        full=len(reminders) >= REMINDER_LIMIT,
    )


def _row(reminder: Reminder, rules: ReminderSettings) -> Row:
    ways = []
    if reminder.by_push:
        ways.append(_("브라우저 알림"))
    if reminder.by_mail:
        ways.append(_("이메일"))
    return Row(
        reminder=reminder,
        clock=texts.clock_words(reminder.clock),
        days=texts.days_words(reminder.weekdays),
        ways=", ".join(ways),
        skip=str(Skip(reminder.skip).label),
        hushed=rules.quiet is not None and rules.quiet.cover(reminder.clock),
    )


def _device(device: PushDevice, *, now: datetime, zone: ZoneInfo, key_id: str) -> DeviceRow:
    trouble = device.trouble or ("" if device.key_id == key_id else Trouble.KEY)
    reached = ""
    if device.reached_at:
        reached = _when(device.reached_at, now=now, zone=zone)
    return DeviceRow(device, str(Trouble(trouble).label), reached)


def _past(turn: Turn, *, now: datetime, zone: ZoneInfo) -> PastTurn:
    failed = [m for m in turn.messages.all() if m.trouble and m.state != MessageState.SENT]
    return PastTurn(
        when=_when(turn.due_at, now=now, zone=zone),
        state=turn.state,
        words=str(TurnState(turn.state).label),
        troubles=tuple(dict.fromkeys(str(Trouble(m.trouble).label) for m in failed)),
    )


def _when(instant: datetime, *, now: datetime, zone: ZoneInfo) -> str:
    wall = instant.astimezone(zone)
    day = texts.day_words(wall.date(), today=now.astimezone(zone).date())
    return _("%(day)s %(clock)s") % {"day": day, "clock": texts.clock_words(wall.time())}


def _span(start: time, end: time) -> str:
    return _("%(start)s부터 %(end)s까지") % {
        "start": texts.clock_words(start),
        "end": texts.clock_words(end),
    }
