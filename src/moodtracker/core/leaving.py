"""What happens when a person leaves, beyond the rows that go with their account.

Rows hang on the person by foreign keys and go by themselves. A room that keeps anything else
(files, keys, something at another service), or that shows others what a person agreed to, joins
from its `AppConfig.ready`:

    leaving_join("diary", leave_diary)

so that whoever deletes a person need not know the rooms.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Afterwards:
    """Work for when the rows are gone for good: `run` removes what lies outside the database.

    It must bear being cut short; what it leaves behind is swept up by the room's own jobs.
    `count` is how many things go, and `kind` names them on the receipt.
    """

    kind: str
    count: int
    run: Callable[[], object]


class LeavingHook(Protocol):
    """A room's part in a leaving."""

    def __call__(self, *, person: int, now: datetime) -> list[Afterwards]:
        """Called inside the transaction, while the rows are still there. What others see by the
        person's consent ends here, at once; what is returned runs after the commit.
        """


_hooks: dict[str, LeavingHook] = {}


def leaving_join(room: str, hook: LeavingHook) -> None:
    """A room takes part; joining again replaces its hook."""
    _hooks[room] = hook


def leaving_part(room: str) -> None:
    """A room takes part no more."""
    _hooks.pop(room, None)


def leaving_begin(*, person: int, now: datetime) -> list[Afterwards]:
    """Ask every room, inside the transaction that will delete the person."""
    return [work for hook in _hooks.values() for work in hook(person=person, now=now)]


def leaving_end(works: list[Afterwards]) -> None:
    """Do what is left after the commit; one that fails does not keep the others from theirs."""
    for work in works:
        try:
            work.run()
        except OSError:
            log.exception("Leaving: %s are left for the sweep", work.kind)
