"""Somebody leaves: nothing of theirs stays, nothing of anybody else goes."""

import io
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client
from django.urls import reverse
from export_writing import NOW, archive_of, small_diary
from pytest_django import Settings

from markup import assert_sound_page
from moodtracker.accounts.models import User
from moodtracker.core import leaving, vault
from moodtracker.diary import photo_files
from moodtracker.diary.models import Entry, EntryPhoto
from moodtracker.exports import services
from moodtracker.exports.models import Receipt

pytestmark = pytest.mark.django_db
PAGE = "/settings/leaving/"
WORD = {"word": "모두 지우기"}


@pytest.fixture
def photo(hana: User) -> EntryPhoto:
    """하나's diary, one of whose entries is in the bin, and a calendar link."""
    entries = small_diary(hana)
    Entry.objects.filter(pk=entries[0].pk).update(deleted_at=NOW)
    services.feed_create(owner=hana, words=True, notes=True, months=12, now=NOW)
    archive_of(hana)
    return EntryPhoto.objects.get()


@pytest.fixture
def hooks() -> Iterator[None]:
    """Other rooms that join go again after the test."""
    yield
    leaving.leaving_part("other")


def everything_written() -> str:
    """Every value of every row of every table."""
    return "\n".join(
        str(row) for model in apps.get_models() for row in model._base_manager.values_list()
    )


@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_page_explains_and_offers_the_export_first(
    hana: User, hana_client: Client, photo: EntryPhoto, language: str
) -> None:
    hana.language = language
    hana.save()
    page = hana_client.get(PAGE)
    assert_sound_page(page)
    text = page.content.decode()
    assert 0 < text.index(reverse("exports:index")) < text.index(reverse("account_reauthenticate"))


def test_without_the_password_nobody_leaves(hana: User, hana_client: Client) -> None:
    answer = hana_client.post(PAGE, WORD)
    assert answer["Location"].startswith(reverse("account_reauthenticate"))
    assert User.objects.filter(pk=hana.pk).exists()


@pytest.mark.parametrize("word", ["", "지우기", "모두지우기", "delete everything"])
def test_without_the_word_nobody_leaves(hana: User, proved_client: Client, word: str) -> None:
    page = proved_client.post(PAGE, {"word": word})
    assert_sound_page(page, status=422)
    assert User.objects.filter(pk=hana.pk).exists()


def test_everything_of_the_person_goes_at_once(
    hana: User,
    minsu: User,
    proved_client: Client,
    log_in: Callable[[User], Client],
    photo: EntryPhoto,
    data_folder: Path,
) -> None:
    small_diary(minsu)
    Entry.objects.filter(owner=minsu).update(note="민수의 메모")
    sealed = photo_files.photo_path(photo.name).read_bytes()
    other_device = log_in(hana)
    assert other_device.get("/settings/").status_code == 200
    assert hana.email in everything_written()
    answer = proved_client.post(PAGE, WORD)
    receipt = Receipt.objects.get()
    assert answer["Location"] == reverse("leaving:receipt", args=[receipt.id])
    assert answer["Clear-Site-Data"] == '"cache", "storage"'

    written = everything_written()
    for trace in (hana.email, "SUM(A1)", "하나", photo.name):
        assert trace not in written
    assert not photo_files.photo_path(photo.name).exists()
    with pytest.raises(vault.VaultError, match="destroyed"):
        vault.unseal(sealed, context=f"diary photo {photo.name}".encode())
    assert {path.name for path in (data_folder / "keys").iterdir()} == {f"{minsu.pk}.key"}
    assert other_device.get("/settings/").status_code == 302
    assert Session.objects.filter(session_data__contains=hana.email).count() == 0

    assert Entry.objects.filter(owner=minsu).count() == 4
    assert photo_files.read_sealed(EntryPhoto.objects.get().name)
    assert receipt.counts["entries"] == 4
    assert receipt.counts["photos"] == receipt.counts["files"] == 1
    assert receipt.counts["feeds"] == receipt.counts["exports"] == 1
    assert receipt.counts["sessions"] >= 1


