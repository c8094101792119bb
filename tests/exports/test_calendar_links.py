"""A calendar by a secret address: what it shows, to whom, and when it ends."""

import uuid
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from export_writing import small_diary
from icalendar import Calendar

from markup import assert_sound_page
from moodtracker.accounts.models import User
from moodtracker.diary.models import Entry
from moodtracker.emotions import FACTS
from moodtracker.exports import services
from moodtracker.exports.calendar_feed import MARKS, FeedEntry, FeedLook, feed_calendar
from moodtracker.exports.models import Feed
from moodtracker.exports.selectors import months_before
from moodtracker.exports.services.feeds import FEEDS

PAGE = "/out/calendar/"
FORM = {"look": "words", "months": "12"}
LOOK = FeedLook(uuid.UUID(int=5), "무드 트래커", korean=True, words=True, notes=True)


@pytest.fixture
def feed(hana: User) -> services.NewFeed:
    small_diary(hana)
    Entry.objects.update(updated_at=datetime(2026, 11, 22, tzinfo=UTC))
    return services.feed_create(owner=hana, words=True, notes=False, months=36, now=timezone.now())


def address(token: str) -> str:
    return reverse("exports:feed", args=[token])


def told(**fields: object) -> FeedEntry:
    values = {
        "local_date": date(2026, 11, 22),
        "recorded_at": datetime(2026, 11, 22, 11, 30, tzinfo=UTC),
        "zone": "Asia/Seoul",
        "mood": "happy",
        "note": "",
        "updated_at": datetime(2026, 11, 23, tzinfo=UTC),
    }
    return FeedEntry(**(values | fields))  # type: ignore[arg-type]


@pytest.mark.django_db
def test_a_calendar_reads_it_without_a_session(client: Client, feed: services.NewFeed) -> None:
    answer = client.get(address(feed.token))
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Cache-Control"] == "private, no-cache"
    assert answer["Referrer-Policy"] == "no-referrer"
    calendar = Calendar.from_ical(answer.content)
    (event,) = (part for part in calendar.walk("VEVENT") if part["dtstart"].dt.day == 22)
    assert event["summary"] == "☀️ 기쁨 · 💧 슬픔 · 🌊 불안 · ◽ 중립"
    assert "description" not in event
    assert "SUM(A1)" not in answer.content.decode()


@pytest.mark.django_db
def test_what_was_made_is_shown_once_and_kept_as_a_hash(
    hana: User, proved_client: Client, client: Client
) -> None:
    page = proved_client.post(PAGE, FORM)
    assert_sound_page(page)
    text = page.content.decode()
    token = text.partition(".ics")[0].rpartition("/")[2]
    assert client.get(address(token)).status_code == 200
    feed = Feed.objects.get()
    assert token not in {feed.token_hash, str(feed.id)}
    again = proved_client.get(PAGE)
    assert_sound_page(again)
    assert token not in again.content.decode()
    assert "마지막으로 읽힌 때" in again.content.decode()


@pytest.mark.django_db
def test_making_one_asks_for_the_password_and_has_a_limit(
    hana: User, log_in: Callable[[User], Client], proved_client: Client
) -> None:
    made = [proved_client.post(PAGE, FORM).status_code for _ in range(FEEDS + 1)]
    assert made == [200] * FEEDS + [422]
    fresh = log_in(hana)
    refused = fresh.post(PAGE, FORM)
    assert refused["Location"].startswith(reverse("account_reauthenticate"))
    assert_sound_page(fresh.get(PAGE))


@pytest.mark.django_db
def test_a_reloaded_page_neither_makes_another_nor_ends_the_one_just_copied(
    proved_client: Client,
) -> None:
    form = {**FORM, "key": str(uuid.uuid4())}
    first = proved_client.post(PAGE, form).context["address"]
    again = proved_client.post(PAGE, form, follow=True)
    assert "한 번 보여 드렸어요" in again.content.decode()
    assert Feed.objects.count() == 1
    feed = Feed.objects.get()
    rotate = reverse("exports:feed_rotate", args=[feed.id])
    changed = {"changed": feed.changed_at.isoformat()}
    assert changed["changed"] in again.content.decode()
    assert proved_client.get(first).status_code == 200
    second = proved_client.post(rotate, changed).context["address"]
    assert proved_client.post(rotate, changed)["Location"] == PAGE
    assert proved_client.get(first).status_code == 404
    assert proved_client.get(second).status_code == 200


@pytest.mark.django_db
def test_a_revoked_a_changed_and_a_wrong_address_lead_nowhere(
    proved_client: Client, client: Client, feed: services.NewFeed
) -> None:
    wrong = client.get(address("x" * 43))
    assert wrong.status_code == 404
    page = proved_client.post(reverse("exports:feed_rotate", args=[feed.feed.id]))
    fresh = page.content.decode().partition(".ics")[0].rpartition("/")[2]
    assert client.get(address(feed.token)).status_code == 404
    assert client.get(address(fresh)).status_code == 200
    proved_client.post(reverse("exports:feed_revoke", args=[feed.feed.id]))
    gone = client.get(address(fresh))
    assert gone.status_code == 404
    # The token differs and so do the tokens of forms; nothing else may.
    assert len(gone.content) == len(wrong.content)


