"""The page of reminders: sound, in both languages, for its owner alone, and every form works."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from push_service import Browser
from remind import FakePost, device, remind

from markup import assert_sound_page
from moodtracker.accounts.models import User
from moodtracker.reminders import services
from moodtracker.reminders.mail import stop_token
from moodtracker.reminders.models import PushDevice, Reminder, ReminderSettings, Skip, Trouble
from moodtracker.reminders.post import RealPost, current_key
from moodtracker.reminders.push import Handed
from moodtracker.reminders.services import trying

pytestmark = pytest.mark.django_db
# Friday, 21:00:30 in Seoul.
NOW = datetime(2026, 11, 20, 12, 0, 30, tzinfo=UTC)
INDEX = "/reminders/"
FORM = {"clock": "21:00", "days": ["0", "2"], "by_push": "on", "skip": "day"}


@pytest.fixture(autouse=True)
def present(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOW)


@pytest.fixture
def full(hana: User) -> User:
    """하나, with one of everything."""
    remind(hana, now=NOW - timedelta(days=3))
    remind(hana, time(23, 30), days={5, 6}, by_mail=True, skip=Skip.NEVER, now=NOW)
    device(hana, now=NOW)
    gone = device(hana, now=NOW, browser=Browser("https://push.example/send/gone"))
    PushDevice.objects.filter(id=gone.id).update(trouble=Trouble.GONE, sealed=b"")
    services.quiet_set(owner=hana, hours=(time(22), time(7)))
    busy = FakePost(lambda _load: Handed(ok=False, trouble=Trouble.REFUSED))
    services.reminders_run(now=NOW, post=busy)
    return hana


def page(client: Client) -> str:
    return client.get(INDEX).content.decode()


def test_every_page_is_sound_in_both_languages(full: User, hana_client: Client) -> None:
    one = Reminder.objects.all()[0]
    places = [INDEX, reverse("reminders:add"), reverse("reminders:edit", args=[one.id])]
    places.append(reverse("reminders:mail_stop", args=[stop_token(full)]))
    for language in ("ko", "en"):
        User.objects.update(language=language)
        for place in places:
            tree = assert_sound_page(hana_client.get(place))
            assert tree.get("lang") == language
            html = hana_client.get(place).content.decode()
            main = html[html.index("<main") : html.index("</main>")]
            if language == "en":
                assert re.findall(r"[가-힣][가-힣 ]*", main) == [], place


def test_the_page_tells_everything_in_words(full: User, hana_client: Client) -> None:
    html = page(hana_client)
    assert "다음 알림: <strong>내일 오후 9시</strong>" in html
    for words in (
        "오후 11시 30분",
        "매일 · 브라우저 알림",
        "주말 · 브라우저 알림, 이메일",
        "조용한 시간 안이라 알리지 않아요",
        "오후 10시부터 오전 7시까지",
        "브라우저가 이 기기의 알림을 끊었어요",
        "알림 서비스가 받지 않았어요",
        "보내지 못했어요",
        "서비스가 꺼져 있어서 놓쳤어요",
        "hana@example.kr",
    ):
        assert words in html, words


def test_a_new_reminder_begins_at_nine_every_day(hana_client: Client) -> None:
    html = hana_client.get(reverse("reminders:add")).content.decode()
    assert html.count(" checked") == 7 + 2
    assert 'value="21:00"' in html


def test_an_empty_page_invites(hana_client: Client) -> None:
    html = page(hana_client)
    assert "아직 알림이 없어요" in html
    assert reverse("reminders:add") in html
    assert_sound_page(hana_client.get(INDEX))


def test_the_page_costs_the_same_for_many(
    full: User, hana_client: Client, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(12):
        page(hana_client)


def test_a_reminder_is_added_changed_switched_deleted_and_brought_back(
    hana: User, hana_client: Client
) -> None:
    assert hana_client.post(reverse("reminders:add"), FORM).status_code == 302
    one = Reminder.objects.get()
    assert (one.clock, one.weekdays, one.skip) == (time(21), {0, 2}, "day")
    assert "다음 알림: <strong>11월 23일 월요일 오후 9시</strong>" in page(hana_client)
    changed = FORM | {"clock": "07:30", "by_mail": "on", "days": ["5"]}
    hana_client.post(reverse("reminders:edit", args=[one.id]), changed)
    assert "다음 알림: <strong>내일 오전 7시 30분</strong>" in page(hana_client)
    hana_client.post(reverse("reminders:switch", args=[one.id]), {"on": "0"})
    assert "다가오는 알림이 없어요" in page(hana_client)
    hana_client.post(reverse("reminders:switch", args=[one.id]), {"on": "1"})
    answer = hana_client.post(reverse("reminders:delete", args=[one.id]), follow=True)
    undo = reverse("reminders:restore", args=[one.id])
    assert f'action="{undo}"' in answer.content.decode()
    hana_client.post(undo)
    assert "내일 오전 7시 30분" in page(hana_client)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"clock": "25:00"}, "21:30처럼"),
        ({"clock": ""}, "21:30처럼"),
        ({"days": []}, "요일을 하나는"),
        ({"days": ["7"]}, "7"),
        ({"by_push": ""}, "하나는 골라 주세요"),
        ({"skip": "always"}, "always"),
    ],
)
def test_what_is_wrong_with_a_form_is_told(
    hana_client: Client, changes: dict[str, Any], words: str
) -> None:
    answer = hana_client.post(reverse("reminders:add"), FORM | changes)
    assert_sound_page(answer, status=422)
    assert words in answer.content.decode()
    assert not Reminder.objects.exists()


def test_quiet_hours_are_set_refused_and_taken_away(hana: User, hana_client: Client) -> None:
    place = reverse("reminders:quiet")
    hana_client.post(place, {"start": "22:00", "end": "07:00"})
    assert ReminderSettings.objects.get().quiet_from == time(22)
    for bad in ({"start": "22:00", "end": ""}, {"start": "9:00", "end": "09:00"}, {"start": "x"}):
        assert_sound_page(hana_client.post(place, bad), status=422)
    hana_client.post(place, {"start": "", "end": ""})
    assert ReminderSettings.objects.get().quiet is None


def test_a_pause_is_set_and_ended(hana: User, hana_client: Client) -> None:
    remind(hana, now=NOW)
    place = reverse("reminders:pause")
    hana_client.post(place, {"until": "2026-11-22"})
    html = page(hana_client)
    assert "모레까지 쉬는 중이에요" in html
    assert "다음 알림: <strong>11월 23일 월요일 오후 9시</strong>" in html
    for bad in ("2026-11-19", "2036-01-01", "", "내일"):
        assert_sound_page(hana_client.post(place, {"until": bad}), status=422)
    hana_client.post(reverse("reminders:pause_end"))
    assert ReminderSettings.objects.get().paused_until is None


@pytest.fixture
def sent() -> Callable[..., dict[str, str]]:
    def form(browser: Browser | None = None, **changes: str) -> dict[str, str]:
        browser, key = browser or Browser(), current_key()
        assert key is not None
        return {
            "endpoint": browser.endpoint,
            "p256dh": browser.p256dh,
            "auth": "MDEyMzQ1Njc4OWFiY2RlZg",
            "key": key.public,
            "name": "Chrome · Android",
            **changes,
        }

    return form


Sent = Callable[..., dict[str, str]]


def test_a_browser_is_remembered_sealed_renamed_and_removed(
    hana_client: Client, sent: Sent
) -> None:
    place = reverse("reminders:device_add")
    assert hana_client.post(place, sent()).json() == {"words": "이 기기에서 알림을 받아요."}
    hana_client.post(place, sent())
    one = PushDevice.objects.get()
    assert b"push.example" not in bytes(one.sealed)
    hana_client.post(reverse("reminders:device_rename", args=[one.id]), {"name": "내 전화"})
    assert "내 전화" in page(hana_client)
    assert (
        "이름을 써 주세요"
        in hana_client.post(
            reverse("reminders:device_rename", args=[one.id]), {"name": ""}, follow=True
        ).content.decode()
    )
    hana_client.post(reverse("reminders:device_remove", args=[one.id]))
    assert not PushDevice.objects.exists()


@pytest.mark.parametrize(
    "changes",
    [
        {"endpoint": "http://push.example/x"},
        {"endpoint": "https://127.0.0.1/x"},
        {"endpoint": "https://[::1]/x"},
        {"endpoint": "https://push.example:8080/x"},
        {"endpoint": "https://push.example/" + "x" * 1000},
        {"endpoint": ""},
        {"p256dh": "AAAA"},
        {"p256dh": "B" + "A" * 86},
        {"p256dh": "not base64!"},
        {"auth": "AAAA"},
        {"auth": "A"},
        {"key": "of another service"},
    ],
)
def test_what_is_no_subscription_is_refused_with_a_sentence(
    hana_client: Client, sent: Sent, changes: dict[str, str]
) -> None:
    answer = hana_client.post(reverse("reminders:device_add"), sent(**changes))
    assert answer.status_code == 422
    assert answer.json()["words"].endswith("요.")
    assert not PushDevice.objects.exists()


def test_a_browser_belongs_to_who_asked_last(
    hana_client: Client, minsu: User, minsu_client: Client, sent: Sent
) -> None:
    shared = Browser()
    hana_client.post(reverse("reminders:device_add"), sent(shared))
    minsu_client.post(reverse("reminders:device_add"), sent(shared))
    assert PushDevice.objects.get().owner == minsu


def test_a_browser_with_a_new_address_keeps_its_name(hana_client: Client, sent: Sent) -> None:
    old, new = Browser(), Browser("https://push.example/send/new")
    place = reverse("reminders:device_add")
    hana_client.post(place, sent(old, name="내 전화"))
    hana_client.post(place, sent(new, name="", replaces=old.endpoint))
    assert PushDevice.objects.get().name == "내 전화"


def test_ten_devices_are_enough(hana_client: Client, sent: Sent) -> None:
    place = reverse("reminders:device_add")
    answers = [
        hana_client.post(place, sent(Browser(f"https://push.example/send/{n}"))) for n in range(11)
    ]
    assert [answer.status_code for answer in answers] == [200] * 10 + [422]
    assert "10대까지" in answers[-1].json()["words"]


def test_the_push_button_tells_what_came_of_it(
    full: User, hana_client: Client, push_service: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    outbound = push_service.outbound()
    monkeypatch.setattr(trying, "RealPost", lambda: RealPost(outbound))
    place = reverse("reminders:try_push")
    said = hana_client.post(place, follow=True).content.decode()
    assert "1대에 시험 알림을 보냈어요" in said
    said = hana_client.post(place, follow=True).content.decode()
    assert "60초 뒤에 다시 눌러 주세요" in said
    monkeypatch.setattr(timezone, "now", lambda: NOW + timedelta(minutes=1))
    push_service.answers = [b"HTTP/1.1 410 Gone\r\n\r\n"]
    said = hana_client.post(place, follow=True).content.decode()
    assert "Chrome · Android: 브라우저가 이 기기의 알림을 끊었어요" in said
    monkeypatch.setattr(timezone, "now", lambda: NOW + timedelta(minutes=2))
    assert "켜 둔 기기가 없어요" in hana_client.post(place, follow=True).content.decode()
    assert len(push_service.received) == 2


def test_the_mail_button_tells_what_came_of_it(
    hana: User, hana_client: Client, mailoutbox: list[Any], settings: Any
) -> None:
    place = reverse("reminders:try_mail")
    said = hana_client.post(place, follow=True).content.decode()
    assert "hana@example.kr 앞으로 메일을 보냈어요" in said
    assert mailoutbox[0].subject == "시험 알림이에요. 이렇게 알려 드릴게요."
    assert "초 뒤에 다시" in hana_client.post(place, follow=True).content.decode()
    settings.MOODTRACKER_CAN_MAIL = False
    said = hana_client.post(place, follow=True).content.decode()
    assert "메일 서버가 없어서" in said
    assert "시험 메일 보내기" not in said
    assert len(mailoutbox) == 1


def test_mails_are_stopped_by_one_press_without_logging_in(hana: User, hana_client: Client) -> None:
    mail_program = Client(enforce_csrf_checks=True)
    place = reverse("reminders:mail_stop", args=[stop_token(hana)])
    looked = mail_program.get(place)
    assert "hana" not in looked.content.decode()
    assert_sound_page(looked)
    assert not ReminderSettings.objects.exists(), "a look changes nothing"
    assert_sound_page(mail_program.post(place, {"List-Unsubscribe": "One-Click"}))
    assert "메일 알림을 그만 받기로 했어요" in page(hana_client)
    hana_client.post(reverse("reminders:mail_resume"))
    assert "메일 알림을 그만 받기로 했어요" not in page(hana_client)


def test_a_forged_token_stops_nothing(hana: User, client: Client) -> None:
    from django.core import signing

    for token in ("x", stop_token(hana)[:-1] + "_", signing.dumps(hana.pk)):
        assert client.post(reverse("reminders:mail_stop", args=[token])).status_code == 404
    assert not ReminderSettings.objects.exists()


def test_without_a_key_the_page_says_that_push_is_not_possible(
    hana: User, hana_client: Client, settings: Any, sent: Sent
) -> None:
    form = sent()
    settings.MOODTRACKER_VAPID_KEY = ""
    assert "알림 열쇠가 없어서" in page(hana_client)
    assert hana_client.post(reverse("reminders:device_add"), form).status_code == 422


def test_a_stranger_finds_and_changes_nothing(
    full: User, stranger_client: Client, hana_client: Client
) -> None:
    one, its = Reminder.objects.all()[0], PushDevice.objects.all()[0]
    before = page(hana_client)
    for name in ("edit", "switch", "delete", "restore"):
        place = reverse(f"reminders:{name}", args=[one.id])
        assert stranger_client.post(place, FORM).status_code == 404
    for name in ("device_remove", "device_rename"):
        place = reverse(f"reminders:{name}", args=[its.id])
        assert stranger_client.post(place, {"name": "내 것"}).status_code == 404
    strip = re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"')
    assert strip.sub("", page(hana_client)) == strip.sub("", before)
    assert "아직 알림이 없어요" in page(stranger_client)


def test_the_settings_lead_here(hana_client: Client) -> None:
    assert f'href="{INDEX}"' in hana_client.get("/settings/").content.decode()


def test_leaving_takes_everything_along(full: User) -> None:
    full.delete()
    assert not Reminder.objects.exists()
    assert not PushDevice.objects.exists()
