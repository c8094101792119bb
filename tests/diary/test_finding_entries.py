"""Search and filters, held against a slow reference; matches are marked and escaped."""

import re
import uuid
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from diary_photos import NOW
from diary_writing import read_entry
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from markup import assert_sound_page
from moodtracker.accounts.models import User
from moodtracker.diary import selectors, services
from moodtracker.diary.models import Entry, EntryPhoto, EntryTag, Tag, TagGroup
from moodtracker.diary.search import PAGE_SIZE, Filter, entries_found, words_of
from moodtracker.diary.templatetags.diary_tags import marked, marked_excerpt
from moodtracker.emotions import CLASS_NAMES, Emotion

WORDS = ("커피", "비가 왔다", "Coffee", "산책", "100%", "a_b", "<b>", "\\")
NAMES = ("산책", "Coffee", "비", "a_b")
HAND: dict[str, Any] = {
    "source": "hand",
    "model_mood": "",
    "model_name": "",
    "heatmap": None,
    **dict.fromkeys(CLASS_NAMES),
}
an_entry = st.fixed_dictionaries(
    {
        "note": st.lists(st.sampled_from(WORDS), max_size=2).map(" ".join),
        "mood": st.sampled_from(CLASS_NAMES),
        "hand": st.booleans(),
        "tags": st.sets(st.sampled_from(NAMES), max_size=2),
        "photo": st.booleans(),
        "back": st.integers(0, 5),
        "gone": st.sampled_from((False, False, False, True)),
    }
)
a_filter = st.fixed_dictionaries(
    {
        "words": st.lists(
            st.sampled_from(("커", "coff", "가 왔", "산", "0%", "a_b", "axb", "<B>", "\\", "비")),
            max_size=2,
            unique=True,
        ).map(tuple),
        "moods": st.sets(st.sampled_from(CLASS_NAMES[:3]), max_size=2).map(tuple),
        "sources": st.sampled_from(((), ("hand",), ("photo",))),
        "tags": st.sets(st.sampled_from(NAMES), max_size=1),
        "photo": st.booleans(),
        "note": st.booleans(),
        "first": st.none() | st.integers(0, 5),
        "last": st.none() | st.integers(0, 5),
    }
)


def written(owner: User, entries: list[dict[str, Any]]) -> dict[str, Tag]:
    """The entries of an example, in place of those of the one before."""
    Entry.objects.all().delete()
    Tag.objects.all().delete()
    tags = {
        name: services.tag_get_or_create(owner=owner, group=TagGroup.DOING, name=name)
        for name in NAMES
    }
    for each in entries:
        fields = HAND | {"own_mood": each["mood"]} if each["hand"] else {}
        entry = read_entry(
            owner,
            NOW - timedelta(days=each["back"]),
            Emotion(each["mood"]),
            note=each["note"],
            deleted_at=NOW if each["gone"] else None,
            **fields,
        )
        entry.save()
        each["id"] = entry.id
        EntryTag.objects.bulk_create(EntryTag(entry=entry, tag=tags[n]) for n in each["tags"])
        if each["photo"]:
            a_photo(entry).save()
    return tags


def a_photo(entry: Entry) -> EntryPhoto:
    return EntryPhoto(
        entry=entry,
        name=uuid.uuid4().hex,
        byte_size=1,
        width=1,
        height=1,
        face_x=0,
        face_y=0,
        face_side=1,
        face_tilt=0,
    )


def fits(each: dict[str, Any], wanted: dict[str, Any]) -> bool:
    """The rule, word for word."""
    texts = [each["note"], *each["tags"]]
    return (
        not each["gone"]
        and all(any(w.lower() in text.lower() for text in texts) for w in wanted["words"])
        and (not wanted["moods"] or each["mood"] in wanted["moods"])
        and (not wanted["sources"] or ("hand" if each["hand"] else "photo") in wanted["sources"])
        and wanted["tags"] <= each["tags"]
        and (not wanted["photo"] or each["photo"])
        and (not wanted["note"] or each["note"] != "")
        and (wanted["first"] is None or each["back"] <= wanted["first"])
        and (wanted["last"] is None or each["back"] >= wanted["last"])
    )


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(entries=st.lists(an_entry, max_size=6), wanted=a_filter)
def test_what_is_found_is_what_fits(
    hana: User, entries: list[dict[str, Any]], wanted: dict[str, Any]
) -> None:
    tags = written(hana, entries)
    days = {
        key: None if wanted[key] is None else NOW.date() - timedelta(days=wanted[key])
        for key in ("first", "last")
    }
    asked = Filter(**{**wanted, **days, "tags": tuple(tags[name].id for name in wanted["tags"])})
    found = entries_found(owner=hana, wanted=asked, tags=selectors.tags_of_owner(owner=hana))
    expected = {each["id"] for each in entries if fits(each, wanted)}
    assert {entry.id for entry in found.entries} == expected
    assert found.count == len(expected)
    instants = [entry.recorded_at for entry in found.entries]
    assert instants == sorted(instants, reverse=True)


