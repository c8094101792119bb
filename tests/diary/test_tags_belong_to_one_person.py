"""Tags: made once, put on entries, never another person's; merged without losing an entry."""

import re
import uuid
from pathlib import Path

import pytest
from diary_photos import NOW
from django.contrib.staticfiles import finders

from moodtracker.accounts.models import User
from moodtracker.diary import selectors, services
from moodtracker.diary.errors import (
    TagEmojiError,
    TagGoneError,
    TagNameError,
    TagNameTakenError,
    TooManyTagsError,
)
from moodtracker.diary.models import Entry, EntryTag, PendingPhoto, Source, Tag, TagGroup
from moodtracker.diary.services import NewTag, TagChoice
from moodtracker.diary.starter_tags import STARTERS
from moodtracker.emotions import Emotion


def a_tag(owner: User, name: str, group: TagGroup = TagGroup.DOING) -> Tag:
    return services.tag_get_or_create(owner=owner, group=group, name=name)


def an_entry(owner: User, *tags: Tag) -> Entry:
    return services.entry_record_by_hand(
        user=owner, mood=Emotion.HAPPY, now=NOW, tags=[tag.id for tag in tags]
    )


def tags_of(entry: Entry) -> set[str]:
    return set(entry.tags.values_list("name", flat=True))


def test_a_name_makes_one_tag(hana: User) -> None:
    first = services.tag_get_or_create(
        owner=hana, group=TagGroup.BODY, name="  두통\t약 ", emoji="💊"
    )
    assert (first.name, first.emoji) == ("두통 약", "💊")
    # The same name as a Mac writes it, and without its picture.
    again = services.tag_get_or_create(
        owner=hana, group=TagGroup.BODY, name="\u1103\u116e\u1110\u1169\u11bc 약"
    )
    assert again == first
    assert services.tag_get_or_create(owner=hana, group=TagGroup.DOING, name="두통 약") != first
    assert Tag.objects.count() == 2


@pytest.mark.parametrize("name", ["", " \n", "가" * 41, "\x00"])
def test_a_name_that_is_none_is_refused(hana: User, name: str) -> None:
    with pytest.raises(TagNameError):
        a_tag(hana, name)


@pytest.mark.parametrize("emoji", ["☕", "🛋️", "👩‍👩‍👧", "🇰🇷", "1️⃣", "👋🏽", "🫨", ""])
def test_emoji_are_taken(hana: User, emoji: str) -> None:
    tag = services.tag_get_or_create(owner=hana, group=TagGroup.BODY, name="것", emoji=emoji)
    assert tag.emoji == emoji


@pytest.mark.parametrize("emoji", ["a", "가", "<b>", "☕a", "1", "☕" * 17, "\u200d"])
def test_what_is_no_emoji_is_refused(hana: User, emoji: str) -> None:
    with pytest.raises(TagEmojiError):
        services.tag_get_or_create(owner=hana, group=TagGroup.BODY, name="것", emoji=emoji)


def test_there_is_a_limit_to_tags(hana: User, minsu: User) -> None:
    Tag.objects.bulk_create(
        Tag(owner=hana, group="doing", name=f"일 {number}") for number in range(services.MAX_TAGS)
    )
    with pytest.raises(TooManyTagsError, match="200"):
        a_tag(hana, "하나 더")
    assert a_tag(hana, "일 7").name == "일 7"
    assert a_tag(minsu, "하나 더").owner == minsu


def test_the_tag_of_another_person_is_refused_everywhere(
    hana: User, stranger: User, portrait: bytes
) -> None:
    foreign = a_tag(stranger, "남의 것")
    entry = an_entry(hana, a_tag(hana, "내 것"))
    before = Entry.objects.values().get()
    with pytest.raises(TagGoneError):
        an_entry(hana, foreign)
    with pytest.raises(TagGoneError):
        services.entry_tags_set(owner=hana, entry_id=entry.id, tags=[foreign.id], now=NOW)
    with pytest.raises(TagGoneError):
        services.entry_edit(
            owner=hana,
            entry_id=entry.id,
            at=services.WallTime(NOW.date(), NOW.time()),
            note="다른 말",
            tags=[foreign.id],
            now=NOW,
        )
    with pytest.raises(TagGoneError):
        services.entry_record_photo(
            user=hana, photo=portrait, source=Source.PHOTO, now=NOW, tags=[foreign.id]
        )
    assert Entry.objects.values().get() == before
    assert tags_of(entry) == {"내 것"}
    for act in (
        lambda: services.tag_delete(owner=hana, tag_id=foreign.id),
        lambda: services.tag_hide(owner=hana, tag_id=foreign.id, hidden=True),
        lambda: services.tag_move(owner=hana, tag_id=foreign.id, steps=1),
        lambda: services.tags_merge(owner=hana, tag_id=foreign.id, into_id=a_tag(hana, "내 것").id),
        lambda: services.tags_merge(owner=hana, tag_id=a_tag(hana, "내 것").id, into_id=foreign.id),
        lambda: services.tag_edit(
            owner=hana, tag_id=foreign.id, new=NewTag(TagGroup.BODY, "내 것이 된")
        ),
    ):
        with pytest.raises(Tag.DoesNotExist):
            act()
    with pytest.raises(Entry.DoesNotExist):
        services.entry_tags_set(owner=stranger, entry_id=entry.id, tags=[foreign.id], now=NOW)
    foreign.refresh_from_db()
    assert foreign.name == "남의 것"


