"""Web push: a subscription, and a message on its way to it (RFC 8030, 8291, 8292).

The libraries for it are imported when the first message is made, for the service starts
without them.
"""

import base64
import binascii
import hashlib
import json
import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import lru_cache
from typing import Self
from urllib.parse import urlsplit

from moodtracker.core.outbound import BlockedAddressError, Outbound, OutboundError, parse_target
from moodtracker.reminders.models import Trouble

_ENDPOINT_LIMIT = 1000
# RFC 8292 allows a day; half of one leaves room for clocks that differ.
_TOKEN_LIFE = timedelta(hours=12)


class BadSubscriptionError(ValueError):
    """What a browser sent is no subscription that a message could go to."""


@dataclass(frozen=True, slots=True)
class Subscription:
    """Where a browser listens, and the keys its messages are sealed with (base64url)."""

    endpoint: str
    p256dh: str = field(repr=False)
    auth: str = field(repr=False)

    @classmethod
    def checked(cls, *, endpoint: str, p256dh: str, auth: str) -> Self:
        """A subscription that a message can be sealed for, at an address that may be asked.

        Raises BadSubscriptionError.
        """
        from cryptography.hazmat.primitives.asymmetric import ec

        if len(endpoint) > _ENDPOINT_LIMIT:
            raise BadSubscriptionError(f"An endpoint has at most {_ENDPOINT_LIMIT} characters.")
        try:
            parse_target(endpoint)
            ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), decode(p256dh))
            secret = decode(auth)
        except (BlockedAddressError, ValueError) as error:
            raise BadSubscriptionError(str(error)) from error
        if len(secret) != 16:
            raise BadSubscriptionError(f"The secret has 16 bytes; got {len(secret)}.")
        return cls(endpoint, p256dh.rstrip("="), auth.rstrip("="))

    @property
    def endpoint_hash(self) -> str:
        """What the subscription is found by, without telling where it leads."""
        return hashlib.sha256(self.endpoint.encode()).hexdigest()

    def to_bytes(self) -> bytes:
        """For the vault."""
        return json.dumps([self.endpoint, self.p256dh, self.auth]).encode()

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """What `to_bytes` gave."""
        return cls(*json.loads(data))


@dataclass(frozen=True, slots=True)
class Parcel:
    """A message ready to go. `topic` replaces what still waits at the push service."""

    subscription: Subscription
    payload: bytes
    topic: str
    ttl: int


@dataclass(frozen=True, slots=True)
class Handed:
    """What came of handing something over. `retry_after` is seconds, where the other side said
    so; `retry` whether another try makes sense.
    """

    ok: bool
    trouble: Trouble = Trouble.NONE
    retry: bool = False
    retry_after: int | None = None


@dataclass(frozen=True, slots=True)
class ServiceKey:
    """The key that the service signs with: `private` and `public` in base64url."""

    private: str = field(repr=False)
    public: str
    key_id: str


def service_key(private: str) -> ServiceKey | None:
    """The key pair of a private key; None for an empty one, without which there is no push."""
    return _service_key(private) if private else None


@lru_cache(maxsize=4)
def _service_key(private: str) -> ServiceKey:
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.derive_private_key(int.from_bytes(decode(private), "big"), ec.SECP256R1())
    public = encode(
        key.public_key().public_bytes(
            serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
        )
    )
    return ServiceKey(private, public, hashlib.sha256(public.encode()).hexdigest()[:16])


def push_send(
    parcel: Parcel, *, key: ServiceKey, contact: str, now: datetime, outbound: Outbound
) -> Handed:
    """Seal a parcel and hand it to its push service. `contact` is a mailto: or https: address
    for the people who run that service.
    """
    headers = {
        "Authorization": _authorization(parcel.subscription.endpoint, key, contact, now),
        "Content-Type": "application/octet-stream",
        "Content-Encoding": "aes128gcm",
        "TTL": str(parcel.ttl),
        "Urgency": "normal",
        "Topic": parcel.topic,
    }
    body = seal_payload(parcel.payload, parcel.subscription)
    try:
        answer = outbound.post(parcel.subscription.endpoint, headers=headers, body=body)
    except BlockedAddressError:
        return Handed(ok=False, trouble=Trouble.REFUSED)
    except OutboundError:
        return Handed(ok=False, trouble=Trouble.BUSY, retry=True)
    return _judge(answer.status, answer.headers.get("Retry-After", ""), now)


def seal_payload(payload: bytes, subscription: Subscription) -> bytes:
    """RFC 8291: the payload for this browser alone, under a key made for this message."""
    import http_ece
    from cryptography.hazmat.primitives.asymmetric import ec

    sealed: bytes = http_ece.encrypt(
        payload,
        private_key=ec.generate_private_key(ec.SECP256R1()),
        dh=decode(subscription.p256dh),
        auth_secret=decode(subscription.auth),
        version="aes128gcm",
    )
    return sealed


def topic_of(key: str) -> str:
    """RFC 8030: at most 32 characters of base64url."""
    return encode(hashlib.sha256(key.encode()).digest()[:24])


def encode(data: bytes) -> str:
    """base64url without padding."""
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def decode(text: str) -> bytes:
    """What `encode` gave, padded or not. Raises ValueError."""
    bare = text.rstrip("=")
    if not re.fullmatch(r"[A-Za-z0-9_-]*", bare):
        raise ValueError("base64url has letters, digits, - and _ alone.")
    try:
        return base64.urlsafe_b64decode(bare + "=" * (-len(bare) % 4))
    except binascii.Error as error:
        raise ValueError(str(error)) from error


def _authorization(endpoint: str, key: ServiceKey, contact: str, now: datetime) -> str:
    from py_vapid import Vapid02

    parts = urlsplit(endpoint)
    claims = {
        "aud": f"{parts.scheme}://{parts.netloc}",
        "exp": int((now + _TOKEN_LIFE).timestamp()),
        "sub": contact,
    }
    signed = Vapid02.from_raw(key.private.encode()).sign(claims)
    return str(signed["Authorization"])


def _judge(status: int, retry_after: str, now: datetime) -> Handed:
    if 200 <= status < 300:
        return Handed(ok=True)
    if status in {404, 410}:
        return Handed(ok=False, trouble=Trouble.GONE)
    if status in {401, 403}:
        return Handed(ok=False, trouble=Trouble.KEY)
    if status == 429 or status >= 500:
        return Handed(
            ok=False,
            trouble=Trouble.BUSY,
            retry=True,
            retry_after=_seconds(retry_after.strip(), now),
        )
    return Handed(ok=False, trouble=Trouble.REFUSED)


def _seconds(retry_after: str, now: datetime) -> int | None:
    """RFC 9110, section 10.2.3: seconds, or a date."""
    if retry_after.isdecimal():
        return int(retry_after[:9])
    try:
        return max(0, int((parsedate_to_datetime(retry_after) - now).total_seconds()))
    except (ValueError, TypeError):
        return None
