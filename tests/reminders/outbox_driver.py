"""Sends reminders from processes of their own, kills some, and prints what was handed over.

    python outbox_driver.py FOLDER      one JSON object on standard output

Each case gets a fresh copy of a migrated SQLite database with twenty reminders of one person.
What a process hands over it appends to a file, as a push service would see it.
"""

import itertools
import json
import os
import shutil
import signal
import sys
from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))
EVENING = datetime(2026, 11, 20, 11, 50, tzinfo=UTC)
NINE = EVENING + timedelta(minutes=10)
PEOPLE = 20


class Ledger:
    """A post office that writes one line a message, and may be killed on the way."""

    def __init__(
        self, path: Path, *, dies_before: int | None = None, dies_after: int | None = None
    ) -> None:
        self.path, self.before, self.after = path, dies_before, dies_after
        self.counter = itertools.count(1)  # its next() is one step to all threads

    def push(self, parcel: Any, *, now: datetime) -> Any:
        from moodtracker.reminders.push import Handed

        number = next(self.counter)
        if number == self.before:
            os.kill(os.getpid(), signal.SIGKILL)
        descriptor = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
        os.write(descriptor, f"{json.loads(parcel.payload)['key']} {parcel.topic}\n".encode())
        os.close(descriptor)
        if number == self.after:
            os.kill(os.getpid(), signal.SIGKILL)
        return Handed(ok=True)


def use(folder: Path) -> None:
    from django.db import connections

    connections["default"].settings_dict["NAME"] = folder / "db.sqlite3"


def in_child(work: Callable[[], Any]) -> int:
    """A process that is running: `os.waitpid` it."""
    child = os.fork()
    if child == 0:
        status = 1
        try:
            work()
            status = 0
        finally:
            os._exit(status)
    return child


def wait(child: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def run(ledger: Ledger, minutes: range) -> None:
    from moodtracker.reminders.services import reminders_run

    for minute in minutes:
        reminders_run(now=NINE + timedelta(minutes=minute), post=ledger)


def prepare() -> None:
    from django.core.management import call_command
    from push_service import Browser
    from remind import device, remind

    from moodtracker.accounts.models import User

    call_command("migrate", verbosity=0)
    for number in range(PEOPLE):
        person = User.objects.create_user(f"person{number}@example.kr")
        browser = Browser(f"https://push.example/send/{number}")
        device(person, now=EVENING, browser=browser)
        remind(person, time(21), now=EVENING)


def state(folder: Path) -> None:
    from moodtracker.reminders.models import Message, Turn

    told = {
        "turns": sorted(Turn.objects.values_list("state", flat=True)),
        "messages": sorted(Message.objects.values_list("state", flat=True)),
    }
    (folder / "state.json").write_text(json.dumps(told))


def case(
    folder: Path, name: str, *workers: Callable[[Ledger], None], **dies: int
) -> dict[str, Any]:
    here = folder / name
    shutil.copytree(folder / "template", here)
    use(here)
    ledger = Ledger(here / "ledger")
    first = [in_child(lambda w=worker: w(Ledger(here / "ledger", **dies))) for worker in workers]
    statuses = [wait(child) for child in first]
    early = here.joinpath("ledger").read_text().splitlines() if (here / "ledger").exists() else []
    recovered = wait(in_child(lambda: run(ledger, range(1, 8))))
    wait(in_child(lambda: state(here)))
    lines = (here / "ledger").read_text().splitlines()
    return {
        "statuses": statuses,
        "early": early,
        "recovered": recovered,
        "lines": lines,
        **json.loads((here / "state.json").read_text()),
    }


def main() -> None:
    folder = Path(sys.argv[1])
    os.environ["MOODTRACKER_DATA"] = str(folder / "template")
    os.environ["DJANGO_SETTINGS_MODULE"] = "moodtracker.config.settings"
    (folder / "template").mkdir()
    import django
    from django.conf import settings

    django.setup()
    __import__("moodtracker.config.urls")
    loaded = sorted(sys.modules.keys() & {"http_ece", "py_vapid"})
    settings.MOODTRACKER_VAULT_KEYS = (b"k" * 32,)
    settings.MOODTRACKER_VAPID_KEY = "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE"
    if wait(in_child(prepare)) != 0:
        sys.exit("the database could not be prepared")

    def once(ledger: Ledger) -> None:
        run(ledger, range(1))

    answer: dict[str, Any] = {
        "loaded at the start": loaded,
        "killed before handing over": case(folder, "before", once, dies_before=5),
        "killed after handing over": case(folder, "after", once, dies_after=5),
        "three workers at once": case(folder, "three", once, once, once),
    }
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main()
