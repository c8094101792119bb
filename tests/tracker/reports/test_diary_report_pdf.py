"""The report as a PDF: its words, its fonts, its limits, and nothing that was not asked for."""

import io
import re
import tempfile
import uuid
from pathlib import Path

import pytest
from django.test import Client
from PIL import Image, ImageDraw
from tracker_writing import at_wall, entry, write

from moodtracker.accounts.models import User
from moodtracker.diary.models import EntryPhoto
from moodtracker.diary.photo_files import write_sealed
from moodtracker.emotions import Emotion
from moodtracker.paper import press
from moodtracker.paper.errors import PaperError
from moodtracker.paper.pdf import pdf
from moodtracker.tracker.reports import services
from pdf_text import pages_of
from tracker.reports.conftest import OCTOBER

pytestmark = pytest.mark.django_db

SENT = {
    "first": "2026-10-01",
    "last": "2026-10-31",
    "chosen": "on",
    "named": "on",
    "tags": "on",
    "notes": "all",
    "language": "ko",
}


def got(client: Client, **other: str) -> bytes:
    answer = client.post("/reports/pdf/", SENT | other)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/pdf"
    assert "no-store" in answer["Cache-Control"]
    return bytes(answer.content)


@pytest.fixture
def pressed_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Presses in the tests' own process, whose engine for charts runs already."""
    monkeypatch.setattr(press, "pressed", lambda files: pdf(press.drawn(files)))


@pytest.fixture
def photo(diary: User) -> EntryPhoto:
    """A red face on an entry of October."""
    picture = Image.new("RGB", (640, 480), "white")
    ImageDraw.Draw(picture).ellipse((220, 140, 420, 340), fill="#c03020")
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=92)
    sealed = write_sealed(buffer.getvalue(), owner_id=diary.pk)
    (one,) = write(entry(diary, at_wall(OCTOBER.first, 12), Emotion.HAPPY))
    return EntryPhoto.objects.create(
        entry=one, name=sealed.name, byte_size=sealed.byte_size, sha256=sealed.sha256,
        width=640, height=480, face_x=320, face_y=240, face_side=200, face_tilt=0,
    )  # fmt: skip


def test_a_korean_report(diary: User, photo: EntryPhoto, hana_client: Client) -> None:
    answer = hana_client.post("/reports/pdf/", SENT)
    data = bytes(answer.content)
    pages = pages_of(data)
    whole = "".join(pages)
    for words in ("마음 보고서", "2026년 10월", "하나", "2026년 11월 25일", "진단이 아니에요"):
        assert words in pages[0]
    for words in ("31일 중", "아침 13", "🚶 산책", "이렇게 세었어요", "요일과 시간"):
        assert words in whole
    for number, page in enumerate(pages, start=1):
        assert f"{number} / {len(pages)}" in page
    assert answer["Content-Disposition"] == (
        "attachment; filename*=utf-8''%EB%AC%B4%EB%93%9C%ED%8A%B8%EB%9E%98%EC%BB%A4-2026-10.pdf"
    )
    fonts = set(re.findall(rb"/BaseFont/[A-Z]{6}\+([A-Za-z-]+)", data))
    assert fonts == {
        b"NotoSansKR-Regular",
        b"NotoSansKR-Bold",
        b"GowunBatang-Bold",
        b"NotoEmoji-Regular",
    }
    assert data.count(b"/FontFile") == len(fonts)
    assert b"pdfuaid:part" in data
    assert b"/Lang(ko" in data
    assert b"/Outlines" in data
    assert data.count(b"/Alt") >= data.count(b"/S/Figure") > 28
    # No picture of anybody was asked for.
    assert b"/Subtype/Image" not in data
    assert b"DCTDecode" not in data


def test_an_english_report_with_photos(
    diary: User, photo: EntryPhoto, hana_client: Client, monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:  # fmt: skip
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    data = got(hana_client, language="en", photos="on", notes="none", first="2026-10-01")
    whole = "".join(pages_of(data))
    for words in ("Mood report", "October 2026", "not a diagnosis", "How everything counts"):
        assert words in whole
    assert "아침" not in whole
    assert data.count(b"/Subtype/Image") == 1
    assert list((tmp_path / "temporary").iterdir()) == []


@pytest.mark.usefixtures("pressed_here")
def test_a_photo_that_is_gone_is_passed_over(
    diary: User, photo: EntryPhoto, hana_client: Client
) -> None:
    photo.name = uuid.uuid4().hex
    photo.save()
    assert b"/Subtype/Image" not in got(hana_client, photos="on", notes="none")


@pytest.mark.usefixtures("pressed_here")
def test_odd_notes_are_set_as_they_are(hana: User, hana_client: Client) -> None:
    odd = (
        '#panic() $x$ *굵게* `코드` \\ " <b> ' + "ㅋ" * 300 + "가" * 200 + " 👨‍👩‍👧 café\n\n둘째 줄"
    )
    write(entry(hana, at_wall(OCTOBER.first), note=odd))
    whole = "".join(pages_of(got(hana_client)))
    assert "#panic() $x$ *굵게* `코드`" in whole
    assert whole.count("ㅋ") == 300
    assert "둘째 줄" in whole


def test_an_hour_has_a_limit(
    diary: User, hana_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(press, "pressed", lambda _files: b"%PDF")
    monkeypatch.setattr(services, "AN_HOUR", 2)
    for _ in range(2):
        assert got(hana_client) == b"%PDF"
    answer = hana_client.post("/reports/pdf/", SENT)
    assert answer.status_code == 429
    assert "한 시간에 2번까지" in answer.content.decode()


def test_a_busy_press_says_so(
    diary: User, hana_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services, "_PATIENCE", 0.01)
    with services._press:
        answer = hana_client.post("/reports/pdf/", SENT)
    assert answer.status_code == 503
    assert "다른 보고서를 만드는 중" in answer.content.decode()


def test_a_press_that_fails_leaves_a_sentence_and_is_free_again(
    diary: User, hana_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_files: object) -> bytes:
        raise PaperError("The press is made of paper.")

    monkeypatch.setattr(press, "pressed", broken)
    for _ in range(2):
        answer = hana_client.post("/reports/pdf/", SENT)
        assert answer.status_code == 503
        assert "이 화면을 인쇄해 주세요" in answer.content.decode()
        assert "made of paper" not in answer.content.decode()


@pytest.mark.parametrize("sent", [{"first": "gestern"}, {"last": "2030-01-01"}, {"last": ""}])
def test_dates_that_cannot_be_are_not_found(
    diary: User, hana_client: Client, sent: dict[str, str]
) -> None:
    assert hana_client.post("/reports/pdf/", SENT | sent).status_code == 404
