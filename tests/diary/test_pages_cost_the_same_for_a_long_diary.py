"""Twenty entries or twenty thousand: the same number of queries, through an index."""

from collections.abc import Callable
from datetime import timedelta

import numpy as np
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
from moodtracker.diary.heatmaps import pack_heatmaps
from moodtracker.diary.models import Entry, EntryTag, Tag, TagGroup
from moodtracker.emotions import Emotion

Count = Callable[[str], int]
HEATMAP = pack_heatmaps(np.ones((6, 6, 6), np.float32))


@pytest.fixture(autouse=True)
def present(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOW)


def a_diary(owner: User, *, first: int, last: int) -> None:
    """Five entries a day, going back, every other with a tag; the numbers say which."""
    entries = [
        read_entry(
            owner,
            NOW - timedelta(days=number // 5, minutes=number % 5),
            tuple(Emotion)[number % 6],
            note="적은 것" if number % 3 else "",
            heatmap=HEATMAP,
        )
        for number in range(first, last)
    ]
    Entry.objects.bulk_create(entries, batch_size=500)
    tag = services.tag_get_or_create(owner=owner, group=TagGroup.DOING, name="산책")
    EntryTag.objects.bulk_create(
        (EntryTag(entry=entry, tag=tag) for entry in entries[::2]), batch_size=500
    )


def copied(times: int) -> None:
    """Every entry again so many times, made by the database, which is quicker by far."""
    new_id = {"sqlite": "lower(hex(randomblob(16)))"}.get(connection.vendor, "gen_random_uuid()")
    kept = [
        field.column
        for field in Entry._meta.concrete_fields
        if not field.generated and field.column not in {"id", "capture_key"}
    ]
    columns = ", ".join(f'"{column}"' for column in kept)
    numbers = ", ".join(f"({number})" for number in range(times))
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH again(n) AS (VALUES {numbers}) "
            f"INSERT INTO diary_entry (id, capture_key, {columns}) "
            f"SELECT {new_id}, {new_id}, {columns} FROM diary_entry, again"
        )


def test_pages_have_a_bound_on_queries(hana: User, hana_client: Client) -> None:
    a_diary(hana, first=0, last=20)
    middle = Entry.objects.order_by("recorded_at")[10]
    tag = Tag.objects.get()
    places = [
        reverse("diary:home"),
        reverse("diary:day", args=[middle.local_date]),
        reverse("diary:entry", args=[middle.id]),
        reverse("diary:entry_edit", args=[middle.id]),
        reverse("diary:heat", args=[middle.id, "sad"]),
        reverse("diary:new"),
        reverse("diary:new_hand"),
        reverse("diary:deleted"),
        reverse("diary:tags"),
        reverse("diary:find"),
        reverse("diary:find") + f"?q=적은&mood=sad&note=1&tag={tag.id}",
        reverse("diary:find") + f"?q=산책&first=2000-01-01&after={middle.id}",
    ]

    def queries(place: str) -> int:
        with CaptureQueriesContext(connection) as caught:
            assert hana_client.get(place).status_code == 200
        return len(caught)

    few = {place: queries(place) for place in places}
    a_diary(hana, first=20, last=2000)
    copied(9)
    assert Entry.objects.count() == 20_000
    # A first page of results that is not full needs no count of its own.
    for place in places:
        assert queries(place) - few[place] in ({0, 1} if "/find/" in place else {0}), place
    # Two are the session's and the person's own.
    assert max(few.values()) <= 9


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
        selectors.entry_neighbours(entry=entry)
        selectors.entries_deleted(owner=hana, now=NOW)
        services.entries_purge(now=NOW)
    for query, index in zip(
        [each["sql"] for each in caught],
        [
            "diary_entry_day",
            "diary_entrytag",
            "diary_heard",
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
