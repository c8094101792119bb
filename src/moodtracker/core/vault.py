"""Sealing of bytes at rest: AES-256-GCM (NIST SP 800-38D), under the vault keys or a person's own.

    MV1 ‖ key id (4) ‖ nonce (12) ‖ ciphertext and tag                 under a vault key
    MV2 ‖ person (8) ‖ key id (4) ‖ nonce (12) ‖ ciphertext and tag    under a person's key

A key id is taken from the SHA-256 of the key. The header and the context are authenticated, so a
blob moved to another row, or cut, or changed by a bit, does not open. Several vault keys may be
set: the first seals, all open.

A person's key is random, and lies wrapped (an MV1 blob) in a file of its own in the data folder,
`keys/<person>.key`, not in the database: so backups of database and photos hold no key, and
destroying that one file ends every copy of the person's photos. The file is on the disk before
anything is sealed under it.
"""

import contextlib
import hashlib
import os
import secrets
import threading
from collections.abc import Iterator
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

MAGIC = b"MV1"
PERSONAL = b"MV2"
KEYS_FOLDER = "keys"
_KEY_ID = 4
_PERSON = 8
_NONCE = 12
_TAG = 16
_HEADERS = {MAGIC: len(MAGIC) + _KEY_ID, PERSONAL: len(PERSONAL) + _PERSON + _KEY_ID}
_making = threading.Lock()


class VaultError(Exception):
    """A blob does not open, or there is no key to seal with."""


def seal(data: bytes, *, context: bytes) -> bytes:
    """`data` sealed under the first key. `context` names what this is (such as the entry's id
    and "photo"); only the same context opens it.
    """
    key = _keys()[0]
    return _sealed(MAGIC + _key_id(key), key, data, context)


def seal_for(person: int, data: bytes, *, context: bytes) -> bytes:
    """`data` sealed under the key of a person (the id of their account), made if there is none.

    Raises OSError when the disk refuses a new key.
    """
    key = _key_of(person) or _make_key(person)
    header = PERSONAL + person.to_bytes(_PERSON, "big") + _key_id(key)
    return _sealed(header, key, data, context)


def unseal(sealed: bytes, *, context: bytes) -> bytes:
    """What was sealed, either way. Raises VaultError when it was changed, cut, sealed for another
    context or under a key that is not there, and for a person whose key was destroyed.
    """
    length = _HEADERS.get(sealed[: len(MAGIC)], len(sealed))
    if len(sealed) < length + _NONCE + _TAG:
        raise VaultError(
            f"A sealed blob starts with {MAGIC!r} or {PERSONAL!r} and has room for its header, "
            f"{_NONCE + _TAG} bytes more and the data; got {len(sealed)} bytes."
        )
    header, nonce = sealed[:length], sealed[length : length + _NONCE]
    key = _key_for(header)
    try:
        return AESGCM(key).decrypt(nonce, sealed[length + _NONCE :], header + context)
    except InvalidTag:
        raise VaultError(
            "A sealed blob opens unchanged and for the context it was sealed with; "
            "this one was changed or belongs elsewhere."
        ) from None


def is_personal(start: bytes) -> bool:
    """Whether a blob that starts with these bytes (three and more) is sealed for a person."""
    return start.startswith(PERSONAL)


def person_of(start: bytes) -> int | None:
    """For whom a blob that starts with these bytes (eleven and more) is sealed; None for one
    under a vault key.
    """
    end = len(PERSONAL) + _PERSON
    return int.from_bytes(start[len(PERSONAL) : end], "big") if is_personal(start) else None


def person_key_destroy(person: int) -> bool:
    """Destroy the key of a person: what is sealed under it opens no more, wherever it lies.

    Whether there was one. The file is overwritten before it is removed, which reaches as far as
    the disk lets it.
    """
    path = _key_path(person)
    try:
        descriptor = os.open(path, os.O_WRONLY)
    except FileNotFoundError:
        return False
    with os.fdopen(descriptor, "wb") as file:
        file.write(secrets.token_bytes(path.stat().st_size))
        file.flush()
        os.fsync(file.fileno())
    path.unlink(missing_ok=True)
    _sync_folder(path.parent)
    return True


