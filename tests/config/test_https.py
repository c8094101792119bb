"""Behind https the cookies are bound to the host; on plain http logging in works all the same."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest

from markup import assert_sound_html

NO_HEADERS: Mapping[str, str] = MappingProxyType({})

# Runs in a process of its own, for settings are read once: logs 하나 in and tells what it met.
ASK = """
import json, sys, django
django.setup()
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from moodtracker.accounts.models import User

told = json.loads(sys.argv[1])
secure, host = told["secure"], settings.ALLOWED_HOSTS[0]
call_command("migrate", verbosity=0)
password = "종이 위의 파란 물고기 27"
User.objects.create_user("hana@example.kr", password)
client = Client(HTTP_HOST=host, **told["headers"])
login = client.get("/accounts/login/", secure=secure)
form = {"login": "hana@example.kr", "password": password}
entered = client.post("/accounts/login/", form, secure=secure)
client.get("/settings/", secure=secure)
out = {
    "status": entered.status_code,
    "hsts": entered.headers.get("Strict-Transport-Security", ""),
    "cookies": {
        name: {k: str(cookie[k]) for k in ("secure", "httponly", "samesite", "path", "domain")}
        for name, cookie in client.cookies.items()
    },
    "login": login.content.decode(),
}
if "webauthn" in settings.MFA_SUPPORTED_TYPES:
    out["keys"] = client.get("/accounts/2fa/webauthn/", secure=secure).content.decode()
    out["add"] = client.post(
        "/accounts/reauthenticate/?next=/accounts/2fa/webauthn/add/",
        {"password": password}, secure=secure, follow=True,
    ).content.decode()
plain = Client(HTTP_HOST=host)
out["healthz"] = plain.get("/healthz").status_code
out["redirect"] = plain.get("/").headers.get("Location", "")
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


def ask(
    folder: Path, *, secure: bool, headers: Mapping[str, str] = NO_HEADERS, **variables: str
) -> dict[str, Any]:
    told = json.dumps({"secure": secure, "headers": dict(headers)})
    done = run(folder, "-c", ASK, told, **variables)
    assert done.returncode == 0, done.stderr
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer


def test_under_https_cookies_are_bound_to_the_host(tmp_path: Path) -> None:
    told = ask(tmp_path, secure=True, MOODTRACKER_PUBLIC_URL="https://mood.example.kr")
    cookies = told["cookies"]
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
    assert told["hsts"].startswith("max-age=31536000")


def test_with_a_host_name_passkeys_are_offered(tmp_path: Path) -> None:
    told = ask(tmp_path, secure=True, MOODTRACKER_PUBLIC_URL="https://mood.example.kr")
    assert "패스키로 로그인" in told["login"]
    assert "아직 등록한 키가 없어요" in told["keys"]
    assert "보안 키 더하기" in told["add"]
    for page in ("login", "keys", "add"):
        assert_sound_html(told[page])


def test_behind_a_trusted_proxy_http_is_sent_to_https_but_for_healthz(tmp_path: Path) -> None:
    told = ask(
        tmp_path,
        secure=False,
        headers={"HTTP_X_FORWARDED_PROTO": "https"},
        MOODTRACKER_PUBLIC_URL="https://mood.example.kr",
        MOODTRACKER_TRUSTED_PROXIES="1",
    )
    assert told["status"] == 302
    assert told["redirect"] == "https://mood.example.kr/"
    assert told["healthz"] in {200, 503}


def test_on_plain_http_logging_in_works(tmp_path: Path) -> None:
    told = ask(tmp_path, secure=False)
    cookies = told["cookies"]
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