def test_merging_keeps_every_entry(hana: User) -> None:
    walk, stroll, other = (a_tag(hana, name) for name in ("산책", "걷기", "공부"))
    both, first, second = an_entry(hana, walk, stroll), an_entry(hana, walk), an_entry(hana, stroll)
    gone = an_entry(hana, stroll, other)
    services.entry_delete(owner=hana, entry_id=gone.id, now=NOW)
    services.tags_merge(owner=hana, tag_id=stroll.id, into_id=walk.id)
    assert [tags_of(entry) for entry in (both, first, second)] == [{"산책"}] * 3
    assert tags_of(gone) == {"산책", "공부"}
    assert not Tag.objects.filter(id=stroll.id).exists()
    services.tags_merge(owner=hana, tag_id=walk.id, into_id=walk.id)
    assert EntryTag.objects.filter(tag=walk).count() == 4


def test_order_name_and_hiding(hana: User) -> None:
    line = [a_tag(hana, name) for name in ("가", "나", "다")]
    services.tag_move(owner=hana, tag_id=line[2].id, steps=-1)
    services.tag_move(owner=hana, tag_id=line[0].id, steps=-5)
    assert [tag.name for tag in selectors.tags_of_owner(owner=hana)] == ["가", "다", "나"]
    services.tag_hide(owner=hana, tag_id=line[1].id, hidden=True)
    assert [tag.name for tag in selectors.tags_of_owner(owner=hana)] == ["가", "다"]
    assert len(selectors.tags_of_owner(owner=hana, hidden=True)) == 3
    entry = an_entry(hana, line[1])
    assert tags_of(entry) == {"나"}
    with pytest.raises(TagNameTakenError):
        services.tag_edit(owner=hana, tag_id=line[0].id, new=NewTag(TagGroup.DOING, "다"))
    services.tag_edit(owner=hana, tag_id=line[0].id, new=NewTag(TagGroup.BODY, "다", "🌙"))
    line[0].refresh_from_db()
    assert (line[0].group, line[0].emoji) == ("body", "🌙")


def test_a_starter_becomes_a_tag_in_the_persons_language(hana: User, minsu: User) -> None:
    choice = TagChoice(starters=("walk",), new=NewTag(TagGroup.DOING, "산책", "🚶"))
    assert len(services.tags_chosen(owner=hana, choice=choice)) == 1
    assert Tag.objects.get(owner=hana).name == "산책"
    minsu.language = "en"
    services.tags_chosen(owner=minsu, choice=TagChoice(starters=("walk",)))
    assert Tag.objects.get(owner=minsu).name == "walk"
    with pytest.raises(TagGoneError):
        services.tags_chosen(owner=hana, choice=TagChoice(starters=("no such",)))


def test_starters_are_proper_tags_that_the_fonts_can_draw() -> None:
    sheet = Path(finders.find("vendor/noto-emoji/wght.css"))
    drawn: set[int] = set()
    for first, last in re.findall(r"U\+([0-9a-f]+)(?:-([0-9a-f]+))?", sheet.read_text()):
        drawn.update(range(int(first, 16), int(last or first, 16) + 1))
    for starter in STARTERS:
        assert services.tags.clean_emoji(starter.emoji) == starter.emoji
        assert {ord(sign) for sign in starter.emoji} <= drawn
        for name in starter.names:
            assert services.tags.clean_tag_name(name) == name
    assert len({starter.key for starter in STARTERS}) == len(STARTERS)


def test_a_form_sent_twice_gives_the_entry_as_it_first_was(hana: User) -> None:
    key, tag = uuid.uuid4(), a_tag(hana, "산책")
    first = services.entry_record_by_hand(
        user=hana, mood=Emotion.SAD, now=NOW, capture_key=key, intensity=4, tags=[tag.id]
    )
    services.tag_delete(owner=hana, tag_id=tag.id)
    again = services.entry_record_by_hand(
        user=hana, mood=Emotion.HAPPY, now=NOW, capture_key=key, tags=[tag.id]
    )
    assert again == first
    assert (again.own_mood, again.intensity) == ("sad", 4)


def test_a_photo_that_waits_for_its_face_keeps_tags_and_intensity(
    keeper: User, two_faces: bytes
) -> None:
    walk, gone = a_tag(keeper, "산책"), a_tag(keeper, "사라질 것")
    pending = services.entry_record_photo(
        user=keeper,
        photo=two_faces,
        source=Source.PHOTO,
        now=NOW,
        intensity=2,
        tags=[walk.id, gone.id],
        zone="Europe/Dublin",
    )
    assert isinstance(pending, PendingPhoto)
    services.tag_delete(owner=keeper, tag_id=gone.id)
    entry = services.entry_choose_face(owner=keeper, pending_id=pending.id, number=0, now=NOW)
    assert (entry.intensity, entry.zone, entry.local_hour) == (2, "Europe/Dublin", 12)
    assert tags_of(entry) == {"산책"}
