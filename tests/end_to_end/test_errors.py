"""What goes wrong, and what the caller, the recipient and the log see of it."""

import asyncio
import json
import re
from pathlib import Path

import openai
import pytest

from tests.end_to_end.conftest import KEY, OTHER_KEY, PROMPT, House, house
from tests.support import answers

CHAT = "/openai/v1/chat/completions"


def _body(**fields: object) -> bytes:
    return json.dumps(
        {"model": "gpt-test", "messages": [{"role": "user", "content": PROMPT}]} | fields
    ).encode()


async def _refused(house: House, status: int, code: str, answer: tuple[int, dict, bytes]) -> None:
    got, headers, body = answer
    assert got == status, body
    assert json.loads(body)["error"]["code"] == code
    assert not house.recipient.heard
    assert headers["Content-Type"].startswith("application/json")


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b'{"model": "m", "messages": [', "invalid_json"),
        (b'{"model": "m", "model": "n", "messages": []}', "duplicate_key"),
        (b'{"model": "m", "m\\u006fdel": "n", "messages": []}', "duplicate_key"),
        (b'{"model": "\xff", "messages": []}', "invalid_utf8"),
        (b'{"model": "m", "messages": [], "temperature": NaN}', "not_finite"),
        (b'{"model": "m", "messages": [], "temperature": 1e999}', "not_finite"),
        (b'{"model": "m", "messages": ' + b"[" * 500 + b"]" * 500 + b"}", "too_deep"),
        (b'\xef\xbb\xbf{"model": "m", "messages": []}', "bom"),
    ],
)
async def test_malformed_bodies(at_home: House, body: bytes, code: str) -> None:
    await _refused(at_home, 400, code, await at_home.post(CHAT, body))


async def test_half_a_surrogate_pair_is_refused(at_home: House) -> None:
    body = b'{"model": "m", "messages": [{"role": "user", "content": "\\ud83d"}]}'
    await _refused(at_home, 400, "lone_surrogate", await at_home.post(CHAT, body))


async def test_a_body_over_the_limit(at_home: House) -> None:
    body = _body(pad="x" * 250_000)
    await _refused(at_home, 413, "body_too_large", await at_home.post(CHAT, body))


async def test_an_encoded_body(at_home: House) -> None:
    answer = await at_home.post(CHAT, _body(), **{"Content-Encoding": "zstd"})
    await _refused(at_home, 415, "unsupported_encoding", answer)


@pytest.mark.parametrize("key", [None, "sk-unknown", "gw_testkey1_wrong"])
async def test_missing_and_wrong_keys(at_home: House, key: str | None) -> None:
    await _refused(at_home, 401, "invalid_api_key", await at_home.post(CHAT, _body(), key))


async def test_guessers_are_slowed_down_and_others_are_not(at_home: House) -> None:
    statuses = [(await at_home.post(CHAT, b"{}", f"sk-guess-{n}"))[0] for n in range(25)]
    assert statuses[0] == 401
    assert statuses[-1] == 429
    assert (await at_home.post(CHAT, _body()))[0] == 200


@pytest.mark.parametrize(
    "path",
    ["/openai/v1/decisions", "/v1/chat/completion", "/openai/v2/responses", "/nowhere", "/"],
)
async def test_unknown_endpoints(at_home: House, path: str) -> None:
    status, _, body = await at_home.post(path, _body())
    assert status == 404
    assert json.loads(body)["error"]["code"] == "endpoint_unknown"
    assert not at_home.recipient.heard


async def test_websockets_are_refused(at_home: House) -> None:
    headers = {"Connection": "Upgrade", "Upgrade": "websocket"}
    status, _, body = await at_home.post("/openai/v1/realtime", b"", **headers)
    assert status == 403
    assert b"websocket_refused" in body


@pytest.mark.parametrize(
    ("headers", "code"),
    [
        ({"x-privacy-purpose": "no-such"}, "purpose_unknown"),
        ({"x-privacy-purpose": "newsletter"}, "consent_missing"),
        ({"x-privacy-purpose": "newsletter", "DNT": "1"}, "signal_opt_out"),
        ({"x-privacy-recipient": "google"}, "recipient_not_permitted"),
    ],
)
async def test_policy_refusals_are_logged_and_nothing_is_sent(
    at_home: House, headers: dict[str, str], code: str
) -> None:
    await _refused(at_home, 403, code, await at_home.post(CHAT, _body(), **headers))
    refused = at_home.leaves("refuse")
    assert [leaf["body"]["code"] for leaf in refused] == [code]


