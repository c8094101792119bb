"""The whole way of one photo, through the real form and the real model."""

import hashlib
import io
import uuid
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from diary_photos import NOW, encoded, send_photo
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from moodtracker.accounts.models import User
from moodtracker.core.vault import VaultError, unseal
from moodtracker.diary import services
from moodtracker.diary.errors import NoteTooLongError
from moodtracker.diary.heatmaps import unpack_heatmaps
from moodtracker.diary.models import Entry, EntryPhoto, PendingPhoto, Source
from moodtracker.emotions import CLASS_NAMES, Emotion
from moodtracker.vision.reader import default_reader


def stored_files(folder: Path) -> list[Path]:
    return [path for path in folder.glob("photos/*/*") if path.is_file()]


def test_an_upload_gives_an_entry_with_everything_the_reader_said(
    keeper: User, hana_client: Client, portrait: bytes
) -> None:
    answer = send_photo(hana_client, portrait, note="  졸업식 날  ")
    entry = Entry.objects.get()
    assert answer.status_code == 302
    assert answer["Location"] == reverse("diary:entry", args=[entry.id])
    assert entry.owner == keeper
    assert (entry.source, entry.zone, entry.note) == ("photo", "Asia/Seoul", "졸업식 날")
    assert entry.probabilities is not None
    assert sum(entry.probabilities) == pytest.approx(1, abs=1e-4)
    top = CLASS_NAMES[int(np.argmax(entry.probabilities))]
    assert entry.mood == entry.model_mood == top
    assert entry.own_mood == ""
    model = default_reader().model
    assert (entry.model_name, entry.model_version) == (model.name, model.version)


def test_the_probabilities_are_those_of_the_reader(
    keeper: User, hana_client: Client, portrait: bytes
) -> None:
    send_photo(hana_client, portrait)
    (face,) = default_reader().read(portrait).faces
    entry = Entry.objects.get()
    assert entry.probabilities == pytest.approx(face.probabilities, abs=1e-5)
    assert entry.ambiguous == face.ambiguous
    assert entry.advice == [code.value for code in face.advice]
    assert entry.heatmap is not None
    np.testing.assert_allclose(
        unpack_heatmaps(bytes(entry.heatmap)), face.heatmap, rtol=2e-3, atol=1e-4
    )


