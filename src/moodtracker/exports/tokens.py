"""The secret in a calendar link.

A calendar can send nothing but an address, so this is the one secret of the product that stands
in a URL: for reading one feed only, kept as a hash, revocable, and shown once.
"""

import hashlib
import secrets


def new_token() -> str:
    """256 random bits as text for an address."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    """SHA-256 of a token; with that many random bits nothing slower is needed."""
    return hashlib.sha256(token.encode()).hexdigest()
