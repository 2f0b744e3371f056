"""Headers are rebuilt from lists in both directions, never copied."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from multidict import CIMultiDict

from gateway.headers import downward, signals, upward
from privacy.policy import Signals

ALWAYS = {"Accept-Encoding": "identity", "User-Agent": "ai-privacy-gateway"}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("accept", "application/json"),
        ("accept", "*/*"),
        ("accept", "text/event-stream, application/json;q=0.9"),
        ("openai-organization", "org-A1b2C3"),
        ("openai-project", "proj_A1b2C3"),
        ("openai-beta", "assistants=v2"),
        ("x-goog-user-project", "acme-prod-123"),
        ("x-goog-api-client", "google-genai-sdk/1.70.0 gl-python/3.11.2"),
        ("x-goog-api-client", "gl-python/3.11.2 rest/2.33.0 gapic/2.7.0 gccl/2.7.0+rc1"),
    ],
)
def test_what_recipients_need_goes_up(name: str, value: str) -> None:
    assert upward({name: value}) == ALWAYS | {name: value}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("accept", "Nadia Okonkwo"),
        ("accept", "application/nadia"),
        ("accept", "\u0661\u0662/\u0663"),
        ("openai-organization", "nadia-okonkwo"),
        ("openai-organization", "org-nadia@posteo.example"),
        ("openai-organization", "org-\u0661"),
        ("openai-project", "gw_testkey1_A1b2C3"),
        ("openai-beta", "nadia okonkwo"),
        ("openai-beta", "assistants=v2\r\nx: y"),
        ("x-goog-user-project", "nadia.okonkwo@posteo.example"),
        ("x-goog-api-client", "Nadia Okonkwo"),
        ("x-goog-api-client", "nadia/okonkwo"),
        ("cookie", "session=1"),
        ("x-forwarded-for", "203.0.113.7"),
        ("forwarded", "for=203.0.113.7"),
        ("referer", "https://crm.example/nadia"),
        ("user-agent", "Nadia's Phone"),
        ("from", "nadia@posteo.example"),
        ("x-privacy-subject", "customer-7"),
        ("x-privacy-key", "gw_testkey1_x"),
        ("authorization", "Bearer sk"),
        ("x-goog-api-key", "AIza"),
        ("x-stainless-os", "Linux"),
        ("traceparent", "00-1-2-01"),
        ("dnt", "1"),
    ],
)
def test_what_could_name_somebody_stays_here(name: str, value: str) -> None:
    assert upward({name: value}) == ALWAYS


def test_names_of_headers_know_no_case_and_the_first_of_two_counts() -> None:
    headers = CIMultiDict([("ACCEPT", "application/json"), ("Accept", "text/plain")])
    assert upward(headers)["accept"] == "application/json"


@pytest.mark.parametrize(
    ("name", "value", "passes"),
    [
        ("Content-Type", "application/json", True),
        ("retry-after", "7", True),
        ("Retry-After-Ms", "70", True),
        ("X-Request-Id", "req_1", True),
        ("x-ratelimit-remaining-tokens", "9", True),
        ("OpenAI-Processing-Ms", "12", True),
        ("Set-Cookie", "a=b", False),
        ("Location", "http://127.0.0.1/", False),
        ("Content-Length", "7", False),
        ("Content-Encoding", "gzip", False),
        ("Transfer-Encoding", "chunked", False),
        ("Server", "cloudflare", False),
        ("Access-Control-Allow-Origin", "*", False),
        ("x-privacy-disclosure", "dsc_forged", False),
        ("x-should-retry", "true", True),
        ("ETag", '"1"', False),
        ("Digest", "sha-256=abc", False),
        ("Content-MD5", "abc", False),
        ("x-request-id", "a\r\nset-cookie: b", False),
        ("x-request-id", "\u20ac", False),
        ("x-request-id", "a" * 513, False),
    ],
)
def test_what_callers_get_of_the_recipients_headers(name: str, value: str, *, passes: bool) -> None:
    assert downward({name: value}) == ({name: value} if passes else {})


def test_what_a_connection_names_stays_on_it() -> None:
    named = {"Connection": "close, X-Request-Id , OpenAI-Beta"}
    assert downward({**named, "X-Request-Id": "req_1", "retry-after": "1"}) == {"retry-after": "1"}
    assert upward({**named, "openai-beta": "assistants=v2"}) == ALWAYS
    several = CIMultiDict(
        [("connection", "close"), ("connection", "retry-after"), ("retry-after", "7")]
    )
    assert downward(several) == {}


@given(st.dictionaries(st.text(max_size=20), st.text(max_size=30), max_size=5))
def test_nothing_else_crosses(headers: dict[str, str]) -> None:
    assert upward(headers).keys() <= {name.lower() for name in headers} | ALWAYS.keys()
    assert all(value.isascii() for value in upward(headers).values())
    for value in downward(headers).values():
        assert value.isascii()
        assert value.isprintable() or not value


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({}, Signals()),
        ({"dnt": "1"}, Signals(do_not_track=True)),
        ({"sec-gpc": "1"}, Signals(global_privacy_control=True)),
        ({"dnt": "0", "sec-gpc": "0"}, Signals()),
        ({"dnt": "yes"}, Signals()),
    ],
)
def test_signals(headers: dict[str, str], expected: Signals) -> None:
    assert signals(headers) == expected
