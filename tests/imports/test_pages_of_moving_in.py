"""The pages: sound in every state, by form and by script, and nobody else's."""

import json
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from import_files import GENERATION_1, GENERATION_4, samples, zipped
from import_writing import NOW, brought_in, looked_at, send
from PIL import ExifTags, Image
from skimage import data as pictures

from markup import assert_sound_page
from moodtracker.accounts.models import User
from moodtracker.diary.models import Entry, EntryPhoto
from moodtracker.emotions import CLASS_NAMES
from moodtracker.imports import services, waiting
from moodtracker.imports.models import ImportRun, Selfie
from moodtracker.imports.services.selfies import faces_of

pytestmark = pytest.mark.django_db


def page_of(run: ImportRun, name: str = "run") -> str:
    return reverse(f"imports:{name}", args=[run.id])


def test_from_the_form_to_the_calendar(hana_client: Client, hana: User) -> None:
    assert_sound_page(hana_client.get(reverse("imports:home")))
    answer = send(hana_client, ("daylio_export.csv", GENERATION_4.encode()))
    run = ImportRun.objects.get(owner=hana)
    assert answer.headers["Location"] == page_of(run)
    page = hana_client.get(page_of(run))
    assert_sound_page(page)
    text = page.content.decode()
    assert "새 기록 2개를 찾았어요" in text
    assert "1개는 직접 정해 주세요" in text
    fields = {"mood-0": "neutrality", "level-0": "3", "tag-0": "doing"}
    unsure = hana_client.post(page_of(run, "apply"), fields)
    assert_sound_page(unsure, status=422)
    assert "Sparkly" in unsure.content.decode()
    sure = fields | {"mood-1": "happy", "level-1": ""}
    assert hana_client.post(page_of(run, "apply"), sure).status_code == 302
    done = hana_client.get(page_of(run))
    assert_sound_page(done)
    assert "기록 2개를 가져왔어요" in done.content.decode()
    assert Entry.objects.filter(owner=hana).count() == 2
    assert_sound_page(hana_client.get(reverse("imports:home")))
    assert hana_client.post(page_of(run, "undo")).status_code == 302
    assert_sound_page(hana_client.get(page_of(run)))
    assert Entry.objects.filter(owner=hana).count() == 0


def test_from_the_script_piece_by_piece(hana_client: Client, hana: User) -> None:
    data = samples()["daylio backup"]
    begun = hana_client.post(
        reverse("imports:start"),
        json.dumps({"files": [{"name": "x.daylio", "size": len(data)}]}),
        content_type="application/json",
    ).json()
    assert begun["piece"] == waiting.PIECE
    put = hana_client.post(f"{begun['pieces']}0/0/", data, content_type="application/octet-stream")
    assert put.status_code == 204
    page = hana_client.post(begun["sent"], b"{}", content_type="application/json").json()["page"]
    assert_sound_page(hana_client.get(page))
    assert ImportRun.objects.get(owner=hana).kind == "daylio_backup"


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"{}", b'{"files":[1]}', b'{"files":[{"name":1,"size":2}]}', b"[" * 9999]
)
def test_a_wrong_announcement_is_refused(hana_client: Client, body: bytes) -> None:
    answer = hana_client.post(reverse("imports:start"), body, content_type="application/json")
    assert answer.status_code == 400
    assert answer.json()["error"]


def test_every_state_has_a_sound_page(hana_client: Client, hana: User) -> None:
    run = looked_at(hana, GENERATION_1.encode())
    for state in ("sending", "checking", "applying", "undoing", "reading", "review"):
        ImportRun.objects.filter(id=run.id).update(state=state, kind="daylio_csv")
        assert_sound_page(hana_client.get(page_of(run)))
        assert hana_client.get(page_of(run, "progress")).json()["total"] == 3


def test_pages_that_ask_and_that_fail(hana_client: Client, hana: User) -> None:
    asking = looked_at(hana, b"full_date,time,mood,note\n03/04/2023,10:00,good,\n")
    assert_sound_page(hana_client.get(page_of(asking)))
    answered = hana_client.post(
        page_of(asking, "answer"), {"date_order": "month_first", "zone": "Asia/Seoul"}
    )
    assert answered.status_code == 302
    assert "2023년 3월 4일" in hana_client.get(page_of(asking)).content.decode()
    failed = looked_at(hana, b"<?xml version='1.0'?><x/>", "a.xml")
    page = hana_client.get(page_of(failed))
    assert_sound_page(page)
    assert "어느 앱의 파일인지" in page.content.decode()
    assert_sound_page(send(hana_client), status=422)


