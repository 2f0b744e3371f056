"""What SDKs hide: encodings, heads, errors, repeats. By hand, over aiohttp and sockets."""

import asyncio
import gzip
import json
import zlib
from dataclasses import dataclass
from pathlib import Path

import pytest
from aiohttp import web

from gateway.app import serving
from gateway.initialise import initialise
from tests.end_to_end import by_hand
from tests.end_to_end.by_hand import ARRAY, CHAT, GEMINI, LONG, SSE
from tests.end_to_end.conftest import KEY, PLANTED, PROMPT, House, config_text, read_config
from tests.support import clients
from tests.support.answers import Echo, Status
from tests.support.heard import Heard
from tests.support.recipient import FakeRecipient

# --- encodings ---------------------------------------------------------------------

CODED = {"gzip": gzip.compress, "x-gzip": gzip.compress, "deflate": zlib.compress}


@pytest.mark.parametrize("coding", CODED)
@pytest.mark.parametrize("path", [CHAT, GEMINI], ids=["openai", "google"])
async def test_compressed_requests_are_read_and_go_up_plain(
    at_home: House, coding: str, path: str
) -> None:
    body = by_hand.chat_body() if path == CHAT else by_hand.gemini_body()
    answer = await by_hand.send(at_home, path, CODED[coding](body), Content_Encoding=coding)
    assert answer.status == 200
    assert b"Nadia Okonkwo" in answer.body
    heard = at_home.recipient.last
    assert b"PERSON_" in heard.body
    assert heard.header("content-encoding") is None
    assert heard.header("content-length") == str(len(heard.body))


@pytest.mark.parametrize("path", [CHAT, GEMINI], ids=["openai", "google"])
async def test_bombs_and_unknown_encodings_are_refused(at_home: House, path: str) -> None:
    bomb = gzip.compress(by_hand.chat_body("a" * 50_000_000))
    answer = await by_hand.send(at_home, path, bomb, Content_Encoding="gzip")
    assert answer.status == 413
    for coding in ("br", "zstd", "gzip, deflate"):
        answer = await by_hand.send(at_home, path, by_hand.chat_body(), Content_Encoding=coding)
        assert answer.status == 415
        assert answer.headers["Accept-Encoding"] == "gzip, deflate"
        assert "error" in json.loads(answer.body)
    answer = await by_hand.send(
        at_home, path, gzip.compress(by_hand.chat_body())[:-9], Content_Encoding="gzip"
    )
    assert answer.status == 400
    assert not at_home.recipient.heard


@pytest.mark.parametrize("upstream", [False, True], ids=["plain", "gzip"])
@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("gzip, deflate", "gzip"),
        ("gzip, deflate, br, zstd", "gzip"),
        ("identity", None),
        ("br", None),
        ("gzip;q=0", None),
        ("", None),
    ],
)
async def test_answers_are_compressed_for_who_asks(
    at_home: House, accepted: str, coding: str | None, *, upstream: bool
) -> None:
    stale = {"ETag": '"abc"', "Digest": "sha-256=abc", "Content-MD5": "abc", "Vary": "Origin"}
    at_home.recipient.answer = Echo(gzip=upstream, headers=stale)
    answer = await by_hand.send(at_home, CHAT, by_hand.chat_body(LONG), Accept_Encoding=accepted)
    assert answer.headers.get("Content-Encoding") == coding
    assert answer.headers["Content-Length"] == str(len(answer.body))
    assert answer.headers["Vary"] == "Accept-Encoding"
    assert not {"ETag", "Digest", "Content-MD5"} & answer.headers.keys()
    body = gzip.decompress(answer.body) if coding else answer.body
    assert json.loads(body)["choices"][0]["message"]["content"] == LONG
    assert at_home.recipient.last.header("accept-encoding") == "identity"
    await at_home.closed()


@pytest.mark.parametrize("path", [CHAT, SSE, ARRAY], ids=["openai", "events", "array"])
async def test_streams_come_plain_whatever_is_accepted(at_home: House, path: str) -> None:
    at_home.recipient.answer = Echo(gzip=True, delta=7)
    body = by_hand.chat_body(stream=True) if path == CHAT else by_hand.gemini_body()
    answer = await by_hand.send(at_home, path, body, Accept_Encoding="gzip, br, zstd")
    assert "Content-Encoding" not in answer.headers
    assert b"data: {" in answer.body or answer.body.startswith(b"[")
    assert b"PERSON_" not in answer.body


