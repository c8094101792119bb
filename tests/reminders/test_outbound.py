"""An address that a person gave never leads into our own network, and never holds us up."""

import time

import pytest
from push_service import PUBLIC_ADDRESS, PushService

from moodtracker.core.outbound import (
    BlockedAddressError,
    Outbound,
    UnreachableError,
    is_public,
    parse_target,
)

URL = "https://push.example/send/abc?x=1"


@pytest.mark.parametrize("address", ["93.184.216.34", "8.8.8.8", "2606:4700:4700::1111"])
def test_the_internet_is_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "127.8.8.8", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1"),
        *("169.254.169.254", "100.64.0.1", "100.127.255.255", "224.0.0.1", "240.0.0.1"),
        *("255.255.255.255", "192.0.2.1", "198.18.0.1", "::1", "::", "fe80::1", "fe80::1%eth0"),
        *("fc00::1", "fd12::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1"),
        *("64:ff9b::7f00:1", "2002:7f00:1::", "2001:0:1::1", "2001:db8::1", "localhost", ""),
        *("fec0::1", "3fff::1", "5f00::1", "64:ff9b:1::7f00:1", "100::1", "192.88.99.1"),
        *("::ffff:169.254.169.254", "::ffff:127.0.0.1%eth0", "4000::1"),
    ],
)
def test_everything_else_is_not(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "url",
    [
        *("http://push.example/", "ftp://push.example/", "//push.example/", "push.example", ""),
        *("https://", "https:///path", "https://user@push.example/", "https://u:p@push.example/"),
        *(
            "https://push.example:8443/",
            "https://push.example:0x1bb/",
            "https://push.example:99999/",
        ),
        *(
            "https://127.0.0.1/",
            "https://[::1]/",
            "https://[::ffff:10.0.0.1]/",
            "https://[fe80::1]/",
        ),
        *("https://push.example/a b", "https://push.example/\r\nX: y", "https://푸시.example/"),
        *("https://push.example\\@evil.example/", "https://169.254.169.254/latest/meta-data"),
    ],
)
def test_an_address_that_breaks_a_rule_is_refused_without_asking_anyone(url: str) -> None:
    def resolve(host: str, port: int) -> list[str]:
        raise AssertionError(f"{host} was looked up")

    with pytest.raises(BlockedAddressError):
        Outbound(resolve=resolve).post(url, headers={}, body=b"")


def test_a_request_arrives_with_its_host_and_nothing_else_is_asked(
    push_service: PushService,
) -> None:
    answer = push_service.outbound().post(URL, headers={"TTL": "60"}, body=b"hello")
    assert answer.status == 201
    [received] = push_service.received
    assert (received.path, received.body) == ("/send/abc?x=1", b"hello")
    assert received.headers["Host"] == "push.example"
    assert received.headers["TTL"] == "60"
    assert push_service.resolved == ["push.example"], "resolved once: what was checked is dialled"
    assert push_service.dialled == [PUBLIC_ADDRESS]


@pytest.mark.parametrize(
    "addresses",
    [["127.0.0.1"], ["10.0.0.5"], [PUBLIC_ADDRESS, "192.168.0.1"], ["::ffff:169.254.169.254"]],
)
def test_a_name_with_one_private_address_is_refused(
    push_service: PushService, addresses: list[str]
) -> None:
    with pytest.raises(BlockedAddressError, match="public addresses alone"):
        push_service.outbound(addresses=addresses).post(URL, headers={}, body=b"")
    assert push_service.dialled == []


def test_numbers_that_the_resolver_takes_for_an_address_are_checked_too() -> None:
    for host in ("2130706433", "0177.0.0.1", "127.1", "localhost"):
        with pytest.raises((BlockedAddressError, UnreachableError)):
            Outbound(connect=_no_dialling).post(f"https://{host}/", headers={}, body=b"")


def _no_dialling(*_: object) -> object:
    raise AssertionError("something was dialled")


def test_a_redirect_is_not_followed(push_service: PushService) -> None:
    push_service.answers = [b"HTTP/1.1 307 x\r\nLocation: https://127.0.0.1/\r\n\r\n"]
    assert push_service.outbound().post(URL, headers={}, body=b"").status == 307
    assert len(push_service.received) == 1


def test_a_certificate_of_another_host_is_refused(push_service: PushService) -> None:
    with pytest.raises(UnreachableError, match="SSLCertVerificationError"):
        push_service.outbound().post("https://other.example/", headers={}, body=b"")


def test_a_long_answer_is_cut(push_service: PushService) -> None:
    push_service.answers = [b"HTTP/1.1 400 Bad\r\n\r\n" + b"x" * 60_000]
    answer = push_service.outbound(body_limit=100).post(URL, headers={}, body=b"")
    assert (answer.status, answer.body) == (400, b"x" * 100)


@pytest.mark.parametrize(
    "answer",
    [b"HTTP/1.1 200 OK\r\nX: " + b"x" * 40_000, b"SSH-2.0-x\r\n\r\n", b"\r\n\r\n", b"H..."],
)
def test_what_is_not_http_or_never_ends_is_given_up(
    push_service: PushService, answer: bytes
) -> None:
    push_service.answers = [answer]
    start = time.monotonic()
    with pytest.raises(UnreachableError):
        push_service.outbound(seconds=0.5).post(URL, headers={}, body=b"")
    assert time.monotonic() - start < 5


def test_a_header_cannot_smuggle_another(push_service: PushService) -> None:
    with pytest.raises(UnreachableError, match="ValueError"):
        push_service.outbound().post(URL, headers={"Topic": "a\r\nX: y"}, body=b"")
    assert push_service.received == []


def test_the_parts_of_an_address() -> None:
    target = parse_target("https://[2606:4700::1]/a?b")
    assert (target.host, target.port, target.path) == ("2606:4700::1", 443, "/a?b")
    assert target.host_header == "[2606:4700::1]"
