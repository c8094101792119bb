"""A made-up life could be one: the same for a seed, in its zones, with effects that show."""

from datetime import UTC, date, datetime, timedelta
from statistics import mean

import pytest
from django.core.management import call_command

from moodtracker.accounts.models import User
from moodtracker.cli.demo import main
from moodtracker.core.time import local_date, local_hour
from moodtracker.demo.errors import DemoError
from moodtracker.demo.life import HOME, Life, moments
from moodtracker.demo.services import MODEL_NAME, demo_fill
from moodtracker.demo.words import NOTES, habits
from moodtracker.diary.models import Entry, EntryTag, Heard, Tag
from moodtracker.emotions import FACTS, Emotion

YEAR = Life(seed=3, first=date(2025, 3, 1), last=date(2026, 2, 28))
NOW = datetime(2026, 2, 28, 9, tzinfo=UTC)


def test_a_seed_gives_one_life() -> None:
    assert list(moments(YEAR)) == list(moments(YEAR))
    other = Life(seed=4, first=YEAR.first, last=YEAR.last)
    assert list(moments(YEAR)) != list(moments(other))


def test_moments_lie_in_their_days_earliest_first() -> None:
    lived = list(moments(YEAR))
    days = [local_date(one.instant, one.zone) for one in lived]
    assert days == sorted(days)
    assert YEAR.first <= days[0]
    assert days[-1] <= YEAR.last
    assert 250 < len(set(days)) < 365
    assert {one.zone for one in lived} > {HOME}


def test_a_moment_is_read_or_told() -> None:
    for one in moments(YEAR):
        if one.probabilities is None:
            assert one.own is not None
            assert not one.camera
        else:
            assert abs(sum(one.probabilities) - 1) < 1e-9
            assert min(one.probabilities) >= 0
        assert one.shift is None or one.heard


def test_what_tags_do_to_a_day_shows() -> None:
    """Told valence on days with a tag of known effect, against days without it."""
    life = Life(seed=5, first=date(2015, 1, 1), last=date(2025, 12, 31))
    told = [one for one in moments(life) if one.own is not None]
    for name in ("친구", "야근", "잠 부족", "산책"):
        effect = next(one.effect for one in habits("ko") if one.name == name)
        with_it = [FACTS[one.own].valence for one in told if one.own and name in one.habits]
        without = [FACTS[one.own].valence for one in told if one.own and name not in one.habits]
        assert (mean(with_it) - mean(without)) * effect > 0


def test_both_languages_have_words_for_every_emotion() -> None:
    assert all(NOTES[language][emotion] for language in ("ko", "en") for emotion in Emotion)
    assert len(habits("ko")) == len(habits("en"))


def test_a_diary_is_filled(db: None) -> None:
    counts: list[int] = []
    filled = demo_fill(
        email="Demo@example.kr",
        password="long enough 27",
        life=YEAR,
        now=NOW,
        progress=counts.append,
    )
    entries = Entry.objects.filter(owner=filled.user)
    assert sum(counts) == filled.entries == entries.count()
    assert entries.filter(recorded_at__gt=NOW).count() == 0
    assert set(entries.exclude(model_name="").values_list("model_name", flat=True)) == {MODEL_NAME}
    assert Tag.objects.filter(owner=filled.user).count() == len(habits("ko"))
    assert EntryTag.objects.filter(entry__owner=filled.user).exists()
    assert Heard.objects.filter(entry__owner=filled.user, shift__isnull=False).exists()
    assert filled.user.check_password("long enough 27")
    for entry in entries[:50]:
        assert entry.local_date == local_date(entry.recorded_at, entry.zone)
        assert entry.local_hour == local_hour(entry.recorded_at, entry.zone)


def test_nobody_is_written_over(hana: User) -> None:
    with pytest.raises(DemoError, match="has an account already"):
        demo_fill(email="HANA@example.kr", password="x", life=YEAR, now=NOW)
    assert not Entry.objects.filter(owner=hana).exists()


def test_the_command_says_what_is_wrong(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, hana: User
) -> None:
    monkeypatch.setattr("moodtracker.cli.demo.prepare_service", lambda: call_command("check"))
    assert main(["--email", hana.email, "--years", "0.1"]) == 1
    assert "has an account already" in capsys.readouterr().err
    assert main(["--years", "many"]) == 2


def test_the_command_tells_how_to_log_in(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, db: None
) -> None:
    monkeypatch.setattr("moodtracker.cli.demo.prepare_service", lambda: call_command("check"))
    assert main(["--years", "0.1", "--language", "en"]) == 0
    address, word = capsys.readouterr().out.split()[-2:]
    assert User.objects.get(email=address).check_password(word)
    first = Entry.objects.earliest("recorded_at").local_date
    assert first >= date.today() - timedelta(days=38)  # noqa: DTZ011 - a day of grace
