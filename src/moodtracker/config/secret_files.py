"""The secrets that the service makes for itself at its first start, in files of mode 0600."""

import base64
import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path

FOLDER = "secrets"
SECRET_KEY = "django-secret-key"  # noqa: S105 - the name of a file
VAULT_KEYS = "vault-keys"
VAPID_KEY = "vapid-key"

# The order of the curve P-256 (SEC 2, section 2.4.2): a private key is 1 … order − 1.
P256_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


@dataclass(frozen=True, slots=True)
class Secrets:
    """What was read from the files; empty where a file is not there yet."""

    secret_key: str = field(default="", repr=False)
    vault_keys: tuple[bytes, ...] = field(default=(), repr=False)
    vapid_key: str = field(default="", repr=False)


def read_secrets(data: Path) -> Secrets:
    """The secrets of a data folder; nothing is made."""
    folder = data / FOLDER
    keys = _read(folder / VAULT_KEYS).split()
    return Secrets(
        secret_key=_read(folder / SECRET_KEY),
        vault_keys=tuple(base64.b64decode(key, validate=True) for key in keys),
        vapid_key=_read(folder / VAPID_KEY),
    )


def make_secrets(data: Path) -> None:
    """Make what is missing. A file that exists is never touched: its key seals people's photos."""
    folder = data / FOLDER
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.mkdir(mode=0o700, exist_ok=True)
    _write_once(folder / SECRET_KEY, secrets.token_urlsafe(64))
    _write_once(folder / VAULT_KEYS, base64.b64encode(secrets.token_bytes(32)).decode())
    _write_once(folder / VAPID_KEY, _new_p256_key())


def _new_p256_key() -> str:
    # A random number is the whole of such a key; no need to load a library for it at the start.
    key = secrets.randbelow(P256_ORDER - 1) + 1
    return base64.urlsafe_b64encode(key.to_bytes(32, "big")).decode().rstrip("=")


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
