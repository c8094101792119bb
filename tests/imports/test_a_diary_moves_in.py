"""From a file to entries; a second time nothing; and back again."""

from datetime import timedelta

import pytest
from import_files import GENERATION_1, GENERATION_3, GENERATION_4, daylio_zip, samples
from import_writing import NOW, brought_in, choose, everything, looked_at
from skimage import data as pictures

from moodtracker.accounts.models import User
from moodtracker.diary import photo_files
from moodtracker.diary import services as diary
from moodtracker.diary.models import Entry, EntryPhoto, Tag
from moodtracker.emotions import Emotion
from moodtracker.imports import services, waiting
from moodtracker.imports.errors import (
    MoodsMissingError,
    NotNowError,
    NotWholeError,
    TooLargeError,
    TooManyWaitingError,
    TooOftenError,
)
from moodtracker.imports.models import ImportedEntry, ImportRun, Remembered
from moodtracker.imports.services import NewFile
from moodtracker.imports.services.leases import Clock
from moodtracker.imports.summary import Summary

pytestmark = pytest.mark.django_db


def portrait() -> bytes:
    return photo_files.encode_jpeg(pictures.astronaut(), long_side=512)


def test_the_dry_run_writes_nothing_and_counts(hana: User) -> None:
    run = looked_at(hana, GENERATION_3.encode())
    summary = Summary.from_json(run.summary)
    assert (run.kind, run.state) == ("daylio_csv", "ready")
    assert (summary.records, summary.first, summary.last) == (2, "2023-12-16", "2023-12-17")
    assert {mood.name: mood.count for mood in summary.moods} == {"좋음": 1, "최악": 1}
    assert everything(hana) == {"entries": 0, "photos": 0, "tags": 0}
    assert "눈이 왔다" not in str(run.summary), "notes stay in the sealed file"


def test_waiting_files_are_sealed(hana: User) -> None:
    run = looked_at(hana, GENERATION_3.encode())
    (file,) = [path for path in waiting.folder().rglob("*") if path.is_file()]
    assert "눈이".encode() not in file.read_bytes()
    assert file.stat().st_mode & 0o077 == 0
    assert file.parent.name == run.id.hex


@pytest.mark.parametrize("name", list(samples()))
def test_every_format_comes_in_and_a_second_time_nothing(hana: User, name: str) -> None:
    run = brought_in(hana, samples()[name])
    assert run.state == "done"
    brought = run.result["brought"]
    assert brought == Summary.from_json(run.summary).records > 0
    first = everything(hana)
    again = looked_at(hana, samples()[name])
    summary = Summary.from_json(again.summary)
    assert (summary.already, summary.fresh) == (brought, 0)
    services.run_apply(owner=hana, run_id=again.id, chosen=choose(again), now=NOW)
    services.work(now=NOW)
    assert everything(hana) == first
    assert list(waiting.kept_runs()) == [], "files go when they are in"


def test_what_comes_in(hana: User) -> None:
    brought_in(hana, GENERATION_3.encode("utf-8-sig"))
    snow = Entry.objects.get(owner=hana, local_date="2023-12-17")
    assert (snow.source, snow.own_mood, snow.mood, snow.intensity) == (
        "import",
        "happy",
        "happy",
        3,
    )
    assert (snow.local_hour, snow.zone) == (20, "Asia/Seoul")
    assert snow.recorded_at.isoformat() == "2023-12-17T11:30:00+00:00"
    assert snow.note == "저녁\n\n눈이 왔다.\n하얗다 & 춥다"
    assert {(tag.group, tag.name) for tag in snow.tags.all()} == {
        ("people", "가족"),
        ("doing", "산책"),
    }
    assert snow.valence == pytest.approx(0.8)


def test_a_csv_after_the_backup_brings_nothing_twice(hana: User) -> None:
    brought_in(hana, daylio_zip())
    csv = "full_date,time,mood,activities,note\n2023-11-19,10:45,rad,,\n2024-01-01,09:00,good,,\n"
    run = brought_in(hana, csv.encode())
    assert run.result["brought"] == 1


def test_an_offset_keeps_the_wall_of_a_traveller(hana: User) -> None:
    brought_in(hana, daylio_zip())
    there = Entry.objects.get(owner=hana, local_date="2023-11-19")
    assert (there.zone, there.local_hour) == ("Etc/GMT+5", 10)
    assert there.recorded_at.isoformat() == "2023-11-19T15:45:00+00:00"
    home = Entry.objects.get(owner=hana, local_date="2019-12-07")
    assert home.zone == "Asia/Seoul"