async def test_errors_are_compressed_alike(at_home: House) -> None:
    error = {"error": {"message": LONG.replace("Nadia Okonkwo", "you"), "type": "x"}}
    at_home.recipient.script(Status(400, json.dumps(error).encode()))
    answer = await by_hand.send(at_home, CHAT, by_hand.chat_body(), Accept_Encoding="gzip")
    assert answer.status == 400
    assert json.loads(gzip.decompress(answer.body))["error"]["type"] == "x"


# --- heads -------------------------------------------------------------------------


async def test_which_response_headers_pass(at_home: House) -> None:
    passing = {
        "x-request-id": "req_1", "retry-after": "7", "retry-after-ms": "70",
        "x-should-retry": "true", "x-ratelimit-remaining-tokens": "9",
        "openai-processing-ms": "12", "openai-version": "2020-10-01",
    }  # fmt: skip
    dropped = {
        "Set-Cookie": "a=b", "X-Unknown": PLANTED[0], "Server": "cloudflare", "CF-Ray": "1",
        "Keep-Alive": "timeout=9", "Trailer": "x-end", "Alt-Svc": "h3", "Via": "1.1 x",
        "Access-Control-Allow-Origin": "*", "Strict-Transport-Security": "max-age=1",
        "Connection": "x-ratelimit-limit-tokens", "x-ratelimit-limit-tokens": "10",
        "x-privacy-disclosure": "dsc_forged",
    }  # fmt: skip
    for status in (200, 429):
        at_home.recipient.script(Status(status, headers=passing | dropped, body=_whole()))
        answer = await by_hand.send(at_home, CHAT, by_hand.chat_body())
        assert answer.status == status
        lower = {name.lower(): value for name, value in answer.headers.items()}
        assert {name: lower.get(name) for name in passing} == passing
        theirs = {name.lower() for name in dropped} - {"server", "x-privacy-disclosure"}
        assert not theirs & lower.keys()
        assert lower["server"] == "ai-privacy-gateway"
        assert lower["x-privacy-disclosure"] != "dsc_forged"


def _whole() -> bytes:
    message = {"role": "assistant", "content": "Hello."}
    choice = {"index": 0, "message": message, "finish_reason": "stop"}
    return json.dumps({"id": "x", "object": "chat.completion", "choices": [choice]}).encode()


CALLERS = {
    "x-customer": PLANTED[0],
    "X-Stainless-Lang": "python",
    "x-stainless-retry-count": "1",
    "x-stainless-custom": PLANTED[1],
    "x-forwarded-for": "203.0.113.7",
    "cookie": "",
    "from": PLANTED[1],
    "referer": f"https://crm.example/{PLANTED[1]}",
    "traceparent": "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
    "baggage": f"user={PLANTED[1]}",
    "openai-organization": PLANTED[1],
    "openai-beta": "assistants=v2",
    "x-goog-api-client": f"gl-python/3.11 {PLANTED[1]}",
    "accept": "application/json",
    "te": "trailers",
    "x-request-id": PLANTED[1],
    "x-client-request-id": PLANTED[1],
}
UPWARD = {
    "accept", "accept-encoding", "content-length", "content-type", "host", "openai-beta",
    "user-agent",
}  # fmt: skip


@pytest.mark.parametrize("path", [CHAT, GEMINI], ids=["openai", "google"])
async def test_which_request_headers_go_up(at_home: House, path: str) -> None:
    body = by_hand.chat_body() if path == CHAT else by_hand.gemini_body()
    answer = await by_hand.send(at_home, path, body, **CALLERS)
    assert answer.status == 200
    names = [name.lower() for name, _ in at_home.recipient.last.headers]
    assert set(names) == UPWARD
    assert len(names) == len(set(names))


async def test_the_sdks_extra_headers_do_not_leave(at_home: House) -> None:
    await at_home.openai().chat.completions.create(
        model="m",
        messages=[{"role": "user", "content": "x"}],
        extra_headers={"x-customer": PLANTED[1], "openai-beta": f"for={PLANTED[1]}"},
    )
    assert not [value for _, value in at_home.recipient.last.headers if "posteo" in value]


async def test_an_empty_cookie_is_tolerated(at_home: House) -> None:
    """@google/genai sends one on interactions."""
    head = by_hand.head(
        GEMINI, by_hand.gemini_body(), "Cookie: ", "Cookie:", "Content-Type: application/json"
    )
    answer = await by_hand.raw(at_home, head)
    assert answer.startswith(b"HTTP/1.1 200")
    assert at_home.recipient.last.header("cookie") is None