def test_the_receipt_names_nobody_and_anybody_with_its_number_sees_it(
    hana: User, proved_client: Client, client: Client, photo: EntryPhoto
) -> None:
    shown = proved_client.post(PAGE, WORD, follow=True)
    assert_sound_page(shown)
    number = str(Receipt.objects.get().id)
    assert number in shown.content.decode()
    assert shown.wsgi_request.user.is_anonymous
    page = client.get(reverse("leaving:receipt", args=[number]))
    assert_sound_page(page)
    assert "하나" not in page.content.decode()
    assert client.get(reverse("leaving:receipt", args=[hana_key(1)])).status_code == 404


def hana_key(number: int) -> str:
    return f"00000000-0000-0000-0000-{number:012d}"


def test_the_receipt_is_mailed(hana: User, proved_client: Client, settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    proved_client.post(PAGE, WORD)
    (letter,) = mail.outbox
    assert letter.to == [hana.email]
    assert str(Receipt.objects.get().id) in letter.body


def test_a_mail_server_that_is_down_keeps_nobody(
    hana: User, proved_client: Client, settings: Settings
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    assert proved_client.post(PAGE, WORD).status_code == 302
    assert not User.objects.filter(pk=hana.pk).exists()


def test_another_room_joins(hana: User, hooks: None) -> None:
    seen: list[str] = []

    def hook(*, person: int, now: object) -> list[leaving.Afterwards]:
        assert User.objects.filter(pk=person).exists()
        seen.append("consents ended")
        return [leaving.Afterwards("letters", 3, lambda: seen.append("letters removed"))]

    leaving.leaving_join("other", hook)
    receipt = services.person_leave(user=hana, now=NOW)
    assert seen == ["consents ended", "letters removed"]
    assert receipt.counts["letters"] == 3


def test_a_room_that_fails_inside_keeps_everything(
    hana: User, photo: EntryPhoto, hooks: None
) -> None:
    def hook(**_: object) -> list[leaving.Afterwards]:
        raise LookupError("다른 방의 일")

    leaving.leaving_join("other", hook)
    with pytest.raises(LookupError):
        services.person_leave(user=hana, now=NOW)
    assert User.objects.filter(pk=hana.pk).exists()
    assert photo_files.read_sealed(photo.name)


def test_a_file_that_cannot_be_removed_does_not_keep_the_key(
    hana: User, photo: EntryPhoto, monkeypatch: pytest.MonkeyPatch
) -> None:
    sealed = photo_files.photo_path(photo.name).read_bytes()

    def refuse(_: list[str]) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(photo_files, "remove_files", refuse)
    services.person_leave(user=hana, now=NOW)
    with pytest.raises(vault.VaultError):
        vault.unseal(sealed, context=f"diary photo {photo.name}".encode())


def test_whoever_left_can_come_back_with_what_they_took(hana: User, photo: EntryPhoto) -> None:
    archive = archive_of(hana)
    services.person_leave(user=hana, now=NOW)
    again = User.objects.create_user("hana@example.kr")
    report = services.archive_restore(owner=again, archive=io.BytesIO(archive), now=NOW)
    assert (report.added, report.photos) == (3, 1)
    assert photo_files.read_sealed(EntryPhoto.objects.get().name)


def test_a_photo_that_is_being_recorded_meanwhile_leaves_nothing(hana: User) -> None:
    """The key is made for somebody who is gone by then; the row finds no person."""
    from datetime import UTC, datetime, timedelta

    from moodtracker.diary.services import keys_sweep

    User.objects.create_user("minsu@example.kr")
    number = hana.pk
    services.person_leave(user=hana, now=NOW)
    vault.seal_for(number, b"x", context=b"x")
    assert keys_sweep(now=datetime.now(UTC) + timedelta(hours=2)) == 1
