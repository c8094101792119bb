"""HTTP requests to addresses that people gave us, which must never reach our own network.

The host is resolved once; every address it has must be public, and the connection goes to the
address that was checked, so that a name which resolves differently a moment later (DNS
rebinding) gains nothing. Only https, only port 443, no redirects; time and size are bounded.
"""

import http.client
import io
import ipaddress
import socket
import ssl
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from email.message import Message
from urllib.parse import urlsplit

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address
# All that was ever given out for hosts of the Internet (IANA IPv6 Global Unicast).
_GLOBAL_UNICAST = ipaddress.ip_network("2000::/3")
_DOCUMENTATION = ipaddress.ip_network("3fff::/20")
# Once the anycast address of 6to4 relays (RFC 7526).
_RELAYS = ipaddress.ip_network("192.88.99.0/24")
_HEADER_LIMIT = 16_384


class OutboundError(Exception):
    """A request was not made, or gave no answer."""


class BlockedAddressError(OutboundError):
    """The address breaks a rule; nothing was sent."""


class UnreachableError(OutboundError):
    """The other side could not be reached, or did not answer in time or in HTTP."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A status, the headers, and at most as much of the body as the limits let in."""

    status: int
    headers: Message
    body: bytes


def system_resolver(host: str, port: int) -> list[str]:
    """Every address of a host, as the system's resolver finds it. Raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
    return [str(address[0]) for *_, address in found]


def dial(address: str, port: int, timeout: float) -> socket.socket:
    """A TCP connection to an IP address. Raises OSError."""
    return socket.create_connection((address, port), timeout=timeout)


@dataclass(frozen=True, slots=True)
class Outbound:
    """How requests leave. `resolve` and `connect` are seams for tests; `tls` makes the context.

    `seconds` bounds everything from the first packet to the last; the system's resolver has its
    own limit before that.
    """

    seconds: float = 10.0
    body_limit: int = 4096
    ports: frozenset[int] = frozenset({443})
    resolve: Callable[[str, int], list[str]] = system_resolver
    connect: Callable[[str, int, float], socket.socket] = dial
    tls: Callable[[], ssl.SSLContext] = field(default=ssl.create_default_context)

    def post(self, url: str, *, headers: Mapping[str, str], body: bytes) -> Answer:
        """Send one POST. Raises BlockedAddressError or UnreachableError; a redirect is an answer
        like any other and is not followed.
        """
        target = parse_target(url, ports=self.ports)
        address = self._public_address(target)
        deadline = time.monotonic() + self.seconds
        try:
            with self.connect(address, target.port, self.seconds) as plain:
                plain.settimeout(_left(deadline))
                with self.tls().wrap_socket(plain, server_hostname=target.host) as secure:
                    secure.settimeout(_left(deadline))
                    secure.sendall(_request(target, headers, body))
                    return _read_answer(secure, deadline, self.body_limit)
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise UnreachableError(
                f"{target.host} must answer in HTTP within {self.seconds:g} s; "
                f"got {type(error).__name__}."
            ) from error

    def _public_address(self, target: "Target") -> str:
        try:
            found = self.resolve(target.host, target.port)
        except (OSError, UnicodeError) as error:
            raise UnreachableError(f"{target.host} has no address.") from error
        if not found:
            raise UnreachableError(f"{target.host} has no address.")
        for address in found:
            if not is_public(address):
                raise BlockedAddressError(
                    f"A host has public addresses alone; {target.host} has {address}."
                )
        return found[0]


@dataclass(frozen=True, slots=True)
class Target:
    """The parts of an https address."""

    host: str
    port: int
    path: str

    @property
    def host_header(self) -> str:
        """The host as the header names it."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == 443 else f"{host}:{self.port}"


def parse_target(url: str, *, ports: frozenset[int] = frozenset({443})) -> Target:
    """The parts of an address that a request may go to, as far as it can be told without asking
    anyone. Raises BlockedAddressError.
    """
    rule = "An address begins with https://, names a host and no user, and is plain ASCII"
    try:
        parts = urlsplit(url)
        port = parts.port or 443
    except ValueError:
        raise BlockedAddressError(f"{rule}.") from None
    plain = url.isascii() and url.isprintable() and not set(url) & set(' \\"<>^`{|}')
    if not plain or parts.scheme != "https" or not parts.hostname or "@" in parts.netloc:
        raise BlockedAddressError(f"{rule}.")
    if port not in ports:
        raise BlockedAddressError(f"An address uses port 443; got {port}.")
    try:
        literal: IPAddress | None = ipaddress.ip_address(parts.hostname)
    except ValueError:
        literal = None
    if literal is not None and not is_public(str(literal)):
        raise BlockedAddressError(f"A host has public addresses alone; got {literal}.")
    path = parts.path or "/"
    return Target(parts.hostname, port, f"{path}?{parts.query}" if parts.query else path)


def is_public(address: str) -> bool:
    """Whether an IP address is one of the whole Internet: not private, loopback, link-local,
    shared (carrier-grade NAT), reserved or multicast, also where IPv6 wraps an IPv4 address.
    """
    try:
        ip: IPAddress = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped and not ip.scope_id:
            return is_public(str(ip.ipv4_mapped))
        if ip.scope_id or ip.sixtofour or ip.teredo:
            return False
        if ip not in _GLOBAL_UNICAST or ip in _DOCUMENTATION:
            return False
    elif ip in _RELAYS:
        return False
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_unspecified)


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _request(target: Target, headers: Mapping[str, str], body: bytes) -> bytes:
    lines = {
        "Host": target.host_header,
        **headers,
        "Content-Length": str(len(body)),
        "Connection": "close",
    }
    for name, value in lines.items():
        if not (name + value).isascii() or not (name + value).isprintable():
            raise ValueError(f"A header is one line of ASCII; got one for {name!r} that is not.")
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    return f"POST {target.path} HTTP/1.1\r\n{head}\r\n".encode("ascii") + body


def _read_answer(stream: ssl.SSLSocket, deadline: float, body_limit: int) -> Answer:
    """Reads by hand, for `http.client` bounds neither the time nor the size as a whole."""
    data = b""
    while b"\r\n\r\n" not in data:
        part = _receive(stream, deadline)
        data += part
        if not part or len(data) > _HEADER_LIMIT:
            raise http.client.HTTPException("no end of the headers")
    head, body = data.split(b"\r\n\r\n", 1)
    status_line, _, header_lines = head.partition(b"\r\n")
    version, status, *_ = status_line.split(b" ", 2)
    if not version.startswith(b"HTTP/1.") or not (len(status) == 3 and status.isdigit()):
        raise http.client.HTTPException("not HTTP")
    headers = http.client.parse_headers(io.BytesIO(header_lines + b"\r\n\r\n"))
    length = headers.get("Content-Length", "")
    wanted = min(int(length), body_limit) if length.isdigit() else body_limit
    if status == b"204":
        wanted = 0
    try:
        while len(body) < wanted:
            part = _receive(stream, deadline)
            if not part:
                break
            body += part
    except OSError:
        pass  # the status is what counts; a body that stops half-way changes nothing
    return Answer(int(status), headers, body[:wanted])


def _receive(stream: ssl.SSLSocket, deadline: float) -> bytes:
    stream.settimeout(_left(deadline))
    return stream.recv(4096)