async def test_what_the_callers_connection_names_stays_on_it(at_home: House) -> None:
    head = by_hand.head(
        CHAT, by_hand.chat_body(), "OpenAI-Beta: assistants=v2", "Connection: close, OpenAI-Beta",
        "Keep-Alive: timeout=5", "Proxy-Authorization: Basic abc", "TE: trailers", close=False,
    )  # fmt: skip
    answer = await by_hand.raw(at_home, head)
    assert answer.startswith(b"HTTP/1.1 200")
    names = {name.lower() for name, _ in at_home.recipient.last.headers}
    assert not names & {"openai-beta", "keep-alive", "proxy-authorization", "te", "connection"}


async def test_expectations_are_met_and_chunks_are_joined(at_home: House) -> None:
    body = by_hand.chat_body()
    head = by_hand.head(CHAT, body, "Expect: 100-continue")
    answer = await by_hand.raw(at_home, head)
    assert answer.startswith(b"HTTP/1.1 100 Continue\r\n\r\n")
    assert b"HTTP/1.1 200" in answer
    chunks = b"".join(b"%x\r\n%b\r\n" % (len(body[a : a + 9]), body[a : a + 9])
                      for a in range(0, len(body), 9))  # fmt: skip
    head = by_hand.head(CHAT, b"", "Transfer-Encoding: chunked").replace(
        b"Content-Length: 0\r\n", b""
    )
    answer = await by_hand.raw(at_home, head + chunks + b"0\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 200")
    first, second = at_home.recipient.heard
    assert first.body == second.body
    assert second.header("transfer-encoding") is None


async def test_forms_are_asked_for_too(at_home: House) -> None:
    host, port = at_home.gateway.data_url.removeprefix("http://").split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    kind = "Content-Type: multipart/form-data; boundary=abc"
    head = by_hand.head("/openai/v1/files", b"", kind, "Expect: 100-continue")
    writer.write(head.replace(b"Content-Length: 0", b"Content-Length: 500"))
    told = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 2)
    writer.close()
    assert told == b"HTTP/1.1 100 Continue\r\n\r\n"


async def test_no_body_where_there_is_none(at_home: House) -> None:
    answer = await by_hand.raw(
        at_home,
        f"HEAD /openai/v1/models HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {KEY}\r\n"
        "Connection: close\r\n\r\n".encode(),
    )
    assert answer.startswith(b"HTTP/1.1 404")
    assert answer.endswith(b"\r\n\r\n")
    at_home.recipient.script(Status(204, b""))
    empty = await by_hand.send(at_home, CHAT, by_hand.chat_body())
    assert (empty.status, empty.body) == (204, b"")
    assert not {"Content-Type", "Content-Encoding"} & empty.headers.keys()
    at_home.recipient.script(Status(304, b""))
    assert (
        await by_hand.send(at_home, CHAT, by_hand.chat_body(), If_None_Match='"abc"')
    ).status == 502
    assert at_home.recipient.last.header("if-none-match") is None
    await at_home.closed(2)


# --- errors that quote -------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Quoting:
    """Answers with a body in which `QUOTE` is what was heard."""

    body: bytes
    status: int = 400
    kind: str = "application/json"

    async def give(self, heard: Heard, request: web.Request) -> web.StreamResponse:
        """Answer with it."""
        quoted = json.dumps(heard.last_text)[1:-1].encode()
        answer = Status(self.status, self.body.replace(b"QUOTE", quoted), self.kind)
        return await answer.give(heard, request)


GOOGLES = {
    "code": 400, "message": "Invalid: QUOTE", "status": "INVALID_ARGUMENT",
    "details": [
        {
            "@type": "type.googleapis.com/google.rpc.BadRequest",
            "fieldViolations": [{"field": "contents", "description": "QUOTE"}],
        },
        {"@type": "type.googleapis.com/google.rpc.DebugInfo", "detail": "at QUOTE"},
        {
            "@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "X",
            "domain": "googleapis.com", "metadata": {"quoted": "QUOTE"},
        },
    ],
}  # fmt: skip
OPENAIS = {"message": "Invalid: QUOTE", "type": "x", "param": "QUOTE", "code": "QUOTE"}
ERRORS: dict[str, tuple[str, object, int]] = {
    "openai": (CHAT, {"error": OPENAIS}, 4),
    "openai, bare": (CHAT, {"message": "QUOTE", "detail": [{"msg": "QUOTE"}]}, 2),
    "google": (GEMINI, {"error": GOOGLES}, 4),
    "google, list": (ARRAY, [{"error": GOOGLES}], 4),
    "google, events": (SSE, {"error": GOOGLES}, 4),
}