def test_hours_that_summer_time_skips_or_repeats_are_told(hana: User) -> None:
    hana.zone = "Europe/Berlin"
    hana.save()
    head = "full_date,time,mood,activities,note\n"
    rows = "2024-03-31,02:30,good,,\n2024-10-27,02:30,good,,\n"
    run = brought_in(hana, (head + rows).encode())
    assert Summary.from_json(run.summary).told == {"clock_skipped": 1, "clock_twice": 1}
    instants = Entry.objects.filter(owner=hana).order_by("recorded_at")
    assert [f"{e.recorded_at:%m-%d %H:%M}" for e in instants] == ["03-31 01:30", "10-27 00:30"]
    assert [e.local_hour for e in instants] == [3, 2]


def test_another_zone_can_be_chosen_and_makes_no_second_copy(hana: User) -> None:
    run = looked_at(hana, GENERATION_1.encode())
    services.run_answer(owner=hana, run_id=run.id, zone="America/New_York", date_order="", now=NOW)
    services.work(now=NOW)
    services.run_apply(owner=hana, run_id=run.id, chosen=choose(run), now=NOW)
    services.work(now=NOW)
    entry = Entry.objects.get(owner=hana, local_date="2018-05-18")
    assert entry.recorded_at.isoformat() == "2018-05-19T03:54:00+00:00"
    again = looked_at(hana, GENERATION_1.encode())
    assert Summary.from_json(again.summary).fresh == 0


def test_dates_that_nobody_can_order_are_asked(hana: User) -> None:
    run = looked_at(hana, b"full_date,time,mood,note\n03/04/2023,10:00,good,\n")
    assert run.state == "asking"
    services.run_answer(owner=hana, run_id=run.id, zone="", date_order="day_first", now=NOW)
    services.work(now=NOW)
    run.refresh_from_db()
    assert Summary.from_json(run.summary).first == "2023-04-03"


def test_a_mood_that_nobody_knows_has_to_be_chosen_and_is_remembered(hana: User) -> None:
    run = looked_at(hana, GENERATION_4.encode())
    chosen = choose(run)
    del chosen.moods["sparkly"]
    with pytest.raises(MoodsMissingError):
        services.run_apply(owner=hana, run_id=run.id, chosen=chosen, now=NOW)
    chosen.moods["sparkly"] = "happy:4"
    services.run_apply(owner=hana, run_id=run.id, chosen=chosen, now=NOW)
    services.work(now=NOW)
    assert Entry.objects.get(owner=hana, local_date="2026-07-26").intensity == 4
    assert Remembered.objects.get(owner=hana, key="sparkly").value == "happy:4"
    assert choose(looked_at(hana, GENERATION_4.encode())).moods["sparkly"] == "happy:4"


def test_moods_and_tags_can_stay_out(hana: User) -> None:
    run = looked_at(hana, GENERATION_1.encode())
    chosen = choose(run)
    chosen.moods["meh"] = "-"
    chosen.tags = dict.fromkeys(chosen.tags, "-")
    services.run_apply(owner=hana, run_id=run.id, chosen=chosen, now=NOW)
    services.work(now=NOW)
    assert everything(hana) == {"entries": 2, "photos": 0, "tags": 0}


def test_photos_come_along_for_who_keeps_photos(hana: User) -> None:
    hana.photo_policy = "keep"
    hana.save()
    run = brought_in(hana, daylio_zip({"aa": portrait(), "bb": portrait()}))
    assert Summary.from_json(run.summary).told == {"more_photos": 1}
    photo = EntryPhoto.objects.get(entry__owner=hana)
    assert photo_files.read_sealed(photo.name).startswith(b"\xff\xd8")
    assert run.result["photos"] == 1


def test_a_broken_photo_does_not_keep_its_entry_out(hana: User) -> None:
    hana.photo_policy = "keep"
    hana.save()
    run = brought_in(hana, daylio_zip({"aa": b"no picture"}))
    assert (run.result["brought"], run.result["photo_unreadable"]) == (2, 1)


@pytest.mark.parametrize("policy", ["discard", "keep"])
def test_photos_stay_behind_when_that_was_chosen(hana: User, policy: str) -> None:
    hana.photo_policy = policy
    hana.save()
    brought_in(hana, daylio_zip({"aa": portrait()}), photos=policy == "discard")
    assert everything(hana)["photos"] == 0


