"""Whatever comes through the upload: a sentence, nothing half-written, no 500."""

import io
import struct
import uuid
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import skimage.data
from diary_photos import encoded, send_photo
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from moodtracker.accounts.models import User
from moodtracker.diary.models import Entry, EntryPhoto, PendingPhoto
from moodtracker.diary.texts import ADVICE, UNREADABLE
from moodtracker.vision.errors import VisionErrorCode
from moodtracker.vision.reader import MODEL_VARIABLE
from moodtracker.vision.types import Advice

Pixels = np.ndarray[Any, Any]


def nothing_was_written(data_folder: Path) -> bool:
    rows = Entry.objects.exists() or EntryPhoto.objects.exists() or PendingPhoto.objects.exists()
    return not rows and not [path for path in data_folder.rglob("*") if path.is_file()]


def bomb_png(side: int) -> bytes:
    """A few kilobytes that unfold to side × side pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    rows = zlib.compress(b"\0" * ((side // 8 + 1) * side), 9)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    )


def animated() -> bytes:
    frames = [Image.new("RGB", (64, 64), colour) for colour in ("red", "blue", "green")]
    buffer = io.BytesIO()
    frames[0].save(buffer, "WEBP", save_all=True, append_images=frames[1:], duration=80)
    return buffer.getvalue()


def svg() -> bytes:
    return b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


UNREADABLE_FILES: dict[str, tuple[Callable[[Pixels], bytes], str]] = {
    "empty": (lambda _: b"", "빈 파일이에요"),
    "truncated": (lambda p: encoded(p, quality=92)[:9000], "망가졌어요"),
    "header alone": (lambda p: encoded(p, "PNG")[:60], "망가졌어요"),
    "text": (lambda _: b"this is no photo at all" * 50, "이 파일은 그런 사진이 아니에요"),
    "gif": (lambda p: encoded(p, "GIF"), "이 파일은 그런 사진이 아니에요"),
    "tiff": (lambda p: encoded(p, "TIFF"), "이 파일은 그런 사진이 아니에요"),
    "svg": (lambda _: svg(), "이 파일은 그런 사진이 아니에요"),
    "huge": (lambda p: encoded(p) + b"\0" * 15_000_000, "15 MB까지 받아요"),
    "bomb": (lambda _: bomb_png(14_000), "메가픽셀까지 읽어요"),
    "animated": (lambda _: animated(), "멈춘 사진을 골라 주세요"),
}


@pytest.mark.parametrize("name", UNREADABLE_FILES)
def test_files_that_are_no_photo_are_refused_with_a_sentence(
    keeper: User, hana_client: Client, astronaut: Pixels, data_folder: Path, name: str
) -> None:
    make, sentence = UNREADABLE_FILES[name]
    answer = send_photo(hana_client, make(astronaut))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert sentence in page
    assert 'role="alert"' in page
    assert reverse("diary:new_hand") in page
    assert nothing_was_written(data_folder)


@pytest.mark.parametrize("name", ["gif", "bomb", "huge"])
def test_the_sentence_comes_in_english_too(
    keeper: User, hana_client: Client, astronaut: Pixels, name: str
) -> None:
    keeper.language = "en"
    keeper.save()
    page = send_photo(hana_client, UNREADABLE_FILES[name][0](astronaut)).content.decode()
    alert = page[page.index('role="alert"') :].split("</ul>")[0]
    assert not any("가" <= letter <= "힣" for letter in alert)


def cmyk(pixels: Pixels) -> bytes:
    buffer = io.BytesIO()
    Image.fromarray(pixels).convert("CMYK").save(buffer, "JPEG", quality=92)
    return buffer.getvalue()


def sixteen_bits(pixels: Pixels) -> bytes:
    grey = np.asarray(Image.fromarray(pixels).convert("L")).astype(np.uint16) * 257
    return encoded(grey, "PNG")


def palette(pixels: Pixels) -> bytes:
    buffer = io.BytesIO()
    Image.fromarray(pixels).convert("P", palette=Image.Palette.ADAPTIVE).save(buffer, "PNG")
    return buffer.getvalue()


@pytest.mark.parametrize("make", [cmyk, sixteen_bits, palette])
def test_odd_colours_are_read_like_any_photo(
    discarder: User, hana_client: Client, astronaut: Pixels, make: Callable[[Pixels], bytes]
) -> None:
    assert send_photo(hana_client, make(astronaut)).status_code == 302
    assert Entry.objects.get().probabilities is not None


@pytest.mark.parametrize(
    "make",
    [
        lambda: encoded(np.zeros((1, 1, 3), np.uint8), "PNG"),
        lambda: encoded(np.full((400, 300, 3), 128, np.uint8)),
        lambda: encoded(np.zeros((3, 4000, 3), np.uint8), "PNG"),
        lambda: encoded(np.asarray(skimage.data.chelsea())),
        lambda: encoded(np.asarray(skimage.data.coffee())),
    ],
    ids=["one pixel", "grey wall", "a line", "a cat", "a cup"],
)
def test_a_photo_without_a_face_is_turned_back_kindly(
    keeper: User, hana_client: Client, data_folder: Path, make: Callable[[], bytes]
) -> None:
    answer = send_photo(hana_client, make())
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "얼굴을 찾지 못했어요" in page
    assert reverse("diary:new_hand") in page
    assert nothing_was_written(data_folder)


def test_no_file_at_all_is_asked_for(keeper: User, hana_client: Client) -> None:
    answer = hana_client.post(reverse("diary:new"), {"key": str(uuid.uuid4()), "source": "photo"})
    assert answer.status_code == 422
    assert "사진을 골라 주세요" in answer.content.decode()


def test_the_failed_form_keeps_its_key_and_note(keeper: User, hana_client: Client) -> None:
    key = str(uuid.uuid4())
    page = send_photo(hana_client, b"", key=key, note="<b>비 오는 날</b>").content.decode()
    assert f'value="{key}"' in page
    assert "&lt;b&gt;비 오는 날&lt;/b&gt;" in page


def test_a_key_that_is_none_gets_a_new_one(keeper: User, hana_client: Client) -> None:
    answer = send_photo(hana_client, b"x", key='"><script>')
    assert answer.status_code == 422
    assert "<script>" not in answer.content.decode().split("</form>")[0].split("<form")[-1]


def test_without_a_model_photos_wait_and_hands_go_on(
    keeper: User,
    hana_client: Client,
    portrait: bytes,
    data_folder: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(MODEL_VARIABLE, str(data_folder / "no-such-bundle"))
    answer = send_photo(hana_client, portrait)
    assert answer.status_code == 503
    assert "지금은 사진을 읽을 수 없어요" in answer.content.decode()
    assert nothing_was_written(data_folder)
    by_hand = hana_client.post(
        reverse("diary:new_hand"), {"key": str(uuid.uuid4()), "mood": "happy"}
    )
    assert by_hand.status_code == 302
    assert hana_client.get(by_hand["Location"]).status_code == 200
    monkeypatch.delenv(MODEL_VARIABLE)
    assert send_photo(hana_client, portrait).status_code == 302


def test_every_reason_and_every_advice_has_a_sentence() -> None:
    of_the_model = {"bundle_missing", "bundle_broken", "detector_missing", "model_failed"}
    assert {code.value for code in UNREADABLE} == {c.value for c in VisionErrorCode} - of_the_model
    assert set(ADVICE) == set(Advice)


@pytest.mark.django_db
@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    places=st.lists(st.tuples(st.integers(0, 30_000), st.integers(0, 255)), max_size=30),
    cut=st.integers(0, 30_000),
)
def test_mutated_photos_never_break_the_page(
    portrait: bytes, discarder: User, hana_client: Client, places: list[tuple[int, int]], cut: int
) -> None:
    """Real files with bytes changed and the end cut off: an entry, a choice, or a sentence."""
    mutated = bytearray(portrait)
    for place, value in places:
        mutated[place % len(mutated)] = value
    answer = send_photo(hana_client, bytes(mutated[: max(1, len(mutated) - cut)]))
    assert answer.status_code in {302, 422, 429}
