"""Twenty entries or twenty thousand: the same number of queries, through an index."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from diary_photos import NOW
from diary_writing import read_entry
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from moodtracker.accounts.models import User
from moodtracker.diary import selectors, services
from moodtracker.diary.models import Entry
from moodtracker.emotions import Emotion

Count = Callable[[str], int]


@pytest.fixture(autouse=True)
def present(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOW)


def a_diary(owner: User, *, first: int, last: int) -> None:
    """Five entries a day, going back; the numbers say which."""
    Entry.objects.bulk_create(
        (
            read_entry(
                owner,
                NOW - timedelta(days=number // 5, minutes=number % 5),
                tuple(Emotion)[number % 6],
                note="적은 것" if number % 3 else "",
            )
            for number in range(first, last)
        ),
        batch_size=500,
    )


def test_pages_have_a_bound_on_queries(hana: User, hana_client: Client) -> None:
    a_diary(hana, first=0, last=20)
    middle = Entry.objects.order_by("recorded_at")[10]
    places = [
        reverse("diary:home"),
        reverse("diary:day", args=[middle.local_date]),
        reverse("diary:entry", args=[middle.id]),
        reverse("diary:entry_edit", args=[middle.id]),
        reverse("diary:heat", args=[middle.id, "sad"]),
        reverse("diary:new"),
        reverse("diary:new_hand"),
        reverse("diary:deleted"),
    ]

    def queries(place: str) -> int:
        with CaptureQueriesContext(connection) as caught:
            assert hana_client.get(place).status_code == 200
        return len(caught)

    few = {place: queries(place) for place in places}
    a_diary(hana, first=20, last=2000)
    assert {place: queries(place) for place in places} == few
    # Two are the session's and the person's own.
    assert max(few.values()) <= 6


def test_a_range_is_one_query_without_notes_or_heat_maps(hana: User) -> None:
    a_diary(hana, first=0, last=500)
    first, last = (NOW - timedelta(days=60)).date(), NOW.date()
    with CaptureQueriesContext(connection) as caught:
        glances = selectors.entries_between(owner=hana, first=first, last=last)
    assert len(caught) == 1
    assert "heatmap" not in caught[0]["sql"]
    assert '"note"' not in caught[0]["sql"]
    assert len(glances) == 61 * 5
    assert [g.instant for g in glances] == sorted(g.instant for g in glances)
    assert {g.date for g in glances} == {first + timedelta(days=n) for n in range(61)}


def plan_of(sql: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
        return " ".join(str(row) for row in cursor.fetchall())


@pytest.mark.skipif("sqlite" not in connection.vendor, reason="reads SQLite's query plans")
def test_every_list_goes_through_its_index(hana: User) -> None:
    a_diary(hana, first=0, last=50)
    entry = Entry.objects.order_by("recorded_at")[20]
    with CaptureQueriesContext(connection) as caught:
        selectors.entries_of_day(owner=hana, day=entry.local_date)
        selectors.entries_between(owner=hana, first=entry.local_date, last=NOW.date())
        selectors.entry_neighbours(entry=entry)
        selectors.entries_deleted(owner=hana, now=NOW)
        services.entries_purge(now=NOW)
    for query, index in zip(
        [each["sql"] for each in caught],
        [
            "diary_entry_day",
            "diary_entry_day",
            "diary_entry_neighbours",
            "diary_entry_neighbours",
            "diary_entry_deleted",
            "diary_entry_due",
        ],
        strict=True,
    ):
        plan = plan_of(query)
        assert index in plan, plan
        assert "SCAN" not in plan


def test_neighbours_follow_the_instant(hana: User, stranger: User) -> None:
    a_diary(stranger, first=0, last=20)
    a_diary(hana, first=0, last=20)
    same = Entry.objects.filter(owner=hana).order_by("recorded_at")[7]
    read_entry(hana, same.recorded_at).save()
    read_entry(hana, same.recorded_at + timedelta(seconds=1), deleted_at=NOW).save()
    line = [
        entry.id
        for entry in Entry.objects.filter(owner=hana, deleted_at=None).order_by("recorded_at", "id")
    ]
    assert len(line) == 21
    for place, key in enumerate(line):
        found = selectors.entry_neighbours(entry=Entry.objects.get(id=key))
        assert found.earlier == (line[place - 1] if place else None)
        assert found.later == (line[place + 1] if place + 1 < len(line) else None)
