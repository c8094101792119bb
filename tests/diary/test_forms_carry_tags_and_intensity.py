"""Tags and intensity on the forms: capture, entry page, edit page, the page of tags."""

import uuid

import pytest
from diary_photos import NOW, send_photo
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from markup import assert_sound_page
from moodtracker.accounts.models import User
from moodtracker.diary import services
from moodtracker.diary.models import Entry, Tag, TagGroup
from moodtracker.diary.picker import FILLED, tag_picker
from moodtracker.emotions import Emotion


@pytest.fixture(autouse=True)
def present(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOW)


def names(entry: Entry) -> set[str]:
    return set(entry.tags.values_list("name", flat=True))


def by_hand(client: Client, **fields: object) -> Entry:
    sent = {"key": str(uuid.uuid4()), "mood": "happy", **fields}
    assert client.post(reverse("diary:new_hand"), sent).status_code == 302
    return Entry.objects.latest("created_at", "id")


def test_starters_wait_in_every_form_and_no_row_is_made(hana: User, hana_client: Client) -> None:
    for name in ("new", "new_camera", "new_hand", "tags", "find"):
        page = hana_client.get(reverse(f"diary:{name}")).content.decode()
        assert ("starter:walk" in page) == name.startswith("new")
    assert not Tag.objects.exists()
    assert "아직 태그가 없어요" in hana_client.get(reverse("diary:tags")).content.decode()


def test_a_mood_by_hand_carries_them(hana: User, hana_client: Client) -> None:
    own = services.tag_get_or_create(owner=hana, group=TagGroup.BODY, name="두통")
    entry = by_hand(
        hana_client,
        intensity="5",
        tags=["starter:walk", str(own.id)],
        new_name="마감",
        new_emoji="🔥",
        new_group="doing",
    )
    assert entry.intensity == 5
    assert names(entry) == {"산책", "두통", "마감"}
    assert Tag.objects.get(name="마감").emoji == "🔥"


def test_a_photo_carries_tags(keeper: User, hana_client: Client, portrait: bytes) -> None:
    send_photo(hana_client, portrait, tags=["starter:home"])
    assert names(Entry.objects.get()) == {"집"}


def test_what_was_ticked_stays_ticked_when_the_form_comes_back(
    hana: User, hana_client: Client
) -> None:
    sent = {"key": str(uuid.uuid4()), "tags": ["starter:walk"], "new_name": "마감"}
    answer = hana_client.post(reverse("diary:new_hand"), {**sent, "intensity": "2"})
    page = assert_sound_page(answer, status=422)
    ticked = {each.get("value") for each in page.iter() if each.get("checked") is not None}
    assert ticked == {"starter:walk", "2"}
    assert [e for e in page.iter() if e.get("name") == "new_name" and e.get("value") == "마감"]
    # The tags were made when something later refused the form.
    services.tags_chosen(owner=hana, choice=services.TagChoice(starters=("walk",)))
    picker = tag_picker(owner=hana, chosen=["starter:walk"])
    assert picker.checked == 1


def test_ones_own_tags_take_the_place_of_starters(hana: User) -> None:
    def doing() -> list[str]:
        (row,) = (r for r in tag_picker(owner=hana).rows if r.group == TagGroup.DOING)
        return [option.name for option in row.options]

    assert len(doing()) == FILLED
    services.tag_get_or_create(owner=hana, group=TagGroup.DOING, name="walk")
    assert len(doing()) == FILLED
    assert "산책" not in doing()
    for number in range(FILLED):
        services.tag_get_or_create(owner=hana, group=TagGroup.DOING, name=f"일 {number}")
    assert doing() == ["walk", *(f"일 {number}" for number in range(FILLED))]


def test_a_hidden_tag_is_offered_only_where_it_stands(hana: User, hana_client: Client) -> None:
    tag = services.tag_get_or_create(owner=hana, group=TagGroup.BODY, name="숨은 것")
    entry = by_hand(hana_client, tags=[str(tag.id)])
    hana_client.post(reverse("diary:tag_hide", args=[tag.id]), {"hidden": "1"})
    assert "숨은 것" not in hana_client.get(reverse("diary:new_hand")).content.decode()
    edit = reverse("diary:entry_edit", args=[entry.id])
    assert "숨은 것" in hana_client.get(edit).content.decode()


