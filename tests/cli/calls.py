"""Commands called in this process: the same `main` that the shell reaches, without its start-up."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module

import pytest

from moodtracker.cli import COMMANDS


@dataclass(frozen=True, slots=True)
class Done:
    """What a command answered."""

    returncode: int
    stdout: str
    stderr: str


Call = Callable[..., Done]


def caller(capsys: pytest.CaptureFixture[str]) -> Call:
    """`call("train", recipe, "--out", folder)`; a traceback fails the test."""

    def call(command: str, *arguments: object) -> Done:
        capsys.readouterr()
        code = import_module(COMMANDS[command][0]).main([str(one) for one in arguments])
        return Done(code, *capsys.readouterr())

    return call