def test_a_full_quota_is_told(hana: User, settings: object) -> None:
    hana.photo_policy = "keep"
    hana.save()
    settings.MOODTRACKER_PHOTO_QUOTA_BYTES = 0  # type: ignore[attr-defined]
    run = brought_in(hana, daylio_zip({"aa": portrait()}))
    assert (run.result["brought"], run.result["photo_no_room"]) == (2, 1)


def test_what_was_deleted_stays_deleted_unless_asked_for(hana: User) -> None:
    brought_in(hana, GENERATION_1.encode())
    gone = Entry.objects.filter(owner=hana).first()
    assert gone is not None
    diary.entry_delete(owner=hana, entry_id=gone.id, now=NOW)
    run = looked_at(hana, GENERATION_1.encode())
    summary = Summary.from_json(run.summary)
    assert (summary.already, summary.deleted, summary.fresh) == (2, 1, 0)
    services.run_apply(owner=hana, run_id=run.id, chosen=choose(run), now=NOW)
    services.work(now=NOW)
    assert Entry.objects.filter(owner=hana, deleted_at=None).count() == 2
    brought_in(hana, GENERATION_1.encode(), bring_back=True)
    assert Entry.objects.filter(owner=hana, deleted_at=None).count() == 3


def test_undo_takes_back_exactly_what_came(hana: User, minsu: User) -> None:
    hana.photo_policy = "keep"
    hana.save()
    diary.entry_record_by_hand(user=hana, mood=Emotion.SAD, now=NOW)
    diary.tag_get_or_create(owner=hana, group="doing", name="programming")  # type: ignore[arg-type]
    before = everything(hana)
    brought_in(minsu, daylio_zip())
    run = brought_in(hana, daylio_zip({"aa": portrait()}))
    assert everything(hana) == {"entries": 3, "photos": 1, "tags": 2}
    services.run_undo(owner=hana, run_id=run.id, now=NOW)
    services.work(now=NOW)
    run.refresh_from_db()
    assert (run.state, run.result["taken_back"], run.result["kept"]) == ("undone", 2, 0)
    assert everything(hana) == before
    assert everything(minsu)["entries"] == 2
    assert list(photo_files.photo_folder().glob("??/*")) == []
    assert brought_in(hana, daylio_zip()).result["brought"] == 2, "and it may come in again"


def test_undo_leaves_what_was_touched_since(hana: User) -> None:
    run = brought_in(hana, GENERATION_1.encode())
    edited, deleted, _ = Entry.objects.filter(owner=hana).order_by("local_date")
    later = NOW + timedelta(minutes=5)
    diary.entry_note_set(owner=hana, entry_id=edited.id, note="내가 썼다", now=later)
    diary.entry_delete(owner=hana, entry_id=deleted.id, now=later)
    services.run_undo(owner=hana, run_id=run.id, now=later)
    services.work(now=later)
    run.refresh_from_db()
    assert (run.result["taken_back"], run.result["kept"]) == (1, 2)
    assert set(Entry.objects.values_list("id", flat=True)) == {edited.id, deleted.id}
    assert Tag.objects.filter(owner=hana, name="cook").exists(), "the deleted one still has it"


