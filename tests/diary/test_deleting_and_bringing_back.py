"""Delete, undo for thirty days, purge, sweep."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from diary_photos import NOW, send_photo
from diary_writing import read_entry
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from moodtracker.accounts.models import User
from moodtracker.diary import photo_files, selectors, services
from moodtracker.diary.models import Entry, EntryPhoto, PhotoAttempt


@pytest.fixture(autouse=True)
def present(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOW)


def test_deletion_says_so_and_offers_undo(hana: User, hana_client: Client) -> None:
    entry = read_entry(hana, NOW)
    entry.save()
    answer = hana_client.post(reverse("diary:entry_delete", args=[entry.id]), follow=True)
    page = answer.content.decode()
    assert answer.redirect_chain[-1][0] == reverse("diary:day", args=[entry.local_date])
    assert "지웠어요" in page
    undo = reverse("diary:entry_restore", args=[entry.id])
    assert f'action="{undo}"' in page
    assert reverse("diary:entry", args=[entry.id]) not in page.replace(undo, "")
    back = hana_client.post(undo)
    assert back["Location"] == reverse("diary:entry", args=[entry.id])
    assert "기록을 되돌렸어요." in hana_client.get(back["Location"]).content.decode()


def test_a_second_press_of_delete_says_what_the_first_did(
    hana: User, hana_client: Client, stranger_client: Client
) -> None:
    entry = read_entry(hana, NOW)
    entry.save()
    delete = reverse("diary:entry_delete", args=[entry.id])
    assert stranger_client.post(delete).status_code == 404
    first, second = hana_client.post(delete), hana_client.post(delete)
    assert first["Location"] == second["Location"] == reverse("diary:day", args=[entry.local_date])
    assert stranger_client.post(delete).status_code == 404
    services.entry_purge(owner=hana, entry_id=entry.id)
    assert hana_client.post(delete).status_code == 404


def test_a_deleted_entry_is_gone_from_every_page(
    keeper: User, hana_client: Client, portrait: bytes
) -> None:
    send_photo(hana_client, portrait)
    entry = Entry.objects.get()
    services.entry_delete(owner=keeper, entry_id=entry.id, now=NOW)
    assert selectors.entries_of_day(owner=keeper, day=entry.local_date) == []
    for name, arguments in (
        ("entry", []),
        ("photo", []),
        ("heat", ["happy"]),
        ("entry_edit", []),
    ):
        address = reverse(f"diary:{name}", args=[entry.id, *arguments])
        assert hana_client.get(address).status_code == 404
    assert (
        hana_client.post(reverse("diary:entry_mood", args=[entry.id]), {"mood": "sad"}).status_code
        == 404
    )
    listed = hana_client.get(reverse("diary:deleted")).content.decode()
    assert reverse("diary:entry_restore", args=[entry.id]) in listed


def test_undo_works_for_thirty_days_and_not_a_moment_longer(hana: User) -> None:
    entry = read_entry(hana, NOW)
    entry.save()
    services.entry_delete(owner=hana, entry_id=entry.id, now=NOW)
    due = NOW + timedelta(days=30)
    with pytest.raises(Entry.DoesNotExist):
        services.entry_restore(owner=hana, entry_id=entry.id, now=due)
    assert selectors.entries_deleted(owner=hana, now=due) == []
    in_time = due - timedelta(seconds=1)
    assert selectors.entries_deleted(owner=hana, now=in_time) == [entry]
    services.entry_restore(owner=hana, entry_id=entry.id, now=in_time)
    assert selectors.entry_get(owner=hana, entry_id=entry.id) == entry
    # Pressed twice, it stays.
    services.entry_restore(owner=hana, entry_id=entry.id, now=in_time)


def test_the_purge_takes_what_is_due_with_its_photo(
    keeper: User, hana_client: Client, portrait: bytes, data_folder: Path
) -> None:
    for _ in range(2):
        send_photo(hana_client, portrait)
    due, not_due = Entry.objects.order_by("id")
    for entry, days in ((due, 30), (not_due, 29)):
        services.entry_delete(owner=keeper, entry_id=entry.id, now=NOW - timedelta(days=days))
    assert services.entries_purge(now=NOW) == 1
    assert list(Entry.objects.all()) == [not_due]
    (photo,) = EntryPhoto.objects.all()
    assert [path.name for path in data_folder.glob("photos/*/*")] == [photo.name]
    assert services.entries_purge(now=NOW) == 0


def test_a_large_purge_goes_in_batches(hana: User) -> None:
    old = NOW - timedelta(days=31)
    Entry.objects.bulk_create(read_entry(hana, NOW, deleted_at=old) for _ in range(1203))
    assert services.entries_purge(now=NOW) == 1203
    assert not Entry.objects.exists()


def test_the_photo_alone_can_be_thrown_away(
    keeper: User, hana_client: Client, portrait: bytes, data_folder: Path
) -> None:
    send_photo(hana_client, portrait)
    entry = Entry.objects.get()
    hana_client.post(reverse("diary:photo_discard", args=[entry.id]))
    assert list(data_folder.glob("photos/*/*")) == []
    assert hana_client.get(reverse("diary:photo", args=[entry.id])).status_code == 404
    page = hana_client.get(reverse("diary:entry", args=[entry.id])).content.decode()
    assert "사진은 간직하지 않았어요" in page
    assert Entry.objects.get().probabilities == entry.probabilities


def test_the_sweep_leaves_rows_alone_and_names_missing_files(
    keeper: User, hana_client: Client, portrait: bytes, data_folder: Path
) -> None:
    for _ in range(2):
        send_photo(hana_client, portrait)
    stays, lost = EntryPhoto.objects.order_by("id")
    stray = photo_files.write_sealed(b"nobody knows me", owner_id=7)
    later = datetime.now(NOW.tzinfo) + timedelta(hours=2)
    photo_files.photo_path(lost.name).unlink()
    assert services.photos_sweep(now=later) == services.SweepReport(1, (lost.name,))
    assert not photo_files.photo_path(stray.name).exists()
    assert photo_files.photo_path(stays.name).exists()


def test_a_person_who_leaves_takes_files_along_with_the_next_sweep(
    keeper: User, hana_client: Client, portrait: bytes, data_folder: Path
) -> None:
    send_photo(hana_client, portrait)
    keeper.delete()
    assert not Entry.objects.exists()
    later = datetime.now(NOW.tzinfo) + timedelta(hours=2)
    assert services.photos_sweep(now=later).removed == 1
    assert list(data_folder.glob("photos/*/*")) == []


def test_a_sweep_before_the_first_photo_finds_nothing(db: None) -> None:
    assert services.photos_sweep(now=NOW) == services.SweepReport(0, ())


def test_attempts_are_forgotten_after_an_hour(hana: User) -> None:
    PhotoAttempt.objects.create(owner=hana, at=NOW - timedelta(minutes=61))
    PhotoAttempt.objects.create(owner=hana, at=NOW - timedelta(minutes=59))
    services.pending_purge(now=NOW)
    assert PhotoAttempt.objects.count() == 1


def test_the_trash_says_how_long_and_empties_when_told(
    keeper: User, hana_client: Client, portrait: bytes
) -> None:
    send_photo(hana_client, portrait)
    with_photo = Entry.objects.get()
    path = photo_files.photo_path(with_photo.photo.name)
    others = [read_entry(keeper, NOW) for _ in range(3)]
    Entry.objects.bulk_create(others)
    kept, *away = others
    services.entry_delete(owner=keeper, entry_id=with_photo.id, now=NOW)
    services.entry_delete(owner=keeper, entry_id=away[0].id, now=NOW - timedelta(days=29, hours=1))
    services.entry_delete(owner=keeper, entry_id=away[1].id, now=NOW - timedelta(days=10))
    page = hana_client.get(reverse("diary:deleted")).content.decode()
    assert [page.count(f"{left}일 남았어요") for left in (30, 20, 1)] == [1, 1, 1]
    # What stands is not removed, whatever is asked.
    assert hana_client.post(reverse("diary:entry_purge", args=[kept.id])).status_code == 404
    assert hana_client.post(reverse("diary:entry_purge", args=[with_photo.id])).status_code == 302
    assert not path.exists()
    assert Entry.objects.count() == 3
    answer = hana_client.post(reverse("diary:trash_empty"), follow=True)
    assert "기록 2개를 완전히 지웠어요" in answer.content.decode()
    assert Entry.objects.get() == kept
