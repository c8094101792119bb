"""Messages are tried at least once, shown once, put off when the other side is busy, and given
up with a word for the person.
"""

import email
import smtplib
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.mail import EmailMessage
from push_service import Browser, PushService, vapid_claims
from remind import FakePost, device, entry_at, remind, run

from moodtracker.accounts.models import User
from moodtracker.reminders import services
from moodtracker.reminders.models import Message, PushDevice, Trouble, Turn
from moodtracker.reminders.post import RealPost, current_key
from moodtracker.reminders.push import Handed
from moodtracker.reminders.services import sending

pytestmark = pytest.mark.django_db
EVENING = datetime(2026, 11, 20, 11, 50, tzinfo=UTC)
NINE = EVENING + timedelta(minutes=10)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def browser() -> Browser:
    return Browser()


@pytest.fixture
def reminded(hana: User, browser: Browser) -> User:
    device(hana, now=EVENING, browser=browser)
    remind(hana, now=EVENING)
    return hana


def state() -> tuple[str, str, str]:
    message = Message.objects.get()
    return (message.state, message.trouble, Turn.objects.get().state)


def test_a_push_service_gets_what_only_the_browser_can_read(
    reminded: User, browser: Browser, push_service: PushService
) -> None:
    services.reminders_run(now=NINE, post=RealPost(push_service.outbound()))
    [request] = push_service.received
    message = browser.decrypt(request.body)
    assert message == {
        "key": str(Turn.objects.get().id),
        "title": "무드 트래커",
        "body": "오늘의 마음, 한 번 찍어 둘까요?",
        "url": "/diary/?quick",
    }
    assert request.headers["Content-Encoding"] == "aes128gcm"
    assert request.headers["TTL"] == "3600"
    assert request.headers["Urgency"] == "normal"
    assert len(request.headers["Topic"]) == 32
    claims = vapid_claims(request.headers["Authorization"])
    key = current_key()
    assert key is not None
    assert claims == {
        "aud": "https://push.example",
        "sub": "https://mood.example.kr",
        "exp": int((NINE + timedelta(hours=12)).timestamp()),
        "k": key.public,
    }
    assert state() == ("sent", "", "sent")
    assert PushDevice.objects.get().reached_at == NINE


def test_english_people_are_asked_in_english(
    reminded: User, browser: Browser, push_service: PushService
) -> None:
    User.objects.update(language="en")
    services.reminders_run(now=NINE, post=RealPost(push_service.outbound()))
    assert browser.decrypt(push_service.received[0].body)["body"] == (
        "Shall we stamp how today feels?"
    )


@pytest.mark.parametrize("status", [404, 410])
def test_a_subscription_that_is_gone_is_forgotten_and_the_person_is_told(
    reminded: User, push_service: PushService, status: int
) -> None:
    push_service.answers = [b"HTTP/1.1 %d x\r\n\r\n" % status]
    services.reminders_run(now=NINE, post=RealPost(push_service.outbound()))
    assert state() == ("failed", "gone", "failed")
    gone = PushDevice.objects.get()
    assert (gone.trouble, bytes(gone.sealed)) == (Trouble.GONE, b"")
    services.reminders_run(now=NINE + timedelta(days=1), post=FakePost())
    assert list(Turn.objects.values_list("state", flat=True)) == ["nowhere", "failed"]


def test_a_busy_service_is_asked_again_later_and_later(
    reminded: User, push_service: PushService
) -> None:
    push_service.answers = [b"HTTP/1.1 503 x\r\n\r\n"] * 3
    post = RealPost(push_service.outbound())
    times = []
    for minute in range(20):
        before = len(push_service.received)
        services.reminders_run(now=NINE + minute * MINUTE, post=post)
        times += [minute] * (len(push_service.received) - before)
    assert times == [0, 1, 3, 7]
    assert state() == ("sent", "", "sent")
    topics = {request.headers["Topic"] for request in push_service.received}
    assert len(topics) == 1, "the service replaces what it may have kept"