def test_the_edit_page_changes_everything(hana: User, hana_client: Client) -> None:
    entry = by_hand(hana_client, intensity="1", tags=["starter:walk"], note="처음")
    edit = reverse("diary:entry_edit", args=[entry.id])
    page = assert_sound_page(hana_client.get(edit))
    ticked = {
        (each.get("name"), each.get("value"))
        for each in page.iter()
        if each.get("checked") is not None
    }
    walk = Tag.objects.get()
    assert ticked == {("mood", "happy"), ("intensity", "1"), ("tags", str(walk.id))}
    hana_client.post(
        edit,
        {
            "day": "2026-11-20",
            "clock": "07:05",
            "mood": "sad",
            "intensity": "4",
            "note": "다시",
            "tags": ["starter:home"],
        },
    )
    entry.refresh_from_db()
    assert (entry.local_date.isoformat(), entry.local_hour) == ("2026-11-20", 7)
    assert (entry.mood, entry.intensity, entry.note) == ("sad", 4, "다시")
    assert names(entry) == {"집"}
    assert entry.valence == pytest.approx(1.125 * -0.65, abs=0.2)


def test_the_models_word_can_be_taken_again_on_the_edit_page(
    keeper: User, hana_client: Client, portrait: bytes
) -> None:
    send_photo(hana_client, portrait)
    entry = Entry.objects.get()
    services.entry_correct(owner=keeper, entry_id=entry.id, mood=Emotion.SAD, now=NOW)
    edit = reverse("diary:entry_edit", args=[entry.id])
    hana_client.post(edit, {"day": "2026-11-20", "clock": "07:05", "mood": "", "note": ""})
    entry.refresh_from_db()
    assert entry.own_mood == ""
    assert entry.mood == entry.model_mood


def test_the_entry_page_sets_intensity_and_tags(hana: User, hana_client: Client) -> None:
    entry = by_hand(hana_client)
    hana_client.post(reverse("diary:entry_intensity", args=[entry.id]), {"intensity": "3"})
    hana_client.post(reverse("diary:entry_tags", args=[entry.id]), {"tags": ["starter:cafe"]})
    entry.refresh_from_db()
    assert entry.intensity == 3
    assert names(entry) == {"카페"}
    hana_client.post(reverse("diary:entry_intensity", args=[entry.id]), {"intensity": ""})
    hana_client.post(reverse("diary:entry_tags", args=[entry.id]), {})
    entry.refresh_from_db()
    assert entry.intensity is None
    assert names(entry) == set()


def test_the_page_of_tags(hana: User, hana_client: Client) -> None:
    sent = {"name": "수영", "emoji": "🏊", "group": "doing"}
    hana_client.post(reverse("diary:tags"), sent)
    swim = Tag.objects.get()
    walk = services.tag_get_or_create(owner=hana, group=TagGroup.DOING, name="산책")
    entry = by_hand(hana_client, tags=[str(swim.id)])
    assert_sound_page(hana_client.get(reverse("diary:tags")))
    assert_sound_page(hana_client.get(reverse("diary:tag", args=[swim.id])))
    one = reverse("diary:tag", args=[swim.id])
    taken = assert_sound_page(hana_client.post(one, {"name": "산책", "group": "doing"}), status=422)
    assert [each for each in taken.iter() if each.get("role") == "alert"]
    hana_client.post(one, {"name": "물놀이", "emoji": "🌊", "group": "doing"})
    hana_client.post(reverse("diary:tag_move", args=[walk.id]), {"way": "up"})
    assert list(Tag.objects.values_list("name", flat=True)) == ["산책", "물놀이"]
    hana_client.post(reverse("diary:tag_merge", args=[swim.id]), {"into": str(walk.id)})
    assert names(entry) == {"산책"}
    hana_client.post(reverse("diary:tag_delete", args=[walk.id]))
    assert names(entry) == set()
    assert Entry.objects.filter(id=entry.id).exists()
    bad = {"name": "", "emoji": "x", "group": "doing"}
    assert_sound_page(hana_client.post(reverse("diary:tags"), bad), status=422)
