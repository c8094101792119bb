"""The environment: every variable is read here, once, typed; a bad value stops the start.

docs/settings.md holds the same variables as one table for people.
"""

import base64
import binascii
import dataclasses
import ipaddress
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from moodtracker.config.secret_files import P256_ORDER


class EnvironmentProblem(ImproperlyConfigured):
    """A variable breaks its rule; the text names the variable, the rule and what came."""


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where mail is handed over."""

    host: str
    port: int
    user: str
    password: str = field(repr=False)
    ssl: bool
    starttls: bool


@dataclass(frozen=True, slots=True)
class PostgresAddress:
    """A PostgreSQL database, as DATABASE_URL names it."""

    host: str
    port: int
    name: str
    user: str
    password: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Environment:
    """Everything the service is told from outside."""

    data: Path
    public_url: str
    hosts: tuple[str, ...]
    debug: bool
    secret_key: str = field(repr=False)
    vault_keys: tuple[bytes, ...] = field(repr=False)
    mail: MailServer | None
    mail_from: str
    vapid_key: str = field(repr=False)
    trusted_proxies: int
    photos_an_hour: int
    photo_quota_mb: int
    model: Path | None
    database: PostgresAddress | None

    @property
    def https(self) -> bool:
        """Whether people reach the service over https."""
        return self.public_url.startswith("https://")

    @property
    def public_host(self) -> str:
        """The host people type, without the port."""
        return urlsplit(self.public_url).hostname or ""

    @property
    def host_is_ip(self) -> bool:
        """Whether people reach the service by a bare IP address."""
        try:
            ipaddress.ip_address(self.public_host)
        except ValueError:
            return False
        return True


def _text(raw: str) -> str:
    return raw.strip()


def _path(raw: str) -> Path:
    return Path(raw).expanduser().absolute()


def _boolean(raw: str) -> bool:
    words = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}
    try:
        return words[raw.strip().lower()]
    except KeyError:
        raise ValueError("is yes or no (1, true, yes, 0, false, no)") from None


def _count(raw: str) -> int:
    if not re.fullmatch(r"\d{1,2}", raw.strip()):
        raise ValueError("is the number of proxies in front of the service, 0 to 99")
    return int(raw)


def _amount(raw: str) -> int:
    if not re.fullmatch(r"[1-9]\d{0,8}", raw.strip()):
        raise ValueError("is a whole number of 1 or more")
    return int(raw)


def _public_url(raw: str) -> str:
    rule = "is an address like https://mood.example.kr, without a path"
    parts = _split(raw, rule)
    if parts.scheme not in {"http", "https"} or parts.path not in {"", "/"} or parts.query:
        raise ValueError(rule)
    return f"{parts.scheme}://{parts.netloc}"


def _hosts(raw: str) -> tuple[str, ...]:
    hosts = tuple(host.strip() for host in raw.split(",") if host.strip())
    if not all(re.fullmatch(r"\.?[\w.-]+|\[[0-9a-fA-F:]+\]", host) for host in hosts):
        raise ValueError("is a list of host names with commas between them")
    return hosts


def _secret_key(raw: str) -> str:
    if len(raw) < 50:
        raise ValueError("has at least 50 characters")
    return raw


def _vault_keys(raw: str) -> tuple[bytes, ...]:
    rule = "is one or more keys of 32 bytes in base64, newest first, with commas between them"
    try:
        keys = tuple(base64.b64decode(part.strip(), validate=True) for part in raw.split(","))
    except binascii.Error:
        raise ValueError(rule) from None
    if any(len(key) != 32 for key in keys):
        raise ValueError(rule)
    return keys


def _vapid_key(raw: str) -> str:
    rule = "is a private P-256 key: 32 bytes in base64url, without padding"
    if not re.fullmatch(r"[A-Za-z0-9_-]{43}", raw.strip()):
        raise ValueError(rule)
    if not 0 < int.from_bytes(base64.urlsafe_b64decode(raw.strip() + "="), "big") < P256_ORDER:
        raise ValueError(rule)
    return raw.strip()


def _mail(raw: str) -> MailServer:
    rule = "is an address like smtp://user:password@mail.example.kr:587 or smtps://…"
    parts = _split(raw, rule)
    if parts.scheme not in {"smtp", "smtps"}:
        raise ValueError(rule)
    ssl = parts.scheme == "smtps"
    return MailServer(
        host=parts.hostname or "",
        port=parts.port or (465 if ssl else 587),
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        ssl=ssl,
        starttls=not ssl and parts.port != 25,
    )


def _postgres(raw: str) -> PostgresAddress:
    rule = "is an address like postgres://user:password@db.example.kr:5432/moodtracker"
    parts = _split(raw, rule)
    name = unquote(parts.path.removeprefix("/"))
    if parts.scheme not in {"postgres", "postgresql"} or not name or "/" in name:
        raise ValueError(rule)
    return PostgresAddress(
        host=parts.hostname or "",
        port=parts.port or 5432,
        name=name,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
    )


def _split(raw: str, rule: str) -> SplitResult:
    try:
        parts = urlsplit(raw.strip())
        _ = parts.port  # a port outside 0…65535 raises here
    except ValueError:
        raise ValueError(rule) from None
    if not parts.hostname:
        raise ValueError(rule)
    return parts


@dataclass(frozen=True, slots=True)
class Variable:
    """One variable: its name, the field it fills, how it is parsed, and what it is if unset."""

    name: str
    fills: str
    parse: Callable[[str], object]
    default: object
    secret: bool = False


VARIABLES: tuple[Variable, ...] = (
    Variable("MOODTRACKER_DATA", "data", _path, Path("data")),
    Variable("MOODTRACKER_PUBLIC_URL", "public_url", _public_url, "http://127.0.0.1:8000"),
    Variable("MOODTRACKER_HOSTS", "hosts", _hosts, ()),
    Variable("MOODTRACKER_DEBUG", "debug", _boolean, default=False),
    Variable("MOODTRACKER_SECRET_KEY", "secret_key", _secret_key, "", secret=True),
    Variable("MOODTRACKER_VAULT_KEYS", "vault_keys", _vault_keys, (), secret=True),
    Variable("MOODTRACKER_MAIL_URL", "mail", _mail, None, secret=True),
    Variable("MOODTRACKER_MAIL_FROM", "mail_from", _text, "무드 트래커 <moodtracker@localhost>"),
    Variable("MOODTRACKER_VAPID_KEY", "vapid_key", _vapid_key, "", secret=True),
    Variable("MOODTRACKER_TRUSTED_PROXIES", "trusted_proxies", _count, 0),
    Variable("MOODTRACKER_PHOTOS_AN_HOUR", "photos_an_hour", _amount, 60),
    Variable("MOODTRACKER_PHOTO_QUOTA_MB", "photo_quota_mb", _amount, 2000),
    Variable("MOODTRACKER_MODEL", "model", Path, None),
    Variable("DATABASE_URL", "database", _postgres, None, secret=True),
)


# Read by the tests alone, and let pass here.
OF_THE_TESTS = frozenset({"MOODTRACKER_CHROMIUM", "MOODTRACKER_REQUIRE_BROWSER"})


def read_environment(variables: Mapping[str, str]) -> Environment:
    """The environment, typed. Raises EnvironmentProblem with all that is wrong; unset and
    empty variables take their defaults, and a MOODTRACKER_ name that is not known is refused.
    """
    known = {variable.name for variable in VARIABLES} | OF_THE_TESTS
    problems = [
        f"{name} is no setting of Mood Tracker; docs/settings.md lists them."
        for name in sorted(variables)
        if name.startswith("MOODTRACKER_") and name not in known
    ]
    values: dict[str, object] = {}
    for variable in VARIABLES:
        raw = variables.get(variable.name, "")
        try:
            values[variable.fills] = variable.parse(raw) if raw.strip() else variable.default
        except ValueError as error:
            got = "a value that is not shown here" if variable.secret else f"“{raw}”"
            problems.append(f"{variable.name} {error}; got {got}.")
    if problems:
        raise EnvironmentProblem("\n".join(problems))
    environment = Environment(**values)  # type: ignore[arg-type]
    return dataclasses.replace(environment, data=environment.data.absolute())