async def test_a_purpose_that_is_not_granted(at_home: House) -> None:
    answer = await at_home.post(CHAT, _body(), OTHER_KEY, **{"x-privacy-purpose": "newsletter"})
    await _refused(at_home, 403, "purpose_not_permitted", answer)


async def test_a_model_that_is_not_granted(at_home: House) -> None:
    answer = await at_home.post(CHAT, _body(model="o9"), OTHER_KEY)
    await _refused(at_home, 403, "model_not_permitted", answer)


async def test_opaque_content_is_refused(at_home: House) -> None:
    image = {"type": "image_url", "image_url": {"url": "data:image/png;base64,iVBORw0KGgo="}}
    body = _body(messages=[{"role": "user", "content": [image]}])
    await _refused(at_home, 403, "opaque_content", await at_home.post(CHAT, body))


async def test_personal_data_where_the_protocol_needs_a_name(at_home: House) -> None:
    tool = {"type": "function", "function": {"name": "nadia.okonkwo@posteo.example"}}
    answer = await at_home.post(CHAT, _body(tools=[tool]))
    await _refused(at_home, 403, "place_fixed", answer)


async def test_the_sdk_raises_the_right_classes(at_home: House) -> None:
    messages = [{"role": "user", "content": PROMPT}]
    with pytest.raises(openai.AuthenticationError):
        await at_home.openai("sk-wrong").chat.completions.create(model="m", messages=messages)
    with pytest.raises(openai.PermissionDeniedError) as refused:
        await at_home.openai(max_retries=2).chat.completions.create(
            model="m", messages=messages, extra_headers={"x-privacy-purpose": "newsletter"}
        )
    assert refused.value.code == "consent_missing"
    assert len(at_home.leaves("refuse")) == 1, "the SDK must not repeat a refusal"
    with pytest.raises(openai.NotFoundError):
        await at_home.openai().models.delete("m")


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (answers.Status(429, headers={"Retry-After": "1"}), openai.RateLimitError),
        (answers.Status(500), openai.InternalServerError),
        (answers.Status(400), openai.BadRequestError),
        (answers.html(), openai.InternalServerError),
        (answers.malformed(), openai.InternalServerError),
        (answers.redirect("http://127.0.0.1:9/steal"), openai.InternalServerError),
    ],
)
async def test_errors_of_the_recipient(
    at_home: House, answer: answers.Answer, error: type[Exception]
) -> None:
    at_home.recipient.script(answer)
    with pytest.raises(error):
        await at_home.openai().chat.completions.create(
            model="m", messages=[{"role": "user", "content": PROMPT}]
        )
    closed = await at_home.closed()
    assert closed[0]["body"]["outcome"] == "upstream_error"
    assert len(at_home.recipient.heard) == 1


async def test_a_recipient_that_is_down(at_home: House) -> None:
    await at_home.recipient.stop()
    status, headers, body = await at_home.post(CHAT, _body())
    assert status == 502
    assert headers["Retry-After"]
    assert json.loads(body)["error"]["code"] == "upstream_unreachable"
    assert (await at_home.closed())[0]["body"]["outcome"] == "upstream_error"


async def test_the_recipients_error_may_quote_the_prompt(at_home: House) -> None:
    at_home.recipient.script(answers.EchoError())
    with pytest.raises(openai.BadRequestError) as error:
        await at_home.openai().chat.completions.create(
            model="m", messages=[{"role": "user", "content": PROMPT}]
        )
    assert "Nadia Okonkwo" in str(error.value), "the caller gets its own values back"


async def test_a_slow_recipient(at_home: House) -> None:
    at_home.recipient.script(answers.Hang())
    status, _, body = await at_home.post(CHAT, _body())
    assert status == 504
    assert json.loads(body)["error"]["code"] == "upstream_timeout"
    assert (await at_home.closed())[0]["body"]["outcome"] == "timeout"


BROKEN = {
    "cut": answers.CutStream(),
    "incomplete": answers.CutStream(clean=True),
    "stall": answers.Hang(after=3),
    "garbage": answers.garbage_event(),
    "huge": answers.huge_event(5_000_000),
}


@pytest.mark.parametrize("fault", BROKEN.values(), ids=BROKEN)
async def test_a_broken_stream_breaks_with_an_error(at_home: House, fault: answers.Answer) -> None:
    at_home.recipient.script(fault)
    stream = await at_home.openai().chat.completions.create(
        model="m", messages=[{"role": "user", "content": PROMPT}], stream=True
    )
    with pytest.raises(openai.APIError):
        async for _ in stream:
            pass
    closed = await at_home.closed()
    assert closed[0]["body"]["outcome"] in {
        "upstream_truncated",
        "timeout",
        "upstream_error",
        "limit",
    }