def test_pages_go_through_all_of_them_once(hana: User) -> None:
    # Many at one instant: the id decides, and none is lost between two pages.
    Entry.objects.bulk_create(
        read_entry(hana, NOW - timedelta(minutes=number // 10)) for number in range(60)
    )
    seen: list[uuid.UUID] = []
    after = None
    for _ in range(3):
        found = entries_found(owner=hana, wanted=Filter(), tags=[], after=after)
        assert found.count == 60
        seen += [entry.id for entry in found.entries]
        after = found.more
    assert after is None
    assert len(seen) == len(set(seen)) == 60
    assert len(entries_found(owner=hana, wanted=Filter(), tags=[]).entries) == PAGE_SIZE


def test_a_search_is_ones_own(hana: User, stranger: User, stranger_client: Client) -> None:
    tag = services.tag_get_or_create(owner=hana, group=TagGroup.DOING, name="비밀")
    entry = services.entry_record_by_hand(
        user=hana, mood=Emotion.SAD, now=NOW, note="비밀 이야기", tags=[tag.id]
    )
    for query in ({"q": "비밀"}, {"tag": tag.id}, {"after": entry.id}):
        page = stranger_client.get(reverse("diary:find"), query).content.decode()
        assert str(entry.id) not in page.split("<main")[1].replace(f"after={entry.id}", "")
        assert "비밀 이야기" not in page
    found = entries_found(owner=stranger, wanted=Filter(tags=(tag.id,)), tags=[tag])
    assert found.count == 0
    found = entries_found(owner=stranger, wanted=Filter(words=("비밀",)), tags=[tag])
    assert found.count == 0


def test_the_address_holds_the_search_and_chips_take_it_apart(
    hana: User, hana_client: Client
) -> None:
    tag = services.tag_get_or_create(owner=hana, group=TagGroup.DOING, name="산책 & 커피")
    services.entry_record_by_hand(
        user=hana, mood=Emotion.HAPPY, now=NOW, note="바람이 <i>좋았다</i>", tags=[tag.id]
    )
    query = {
        "q": "바람 <i>",
        "mood": ["happy", "sad"],
        "tag": str(tag.id),
        "source": "hand",
        "note": "1",
        "first": "2026-11-01",
        "last": "2026-11-30",
    }
    answer = hana_client.get(reverse("diary:find"), query)
    assert_sound_page(answer)
    page = answer.content.decode()
    assert "<mark>바람</mark>이 <mark>&lt;i&gt;</mark>좋았다" in page
    chips = [unescape(url) for url in re.findall(r'class="chip-remove" href="([^"]+)"', page)]
    assert len(chips) == 8
    assert sum("q=" not in url for url in chips) == 1
    assert sum("mood=sad" not in url for url in chips) == 1
    for url in chips:
        assert 'class="chip-remove"' in hana_client.get(url).content.decode()


@pytest.mark.parametrize(
    "query",
    [
        {"mood": "hurt"},
        {"tag": "none"},
        {"after": "none"},
        {"after": str(uuid.uuid4())},
        {"first": "2026-13-01", "last": "x"},
        {"source": "guess"},
        {"q": "\x00"},
    ],
)
def test_an_address_that_means_nothing_asks_for_nothing(
    hana: User, hana_client: Client, query: dict[str, str]
) -> None:
    services.entry_record_by_hand(user=hana, mood=Emotion.HAPPY, now=NOW)
    answer = hana_client.get(reverse("diary:find"), query)
    assert_sound_page(answer)
    assert "기록 1개" in answer.content.decode()


def test_words_are_composed_and_few() -> None:
    decomposed = "\u110f\u1165\u1111\u1175"
    assert words_of(f" {decomposed} 커피 ") == ("커피",)
    assert len(words_of(" ".join(map(str, range(30))))) == 8


def test_marks_are_escaped() -> None:
    assert marked("<b>Tea & TEA</b>", ("tea",)) == (
        "&lt;b&gt;<mark>Tea</mark> &amp; <mark>TEA</mark>&lt;/b&gt;"
    )
    assert marked("amp & lt", ("amp", "lt")) == "<mark>amp</mark> &amp; <mark>lt</mark>"
    assert marked("a.c abc", (".",)) == "a<mark>.</mark>c abc"
    assert marked("<i>", ()) == "&lt;i&gt;"


def test_a_long_note_is_cut_around_the_match() -> None:
    note = "가" * 500 + "바늘" + "나" * 500
    part = marked_excerpt(note, ("바늘",))
    assert part.startswith("…")
    assert part.endswith("…")
    assert "<mark>바늘</mark>" in part
    assert marked_excerpt("짧은 말", ("없는",)) == "짧은 말"