def test_a_kept_photo_is_sealed_and_opens_for_its_owner(
    keeper: User, hana_client: Client, portrait: bytes, data_folder: Path
) -> None:
    send_photo(hana_client, portrait)
    row = EntryPhoto.objects.get()
    (file,) = stored_files(data_folder)
    assert file == data_folder / "photos" / row.name[:2] / row.name
    sealed = file.read_bytes()
    assert row.byte_size == len(sealed)
    assert row.sha256 == hashlib.sha256(sealed).hexdigest()
    assert b"JFIF" not in sealed
    answer = hana_client.get(reverse("diary:photo", args=[row.entry_id]))
    assert answer["Content-Type"] == "image/jpeg"
    assert "no-store" in answer["Cache-Control"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    with Image.open(io.BytesIO(answer.content)) as shown:
        assert shown.size == (row.width, row.height) == (512, 512)


def test_a_photo_moved_to_another_row_does_not_open(
    keeper: User, hana_client: Client, portrait: bytes, data_folder: Path
) -> None:
    send_photo(hana_client, portrait)
    send_photo(hana_client, portrait)
    one, other = EntryPhoto.objects.order_by("id")
    paths = [data_folder / "photos" / row.name[:2] / row.name for row in (one, other)]
    with pytest.raises(VaultError):
        unseal(paths[0].read_bytes(), context=f"diary photo {other.name}".encode())
    paths[0].write_bytes(paths[1].read_bytes())
    assert hana_client.get(reverse("diary:photo", args=[one.entry_id])).status_code == 404


def test_a_large_photo_is_scaled_and_loses_its_metadata(
    keeper: User, hana_client: Client, astronaut: np.ndarray[Any, Any]
) -> None:
    large = Image.fromarray(astronaut).resize((2400, 1800))
    exif = Image.Exif()
    exif[0x010E] = "SECRET-PLACE"
    buffer = io.BytesIO()
    large.save(buffer, "JPEG", exif=exif, comment=b"SECRET-COMMENT")
    assert b"SECRET-PLACE" in buffer.getvalue()
    send_photo(hana_client, buffer.getvalue())
    row = EntryPhoto.objects.get()
    assert (row.width, row.height) == (1280, 960)
    shown = hana_client.get(reverse("diary:photo", args=[row.entry_id])).content
    assert b"SECRET" not in shown
    with Image.open(io.BytesIO(shown)) as kept:
        assert not kept.getexif()
    # The square lies on the face: in the upper half, left of the middle in this portrait.
    assert 0.3 < row.face_x / row.width < 0.6
    assert 0.1 < row.face_y / row.height < 0.4


def test_a_discarded_photo_leaves_no_pixels_anywhere(
    discarder: User, hana_client: Client, portrait: bytes, data_folder: Path
) -> None:
    answer = send_photo(hana_client, portrait)
    entry = Entry.objects.get()
    assert not EntryPhoto.objects.exists()
    assert not PendingPhoto.objects.exists()
    assert stored_files(data_folder) == []
    assert hana_client.get(reverse("diary:photo", args=[entry.id])).status_code == 404
    page = hana_client.get(answer["Location"]).content.decode()
    assert "사진은 간직하지 않았어요" in page
    assert reverse("diary:photo", args=[entry.id]) not in page
    assert reverse("diary:heat", args=[entry.id, entry.model_mood]) in page


def test_heat_maps_are_pictures_over_the_square(
    discarder: User, hana_client: Client, portrait: bytes
) -> None:
    send_photo(hana_client, portrait)
    entry = Entry.objects.get()
    for emotion in CLASS_NAMES:
        answer = hana_client.get(reverse("diary:heat", args=[entry.id, emotion]))
        assert answer["Content-Type"] == "image/png"
        with Image.open(io.BytesIO(answer.content)) as picture:
            assert picture.mode == "RGBA"
            assert picture.width == picture.height
    assert hana_client.get(reverse("diary:heat", args=[entry.id, "hurt"])).status_code == 404


def test_the_question_about_photos_is_asked_once(
    hana: User, hana_client: Client, portrait: bytes
) -> None:
    assert "사진을 간직할까요?" in hana_client.get(reverse("diary:new")).content.decode()
    unanswered = send_photo(hana_client, portrait)
    assert unanswered.status_code == 422
    assert "사진을 간직할지 골라 주세요" in unanswered.content.decode()
    assert not Entry.objects.exists()
    send_photo(hana_client, portrait, policy="discard")
    hana.refresh_from_db()
    assert hana.photo_policy == "discard"
    assert Entry.objects.count() == 1
    assert "사진을 간직할까요?" not in hana_client.get(reverse("diary:new")).content.decode()


def test_the_same_form_twice_is_one_entry(
    keeper: User, hana_client: Client, portrait: bytes, data_folder: Path
) -> None:
    key = str(uuid.uuid4())
    first = send_photo(hana_client, portrait, key=key)
    second = send_photo(hana_client, portrait, key=key)
    assert first["Location"] == second["Location"]
    assert Entry.objects.count() == EntryPhoto.objects.count() == 1
    assert len(stored_files(data_folder)) == 1


def test_two_people_may_hold_the_same_key(
    hana: User, minsu: User, hana_client: Client, minsu_client: Client
) -> None:
    key = str(uuid.uuid4())
    for client in (hana_client, minsu_client):
        client.post(reverse("diary:new_hand"), {"key": key, "mood": "sad"})
    assert Entry.objects.filter(capture_key=key).count() == 2


def test_a_camera_picture_says_so(keeper: User, hana_client: Client, portrait: bytes) -> None:
    photo = SimpleUploadedFile("camera.jpg", portrait, "image/jpeg")
    data = {"key": str(uuid.uuid4()), "source": "camera", "photo": photo}
    assert hana_client.post(reverse("diary:new_camera"), data).status_code == 302
    assert Entry.objects.get().source == Source.CAMERA


def test_the_service_dates_by_the_persons_zone(keeper: User, portrait: bytes) -> None:
    keeper.zone = "America/Anchorage"
    keeper.save()
    entry = services.entry_record_photo(user=keeper, photo=portrait, source=Source.PHOTO, now=NOW)
    assert isinstance(entry, Entry)
    assert entry.local_date == date(2026, 11, 22)
    assert entry.recorded_at == NOW
    # 21:30 in Seoul is half past three in the morning of the same date in Anchorage.
    keeper.zone = "Pacific/Kiritimati"
    keeper.save()
    later = services.entry_record_photo(user=keeper, photo=portrait, source=Source.PHOTO, now=NOW)
    assert isinstance(later, Entry)
    assert later.local_date == date(2026, 11, 23)


def test_a_note_that_is_too_long_stops_before_the_photo_is_read(
    keeper: User, portrait: bytes
) -> None:
    with pytest.raises(NoteTooLongError, match="4000"):
        services.entry_record_photo(
            user=keeper, photo=portrait, source=Source.PHOTO, now=NOW, note="가" * 4001
        )
    assert not Entry.objects.exists()


def test_a_photo_sent_turned_is_read_upright(
    discarder: User, hana_client: Client, astronaut: np.ndarray[Any, Any]
) -> None:
    """Every EXIF orientation gives the reading that the upright photo gives."""
    moods = []
    for orientation, turn in {
        1: None,
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }.items():
        image = Image.fromarray(astronaut)
        stored = image if turn is None else image.transpose(turn)
        exif = Image.Exif()
        exif[0x0112] = orientation
        buffer = io.BytesIO()
        stored.save(buffer, "PNG", exif=exif)
        assert send_photo(hana_client, buffer.getvalue()).status_code == 302
        moods.append(Entry.objects.order_by("-created_at")[0].probabilities)
    for probabilities in moods[1:]:
        assert probabilities == pytest.approx(moods[0], abs=1e-3)


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "AVIF"])
def test_other_formats_are_read_too(
    discarder: User, hana_client: Client, astronaut: np.ndarray[Any, Any], kind: str
) -> None:
    assert send_photo(hana_client, encoded(astronaut, kind)).status_code == 302
    assert Entry.objects.get().emotion in Emotion
