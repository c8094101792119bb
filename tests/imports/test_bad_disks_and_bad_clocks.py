"""A disk that refuses, a clock that jumps, a person who leaves: no run is stuck or half there."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone
from import_files import GENERATION_3
from import_writing import NOW, choose, looked_at, send

from moodtracker.accounts.models import User
from moodtracker.imports import services, waiting
from moodtracker.imports.models import ImportRun, State
from moodtracker.imports.services import working
from moodtracker.imports.services.leases import ATTEMPTS, LEASE, StoppedError, claim, keep_on
from moodtracker.imports.texts import problem_sentence

pytestmark = pytest.mark.django_db
FILE = GENERATION_3.encode()


def refuse(*_: object, **__: object) -> bytes:
    raise OSError(28, "No space left on device")


def test_a_full_disk_leaves_no_run_in_the_way(
    hana_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "write_bytes", refuse)
    for _ in range(4):  # three runs that wait would be the limit
        answer = send(hana_client, ("export.csv", FILE))
        assert answer.status_code == 503
        assert "파일을 맡아 둘 곳에 문제가 있어요" in answer.content.decode()
    assert not ImportRun.objects.exists()
    assert not list(waiting.kept_runs())


def test_a_disk_that_refuses_to_be_read_is_tried_later_and_told(
    hana: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = services.run_receive(user=hana, files=[("export.csv", FILE)], now=NOW)
    monkeypatch.setattr(waiting, "read_piece", refuse)
    for attempt in range(1, ATTEMPTS):
        assert not services.work(now=NOW), "asked again at once, it would only fail again"
        run.refresh_from_db()
        assert (run.state, run.attempts) == (State.CHECKING, attempt)
        assert run.claimed_until
        assert run.claimed_until > timezone.now()
        ImportRun.objects.update(claimed_until=timezone.now() - timedelta(seconds=1))
    services.work(now=NOW)
    run.refresh_from_db()
    assert run.state == State.FAILED
    assert problem_sentence(run.trouble).startswith("파일을 맡아 둔 곳에 문제가 있어요.")


def test_a_lease_from_the_future_is_no_lease(hana: User) -> None:
    run = services.run_receive(user=hana, files=[("export.csv", FILE)], now=NOW)
    ImportRun.objects.update(claimed_until=timezone.now() + LEASE / 2)
    assert claim(run.id) is None
    ImportRun.objects.update(claimed_until=timezone.now() + timedelta(days=365))
    assert claim(run.id)


def test_who_leaves_in_the_middle_stops_nobody_else(
    hana: User, minsu: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = services.run_receive(user=hana, files=[("export.csv", FILE)], now=NOW)
    other = services.run_receive(user=minsu, files=[("export.csv", FILE)], now=NOW)
    step = working._step

    def leave_then_step(run: ImportRun, *rest: object) -> None:
        if run.id == gone.id:
            ImportRun.objects.filter(id=run.id).delete()
            raise ImportRun.DoesNotExist
        step(run, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(working, "_step", leave_then_step)
    services.work(now=NOW)
    other.refresh_from_db()
    assert other.state == State.READY


def test_a_long_archive_keeps_its_lease_and_stops_when_its_run_is_gone(hana: User) -> None:
    run = looked_at(hana, FILE)
    services.run_apply(owner=hana, run_id=run.id, chosen=choose(run), now=NOW)
    ImportRun.objects.update(claimed_until=timezone.now())
    keep_on(run.id, state=State.APPLYING)
    run.refresh_from_db()
    assert run.claimed_until
    assert run.claimed_until > timezone.now() + LEASE / 2
    run_id = run.id
    run.delete()
    with pytest.raises(StoppedError):
        keep_on(run_id, state=State.APPLYING)