@pytest.mark.parametrize(("path", "error", "count"), ERRORS.values(), ids=ERRORS)
async def test_errors_that_quote_the_prompt_are_restored(
    at_home: House, path: str, error: object, count: int
) -> None:
    at_home.recipient.script(Quoting(json.dumps(error).encode()))
    body = by_hand.chat_body() if path == CHAT else by_hand.gemini_body()
    answer = await by_hand.send(at_home, path, body)
    assert answer.status == 400
    text = json.dumps(json.loads(answer.body))
    expected = json.dumps(error).count("QUOTE")
    assert text.count("Nadia Okonkwo") == expected >= min(count, expected)
    assert "PERSON_" not in text


@pytest.mark.parametrize("path", [CHAT, SSE, ARRAY], ids=["openai", "events", "array"])
async def test_errors_inside_streams_are_restored(at_home: House, path: str) -> None:
    error = json.dumps({"error": OPENAIS if path == CHAT else GOOGLES}).encode()
    kind = "text/event-stream"
    if path == ARRAY:
        kind, stream = "application/json", b"[" + error + b"]"
    else:
        stream = b"data: " + error + b"\n\n" + (b"data: [DONE]\n\n" if path == CHAT else b"")
    at_home.recipient.script(Quoting(stream, 200, kind))
    body = by_hand.chat_body(stream=True) if path == CHAT else by_hand.gemini_body()
    answer = await by_hand.raw(at_home, by_hand.head(path, body))
    assert answer.count(b"Nadia Okonkwo") >= 4 - (path == CHAT)
    assert b"PERSON_" not in answer


# --- repeats -----------------------------------------------------------------------


@pytest.mark.parametrize("session", [None, "case-7"], ids=["stateless", "session"])
async def test_a_repeat_is_the_same_bytes_also_after_a_restart(
    tmp_path: Path, session: str | None
) -> None:
    headers = {"Idempotency-Key": "retry-1", "x-privacy-subject": "customer-1"}
    headers |= {"x-privacy-session": session} if session else {}
    async with FakeRecipient() as recipient:
        config = read_config(tmp_path, config_text(recipient.url))
        initialise(config)
        for _ in range(2):
            async with serving(config) as gateway:
                openai = clients.openai_client(f"{gateway.data_url}/openai/v1", KEY)
                gemini = clients.gemini_client(f"{gateway.data_url}/google", KEY, **headers)
                for _ in range(2):
                    await openai.chat.completions.create(
                        model="m",
                        messages=[{"role": "user", "content": PROMPT}],
                        metadata={"customer": PLANTED[1]},
                        extra_headers=headers,
                    )
                    await gemini.aio.models.generate_content(model="m", contents=PROMPT)
        for wire in ("openai", "google"):
            sent = [one for one in recipient.heard if one.wire == wire]
            assert len(sent) == 4
            assert len({one.body for one in sent}) == 1
            assert len({one.header("idempotency-key") for one in sent}) == 1
            assert "retry-1" not in str(sent[0].header("idempotency-key"))


async def test_idempotency_keys_are_of_one_data_subject(at_home: House) -> None:
    for subject in ("customer-1", "customer-2", "customer-1"):
        headers = {"Idempotency-Key": "retry-1", "x-privacy-subject": subject}
        await by_hand.send(at_home, CHAT, by_hand.chat_body(), **headers)
    first, second, third = (one.header("idempotency-key") for one in at_home.recipient.heard)
    assert first == third != second


async def test_the_sdk_repeats_what_the_recipient_asks_for(at_home: House) -> None:
    wait = {"retry-after-ms": "10", "x-should-retry": "true"}
    at_home.recipient.script(Status(400, headers=wait), Status(429, headers=wait))
    answer = await at_home.openai(max_retries=2).chat.completions.create(
        model="m", messages=[{"role": "user", "content": PROMPT}]
    )
    assert answer.choices[0].message.content == PROMPT
    assert len({one.body for one in at_home.recipient.heard}) == 1
    assert len(at_home.recipient.heard) == 3
    assert len(at_home.leaves("open")) == 3, "each attempt is a disclosure of its own"
