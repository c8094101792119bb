"""The secrets that the service makes for itself at its first start, in files of mode 0600."""

import base64
import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path

FOLDER = "secrets"
SECRET_KEY = "django-secret-key"  # noqa: S105 - the name of a file
VAULT_KEYS = "vault-keys"


@dataclass(frozen=True, slots=True)
class Secrets:
    """What was read from the files; empty where a file is not there yet."""

    secret_key: str = field(default="", repr=False)
    vault_keys: tuple[bytes, ...] = field(default=(), repr=False)


def read_secrets(data: Path) -> Secrets:
    """The secrets of a data folder; nothing is made."""
    folder = data / FOLDER
    keys = _read(folder / VAULT_KEYS).split()
    return Secrets(
        secret_key=_read(folder / SECRET_KEY),
        vault_keys=tuple(base64.b64decode(key, validate=True) for key in keys),
    )


def make_secrets(data: Path) -> None:
    """Make what is missing. A file that exists is never touched: its key seals people's photos."""
    folder = data / FOLDER
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.mkdir(mode=0o700, exist_ok=True)
    _write_once(folder / SECRET_KEY, secrets.token_urlsafe(64))
    _write_once(folder / VAULT_KEYS, base64.b64encode(secrets.token_bytes(32)).decode())


def _read(path: Path) -> str:
    try:
        return path.read_text("ascii").strip()
    except FileNotFoundError:
        return ""


def _write_once(path: Path, text: str) -> None:
    # A link appears whole or not at all, so two starts at once agree on one key.
    if path.exists():
        return
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as stream:
        stream.write(text + "\n")
        stream.flush()
        os.fsync(stream.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
