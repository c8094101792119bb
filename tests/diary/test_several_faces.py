"""A photo with several faces: the person picks theirs, the others are forgotten."""

import io
import uuid
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from diary_photos import NOW, encoded, send_photo
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from moodtracker.accounts.models import User
from moodtracker.diary import services
from moodtracker.diary.errors import NoSuchFaceError, WaitOverError
from moodtracker.diary.models import Entry, EntryPhoto, PendingPhoto, Source
from moodtracker.vision.reader import default_reader


def test_no_entry_is_made_before_the_choice(
    keeper: User, hana_client: Client, two_faces: bytes, data_folder: Path
) -> None:
    answer = send_photo(hana_client, two_faces, note="둘이서")
    pending = PendingPhoto.objects.get()
    assert answer["Location"] == reverse("diary:faces", args=[pending.id])
    assert not Entry.objects.exists()
    assert not data_folder.joinpath("photos").exists()
    page = hana_client.get(answer["Location"]).content.decode()
    assert page.count('name="face"') == 2
    for number in range(2):
        picture = hana_client.get(reverse("diary:face_picture", args=[pending.id, number]))
        with Image.open(io.BytesIO(picture.content)) as face:
            assert 100 <= max(face.size) <= 240
    assert hana_client.get(reverse("diary:face_picture", args=[pending.id, 2])).status_code == 404


def test_what_waits_is_sealed(keeper: User, hana_client: Client, two_faces: bytes) -> None:
    send_photo(hana_client, two_faces)
    pending = PendingPhoto.objects.get()
    for blob in (bytes(pending.sealed_photo), bytes(pending.sealed_faces)):
        assert blob.startswith(b"MV2")
        assert b"JFIF" not in blob
        assert b"probabilities" not in blob


@pytest.mark.parametrize("number", [0, 1])
def test_the_chosen_face_alone_remains(
    keeper: User, hana_client: Client, two_faces: bytes, number: int
) -> None:
    send_photo(hana_client, two_faces, note="둘이서")
    pending = PendingPhoto.objects.get()
    answer = hana_client.post(reverse("diary:faces", args=[pending.id]), {"face": number})
    entry = Entry.objects.get()
    assert answer["Location"] == reverse("diary:entry", args=[entry.id])
    face = default_reader().read(two_faces).faces[number]
    assert entry.probabilities == pytest.approx(face.probabilities, abs=1e-5)
    assert entry.note == "둘이서"
    assert entry.source == "photo"
    assert not PendingPhoto.objects.exists()
    photo = EntryPhoto.objects.get()
    middle = face.face.box.x + face.face.box.width / 2
    assert photo.face_x == pytest.approx(middle, abs=3)
    assert hana_client.get(reverse("diary:photo", args=[entry.id])).status_code == 200


def test_the_choice_sent_twice_is_one_entry(
    keeper: User, hana_client: Client, two_faces: bytes
) -> None:
    send_photo(hana_client, two_faces)
    address = reverse("diary:faces", args=[PendingPhoto.objects.get().id])
    first = hana_client.post(address, {"face": 0})
    second = hana_client.post(address, {"face": 1})
    assert first["Location"] == second["Location"]
    assert hana_client.get(address)["Location"] == first["Location"]
    assert Entry.objects.count() == 1


def test_the_upload_sent_twice_waits_once_and_then_leads_to_the_entry(
    keeper: User, hana_client: Client, two_faces: bytes
) -> None:
    key = str(uuid.uuid4())
    first = send_photo(hana_client, two_faces, key=key)
    assert send_photo(hana_client, two_faces, key=key)["Location"] == first["Location"]
    chosen = hana_client.post(first["Location"], {"face": 0})
    assert send_photo(hana_client, two_faces, key=key)["Location"] == chosen["Location"]
    assert Entry.objects.count() == 1
    assert not PendingPhoto.objects.exists()


def test_thrown_away_photos_wait_as_small_faces_only(
    discarder: User, hana_client: Client, two_faces: bytes, data_folder: Path
) -> None:
    send_photo(hana_client, two_faces)
    pending = PendingPhoto.objects.get()
    assert bytes(pending.sealed_photo) == b""
    hana_client.post(reverse("diary:faces", args=[pending.id]), {"face": 1})
    assert Entry.objects.count() == 1
    assert not EntryPhoto.objects.exists()
    assert not data_folder.joinpath("photos").exists()


def test_after_half_an_hour_nothing_waits(
    keeper: User, hana_client: Client, two_faces: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    send_photo(hana_client, two_faces)
    pending = PendingPhoto.objects.get()
    later = timezone.now() + timedelta(minutes=31)
    with pytest.raises(WaitOverError):
        services.entry_choose_face(owner=keeper, pending_id=pending.id, number=0, now=later)
    monkeypatch.setattr(timezone, "now", lambda: later)
    address = reverse("diary:faces", args=[pending.id])
    for answer in (hana_client.get(address), hana_client.post(address, {"face": 0})):
        assert answer.status_code == 404
        assert "30분" in answer.content.decode()
    picture = reverse("diary:face_picture", args=[pending.id, 0])
    assert hana_client.get(picture).status_code == 404
    assert services.pending_purge(now=later) == 1
    assert not PendingPhoto.objects.exists()
    assert not Entry.objects.exists()


@pytest.mark.parametrize("face", ["2", "-1", "x", ""])
def test_a_face_that_is_not_there_is_asked_for_again(
    keeper: User, hana_client: Client, two_faces: bytes, face: str
) -> None:
    send_photo(hana_client, two_faces)
    address = reverse("diary:faces", args=[PendingPhoto.objects.get().id])
    answer = hana_client.post(address, {"face": face})
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert not Entry.objects.exists()


def test_the_service_names_the_rule_for_faces(keeper: User, two_faces: bytes) -> None:
    pending = services.entry_record_photo(
        user=keeper, photo=two_faces, source=Source.PHOTO, now=NOW
    )
    assert isinstance(pending, PendingPhoto)
    with pytest.raises(NoSuchFaceError, match="2개"):
        services.entry_choose_face(owner=keeper, pending_id=pending.id, number=5, now=NOW)


def test_twelve_faces_are_all_offered(
    keeper: User, hana_client: Client, astronaut: np.ndarray[Any, Any]
) -> None:
    face = astronaut[0:256, 96:352]
    crowd = np.concatenate([np.concatenate([face] * 4, axis=1)] * 3, axis=0)
    answer = send_photo(hana_client, encoded(crowd, quality=92))
    assert PendingPhoto.objects.get().face_count == 12
    assert hana_client.get(answer["Location"]).content.decode().count('name="face"') == 12


def test_a_stranger_finds_no_waiting_photo(
    keeper: User,
    hana_client: Client,
    stranger: User,
    stranger_client: Client,
    two_faces: bytes,
) -> None:
    send_photo(hana_client, two_faces)
    pending = PendingPhoto.objects.get()
    address = reverse("diary:faces", args=[pending.id])
    assert stranger_client.get(address).status_code == 404
    assert stranger_client.post(address, {"face": 0}).status_code == 404
    picture = reverse("diary:face_picture", args=[pending.id, 0])
    assert stranger_client.get(picture).status_code == 404
    assert PendingPhoto.objects.count() == 1
    assert not Entry.objects.exists()
