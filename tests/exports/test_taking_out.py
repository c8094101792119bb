"""The page and its downloads: password again, a limit, a log, and nothing for anybody else."""

import csv
import io
import zipfile
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from export_writing import NOW, members, small_diary
from hypothesis import given
from hypothesis import strategies as st

from actors import PASSWORD
from markup import assert_sound_page
from moodtracker.accounts.models import User
from moodtracker.exports import daylio, selectors
from moodtracker.exports.archive import open_archive
from moodtracker.exports.models import Export
from moodtracker.exports.services import table_export
from moodtracker.exports.services.archiving import EXPORTS_AN_HOUR

INDEX = "/out/"
ARCHIVE = {"photos": "yes", "sent": "0123456789abcdef"}


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_page_tells_what_is_inside(hana: User, hana_client: Client, language: str) -> None:
    small_diary(hana)
    hana.language = language
    hana.save()
    page = hana_client.get(INDEX)
    assert_sound_page(page)
    text = page.content.decode()
    assert "diary.json" in text
    assert reverse("account_reauthenticate") in text
    assert "<button" in text.partition("<main")[2]


@pytest.mark.django_db
def test_without_the_password_nothing_goes_out(hana: User, hana_client: Client) -> None:
    small_diary(hana)
    for name, data in (("exports:archive", ARCHIVE), ("exports:table", {})):
        answer = hana_client.post(reverse(name), data)
        assert answer.status_code == 302
        assert answer["Location"] == f"{reverse('account_reauthenticate')}?next=%2Fout%2F"
    assert not Export.objects.exists()


@pytest.mark.django_db
def test_after_the_password_the_archive_comes(hana: User, hana_client: Client) -> None:
    small_diary(hana)
    asked = f"{reverse('account_reauthenticate')}?next=%2Fout%2F"
    back = hana_client.post(asked, {"password": PASSWORD})
    assert back["Location"] == INDEX
    page = hana_client.get(INDEX)
    assert_sound_page(page)
    assert "data-download" in page.content.decode()
    answer = hana_client.post(reverse("exports:archive"), ARCHIVE)
    assert answer["Content-Type"] == "application/zip"
    assert answer["Content-Disposition"].startswith('attachment; filename="moodtracker-')
    assert answer["Cache-Control"] == "no-store, private"
    assert answer.cookies["sent"].value == ARCHIVE["sent"]
    whole = b"".join(answer.streaming_content)
    with open_archive(io.BytesIO(whole)) as archive:
        assert len(list(archive.entries())) == 4
        assert archive.photo_count == 1
    export = Export.objects.get()
    assert (export.owner, export.kind, export.byte_size) == (hana, "archive", len(whole))
    assert "전체 (ZIP)" in hana_client.get(INDEX).content.decode()


@pytest.mark.django_db
def test_only_so_many_an_hour(hana: User, proved_client: Client) -> None:
    now = timezone.now()
    for _ in range(EXPORTS_AN_HOUR):
        Export.objects.create(owner=hana, kind="csv", at=now - timedelta(minutes=59))
    refused = proved_client.post(reverse("exports:archive"), ARCHIVE)
    assert refused.status_code == 429
    assert "한 시간에 6번까지" in refused.content.decode()
    Export.objects.update(at=now - timedelta(minutes=61))
    assert proved_client.post(reverse("exports:table"), {}).status_code == 200


@pytest.mark.django_db
def test_a_form_that_is_none_is_refused(proved_client: Client) -> None:
    for data in ({"photos": "maybe"}, {"photos": "yes", "sent": "<script>"}):
        assert proved_client.post(reverse("exports:archive"), data).status_code == 422


@pytest.mark.django_db
def test_the_log_is_the_persons_own(
    hana: User, stranger_client: Client, hana_client: Client
) -> None:
    Export.objects.create(owner=hana, kind="lean", at=NOW)
    assert "사진 없이 (ZIP)" in hana_client.get(INDEX).content.decode()
    assert "사진 없이 (ZIP)" not in stranger_client.get(INDEX).content.decode()


@pytest.mark.django_db
def test_the_estimate_is_near_enough(hana: User) -> None:
    small_diary(hana)
    contents = selectors.archive_contents(owner=hana)
    assert (contents.entries, contents.photos, contents.tags) == (4, 1, 4)
    assert contents.lean_bytes < contents.full_bytes < contents.lean_bytes + 20_000


@pytest.mark.django_db
def test_the_table_is_what_daylio_users_know(hana: User) -> None:
    small_diary(hana)
    text = b"".join(table_export(owner=hana, now=NOW)).decode()
    assert text.startswith("\ufefffull_date,date,weekday,time,mood,activities,note_title,note\r\n")
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert len(rows) == 4
    assert rows[0] == {
        "full_date": "2026-11-22",
        "date": "11월 22일",
        "weekday": "일요일",
        "time": "20:30",
        "mood": "기쁨",
        "activities": "'=산책 | 가족",
        "note_title": "",
        "note": "'=SUM(A1)<br>둘째 줄, “쉼표”",
    }
    hana.language = "en"
    english = b"".join(table_export(owner=hana, now=NOW)).decode()
    assert "November 22,Sunday,20:30,happiness" in english


@pytest.mark.django_db
def test_the_table_in_the_archive_is_the_same_one(hana: User, proved_client: Client) -> None:
    small_diary(hana)
    whole = b"".join(proved_client.post(reverse("exports:archive"), ARCHIVE).streaming_content)
    alone = b"".join(proved_client.post(reverse("exports:table"), {}).streaming_content)
    assert members(whole)["daylio.csv"] == alone
    assert zipfile.ZipFile(io.BytesIO(whole)).testzip() is None


@given(st.text())
def test_a_guarded_cell_gives_back_what_was_there(text: str) -> None:
    guarded = daylio.guarded_cell(text)
    assert daylio.plain_cell(guarded) == text
    assert not guarded.startswith(("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"))


@pytest.mark.parametrize(
    "text", ["=1+1", "'=1+1", "''=1", "@x", "-1", "'s-Hertogenbosch", "", "가"]
)
def test_cells_that_look_like_formulas(text: str) -> None:
    guarded = daylio.guarded_cell(text)
    assert daylio.plain_cell(guarded) == text
    assert guarded in {text, f"'{text}"}