def people_with_keys() -> Iterator[tuple[int, float]]:
    """Everybody who has a key: the id of the account, and when the file was written (seconds)."""
    for path in sorted(_keys_folder().glob("*.key")):
        with contextlib.suppress(FileNotFoundError, ValueError):
            yield int(path.stem), path.stat().st_mtime


def person_keys_rewrap() -> int:
    """Wrap every person's key under the first vault key; how many were under another.

    After it, and once every photo is sealed for its person, an old vault key can be dropped: the
    wrapped keys in old backups are worthless then.
    """
    first, count = MAGIC + _key_id(_keys()[0]), 0
    for person, _ in people_with_keys():
        path = _key_path(person)
        with contextlib.suppress(FileNotFoundError):  # destroyed meanwhile
            wrapped = path.read_bytes()
            if not wrapped.startswith(first):
                context = _key_context(person)
                fresh = seal(unseal(wrapped, context=context), context=context)
                _replace_key(path, fresh)
                count += 1
    return count


def _sealed(header: bytes, key: bytes, data: bytes, context: bytes) -> bytes:
    nonce = secrets.token_bytes(_NONCE)
    return header + nonce + AESGCM(key).encrypt(nonce, data, header + context)


def _key_for(header: bytes) -> bytes:
    """The key that a header names."""
    if not is_personal(header):
        return _key_with_id(header[len(MAGIC) :])
    at = len(PERSONAL) + _PERSON
    key = _key_of(int.from_bytes(header[len(PERSONAL) : at], "big"))
    if key is None or _key_id(key) != header[at:]:
        raise VaultError(
            "A blob sealed for a person opens while their key is kept; this key was destroyed."
        )
    return key


def _key_of(person: int) -> bytes | None:
    try:
        wrapped = _key_path(person).read_bytes()
    except FileNotFoundError:
        return None
    return unseal(wrapped, context=_key_context(person))


def _make_key(person: int) -> bytes:
    """A new key, whole and synced under its name before it is used; of two makers one wins."""
    path = _key_path(person)
    with _making:
        if key := _key_of(person):
            return key
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        wrapped = seal(secrets.token_bytes(32), context=_key_context(person))
        draft = _write_draft(path, wrapped)
        try:
            with contextlib.suppress(FileExistsError):  # another process was first
                os.link(draft, path)
            _sync_folder(path.parent)
        finally:
            draft.unlink(missing_ok=True)
    made = _key_of(person)
    if made is None:
        raise VaultError(f"The key of person {person} was destroyed while it was being made.")
    return made


def _replace_key(path: Path, wrapped: bytes) -> None:
    draft = _write_draft(path, wrapped)
    try:
        if path.exists():  # not destroyed meanwhile
            draft.replace(path)
            _sync_folder(path.parent)
    finally:
        draft.unlink(missing_ok=True)


def _write_draft(path: Path, data: bytes) -> Path:
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        draft.unlink(missing_ok=True)
        raise
    return draft


def _keys_folder() -> Path:
    data: Path = settings.MOODTRACKER_DATA
    return data / KEYS_FOLDER


def _key_path(person: int) -> Path:
    return _keys_folder() / f"{person}.key"


def _key_context(person: int) -> bytes:
    return f"key of person {person}".encode()


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _keys() -> tuple[bytes, ...]:
    keys: tuple[bytes, ...] = settings.MOODTRACKER_VAULT_KEYS
    if not keys:
        raise VaultError(
            "The vault needs a key: `moodtracker serve` makes one in the data folder, or "
            "MOODTRACKER_VAULT_KEYS names it; got none."
        )
    return keys


def _key_id(key: bytes) -> bytes:
    return hashlib.sha256(b"moodtracker vault key id" + key).digest()[:_KEY_ID]


def _key_with_id(wanted: bytes) -> bytes:
    for key in _keys():
        if _key_id(key) == wanted:
            return key
    raise VaultError(
        f"A sealed blob opens with the key that sealed it; none of the {len(_keys())} keys "
        f"has the id {wanted.hex()}."
    )
