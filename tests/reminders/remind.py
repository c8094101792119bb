"""Reminders written for tests, and a post office that remembers instead of sending."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any

from diary_words import entry_at
from push_service import Browser

from moodtracker.accounts.models import User
from moodtracker.reminders import services
from moodtracker.reminders.mail import Letter
from moodtracker.reminders.models import PushDevice, Reminder, Skip
from moodtracker.reminders.post import current_key
from moodtracker.reminders.push import Handed, Parcel

OK = Handed(ok=True)
__all__ = ["OK", "FakePost", "device", "entry_at", "remind", "run"]


@dataclass(slots=True)
class FakePost:
    """Hands everything over at once; `answer` says what comes of it."""

    answer: Callable[[Parcel | Letter], Handed] = lambda _load: OK
    pushed: list[Parcel] = field(default_factory=list)
    mailed: list[Letter] = field(default_factory=list)

    def push(self, parcel: Parcel, *, now: datetime) -> Handed:
        self.pushed.append(parcel)
        return self.answer(parcel)

    def mail(self, letter: Letter) -> Handed:
        self.mailed.append(letter)
        return self.answer(letter)


def wish(clock: time = time(21), **changes: Any) -> services.Wish:
    asked = {"days": range(7), "skip": Skip.DAY, "by_push": True, "by_mail": False, **changes}
    return services.Wish(clock, **asked)


def remind(owner: User, clock: time = time(21), *, now: datetime, **changes: Any) -> Reminder:
    return services.reminder_add(owner=owner, wish=wish(clock, **changes), now=now)


def device(owner: User, *, now: datetime, browser: Browser | None = None) -> PushDevice:
    browser, key = browser or Browser(), current_key()
    assert key is not None
    return services.device_add(
        owner=owner,
        endpoint=browser.endpoint,
        p256dh=browser.p256dh,
        auth="MDEyMzQ1Njc4OWFiY2RlZg",
        key_id=key.key_id,
        name="Chrome · Android",
        now=now,
    )


def run(post: FakePost, start: datetime, minutes: int, step: int = 1) -> None:
    """The job, each minute, as the consumer runs it."""
    for minute in range(0, minutes, step):
        services.reminders_run(now=start + timedelta(minutes=minute), post=post)
