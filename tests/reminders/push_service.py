"""A push service and a browser's subscription, after RFC 8030, 8291 and 8292.

The receiving side is written from the RFCs and shares no code with what is tested.
"""

import base64
import hashlib
import hmac
import json
import socket
import ssl
import tempfile
import threading
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Self

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.x509.oid import NameOID

from moodtracker.core.outbound import Outbound

PUBLIC_ADDRESS = "93.184.216.34"


def b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def unb64(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def point(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(
        serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
    )


def make_certificate(host: str) -> tuple[bytes, bytes]:
    """A self-signed certificate and its key, in PEM."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return certificate.public_bytes(serialization.Encoding.PEM), pem


@dataclass(slots=True)
class Browser:
    """A browser's half of a subscription."""

    endpoint: str = "https://push.example/send/abc"
    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )
    auth: bytes = b"0123456789abcdef"

    @property
    def p256dh(self) -> str:
        return b64(point(self.key.public_key()))

    def decrypt(self, body: bytes) -> dict[str, Any]:
        """RFC 8291, section 3.4, over RFC 8188, section 2, for a message of one record."""
        salt, size = body[:16], int.from_bytes(body[16:20], "big")
        sender = body[21 : 21 + body[20]]
        record = body[21 + body[20] :]
        assert body[20] == 65
        assert len(record) <= size
        theirs = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), sender)
        secret = self.key.exchange(ec.ECDH(), theirs)
        info = b"WebPush: info\0" + point(self.key.public_key()) + sender
        ikm = _hkdf(self.auth, secret, info, 32)
        content_key = _hkdf(salt, ikm, b"Content-Encoding: aes128gcm\0", 16)
        nonce = _hkdf(salt, ikm, b"Content-Encoding: nonce\0", 12)
        plain = AESGCM(content_key).decrypt(nonce, record, None)
        text, delimiter = plain.rstrip(b"\0")[:-1], plain.rstrip(b"\0")[-1]
        assert delimiter == 2, "the last record ends with 2"
        found: dict[str, Any] = json.loads(text)
        return found


def _hkdf(salt: bytes, material: bytes, info: bytes, length: int) -> bytes:
    """RFC 5869 for at most one block."""
    key = hmac.new(salt, material, hashlib.sha256).digest()
    return hmac.new(key, info + b"\x01", hashlib.sha256).digest()[:length]


def vapid_claims(authorization: str) -> dict[str, Any]:
    """RFC 8292: the claims, after the signature was checked with the key beside it."""
    scheme, _, rest = authorization.partition(" ")
    assert scheme == "vapid"
    parts = dict(item.strip().split("=", 1) for item in rest.split(","))
    head, claims, signature = parts["t"].split(".")
    raw = unb64(signature)
    der = encode_dss_signature(int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))
    public = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), unb64(parts["k"]))
    public.verify(der, f"{head}.{claims}".encode(), ec.ECDSA(hashes.SHA256()))
    assert json.loads(unb64(head))["alg"] == "ES256"
    return {**json.loads(unb64(claims)), "k": parts["k"]}


@dataclass(frozen=True, slots=True)
class Received:
    """A request as it came in."""

    path: str
    headers: dict[str, str]
    body: bytes


class PushService:
    """Answers each request with the next of `answers` (raw HTTP), at last with 201."""

    def __init__(self, certificate: tuple[bytes, bytes]) -> None:
        self.received: list[Received] = []
        self.answers: list[bytes] = []
        self.resolved: list[str] = []
        self._server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._client = ssl.create_default_context(cadata=certificate[0].decode())
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "both.pem"
            path.write_bytes(b"".join(certificate))
            self._server.load_cert_chain(path)

    def __enter__(self) -> Self:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join(5)

    def outbound(self, *, addresses: list[str] | None = None, **limits: Any) -> Outbound:
        """Requests that believe they go to the Internet, and come here."""
        port = self._listener.getsockname()[1]
        self.dialled: list[str] = []

        def resolve(host: str, _port: int) -> list[str]:
            self.resolved.append(host)
            return addresses or [PUBLIC_ADDRESS]

        def connect(address: str, _port: int, timeout: float) -> socket.socket:
            self.dialled.append(address)
            return socket.create_connection(("127.0.0.1", port), timeout=timeout)

        return Outbound(resolve=resolve, connect=connect, tls=lambda: self._client, **limits)

    def _serve(self) -> None:
        while True:
            try:
                plain, _ = self._listener.accept()
            except OSError:
                return
            try:
                with plain, self._server.wrap_socket(plain, server_side=True) as secure:
                    self._answer(secure)
            except OSError:
                continue

    def _answer(self, secure: ssl.SSLSocket) -> None:
        data = b""
        while b"\r\n\r\n" not in data:
            data += secure.recv(65536)
        head, body = data.split(b"\r\n\r\n", 1)
        first, *lines = head.decode().split("\r\n")
        headers = dict(line.split(": ", 1) for line in lines)
        while len(body) < int(headers["Content-Length"]):
            body += secure.recv(65536)
        self.received.append(Received(first.split(" ")[1], headers, body))
        answer = self.answers.pop(0) if self.answers else b"HTTP/1.1 201 Created\r\n\r\n"
        secure.sendall(answer)
        if answer.endswith(b"..."):  # a service that never comes to an end
            secure.recv(1)
