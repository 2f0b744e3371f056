"""Metadata and headers: chosen from lists, nobody's address can be claimed."""

import pytest

from gateway.grpc_front.metadata import PEER, address, headers, trailing


@pytest.mark.parametrize(
    ("peer", "host"),
    [
        ("ipv4:192.0.2.7:50012", "192.0.2.7"),
        ("ipv6:%5B2001:db8::7%5D:50012", "2001:db8::7"),
        ("ipv6:[::1]:50012", "::1"),
        ("unix:", ""),
        ("", ""),
    ],
)
def test_the_peers_address(peer: str, host: str) -> None:
    assert address(peer) == host


def test_what_is_known_goes_up_and_nothing_else() -> None:
    metadata = [
        ("authorization", "Bearer t"),
        ("x-goog-user-project", "demo-project"),
        ("x-goog-api-client", "gl-python/3.11"),
        ("x-privacy-subject", "s"),
        ("x-privacy-subject", "t"),
        ("x-goog-request-params", "model=Nadia"),
        ("x-trace-bin", b"Nadia"),
        ("user-agent", "Nadia"),
        ("host", "elsewhere"),
        ("content-length", "7"),
        (PEER, "10.0.0.1"),
        ("accept-encoding", "br"),
    ]
    found = headers(metadata, "192.0.2.7")
    assert sorted(found.items()) == [
        ("Accept-Encoding", "identity"),
        ("authorization", "Bearer t"),
        ("x-gateway-peer", "192.0.2.7"),
        ("x-goog-api-client", "gl-python/3.11"),
        ("x-goog-user-project", "demo-project"),
        ("x-privacy-subject", "s"),
        ("x-privacy-subject", "t"),
    ]


def test_what_a_caller_gets_of_an_answers_headers() -> None:
    answered = {
        "X-Request-Id": "req_1", "x-privacy-disclosure": "dsc_1", "Retry-After": "7",
        "x-ratelimit-remaining": "3", "Content-Type": "application/json", "Server": "s",
        "Set-Cookie": "a=b",
    }  # fmt: skip
    assert dict(trailing(answered)) == {
        "x-request-id": "req_1", "x-privacy-disclosure": "dsc_1", "retry-after": "7",
        "x-ratelimit-remaining": "3",
    }  # fmt: skip
