"""Recurring work runs beside the pages; one failing job neither stops the others nor the beat."""

import threading
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from moodtracker.accounts.models import User
from moodtracker.config import jobs
from moodtracker.core import health


@pytest.fixture
def folder(data_folder: Path) -> Path:
    data_folder.mkdir(parents=True)
    return data_folder


def test_every_job_is_scheduled_once(folder: Path) -> None:
    queues = [jobs.build_queue(folder, long=long) for long in (False, True)]
    scheduled = [
        type(task).__name__.split(".")[-1]
        for queue in queues
        for task in queue._registry.periodic_tasks
    ]
    assert sorted(scheduled) == sorted(job.name for job in jobs.JOBS)
    assert len({job.name for job in jobs.JOBS}) == len(jobs.JOBS)
    assert (folder / "jobs.sqlite3").exists()


@pytest.mark.django_db
@pytest.mark.parametrize("job", jobs.JOBS, ids=lambda job: job.name)
def test_every_job_runs(folder: Path, job: jobs.Job) -> None:
    job.run()


@pytest.mark.django_db
def test_only_sessions_that_ran_out_are_cleared(hana_client: Client, hana: User) -> None:
    old = Client()
    old.force_login(hana)
    key = old.session.session_key
    Session.objects.filter(pk=key).update(expire_date=timezone.now() - timedelta(days=1))
    next(job for job in jobs.JOBS if job.name == "clear_sessions").run()
    assert not Session.objects.filter(pk=key).exists()
    assert hana_client.get("/settings/").status_code == 200


@pytest.mark.django_db
def test_started_jobs_beat_and_take_work_after_one_failed(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []

    def fail() -> None:
        raise LookupError("안에서 난 일")

    monkeypatch.setattr(
        jobs, "JOBS", (jobs.Job("fail", fail), jobs.Job("mark", lambda: done.append("x")))
    )
    monkeypatch.setattr(jobs, "close_old_connections", lambda: None)
    consumers = jobs.start_jobs(folder)
    consumer = consumers[0]
    try:
        assert health.heartbeat_file().exists()
        queue = consumer.huey
        by_name = {
            type(task).__name__.split(".")[-1]: task for task in queue._registry.periodic_tasks
        }
        queue.enqueue(by_name["fail"])
        queue.enqueue(by_name["mark"])
        end = time.monotonic() + 30
        while not done and time.monotonic() < end:
            consumer.stop_flag.wait(0.05)
    finally:
        for one in consumers:
            one.stop(graceful=True)
    assert set(done) == {"x"}


def test_long_work_holds_nothing_else_up(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    over, done = threading.Event(), threading.Event()
    monkeypatch.setattr(
        jobs,
        "JOBS",
        (jobs.Job("hold", lambda: over.wait(30), long=True), jobs.Job("mark", done.set)),
    )
    monkeypatch.setattr(jobs, "close_old_connections", lambda: None)
    jobs._queue_to_ask.cache_clear()
    consumers = jobs.start_jobs(folder)
    try:
        jobs.ask_for("hold")
        jobs.ask_for("mark")
        assert done.wait(20)
        assert not over.is_set()
    finally:
        over.set()
        for one in consumers:
            one.stop(graceful=True)
        jobs._queue_to_ask.cache_clear()


def test_what_lasts_is_not_among_what_is_soon_done() -> None:
    long = {job.name for job in jobs.JOBS if job.long}
    assert {"beat", "send_reminders"}.isdisjoint(long)
    assert {"bring_in", "seal_photos", "sweep_photos"} <= long
