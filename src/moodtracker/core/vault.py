"""Sealing of bytes at rest: AES-256-GCM (NIST SP 800-38D) under the vault keys.

A sealed blob is `MV1` ‖ key id (4 bytes, from SHA-256 of the key) ‖ nonce (12 bytes) ‖
ciphertext and tag. The header and the context are authenticated, so a blob moved to another
row, or cut, or changed by a bit, does not open. Several keys may be set: the first seals, all
open.
"""

import hashlib
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

MAGIC = b"MV1"
_KEY_ID = 4
_NONCE = 12
_TAG = 16
_HEADER = len(MAGIC) + _KEY_ID


class VaultError(Exception):
    """A blob does not open, or there is no key to seal with."""


def seal(data: bytes, *, context: bytes) -> bytes:
    """`data` sealed under the first key. `context` names what this is (such as the entry's id
    and "photo"); only the same context opens it.
    """
    key = _keys()[0]
    header = MAGIC + _key_id(key)
    nonce = secrets.token_bytes(_NONCE)
    return header + nonce + AESGCM(key).encrypt(nonce, data, header + context)


def unseal(sealed: bytes, *, context: bytes) -> bytes:
    """What was sealed. Raises VaultError when it was changed, cut, sealed for another context
    or under a key that is not set.
    """
    if len(sealed) < _HEADER + _NONCE + _TAG or not sealed.startswith(MAGIC):
        raise VaultError(
            f"A sealed blob starts with {MAGIC!r} and has at least "
            f"{_HEADER + _NONCE + _TAG} bytes; got {len(sealed)} bytes."
        )
    header, nonce = sealed[:_HEADER], sealed[_HEADER : _HEADER + _NONCE]
    key = _key_with_id(header[len(MAGIC) :])
    try:
        return AESGCM(key).decrypt(nonce, sealed[_HEADER + _NONCE :], header + context)
    except InvalidTag:
        raise VaultError(
            "A sealed blob opens unchanged and for the context it was sealed with; "
            "this one was changed or belongs elsewhere."
        ) from None


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
