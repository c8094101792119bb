"""A run from file to diary, without a browser."""

from datetime import UTC, datetime
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from moodtracker.accounts.models import User
from moodtracker.diary.models import Entry, EntryPhoto, Tag
from moodtracker.imports import services
from moodtracker.imports.choices import Chosen, proposals
from moodtracker.imports.models import ImportRun
from moodtracker.imports.summary import Summary

NOW = datetime(2026, 11, 22, 12, 30, tzinfo=UTC)


def looked_at(user: User, data: bytes, name: str = "export.csv") -> ImportRun:
    """A file that was sent and looked at."""
    run = services.run_receive(user=user, files=[(name, data)], now=NOW)
    services.work(now=NOW)
    run.refresh_from_db()
    return run


def choose(run: ImportRun) -> Chosen:
    """The proposals; moods that nobody knows become neutral."""
    summary = Summary.from_json(run.summary)
    chosen = proposals(run=run, summary=summary)
    for mood in summary.moods:
        chosen.moods.setdefault(mood.key, "neutrality:")
    return chosen


def brought_in(user: User, data: bytes, name: str = "export.csv", **options: Any) -> ImportRun:
    """A file that came in as proposed."""
    run = looked_at(user, data, name)
    assert run.state == "ready", run.trouble
    chosen = choose(run)
    for option, value in options.items():
        setattr(chosen, option, value)
    services.run_apply(owner=user, run_id=run.id, chosen=chosen, now=NOW)
    services.work(now=NOW)
    run.refresh_from_db()
    return run


def send(client: Client, *files: tuple[str, bytes]) -> Any:
    """The form without a script."""
    uploads = [SimpleUploadedFile(name, data) for name, data in files]
    return client.post(reverse("imports:home"), {"files": uploads})


def everything(user: User) -> dict[str, int]:
    """What the person has."""
    return {
        "entries": Entry.objects.filter(owner=user).count(),
        "photos": EntryPhoto.objects.filter(entry__owner=user).count(),
        "tags": Tag.objects.filter(owner=user).count(),
    }
