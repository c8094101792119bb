"""낯선이 walks over every address of the diary."""

import uuid
from typing import Any

import pytest
from diary_photos import NOW, send_photo
from django.test import Client
from django.urls import reverse
from django.urls.resolvers import URLPattern

from moodtracker.accounts.models import User
from moodtracker.diary import selectors, services
from moodtracker.diary.models import Entry, PendingPhoto, Tag, TagGroup
from moodtracker.diary.urls import urlpatterns

OF_ONE_ENTRY = [p for p in urlpatterns if "entry_id" in p.pattern.converters]
OF_ONE_WAIT = [p for p in urlpatterns if "pending_id" in p.pattern.converters]
OF_ONE_TAG = [p for p in urlpatterns if "tag_id" in p.pattern.converters]
WRITES_ALL = [p for p in urlpatterns if p.name == "trash_empty"]
OTHERS = [
    p for p in urlpatterns if p not in (*OF_ONE_ENTRY, *OF_ONE_WAIT, *OF_ONE_TAG, *WRITES_ALL)
]
SECRET = "하나만 아는 이야기"


def name(pattern: URLPattern) -> str:
    return str(pattern.name)


def address(pattern: URLPattern, **known: Any) -> str:
    values = {"emotion": "happy", "number": 0, "day": NOW.date(), **known}
    arguments = {key: values[key] for key in pattern.pattern.converters}
    return reverse(f"diary:{pattern.name}", kwargs=arguments)


@pytest.fixture
def entry(keeper: User, hana_client: Client, portrait: bytes) -> Entry:
    send_photo(hana_client, portrait, note=SECRET)
    return Entry.objects.get()


def test_the_walk_covers_every_address() -> None:
    assert len(OF_ONE_ENTRY) == 15
    assert len(OF_ONE_WAIT) == 2
    assert len(OF_ONE_TAG) == 5
    assert len(OTHERS) == 11


@pytest.mark.parametrize("pattern", OF_ONE_ENTRY, ids=name)
def test_an_entry_of_another_person_is_not_there(
    entry: Entry, stranger_client: Client, minsu_client: Client, pattern: URLPattern
) -> None:
    place = address(pattern, entry_id=entry.id)
    before = Entry.objects.values().get()
    for client in (stranger_client, minsu_client):
        for answer in (
            client.get(place),
            client.post(place, {"mood": "sad", "note": "x", "day": "2026-01-01", "clock": "1:00"}),
        ):
            assert answer.status_code in {404, 405}
            assert SECRET not in answer.content.decode()
    assert Entry.objects.values().get() == before


@pytest.mark.parametrize("pattern", OF_ONE_ENTRY, ids=name)
def test_a_stranger_cannot_tell_anothers_entry_from_none(
    entry: Entry, stranger_client: Client, pattern: URLPattern
) -> None:
    real = address(pattern, entry_id=entry.id)
    unreal = address(pattern, entry_id=uuid.uuid4())
    for method in ("get", "post"):
        answers = [getattr(stranger_client, method)(place) for place in (real, unreal)]
        assert answers[0].status_code == answers[1].status_code


@pytest.mark.parametrize("pattern", OF_ONE_TAG, ids=name)
def test_a_tag_of_another_person_is_not_there(
    hana: User, stranger: User, stranger_client: Client, pattern: URLPattern
) -> None:
    tag = services.tag_get_or_create(owner=hana, group=TagGroup.DOING, name=SECRET)
    own = services.tag_get_or_create(owner=stranger, group=TagGroup.DOING, name="것")
    sent = {"name": "x", "group": "doing", "into": str(own.id)}
    for key in (tag.id, uuid.uuid4()):
        place = address(pattern, tag_id=key)
        assert stranger_client.get(place).status_code in {404, 405}
        assert stranger_client.post(place, sent).status_code == 404
    # Nor can one's own be merged into it.
    merge = reverse("diary:tag_merge", args=[own.id])
    assert stranger_client.post(merge, {"into": str(tag.id)}).status_code == 404
    assert [(each.owner, each.name) for each in Tag.objects.order_by("name")] == [
        (stranger, "것"),
        (hana, SECRET),
    ]


def test_emptying_the_trash_empties_ones_own(
    entry: Entry, keeper: User, stranger_client: Client
) -> None:
    services.entry_delete(owner=keeper, entry_id=entry.id, now=NOW)
    assert stranger_client.post(reverse("diary:trash_empty")).status_code == 302
    assert Entry.objects.get() == entry


@pytest.mark.parametrize(
    "pattern", [*OF_ONE_ENTRY, *OF_ONE_WAIT, *OF_ONE_TAG, *WRITES_ALL, *OTHERS], ids=name
)
def test_nobody_comes_in_without_logging_in(
    entry: Entry, client: Client, pattern: URLPattern
) -> None:
    place = address(pattern, entry_id=entry.id, pending_id=uuid.uuid4(), tag_id=uuid.uuid4())
    for answer in (client.get(place), client.post(place)):
        assert answer.status_code == 302
        assert reverse("account_login") in answer["Location"]


@pytest.mark.parametrize("pattern", OTHERS, ids=name)
def test_pages_of_lists_show_ones_own_only(
    entry: Entry, stranger_client: Client, pattern: URLPattern
) -> None:
    page = stranger_client.get(address(pattern)).content.decode()
    assert str(entry.id) not in page
    assert SECRET not in page


def test_deleted_entries_cannot_be_brought_back_by_others(
    entry: Entry, keeper: User, stranger_client: Client
) -> None:
    services.entry_delete(owner=keeper, entry_id=entry.id, now=NOW)
    place = reverse("diary:entry_restore", args=[entry.id])
    assert stranger_client.post(place).status_code == 404
    assert Entry.objects.get().deleted_at is not None


def test_services_and_selectors_ask_for_the_owner(
    entry: Entry, stranger: User, two_faces: bytes, hana_client: Client
) -> None:
    with pytest.raises(Entry.DoesNotExist):
        selectors.entry_get(owner=stranger, entry_id=entry.id)
    with pytest.raises(Entry.DoesNotExist):
        services.entry_delete(owner=stranger, entry_id=entry.id, now=NOW)
    with pytest.raises(Entry.DoesNotExist):
        services.entry_photo_discard(owner=stranger, entry_id=entry.id)
    send_photo(hana_client, two_faces)
    with pytest.raises(PendingPhoto.DoesNotExist):
        selectors.pending_get(owner=stranger, pending_id=PendingPhoto.objects.get().id, now=NOW)


def test_nothing_is_written_by_get(entry: Entry, hana_client: Client) -> None:
    before = Entry.objects.values().get()
    for pattern in OF_ONE_ENTRY:
        hana_client.get(address(pattern, entry_id=entry.id))
    assert Entry.objects.values().get() == before


@pytest.mark.parametrize("pattern", [*OF_ONE_ENTRY, *OTHERS], ids=name)
def test_every_form_needs_its_token(entry: Entry, keeper: User, pattern: URLPattern) -> None:
    guarded = Client(enforce_csrf_checks=True)
    guarded.force_login(keeper)
    answer = guarded.post(address(pattern, entry_id=entry.id), {"mood": "sad"})
    assert answer.status_code in {403, 405}
    assert Entry.objects.count() == 1
    assert Entry.objects.get().own_mood == ""


def test_private_pages_are_kept_by_nobody(entry: Entry, hana_client: Client) -> None:
    for pattern in (*OF_ONE_ENTRY, *OTHERS):
        answer = hana_client.get(address(pattern, entry_id=entry.id))
        assert "no-store" in answer["Cache-Control"]