async def test_a_client_that_goes_in_mid_stream(at_home: House) -> None:
    at_home.recipient.script(answers.Echo(gap_s=0.05, delta=1))
    stream = await at_home.openai().chat.completions.create(
        model="m", messages=[{"role": "user", "content": PROMPT}], stream=True
    )
    async for _ in stream:
        break
    await stream.close()
    began = asyncio.get_running_loop().time()
    closed = await at_home.closed()
    assert asyncio.get_running_loop().time() - began < 2
    assert closed[0]["body"]["outcome"] == "client_gone"
    assert at_home.gateway.roof.in_flight == 0


async def test_nothing_is_sent_when_the_detector_fails(
    at_home: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError(PROMPT)

    monkeypatch.setattr("gateway.inspection.inspect_each", broken)
    answer = await at_home.post(CHAT, _body())
    await _refused(at_home, 503, "detector_unavailable", answer)


async def test_nothing_is_sent_when_the_log_fails(at_home: House) -> None:
    await at_home.gateway.books.ledger.stop()
    answer = await at_home.post(CHAT, _body())
    await _refused(at_home, 503, "ledger_unavailable", answer)


async def test_numbers_and_order_arrive_unchanged(at_home: House) -> None:
    body = (
        b'{ "model":"m",  "temperature": 1.10, "seed": 9007199254740993, "z":1,"a": 2.50e2,'
        b'"messages":[{"content":"I am Nadia Okonkwo","role":"user"}]}'
    )
    assert (await at_home.post(CHAT, body))[0] == 200
    heard = at_home.recipient.last.body
    pattern = re.escape(body).replace(rb"Nadia\ Okonkwo", rb"PERSON_\w+")
    assert heard.count(b'"store":false,') == 1
    assert re.fullmatch(pattern, heard.replace(b'"store":false,', b"")), heard


async def test_keys_stay_where_they_belong(at_home: House) -> None:
    await at_home.post(CHAT, _body(), **{"x-privacy-subject": "s1", "Cookie": "a=b"})
    heard = at_home.recipient.last
    names = {name.lower() for name, _ in heard.headers}
    assert not {name for name in names if name.startswith("x-privacy")}
    assert "cookie" not in names
    assert "authorization" not in names
    assert KEY.encode() not in at_home.recipient.memory


async def test_an_instruction_that_cannot_be_followed_sends_nothing(tmp_path: Path) -> None:
    extra = "[recipients.google.instructions]\nno_such_field = true"
    async with house(tmp_path, extra) as running:
        path = "/google/v1beta/models/m:generateContent"
        status, _, body = await running.post(path, b'{"contents": []}')
        assert status == 403
        assert b"INSTRUCTION" in body
        assert not running.recipient.heard


async def test_two_keys_that_become_one_are_refused(tmp_path: Path) -> None:
    policy = 'names = "off"\n[policies.default.actions]\nEMAIL_ADDRESS = "redact"'
    async with house(tmp_path, policy=policy) as running:
        metadata = {"ann@posteo.example": "1", "bob@posteo.example": "2"}
        await _refused(
            running, 400, "duplicate_key", await running.post(CHAT, _body(metadata=metadata))
        )


async def test_errors_quote_no_keys_of_the_caller(at_home: House) -> None:
    body = _body(**{"nadia.okonkwo@posteo.example": 4111111111111111})
    status, _, answer = await at_home.post(CHAT, body)
    assert status in {200, 403}
    assert b"okonkwo" not in answer or status == 200


async def test_refusals_are_marked_so_that_nobody_retries_them(at_home: House) -> None:
    for path, key in (("/openai/v1/decisions", KEY), ("/openai/v1/models", None)):
        status, headers, _ = await at_home.post(path, b"{}", key=key)
        assert 400 <= status < 500
        assert headers["x-should-retry"] == "false"


async def test_an_answer_that_calls_itself_a_page_is_no_page(at_home: House) -> None:
    body = b'{"choices": [{"index": 0, "message": {"role": "assistant", "content": "<b>hi</b>"}}]}'
    at_home.recipient.script(answers.Status(200, body, "text/html"))
    status, headers, answer = await at_home.post(CHAT, _body())
    assert status == 200
    assert json.loads(answer)["choices"][0]["message"]["content"] == "<b>hi</b>"
    assert headers["Content-Type"] == "application/json; charset=utf-8"
    assert headers["Server"] == "ai-privacy-gateway"
