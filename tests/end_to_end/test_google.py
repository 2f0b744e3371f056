"""google-genai (Gemini and Vertex) and google-cloud-aiplatform over REST, unchanged."""

import asyncio
import json

import pytest
from google.api_core import exceptions as google_exceptions
from google.genai import errors as genai_errors

from tests.end_to_end.conftest import KEY, PLANTED, PROMPT, House
from tests.support import clients
from tests.support.answers import CutStream, Echo, Status


@pytest.mark.parametrize("version", ["v1", "v1beta"])
async def test_gemini_answers_with_the_originals(at_home: House, version: str) -> None:
    client = at_home.gemini(version=version)
    answer = await client.aio.models.generate_content(model="gemini-test", contents=PROMPT)
    assert answer.text == PROMPT
    assert "PERSON_" in json.dumps(at_home.recipient.last.json)


@pytest.mark.parametrize("writes", [(), (1,), (11,)], ids=["events", "bytes", "odd"])
async def test_gemini_streams_the_originals(at_home: House, writes: tuple[int, ...]) -> None:
    at_home.recipient.answer = Echo(writes=writes, delta=3)
    client = at_home.gemini()
    stream = await client.aio.models.generate_content_stream(model="gemini-test", contents=PROMPT)
    texts = [chunk.text async for chunk in stream if chunk.text]
    assert "".join(texts) == PROMPT
    assert len(texts) > 5


@pytest.mark.parametrize("version", ["v1", "v1beta1"])
async def test_vertex_answers_with_the_originals(at_home: House, version: str) -> None:
    client = at_home.vertex(version=version)
    answer = await client.aio.models.generate_content(model="gemini-test", contents=PROMPT)
    assert answer.text == PROMPT


async def test_tokens_are_counted_of_pseudonymised_text(at_home: House) -> None:
    client = at_home.gemini()
    answer = await client.aio.models.count_tokens(model="gemini-test", contents=PROMPT)
    assert answer.total_tokens == 7


async def test_function_calls_get_the_originals(at_home: House) -> None:
    tools = [{"function_declarations": [{"name": "lookup", "description": "Find Nadia Okonkwo"}]}]
    client = at_home.gemini()
    answer = await client.aio.models.generate_content(
        model="gemini-test", contents=PROMPT, config={"tools": tools}
    )
    call = answer.function_calls[0]
    assert call.name == "lookup"
    assert call.args["text"] == PROMPT


@pytest.mark.parametrize("stream", [False, True], ids=["whole", "json-array"])
async def test_aiplatform_over_rest(at_home: House, stream: bool) -> None:
    model = clients.aiplatform_model(at_home.google_url, KEY, "gemini-test")

    def ask() -> str:
        if stream:
            return "".join(chunk.text for chunk in model.generate_content(PROMPT, stream=True))
        return str(model.generate_content(PROMPT).text)

    assert await asyncio.to_thread(ask) == PROMPT


async def test_a_google_path_at_the_root_is_told_where_to_go(at_home: House) -> None:
    status, _, body = await at_home.post("/v1beta/models/gemini-test:generateContent", b"{}")
    assert status == 404
    error = json.loads(body)["error"]
    assert error["status"] == "NOT_FOUND"
    assert "/google" in error["message"]


async def test_a_key_in_the_query_is_refused(at_home: House) -> None:
    path = f"/google/v1beta/models/gemini-test:generateContent?key={KEY}"
    status, _, body = await at_home.post(path, b"{}")
    assert status == 400
    assert b"header" in body
    assert KEY.encode() not in body


async def test_the_application_key_never_goes_up(at_home: House) -> None:
    client = at_home.gemini()
    await client.aio.models.generate_content(model="gemini-test", contents="Hello")
    assert KEY.encode() not in at_home.recipient.memory


def test_planted_values_are_many() -> None:
    assert len(PLANTED) == 5


async def test_the_sdks_raise_the_right_classes(at_home: House) -> None:
    client = at_home.gemini(**{"x-privacy-purpose": "newsletter"})
    with pytest.raises(genai_errors.ClientError) as refused:
        await client.aio.models.generate_content(model="gemini-test", contents=PROMPT)
    assert refused.value.code == 403
    assert refused.value.status == "PERMISSION_DENIED"
    wrong = at_home.gemini("gw_wrong_key")
    with pytest.raises(genai_errors.ClientError) as unknown:
        await wrong.aio.models.generate_content(model="gemini-test", contents=PROMPT)
    assert unknown.value.code == 401
    await at_home.recipient.stop()
    down = at_home.gemini()
    with pytest.raises(genai_errors.ServerError) as failed:
        await down.aio.models.generate_content(model="gemini-test", contents=PROMPT)
    assert failed.value.code == 502
    assert not at_home.recipient.heard


@pytest.mark.parametrize("status", [429, 500, 503])
async def test_aiplatform_raises_by_status(at_home: House, status: int) -> None:
    model = clients.aiplatform_model(at_home.google_url, KEY, "gemini-test")
    at_home.recipient.answer = Status(status)
    with pytest.raises(google_exceptions.GoogleAPICallError) as raised:
        await asyncio.to_thread(lambda: model.generate_content(PROMPT))
    assert raised.value.code == status
    assert (await at_home.closed())[0]["body"]["outcome"] == "upstream_error"


async def test_a_broken_stream_is_an_error_for_gemini(at_home: House) -> None:
    at_home.recipient.script(CutStream())
    client = at_home.gemini()
    stream = await client.aio.models.generate_content_stream(model="gemini-test", contents=PROMPT)
    with pytest.raises(Exception):  # noqa: B017, PT011 - the SDK lets transport errors through
        async for _ in stream:
            pass
    closed = await at_home.closed()
    assert closed[0]["body"]["outcome"] == "upstream_truncated"
