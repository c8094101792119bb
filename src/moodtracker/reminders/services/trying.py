"""The two test buttons: one message now, and what came of it in words."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from moodtracker.accounts.models import User
from moodtracker.reminders import selectors, texts
from moodtracker.reminders.errors import TooSoonError
from moodtracker.reminders.mail import can_mail, letter_for
from moodtracker.reminders.models import PushDevice, ReminderSettings, Trouble
from moodtracker.reminders.post import Post, RealPost, current_key
from moodtracker.reminders.push import Handed, Parcel, topic_of
from moodtracker.reminders.services.devices import device_subscription

_BETWEEN = timedelta(minutes=1)
_TTL = 120


@dataclass(frozen=True, slots=True)
class Tried:
    """Whether something went out, and a sentence about it."""

    ok: bool
    words: str


def push_try(*, owner: User, now: datetime, post: Post | None = None) -> Tried:
    """Send a test to every device of the person. Raises TooSoonError within a minute."""
    devices = [d for d in selectors.devices_of(owner=owner) if d.sealed]
    if not devices:
        return Tried(ok=False, words=_("켜 둔 기기가 없어요. 이 기기에서 먼저 켜 주세요."))
    _once_a_minute(owner, "push_tried_at", now)
    troubles = []
    for device, handed in zip(devices, _pushed(devices, post or RealPost(), now), strict=True):
        changed: dict[str, object] = {"trouble": handed.trouble}
        if handed.ok:
            changed["reached_at"] = now
        if handed.trouble == Trouble.GONE:
            changed["sealed"] = b""
        PushDevice.objects.filter(id=device.id).update(**changed)
        if not handed.ok:
            troubles.append(f"{device.name}: {Trouble(handed.trouble).label}")
    reached = len(devices) - len(troubles)
    words = []
    if reached:
        words.append(
            ngettext(
                "%(count)d대에 시험 알림을 보냈어요. 곧 화면에 떠요.",
                "%(count)d대에 시험 알림을 보냈어요. 곧 화면에 떠요.",
                reached,
            )
            % {"count": reached}
        )
    return Tried(ok=not troubles, words=" ".join([*words, *troubles]))


def mail_try(*, owner: User, now: datetime, post: Post | None = None) -> Tried:
    """Send a test to the person's address. Raises TooSoonError within a minute."""
    if not can_mail():
        return Tried(ok=False, words=_("이 서비스에는 메일 서버가 없어서 메일을 보낼 수 없어요."))
    _once_a_minute(owner, "mail_tried_at", now)
    line = texts.trial_line()
    letter = letter_for(owner, key=f"try-{owner.pk}-{now:%Y%m%d%H%M%S}", subject=line, text=line)
    handed = (post or RealPost()).mail(letter)
    if handed.ok:
        return Tried(ok=True, words=_("%(to)s 앞으로 메일을 보냈어요.") % {"to": letter.to})
    return Tried(ok=False, words=str(Trouble(handed.trouble).label))


def _pushed(devices: list[PushDevice], carrier: Post, now: datetime) -> list[Handed]:
    """To all at once: ten that do not answer shall hold up this request no longer than one."""
    loads = [_parcel(device, now) for device in devices]
    with ThreadPoolExecutor(len(loads), thread_name_prefix="push-try") as pool:
        return list(
            pool.map(
                lambda load: load if isinstance(load, Handed) else carrier.push(load, now=now),
                loads,
            )
        )


def _parcel(device: PushDevice, now: datetime) -> Parcel | Handed:
    """What is to be handed over, or why nothing is."""
    subscription, key = device_subscription(device), current_key()
    if subscription is None:
        return Handed(ok=False, trouble=Trouble.GONE)
    if key is None or key.key_id != device.key_id:
        return Handed(ok=False, trouble=Trouble.KEY)
    name = f"try-{device.id}-{now:%Y%m%d%H%M%S}"
    payload = texts.push_payload(key=name, body=texts.trial_line())
    return Parcel(subscription, payload, topic_of(name), _TTL)


def _once_a_minute(owner: User, column: str, now: datetime) -> None:
    """Takes the minute in one statement, so that two presses at once do not both get through."""
    ReminderSettings.objects.get_or_create(owner=owner)
    # A mark in the future was left by a clock that has been set back since.
    free = (
        Q(**{column: None}) | Q(**{f"{column}__lte": now - _BETWEEN}) | Q(**{f"{column}__gt": now})
    )
    rows = ReminderSettings.objects.filter(owner=owner)
    if rows.filter(free).update(**{column: now}):
        return
    last = rows.values_list(column, flat=True).get()
    left = (_BETWEEN - (now - last)).total_seconds() if last else 0
    raise TooSoonError(max(1, round(left)))