@pytest.mark.django_db
def test_wrong_and_right_tokens_ask_the_database_alike(
    client: Client, feed: services.NewFeed, django_assert_num_queries: object
) -> None:
    with django_assert_num_queries(1):  # type: ignore[operator]
        client.get(address("x" * 43))
    with django_assert_num_queries(5):  # type: ignore[operator]
        client.get(address(feed.token))


@pytest.mark.django_db
def test_a_person_who_is_shut_out_is_not_shown(
    hana: User, client: Client, feed: services.NewFeed
) -> None:
    User.objects.update(is_active=False)
    assert client.get(address(feed.token)).status_code == 404


@pytest.mark.django_db
def test_a_calendar_that_asks_again_gets_it_only_when_something_changed(
    hana: User, client: Client, feed: services.NewFeed
) -> None:
    first = client.get(address(feed.token))
    asked = {"If-None-Match": first["ETag"]}
    same = client.get(address(feed.token), headers=asked)
    assert (same.status_code, same.content) == (304, b"")
    assert same["ETag"] == first["ETag"]
    since = {"If-Modified-Since": first["Last-Modified"]}
    assert client.get(address(feed.token), headers=since).status_code == 304
    later = timezone.now() + timedelta(seconds=5)
    Entry.objects.filter(note__gt="").update(deleted_at=later, updated_at=later)
    assert client.get(address(feed.token), headers=asked).status_code == 200
    assert client.get(address(feed.token), headers=since).status_code == 200


def test_one_event_a_day_with_an_id_that_stays() -> None:
    entries = [told(), told(mood="sad", note="둘째"), told(local_date=date(2026, 11, 23))]
    first, second = (
        Calendar.from_ical(feed_calendar(entries[:count], LOOK)).walk("VEVENT") for count in (3, 1)
    )
    assert [event["dtstart"].dt for event in first] == [date(2026, 11, 22), date(2026, 11, 23)]
    assert first[0]["dtend"].dt == date(2026, 11, 23)
    assert first[0]["uid"] == second[0]["uid"]
    assert first[0]["uid"] != first[1]["uid"]
    assert first[0]["description"] == "20:30 ☀️ 기쁨\n20:30 💧 슬픔 — 둘째"


def test_a_travellers_day_stays_the_day_it_was() -> None:
    """Recorded in Apia on the 23rd while it was still the 22nd in Seoul and in UTC."""
    entry = told(
        local_date=date(2026, 11, 23),
        recorded_at=datetime(2026, 11, 22, 11, 30, tzinfo=UTC),
        zone="Pacific/Apia",
    )
    (event,) = Calendar.from_ical(feed_calendar([entry], LOOK)).walk("VEVENT")
    assert event["dtstart"].dt == date(2026, 11, 23)
    assert event["description"].startswith("00:30")


def test_marks_alone_tell_no_word() -> None:
    look = FeedLook(uuid.UUID(int=5), "x", korean=True, words=False, notes=False)
    written = feed_calendar([told(mood=mood) for mood in FACTS], look)
    (event,) = Calendar.from_ical(written).walk("VEVENT")
    assert event["summary"] == " ".join(MARKS.values())
    assert not [facts.ko for facts in FACTS.values() if facts.ko in written.decode()]


def test_lines_are_folded_at_75_octets_and_korean_survives() -> None:
    note = "오늘은 하늘이 참 파랬다; 쉼표, 역빗금\\ 그리고\n새 줄 " * 30
    written = feed_calendar([told(note=note)], LOOK)
    assert b"\r\n " in written
    for line in written.split(b"\r\n"):
        assert len(line) <= 75
        line.decode()  # no character is cut in two
    (event,) = Calendar.from_ical(written).walk("VEVENT")
    assert event["description"] == f"20:30 ☀️ 기쁨 — {note}"


def test_a_note_cannot_add_an_event() -> None:
    note = "x\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:거짓"
    written = feed_calendar([told(note=note)], LOOK)
    assert len(Calendar.from_ical(written).walk("VEVENT")) == 1


@pytest.mark.parametrize(
    ("day", "months", "before"),
    [
        (date(2026, 3, 31), 1, date(2026, 2, 28)),
        (date(2028, 3, 31), 1, date(2028, 2, 29)),
        (date(2026, 1, 15), 1, date(2025, 12, 15)),
        (date(2026, 11, 25), 36, date(2023, 11, 25)),
    ],
)
def test_months_before(day: date, months: int, before: date) -> None:
    assert months_before(day, months) == before


@pytest.mark.parametrize("end", ["\r", "\n", "\r\n", "\v", "\f", "\x85", "\u2028", "\u2029"])
def test_a_note_adds_no_property(end: str) -> None:
    note = f"밤{end}ATTACH:https://evil.example/\x07\x7f{end}END:VEVENT"
    written = feed_calendar([told(note=note)], LOOK).decode()
    unfolded = written.replace("\r\n ", "")
    assert all(not line.startswith(("ATTACH", "END:VEVENT ")) for line in unfolded.splitlines())
    assert unfolded.split("\r\n").count("END:VEVENT") == 1
    assert not set("\r\v\f\x07\x7f\x85\u2028") & set(unfolded.replace("\r\n", ""))
