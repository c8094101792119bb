"""`moodtracker demo`: a new person with years of entries, to look around in."""

import os
import secrets
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Literal

import typer

from moodtracker.cli.support import ServiceError, prepare_service, run_command

app = typer.Typer(add_completion=False)


def main(arguments: list[str]) -> int:
    """0 when it is written, 1 when it cannot be, 2 for wrong usage."""
    from django.core.exceptions import ImproperlyConfigured

    from moodtracker.demo.errors import DemoError

    errors = (DemoError, ServiceError, ImproperlyConfigured, OSError)
    return run_command(app, arguments, "moodtracker demo", errors)


@app.command()
def demo(
    years: Annotated[float, typer.Option(min=0.02, max=60, help="몇 년치 · how many years")] = 3.0,
    email: Annotated[
        str, typer.Option(help="새 사람의 이메일 · address of the new person")
    ] = "demo@example.kr",
    password: Annotated[
        str, typer.Option(help="비밀번호; 없으면 만들어요 · made up when not given")
    ] = "",
    a_day: Annotated[
        float, typer.Option(min=1, max=4, help="하루 평균 기록 · mean entries a day")
    ] = 1.8,
    seed: Annotated[int, typer.Option(min=0, help="씨앗 · seed of the life")] = 1,
    language: Annotated[Literal["ko", "en"], typer.Option(help="ko, en")] = "ko",
    data: Annotated[
        Path | None, typer.Option(help="데이터 폴더 · data folder [MOODTRACKER_DATA, data]")
    ] = None,
) -> None:
    """믿을 만한 일기를 지어 채워요 · fill a made-up but believable diary."""
    if data is not None:
        os.environ["MOODTRACKER_DATA"] = str(data.expanduser().absolute())
    prepare_service()

    from django.utils import timezone
    from rich.console import Console
    from rich.progress import Progress

    from moodtracker.core.time import local_date
    from moodtracker.demo.life import HOME, Life
    from moodtracker.demo.services import demo_fill

    now = timezone.now()
    today = local_date(now, HOME)
    first = today - timedelta(days=round(365.25 * years))
    word = password or secrets.token_urlsafe(9)
    console = Console()
    with Progress(console=console, transient=True) as bar:
        task = bar.add_task("일기를 쓰고 있어요 · writing", total=None)
        filled = demo_fill(
            email=email,
            password=word,
            life=Life(seed=seed, first=first, last=today, a_day=a_day, language=language),
            now=now,
            progress=lambda count: bar.advance(task, count),
        )
    console.print(
        f"기록 {filled.entries:,}개, {filled.days:,}일 · entries and days\n"
        f"{filled.user.email}  {word}",
        highlight=False,
    )