@pytest.mark.parametrize("value", [b"600", b"Fri, 20 Nov 2026 12:10:00 GMT"])
def test_retry_after_is_honoured(reminded: User, push_service: PushService, value: bytes) -> None:
    push_service.answers = [b"HTTP/1.1 429 x\r\nRetry-After: " + value + b"\r\n\r\n"]
    post = RealPost(push_service.outbound())
    services.reminders_run(now=NINE, post=post)
    assert Message.objects.get().next_at == NINE + 10 * MINUTE
    run(post, NINE, 10)  # type: ignore[arg-type]
    assert len(push_service.received) == 1
    services.reminders_run(now=NINE + 10 * MINUTE, post=post)
    assert state() == ("sent", "", "sent")


def test_a_service_that_stays_busy_is_given_up_after_an_hour(reminded: User) -> None:
    post = FakePost(lambda _load: Handed(ok=False, trouble=Trouble.BUSY, retry=True))
    run(post, NINE, 120)
    assert len(post.pushed) == 7
    assert state() == ("failed", "busy", "failed")
    assert PushDevice.objects.get().trouble == Trouble.BUSY


def test_an_entry_written_meanwhile_stops_the_next_try(reminded: User) -> None:
    post = FakePost(lambda _load: Handed(ok=False, trouble=Trouble.BUSY, retry=True))
    services.reminders_run(now=NINE, post=post)
    entry_at(reminded, NINE + MINUTE / 2)
    run(post, NINE + MINUTE, 30)
    assert len(post.pushed) == 1
    assert Turn.objects.get().state == "written"


@pytest.mark.parametrize(
    ("answer", "trouble"),
    [
        (b"HTTP/1.1 403 x\r\n\r\n", Trouble.KEY),
        (b"HTTP/1.1 400 x\r\n\r\n", Trouble.REFUSED),
        (b"HTTP/1.1 307 x\r\nLocation: https://127.0.0.1/\r\n\r\n", Trouble.REFUSED),
    ],
)
def test_a_refusal_is_final(
    reminded: User, push_service: PushService, answer: bytes, trouble: Trouble
) -> None:
    push_service.answers = [answer]
    post = RealPost(push_service.outbound())
    run(post, NINE, 10)  # type: ignore[arg-type]
    assert len(push_service.received) == 1
    assert PushDevice.objects.get().trouble == trouble


def test_an_endpoint_that_leads_inside_is_never_asked(
    reminded: User, push_service: PushService
) -> None:
    post = RealPost(push_service.outbound(addresses=["10.0.0.1"]))
    services.reminders_run(now=NINE, post=post)
    assert (push_service.received, state()[1]) == ([], "refused")


def test_a_new_key_of_the_service_asks_for_a_new_subscription(
    reminded: User, settings: Any
) -> None:
    settings.MOODTRACKER_VAPID_KEY = "A" * 42 + "I"
    post = FakePost()
    services.reminders_run(now=NINE, post=post)
    assert (post.pushed, state()) == ([], ("failed", "key", "failed"))


def test_a_worker_that_died_with_a_claim_is_followed_by_another(reminded: User) -> None:
    class Dies(FakePost):
        def push(self, *_: Any, **__: Any) -> Handed:
            raise SystemExit

    with pytest.raises(SystemExit):
        services.reminders_run(now=NINE, post=Dies())
    assert state() == ("sending", "", "due")
    post = FakePost()
    run(post, NINE + MINUTE, 2)
    assert post.pushed == [], "the lease has not run out"
    run(post, NINE + 3 * MINUTE, 5)
    assert len(post.pushed) == 1
    assert state() == ("sent", "", "sent")


def test_whoever_was_too_slow_marks_nothing(reminded: User) -> None:
    """The lease ran out while the first was sending; the second's word stands."""
    second = FakePost()

    first = FakePost(lambda _load: Handed(ok=False, trouble=Trouble.GONE))
    services.turns_lay(now=NINE)
    [held] = sending._claim(now=NINE)
    job = sending._prepare(held, now=NINE)
    services.messages_send(now=NINE + 4 * MINUTE, post=second)
    sending._mark(job, sending._hand_over(job, first, NINE), now=NINE + 4 * MINUTE)
    assert Message.objects.get().state == "sent"
    assert bytes(PushDevice.objects.get().sealed) != b""