def test_work_is_cut_into_slices(hana: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("moodtracker.imports.services.applying.BATCH", 2)
    rows = "".join(f"2023-01-{day:02},10:00,good,a,\n" for day in range(1, 12))
    run = looked_at(hana, ("full_date,time,mood,activities,note\n" + rows).encode())
    services.run_apply(owner=hana, run_id=run.id, chosen=choose(run), now=NOW)
    for count in (2, 4, 6, 8, 10, 11):
        services.run_work(run_id=run.id, now=NOW, clock=Clock(0))
        run.refresh_from_db()
        assert (run.done, Entry.objects.filter(owner=hana).count()) == (count, count)
    services.work(now=NOW)
    run.refresh_from_db()
    assert run.state == "done"
    assert ImportedEntry.objects.filter(run=run).count() == 11


def test_a_run_that_another_process_works_on_is_left_alone(hana: User) -> None:
    run = looked_at(hana, GENERATION_1.encode())
    services.run_apply(owner=hana, run_id=run.id, chosen=choose(run), now=NOW)
    from django.utils import timezone

    ImportRun.objects.update(claimed_until=timezone.now() + timedelta(minutes=1))
    services.work(now=NOW)
    assert everything(hana)["entries"] == 0
    ImportRun.objects.update(claimed_until=timezone.now() - timedelta(seconds=1))
    services.work(now=NOW)
    assert everything(hana)["entries"] == 3


def test_a_file_that_kills_its_process_is_given_up(hana: User) -> None:
    run = looked_at(hana, GENERATION_1.encode())
    services.run_apply(owner=hana, run_id=run.id, chosen=choose(run), now=NOW)
    ImportRun.objects.update(attempts=9)
    services.work(now=NOW)
    run.refresh_from_db()
    assert run.state == "failed"


def test_limits_on_what_waits(hana: User) -> None:
    for _ in range(3):
        looked_at(hana, GENERATION_1.encode())
    with pytest.raises(TooManyWaitingError):
        looked_at(hana, GENERATION_1.encode())
    for run in ImportRun.objects.filter(owner=hana):
        services.run_drop(owner=hana, run_id=run.id)
    assert list(waiting.kept_runs()) == []


def test_limits_on_starts_an_hour(hana: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("moodtracker.imports.services.receiving.STARTS_AN_HOUR", 1)
    brought_in(hana, GENERATION_1.encode())
    with pytest.raises(TooOftenError):
        looked_at(hana, GENERATION_1.encode())


def test_a_file_above_the_cap_is_refused_before_it_comes(hana: User) -> None:
    with pytest.raises(TooLargeError):
        services.run_start(user=hana, files=[NewFile("x", 700_000_000)], now=NOW)


def test_pieces_have_to_fit_and_to_be_all_there(hana: User) -> None:
    size = waiting.PIECE + 5
    run = services.run_start(user=hana, files=[NewFile("x", size)], now=NOW)
    for number, data in ((0, b"short"), (1, b"123456"), (2, b"")):
        with pytest.raises(NotWholeError):
            services.piece_receive(owner=hana, run_id=run.id, position=0, number=number, data=data)
    with pytest.raises(NotWholeError):
        services.run_sent(owner=hana, run_id=run.id, now=NOW)
    whole = bytes(range(256)) * (size // 256 + 1)
    for number in (0, 1, 1):
        piece = whole[number * waiting.PIECE : min(size, (number + 1) * waiting.PIECE)]
        services.piece_receive(owner=hana, run_id=run.id, position=0, number=number, data=piece)
    services.run_sent(owner=hana, run_id=run.id, now=NOW)
    with waiting.open_waiting(run.id, 0, size) as stream:
        assert stream.read() == whole[:size]
        stream.seek(waiting.PIECE - 3)
        assert stream.read(6) == whole[waiting.PIECE - 3 : waiting.PIECE + 3]
    with pytest.raises(NotNowError):
        services.run_sent(owner=hana, run_id=run.id, now=NOW)


def test_nobody_decides_and_after_a_day_it_is_gone(hana: User) -> None:
    run = looked_at(hana, GENERATION_1.encode())
    assert services.runs_purge(now=NOW + timedelta(hours=23)) == 0
    assert list(waiting.kept_runs()) == [run.id]
    assert services.runs_purge(now=NOW + timedelta(hours=25)) == 1
    assert list(waiting.kept_runs()) == []


def test_a_stranger_cannot_touch_a_run(hana: User, stranger: User) -> None:
    run = looked_at(hana, GENERATION_1.encode())
    with pytest.raises(ImportRun.DoesNotExist):
        services.run_apply(owner=stranger, run_id=run.id, chosen=choose(run), now=NOW)
    with pytest.raises(ImportRun.DoesNotExist):
        services.run_drop(owner=stranger, run_id=run.id)


def test_tags_beyond_what_a_diary_takes_are_told(
    hana: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("moodtracker.diary.services.tags.MAX_TAGS", 1)
    run = brought_in(hana, GENERATION_1.encode())
    assert (run.result["brought"], run.result["tags_left"]) == (3, 3)
    assert everything(hana)["tags"] == 1


def test_more_moods_than_a_page_can_ask_for(hana: User) -> None:
    rows = "".join(f"2023-01-01,10:00,mood {number},,\n" for number in range(301))
    run = looked_at(hana, ("full_date,time,mood,activities,note\n" + rows).encode())
    assert (run.state, run.trouble["problem"]) == ("failed", "too_many_moods")
