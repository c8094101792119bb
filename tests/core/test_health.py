"""/healthz tells the state of every part: 200 when all work, 503 with what is wrong."""

import os
import time
from pathlib import Path

import pytest
from django.db import DatabaseError, connection
from django.test import Client
from pytest_django import Settings

from moodtracker.core import health


@pytest.fixture
def running(data_folder: Path) -> Path:
    data_folder.mkdir(parents=True, exist_ok=True)
    health.beat()
    return data_folder


@pytest.mark.django_db
def test_all_well(client: Client, running: Path) -> None:
    answer = client.get("/healthz")
    assert answer.json() == {"status": "ok", "database": "ok", "model": "ok", "jobs": "ok"}
    assert answer.status_code == 200


@pytest.mark.django_db
def test_a_broken_model_is_told(
    client: Client, running: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = tmp_path / "bundle"
    broken.mkdir()
    (broken / "manifest.json").write_text("{")
    monkeypatch.setenv("MOODTRACKER_MODEL", str(broken))
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert answer.json()["status"] == "broken"
    assert answer.json()["model"] not in {"", "ok"}
    assert answer.json()["database"] == "ok"


@pytest.mark.django_db
def test_jobs_that_never_ran_are_told(client: Client, settings: Settings) -> None:
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert "none has run" in answer.json()["jobs"]


@pytest.mark.django_db
def test_jobs_that_stopped_are_told(client: Client, running: Path) -> None:
    old = time.time() - health.HEARTBEAT_LIMIT - 5
    os.utime(health.heartbeat_file(), (old, old))
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert "the last ran" in answer.json()["jobs"]


@pytest.mark.django_db
def test_a_database_that_does_not_answer_is_told(
    client: Client, running: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone() -> None:
        raise DatabaseError("password=hunter2")

    monkeypatch.setattr(connection, "cursor", gone)
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert "DatabaseError" in answer.json()["database"]
    assert "hunter2" not in answer.content.decode()


@pytest.mark.django_db
def test_asking_needs_no_session_and_writes_nothing(client: Client, running: Path) -> None:
    assert not client.get("/healthz").cookies
    assert client.post("/healthz").status_code == 405