def test_a_message_of_a_clock_that_ran_ahead_is_taken_up(reminded: User) -> None:
    services.turns_lay(now=NINE)
    ahead = NINE + timedelta(days=900)
    Message.objects.update(next_at=ahead)
    post = FakePost()
    services.messages_send(now=NINE, post=post)
    assert len(post.pushed) == 1
    Message.objects.update(state="sending", lease_until=ahead)
    services.messages_send(now=NINE, post=post)
    assert len(post.pushed) == 2


def test_one_message_that_breaks_something_holds_up_no_other(
    hana: User, caplog: pytest.LogCaptureFixture
) -> None:
    for name in ("bad", "good"):
        device(hana, now=EVENING, browser=Browser(f"https://push.example/send/{name}"))
    remind(hana, now=EVENING)

    def breaks(load: Any) -> Handed:
        if load.subscription.endpoint.endswith("bad"):
            raise LookupError("안에서 난 일")
        return Handed(ok=True)

    post = FakePost(breaks)
    run(post, NINE, 3)
    assert sorted(Message.objects.values_list("state", "trouble")) == [
        ("sent", ""),
        ("waiting", "busy"),
    ]
    assert "could not be handed over" in caplog.text


def test_one_of_two_devices_is_enough(hana: User) -> None:
    device(hana, now=EVENING)
    device(hana, now=EVENING, browser=Browser("https://push.example/send/other"))
    remind(hana, now=EVENING)

    def one_fails(load: Any) -> Handed:
        ok = load.subscription.endpoint.endswith("abc")
        return Handed(ok=ok, trouble=Trouble.NONE if ok else Trouble.GONE)

    services.reminders_run(now=NINE, post=FakePost(one_fails))
    assert Turn.objects.get().state == "sent"
    assert sorted(Message.objects.values_list("state", flat=True)) == ["failed", "sent"]


def test_a_mail_says_no_more_than_it_must_and_can_be_stopped(
    hana: User, mailoutbox: list[Any], client: Any
) -> None:
    remind(hana, by_push=False, by_mail=True, now=EVENING)
    services.reminders_run(now=NINE)
    [mail] = mailoutbox
    assert mail.to == ["hana@example.kr"]
    assert mail.subject == "오늘의 마음, 한 번 찍어 둘까요?"
    sent = email.message_from_bytes(mail.message().as_bytes())
    assert sent["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert sent["Message-ID"] == f"<turn-{Turn.objects.get().id}@mood.example.kr>"
    assert sent.get_content_type() == "text/plain"
    url = sent["List-Unsubscribe"].strip(" \n<>")
    assert url in mail.body
    assert url.startswith("https://mood.example.kr/reminders/mail/stop/")
    client.post(url.removeprefix("https://mood.example.kr"), {"List-Unsubscribe": "One-Click"})
    services.reminders_run(now=NINE + timedelta(days=1))
    assert len(mailoutbox) == 1
    assert Turn.objects.first().state == "nowhere"  # type: ignore[union-attr]


def test_a_mail_server_that_is_away_is_asked_again(
    hana: User, monkeypatch: pytest.MonkeyPatch, mailoutbox: list[Any]
) -> None:
    real, tries = EmailMessage.send, []

    def fails_once(self: EmailMessage) -> int:
        tries.append(self)
        if len(tries) == 1:
            raise smtplib.SMTPServerDisconnected
        return real(self)

    monkeypatch.setattr(EmailMessage, "send", fails_once)
    remind(hana, by_push=False, by_mail=True, now=EVENING)
    run(RealPost(), NINE, 3)  # type: ignore[arg-type]
    assert (len(tries), len(mailoutbox)) == (2, 1)


@pytest.mark.parametrize(
    ("code", "states"), [(550, ("failed", "address")), (450, ("waiting", "address"))]
)
def test_an_address_that_is_not_known_is_told(
    hana: User, monkeypatch: pytest.MonkeyPatch, code: int, states: tuple[str, str]
) -> None:
    def refuse(self: EmailMessage) -> int:
        raise smtplib.SMTPRecipientsRefused({"hana@example.kr": (code, b"no")})

    monkeypatch.setattr(EmailMessage, "send", refuse)
    remind(hana, by_push=False, by_mail=True, now=EVENING)
    services.reminders_run(now=NINE)
    assert state()[:2] == states
