"""Behind https the cookies are bound to the host; on plain http logging in works all the same."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ASK = """
import json, django
django.setup()
from django.conf import settings
from django.test import Client
from django.core.management import call_command
call_command("migrate", verbosity=0)
from moodtracker.accounts.models import User
User.objects.create_user("hana@example.kr", "종이 위의 파란 물고기 27")
out = {}
client = Client(HTTP_HOST=settings.ALLOWED_HOSTS[0], **%s)
answer = client.post("/accounts/login/", {"login": "hana@example.kr",
    "password": "종이 위의 파란 물고기 27"}, secure=%s)
page = client.get("/accounts/login/", secure=%s)
out["status"] = answer.status_code
out["hsts"] = page.headers.get("Strict-Transport-Security", "")
out["cookies"] = {n: {k: str(c[k]) for k in ("secure", "httponly", "samesite", "path", "domain")}
    for n, c in client.cookies.items()}
out["plain"] = Client(HTTP_HOST=settings.ALLOWED_HOSTS[0]).get("/healthz").status_code
out["redirect"] = Client(HTTP_HOST=settings.ALLOWED_HOSTS[0]).get("/").headers.get("Location", "")
print(json.dumps(out))
"""


def run(folder: Path, *command: str, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": "moodtracker.config.settings",
        "MOODTRACKER_DATA": str(folder),
        "MOODTRACKER_SECRET_KEY": "a key for tests " * 8,
        "PYTHONWARNINGS": "ignore",
        **variables,
    }
    return subprocess.run(
        [sys.executable, *command], env=environment, capture_output=True, text=True, check=False
    )


def ask(folder: Path, *, secure: bool, headers: str = "{}", **variables: str) -> dict[str, object]:
    folder.mkdir(exist_ok=True)
    done = run(folder, "-c", ASK % (headers, secure, secure), **variables)
    assert done.returncode == 0, done.stderr
    answer: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
    return answer


def test_under_https_cookies_are_bound_to_the_host(tmp_path: Path) -> None:
    told = ask(tmp_path / "d", secure=True, MOODTRACKER_PUBLIC_URL="https://mood.example.kr")
    cookies = told["cookies"]
    assert isinstance(cookies, dict)
    assert set(cookies) == {"__Host-session", "__Host-csrf"}
    for cookie in cookies.values():
        assert cookie == {
            "secure": "True",
            "httponly": "True",
            "samesite": "Lax",
            "path": "/",
            "domain": "",
        }
    assert told["status"] == 302
    assert str(told["hsts"]).startswith("max-age=31536000")


def test_behind_a_trusted_proxy_http_is_sent_to_https_but_for_healthz(tmp_path: Path) -> None:
    told = ask(
        tmp_path / "d",
        secure=False,
        headers="{'HTTP_X_FORWARDED_PROTO': 'https'}",
        MOODTRACKER_PUBLIC_URL="https://mood.example.kr",
        MOODTRACKER_TRUSTED_PROXIES="1",
    )
    assert told["status"] == 302
    assert told["redirect"] == "https://mood.example.kr/"
    assert told["plain"] in {200, 503}


def test_on_plain_http_logging_in_works(tmp_path: Path) -> None:
    told = ask(tmp_path / "d", secure=False)
    cookies = told["cookies"]
    assert isinstance(cookies, dict)
    assert told["status"] == 302
    assert set(cookies) == {"session", "csrf"}
    assert all(cookie["secure"] == "" for cookie in cookies.values())
    assert all(cookie["httponly"] == "True" for cookie in cookies.values())
    assert told["hsts"] == ""


@pytest.mark.parametrize("proxies", ["0", "1"])
def test_djangos_deployment_check_finds_nothing(tmp_path: Path, proxies: str) -> None:
    done = run(
        tmp_path,
        "-c",
        "import sys; from moodtracker.cli.manage import main; "
        "sys.exit(main(['check', '--deploy', '--fail-level', 'WARNING']))",
        MOODTRACKER_PUBLIC_URL="https://mood.example.kr",
        MOODTRACKER_TRUSTED_PROXIES=proxies,
    )
    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout


def test_a_bad_variable_stops_manage_with_a_sentence(tmp_path: Path) -> None:
    done = run(
        tmp_path,
        "-c",
        "import sys; from moodtracker.cli.manage import main; sys.exit(main(['check']))",
        MOODTRACKER_PUBLIC_URL="mood",
    )
    assert done.returncode == 2
    assert "MOODTRACKER_PUBLIC_URL is an address like" in done.stderr
    assert "Traceback" not in done.stderr
