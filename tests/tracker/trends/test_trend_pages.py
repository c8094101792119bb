"""The pages of trends: sound, closed to strangers, bounded, honest where there is too little."""

import re
from datetime import timedelta
from xml.etree.ElementTree import Element

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from tracker_writing import a_long_diary, entry, write

from markup import XHTML, assert_sound_page
from moodtracker.accounts.models import User
from moodtracker.diary.models import EntryTag, Heard, Tag
from moodtracker.emotions import ORDER, Emotion
from moodtracker.tracker.periods import Kind
from moodtracker.tracker.trends import views
from moodtracker.tracker.trends.sections import PICTURES, TREND_CHARTS

QUERIES = 9


@pytest.fixture
def diary(hana: User) -> User:
    """하나, sixty days of two entries each, tagged and with music."""
    now = timezone.now()
    written = write(
        *(
            entry(hana, now - timedelta(days=n // 2, hours=n % 2), ORDER[n % 4], own=ORDER[n % 6])
            for n in range(120)
        )
    )
    walk = Tag.objects.create(owner=hana, group="doing", name="산책", emoji="🚶")
    rare = Tag.objects.create(owner=hana, group="places", name="바다")
    EntryTag.objects.bulk_create(EntryTag(entry=one, tag=walk) for one in written[::5])
    EntryTag.objects.create(entry=written[0], tag=rare)
    Heard.objects.bulk_create(
        Heard(entry=one, work="gone", at=now, shift=place % 3 - 1)
        for place, one in enumerate(written[::9])
    )
    return hana


def text_of(tree: Element) -> str:
    return " ".join(" ".join(tree.itertext()).split())


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("kind", list(Kind))
def test_each_period_is_a_sound_page(
    diary: User, hana_client: Client, kind: Kind, language: str
) -> None:
    diary.language = language
    diary.save()
    for name in ("tracker:trends", "tracker:together"):
        tree = assert_sound_page(hana_client.get(reverse(name), {"period": kind}))
        if language == "en":
            main = next(tree.iter(f"{XHTML}main"))
            for skipped in (*main.iter(f"{XHTML}script"), *main.iter(f"{XHTML}noscript")):
                skipped.text = ""
            korean = re.sub("산책|바다", "", text_of(main))
            assert not re.search("[가-힣]", korean), korean


def test_a_chart_comes_with_its_words_table_and_pictures(diary: User, hana_client: Client) -> None:
    answer = hana_client.get(reverse("tracker:trends"), {"period": "all"})
    tree = assert_sound_page(answer)
    text = text_of(tree)
    assert "60일 중 60일에 기록이 있어요. 기록은 모두 120개예요." in text
    for drawn in answer.context["sections"]:
        assert drawn.specification, drawn.section.name
        assert drawn.section.reading in text
        assert drawn.section.counting in text
    tables = list(tree.iter(f"{XHTML}table"))
    assert len(tables) == len(TREND_CHARTS)
    assert all(table.find(f"{XHTML}caption") is not None for table in tables)
    for chart in TREND_CHARTS:
        for form in ("png", "svg"):
            assert f"{reverse(f'tracker:{chart}_{form}')}?period=all" in answer.content.decode()


def test_the_table_says_what_the_chart_shows(diary: User, hana_client: Client) -> None:
    answer = hana_client.get(reverse("tracker:trends"), {"period": "all"})
    drawn = {one.section.name: one for one in answer.context["sections"]}
    spec = drawn["shares"].specification
    shown = {
        (row["piece"], row["mood"], row["share"])
        for layer in spec["layer"]
        for row in layer.get("data", spec.get("data", {})).get("values", [])
    }
    table = drawn["shares"].section.table
    written = {
        (row[0], mood, share)
        for row in table.rows[:-1]
        for mood, share in zip(table.head[2:], row[2:], strict=True)
        if share not in {"–", "0%"}
    }
    assert shown == written


def test_what_came_together_never_says_why(diary: User, hana_client: Client) -> None:
    answer = hana_client.get(reverse("tracker:together"), {"period": "all"})
    text = text_of(assert_sound_page(answer))
    assert "산책" in text
    assert "함께 나타난 것" in text
    assert "4일 더 쓰면 볼 수 있어요." in text
    assert not re.search("때문에|덕분|효과|영향", text)


def test_an_empty_diary_and_an_empty_period_say_what_to_do(hana: User, hana_client: Client) -> None:
    for name in ("tracker:trends", "tracker:together"):
        assert_sound_page(hana_client.get(reverse(name)))
    page = hana_client.get(reverse("tracker:trends")).content.decode()
    assert "첫 기록을 남기면" in page
    assert reverse("diary:new") in page
    write(entry(hana, timezone.now(), Emotion.HAPPY))
    page = hana_client.get(reverse("tracker:trends")).content.decode()
    assert "2일 더 쓰면 볼 수 있어요." in page
    page = hana_client.get(reverse("tracker:trends"), {"period": "year", "day": "2020-01-01"})
    assert "2020년에는 기록이 없어요." in text_of(assert_sound_page(page))


def test_periods_are_turned_but_not_into_the_future(diary: User, hana_client: Client) -> None:
    page = hana_client.get(reverse("tracker:trends")).content.decode()
    assert 'rel="prev"' in page
    assert 'rel="next"' not in page
    before = re.search(r'rel="prev" href="([^"]+)"', page)
    assert before
    assert 'rel="next"' in hana_client.get(before[1].replace("&amp;", "&")).content.decode()


def test_a_stranger_and_a_visitor_get_nothing_of_hana(
    diary: User, stranger_client: Client, client: Client
) -> None:
    for name in ("tracker:trends", "tracker:together"):
        page = stranger_client.get(reverse(name), {"period": "all"}).content.decode()
        assert "바다" not in page
        assert "data-chart" not in page
    for chart in PICTURES:
        address = reverse(f"tracker:{chart}_png")
        assert stranger_client.get(address).status_code == 404
        assert client.get(address).status_code == 302


def test_a_picture_is_named_for_its_period(
    diary: User, hana_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        views, "draw", lambda spec, form: f"{form} {spec['title']['text']}".encode()
    )
    answer = hana_client.get(reverse("tracker:after_music_svg"), {"period": "all"})
    assert answer.content.decode() == "svg 음악을 듣고 나서 · 모든 기록"
    assert answer["Content-Type"] == "image/svg+xml"
    assert answer["Content-Disposition"] == (
        'attachment; filename="moodtracker-after-music-all.svg"'
    )


def test_a_long_diary_asks_no_more_of_the_database(hana: User, hana_client: Client) -> None:
    today = timezone.localdate()
    counts = []
    for last in (today, today - timedelta(days=30)):
        a_long_diary(hana, last=last, count=400, a_day=4)
        for name in ("tracker:trends", "tracker:together"):
            with CaptureQueriesContext(connection) as asked:
                hana_client.get(reverse(name), {"period": "all"})
            counts.append(len(asked))
    assert counts[:2] == counts[2:]
    assert max(counts) <= QUERIES


def test_days_are_found_by_the_index(hana: User) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("EXPLAIN QUERY PLAN is SQLite's.")
    a_long_diary(hana, last=timezone.localdate(), count=200)
    from moodtracker.tracker.trends import selectors

    with CaptureQueriesContext(connection) as asked:
        today = timezone.localdate()
        selectors.days(owner=hana, first=today - timedelta(days=30), last=today)
        selectors.days_written(owner=hana)
    with connection.cursor() as cursor:
        for query in asked.captured_queries:
            cursor.execute(f"EXPLAIN QUERY PLAN {query['sql']}")
            plan = " ".join(str(row[-1]) for row in cursor.fetchall())
            assert re.search("INDEX diary_entry_(charts|day)", plan), plan
            assert "SCAN" not in plan
