"""`moodtracker serve`: the whole service on the embedded default, migrating first."""

import http.client
import os
import socket
import sys
import threading
import time
from pathlib import Path
from typing import Annotated

import typer

from moodtracker.cli.support import ServiceError, prepare_service, run_command

app = typer.Typer(add_completion=False)
START_LIMIT = 120.0
# More threads than cores: most wait for the database or the network, and reading a photo
# releases the interpreter.
THREADS = 8


def main(arguments: list[str]) -> int:
    """Serve until Ctrl-C. 0 after a clean end, 1 when it cannot start, 2 for wrong usage."""
    from django.core.exceptions import ImproperlyConfigured

    return run_command(
        app, arguments, "moodtracker serve", (ServiceError, ImproperlyConfigured, OSError)
    )


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="여는 주소 · address to listen on")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="포트 · port")] = 8000,
    data: Annotated[
        Path | None, typer.Option(help="데이터 폴더 · data folder [MOODTRACKER_DATA, data]")
    ] = None,
) -> None:
    """무드 트래커를 시작해요 · start Mood Tracker."""
    if data is not None:
        os.environ["MOODTRACKER_DATA"] = str(data.expanduser().absolute())
    os.environ.setdefault("MOODTRACKER_PUBLIC_URL", f"http://{_typed_host(host)}:{port}")
    _require_free_port(host, port)
    prepare_service(collect_static=True)
    _announce_when_listening(host, port)
    _run(host, port)


def _typed_host(host: str) -> str:
    """What a person types to reach a server that listens on `host`."""
    everywhere = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}  # noqa: S104 - compared, not bound
    return everywhere.get(host, f"[{host}]" if ":" in host else host)


def _require_free_port(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise ServiceError(
                f"{host}:{port}을(를) 열 수 없어요. 다른 프로그램이 쓰고 있다면 --port로 다른 "
                "포트를 골라 주세요.\n"
                f"The service needs a free address; {host}:{port} gave “{error.strerror}”. "
                "Choose another with --port."
            ) from None


def _announce_when_listening(host: str, port: int) -> None:
    threading.Thread(target=_announce, args=(host, port), daemon=True).start()


def _announce(host: str, port: int) -> None:
    typed = _typed_host(host)
    end = time.monotonic() + START_LIMIT
    while time.monotonic() < end:
        answer = _ask_health(typed.strip("[]"), port)
        if answer is not None:
            break
        time.sleep(0.1)
    else:
        sys.stderr.write(f"No answer at http://{typed}:{port} after {START_LIMIT:.0f} s.\n")
        return
    url = os.environ["MOODTRACKER_PUBLIC_URL"]
    sys.stdout.write(
        f"무드 트래커가 열렸어요 → {url}\nMood Tracker is open → {url}\n"
        "끝내려면 Ctrl-C · Ctrl-C ends it\n"
    )
    if answer:
        sys.stdout.write(f"{answer}\n")
    sys.stdout.flush()


def _ask_health(host: str, port: int) -> str | None:
    """None while nobody answers; then nothing when all is well, or what /healthz says."""
    connection = http.client.HTTPConnection(host, port, timeout=60)
    try:
        connection.request("GET", "/healthz")
        response = connection.getresponse()
        body = response.read().decode("utf-8", "replace")
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()
    return "" if response.status == http.client.OK else body or f"/healthz: {response.status}"


def _run(host: str, port: int) -> None:
    import multiprocessing

    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    # A forked worker would share this process's threads and database handles.
    multiprocessing.set_start_method("spawn", force=True)
    Granian(
        "moodtracker.config.wsgi:application_with_jobs",
        factory=True,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        # One process: limits on sign-in count in its memory, and the model is loaded once.
        workers=1,
        blocking_threads=THREADS,
        respawn_failed_workers=True,
        log_level=LogLevels.error,
    ).serve()
