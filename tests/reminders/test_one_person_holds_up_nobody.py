"""Addresses that do not answer, and pictures asked for all at once, keep no page from others."""

import threading

import pytest
from django.utils import timezone
from push_service import Browser
from remind import OK, FakePost, device

from moodtracker.accounts.models import User
from moodtracker.paper import drawing
from moodtracker.paper.errors import PaperError
from moodtracker.reminders import services
from moodtracker.reminders.mail import Letter
from moodtracker.reminders.push import Handed, Parcel


@pytest.mark.django_db
def test_a_test_goes_to_all_devices_at_once(hana: User) -> None:
    now = timezone.now()
    for number in range(3):
        device(hana, now=now, browser=Browser(f"https://push.example/send/{number}"))
    all_there = threading.Barrier(3, timeout=20)

    def answer(_load: Parcel | Letter) -> Handed:
        all_there.wait()  # one after the other, nobody would ever come
        return OK

    assert services.push_try(owner=hana, now=now, post=FakePost(answer)).ok


def test_only_so_many_wait_for_a_chart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawing, "_LINE", threading.BoundedSemaphore(1))
    with drawing._LINE, pytest.raises(PaperError):
        drawing.draw({}, "svg")