def test_names_and_cells_are_text_wherever_they_are_shown(hana_client: Client, hana: User) -> None:
    file = (
        "full_date,time,mood,activities,note\n"
        "2023-02-03,10:00,<script>alert(1)</script>,<b>a</b>,\n=cmd|' /C calc'!A0,10:00,good,,\n"
    )
    run = looked_at(hana, file.encode(), "<img src=x>.csv")
    page = hana_client.get(page_of(run))
    assert_sound_page(page)
    assert "<script>alert" not in page.content.decode()
    rows = hana_client.get(page_of(run, "skipped"))
    assert rows.headers["Content-Disposition"].startswith("attachment")
    assert "'=cmd" in rows.content.decode()


def test_a_second_press_is_told_and_does_nothing(hana_client: Client, hana: User) -> None:
    run = brought_in(hana, GENERATION_1.encode())
    for name in ("apply", "answer"):
        data = {"zone": "Asia/Seoul"}
        assert hana_client.post(page_of(run, name), data).status_code == 302
    assert Entry.objects.filter(owner=hana).count() == 3


def test_the_settings_lead_here(hana_client: Client) -> None:
    assert reverse("imports:home") in hana_client.get("/settings/").content.decode()


def selfie(exif: str = "", offset: str = "", *, two: bool = False, flip: bool = False) -> bytes:
    pixels = pictures.astronaut()
    image = Image.fromarray(pixels[:, ::-1] if flip else pixels)
    if two:
        wide = Image.new("RGB", (1024, 512))
        wide.paste(image, (0, 0))
        wide.paste(image.transpose(Image.Transpose.FLIP_LEFT_RIGHT), (512, 0))
        image = wide
    kept = Image.Exif()
    if exif:
        details = kept.get_ifd(ExifTags.IFD.Exif)
        details[ExifTags.Base.DateTimeOriginal] = exif
        if offset:
            details[ExifTags.Base.OffsetTimeOriginal] = offset
    buffer = BytesIO()
    image.save(buffer, "JPEG", quality=90, exif=kept)
    return buffer.getvalue()


def test_old_selfies_are_read_looked_at_and_brought_in(hana_client: Client, hana: User) -> None:
    hana.photo_policy = "keep"
    hana.save()
    wall = BytesIO()
    Image.new("RGB", (300, 300), (150, 140, 130)).save(wall, "JPEG")
    files = {
        "a.jpg": selfie("2019:05:14 10:20:30", "-05:00"),
        "IMG_20200301_081500.jpg": selfie(flip=True),
        "us.jpg": selfie(two=True),
        "wall.jpg": wall.getvalue(),
        "notes.txt": b"nothing",
    }
    send(hana_client, ("selfies.zip", zipped(files)))
    services.work(now=NOW)
    run = ImportRun.objects.get(owner=hana)
    assert (run.kind, run.state, run.done) == ("selfies", "review", 4)
    assert list(waiting.kept_runs()) == [], "the photos lie sealed in their rows now"
    by_exif, by_name, both, none = Selfie.objects.filter(run=run)
    assert (by_exif.dated_by, by_name.dated_by, both.dated_by) == ("exif", "name", "")
    assert (both.face_count, both.face, none.trouble) == (2, None, "no_face")
    page = hana_client.get(page_of(run, "review"))
    assert_sound_page(page)
    picture = hana_client.get(reverse("imports:face", args=[run.id, both.id, 1]))
    assert picture.content.startswith(b"\xff\xd8")

    def answer(row: Selfie, **fields: str) -> dict[str, str]:
        return {f"{name}-{row.id}": value for name, value in fields.items()}

    rows = [str(row.id) for row in (by_exif, by_name, both, none)]
    sent = {"selfie": rows}
    sent |= answer(by_exif, take="on", day="2019-05-14", clock="10:20")
    sent |= answer(by_name, take="on", day="2020-03-01", clock="08:15", mood="sad")
    sent |= answer(both, take="on")
    assert hana_client.post(page_of(run, "review"), sent).status_code == 302
    first, second = Entry.objects.filter(owner=hana).order_by("recorded_at")
    assert (first.zone, first.local_hour, first.own_mood) == ("Etc/GMT+5", 10, "")
    assert first.model_mood in CLASS_NAMES
    assert first.probabilities == pytest.approx(faces_of(by_exif).faces[0].probabilities)
    assert (second.mood, second.zone, second.source) == ("sad", "Asia/Seoul", "import")
    assert EntryPhoto.objects.filter(entry__owner=hana).count() == 2
    assert list(Selfie.objects.all()) == [both], "what lacks date or face stays"
    sent = {"selfie": [str(both.id)]}
    sent |= answer(both, take="on", day="2021-01-01", clock="09:00", face="1")
    hana_client.post(page_of(run, "review"), sent)
    run.refresh_from_db()
    assert (run.state, run.result["brought"]) == ("done", 3)
    hana_client.post(page_of(run, "undo"))
    assert Entry.objects.filter(owner=hana).count() == 0
