"""google-cloud-aiplatform in its default transport, gRPC with TLS, against the front."""

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from google.api_core import exceptions
from google.cloud import aiplatform_v1, aiplatform_v1beta1

from tests.end_to_end.conftest import KEY, PROMPT, House, house
from tests.support import clients
from tests.support.answers import CutStream, Drop, Echo, EchoError, Hang, Status
from tests.support.certificates import front

PLACE = "projects/demo-project/locations/us-central1"
MODEL = f"{PLACE}/publishers/google/models/gemini-test"
VERSIONS = {"v1": aiplatform_v1, "v1beta1": aiplatform_v1beta1}


@pytest.fixture
async def at_home(tmp_path: Path, trusted: Path) -> AsyncIterator[House]:
    async with house(tmp_path, extra=front(trusted)) as running:
        yield running
        await running.assert_nothing_escaped()


def asked(text: str, version: str = "v1", **more: Any) -> Any:
    api = VERSIONS[version]
    content = api.Content(role="user", parts=[api.Part(text=text)])
    return api.GenerateContentRequest(model=MODEL, contents=[content], **more)


def said(answer: Any) -> str:
    return "".join(part.text for part in answer.candidates[0].content.parts)


@pytest.mark.parametrize("version", ["v1", "v1beta1"])
async def test_an_answer_holds_the_originals(at_home: House, version: str) -> None:
    client = clients.prediction_client(at_home.gateway.grpc_target, KEY, version=version)
    answer = await client.generate_content(request=asked(PROMPT, version))
    assert said(answer) == PROMPT
    heard = at_home.recipient.last
    assert heard.path == f"/{version}/{MODEL}:generateContent"
    assert "PERSON_" in json.dumps(heard.json)


@pytest.mark.parametrize("writes", [(), (1,), (11,)], ids=["elements", "bytes", "odd"])
async def test_a_stream_holds_the_originals(at_home: House, writes: tuple[int, ...]) -> None:
    at_home.recipient.answer = Echo(writes=writes, delta=3)
    client = clients.prediction_client(at_home.gateway.grpc_target, KEY)
    stream = await client.stream_generate_content(request=asked(PROMPT))
    texts = [said(message) async for message in stream]
    assert "".join(texts) == PROMPT
    assert len([text for text in texts if text]) > 5
    closed = await at_home.closed()
    assert [leaf["body"]["outcome"] for leaf in closed] == ["ok"]


async def test_pairs_of_surrogates_that_were_torn_apart_are_whole(at_home: House) -> None:
    """A message holds no half character, as JSON may; the gateway waits for the other half."""
    at_home.recipient.answer = Echo(delta=1, ascii=True)
    client = clients.prediction_client(at_home.gateway.grpc_target, KEY)
    text = "Good morning \U0001f600\U0001f1e9\U0001f1ea Nadia Okonkwo \U0001f468\u200d\U0001f469"
    stream = await client.stream_generate_content(request=asked(text))
    assert "".join([said(message) async for message in stream]) == text


async def test_messages_of_a_stream_come_as_they_are_said(at_home: House) -> None:
    at_home.recipient.script(Hang(after=3))
    client = clients.prediction_client(at_home.gateway.grpc_target, KEY)
    stream = await client.stream_generate_content(request=asked("Hello there, all of you"))
    async with asyncio.timeout(1):
        first = await anext(aiter(stream))
    assert said(first)
    stream.cancel()


async def test_tokens_are_counted(at_home: House) -> None:
    client = clients.prediction_client(at_home.gateway.grpc_target, KEY, version="v1beta1")
    request = aiplatform_v1beta1.CountTokensRequest(
        endpoint=MODEL, contents=asked(PROMPT, "v1beta1").contents
    )
    answer = await client.count_tokens(request=request)
    assert answer.total_tokens == 7


CHAT = """
import sys, vertexai
from google.oauth2.credentials import Credentials
from vertexai.generative_models import GenerativeModel

endpoint, key, *lines = sys.argv[1:]
vertexai.init(
    project="demo-project", location="us-central1", api_endpoint=endpoint,
    credentials=Credentials(token=key),
)
chat = GenerativeModel("gemini-test").start_chat()
for line in lines:
    print(chat.send_message(line).text)
print("".join(chunk.text for chunk in chat.send_message(lines[0], stream=True)))
"""


async def test_a_chat_with_nothing_set_but_the_endpoint(at_home: House, trusted: Path) -> None:
    """A process of its own: transports once chosen stay chosen in `vertexai`."""
    lines = [PROMPT, "What is my name? Nadia Okonkwo!"]
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-W", "ignore", "-c", CHAT, at_home.gateway.grpc_target, KEY, *lines),
        env=os.environ | {"GRPC_DEFAULT_SSL_ROOTS_FILE_PATH": str(trusted)},
        stdout=asyncio.subprocess.PIPE,
    )
    printed, _ = await process.communicate()
    assert printed.decode().splitlines() == [*lines, PROMPT]
    heard = at_home.recipient.heard
    assert [len(one.json["contents"]) for one in heard] == [1, 3, 5]
    texts = [one.json["contents"][0]["parts"][0]["text"] for one in heard]
    assert len(set(texts)) == 1, "a conversation keeps its pseudonyms"


@pytest.mark.parametrize("stream", [False, True], ids=["whole", "stream"])
async def test_chat_with_tools(at_home: House, stream: bool) -> None:
    """`vertexai` in its default transport: the tool gets originals, and its result is none."""
    from vertexai.generative_models import FunctionDeclaration, Part, Tool  # noqa: PLC0415 - seconds

    lookup = FunctionDeclaration(
        name="lookup",
        description="Find Nadia Okonkwo",
        parameters={"type": "object", "properties": {"text": {"type": "string"}}},
    )
    model = clients.aiplatform_model(
        at_home.gateway.grpc_target, KEY, "gemini-test", transport="grpc"
    )
    chat = model.start_chat(response_validation=False)
    tools = [Tool(function_declarations=[lookup])]

    def send(content: Any) -> Any:
        if not stream:
            return chat.send_message(content, tools=tools)
        first, *_ = chat.send_message(content, tools=tools, stream=True)
        return first

    call = (await asyncio.to_thread(send, PROMPT)).candidates[0].function_calls[0]
    assert call.args["text"] == PROMPT
    assert call.args["count"] == 2**60
    result = Part.from_function_response("lookup", {"found": PROMPT})
    at_home.recipient.answer = Echo(calls=False)
    answer = await asyncio.to_thread(send, result)
    assert answer.candidates[0].content.parts[0].text
    assert len(at_home.recipient.heard) == 2


async def test_bytes_and_empty_parts_come_back_as_they_were(at_home: House) -> None:
    signature = bytes(range(256))
    body = {
        "candidates": [
            {
                "content": {
                    "role": "model",
                    "parts": [
                        {"text": "Hello", "thoughtSignature": "AAECAw=="},
                        {"text": ""},
                        {"inlineData": {"mimeType": "image/png", "data": "iVBORw0KGgo="}},
                    ],
                },
                "finishReason": 1,
                "index": 0,
            }
        ],
        "usageMetadata": {"totalTokenCount": 2**31 - 1},
        "newerThanTheLibrary": {"a": 1},
    }
    at_home.recipient.script(Status(200, json.dumps(body).encode()))
    client = clients.prediction_client(at_home.gateway.grpc_target, KEY, version="v1beta1")
    api = aiplatform_v1beta1
    turn = api.Content(
        role="model", parts=[api.Part(text="", thought_signature=signature), api.Part(text="")]
    )
    request = asked("Hello", "v1beta1")
    request.contents.append(turn)
    answer = await client.generate_content(request=request)
    parts = answer.candidates[0].content.parts
    assert parts[0].thought_signature == bytes(range(4))
    assert "text" in parts[1]
    assert parts[2].inline_data.data == b"\x89PNG\r\n\x1a\n"
    assert answer.candidates[0].finish_reason == 1
    assert answer.usage_metadata.total_token_count == 2**31 - 1
    heard = at_home.recipient.last.json["contents"][1]["parts"]
    assert len(heard) == 2
    assert heard[0]["thoughtSignature"].startswith("AAECAwQF")


# --- errors ---


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, exceptions.InvalidArgument),
        (429, exceptions.ResourceExhausted),
        (404, exceptions.NotFound),
        (500, exceptions.InternalServerError),
        (503, exceptions.ServiceUnavailable),
    ],
)
@pytest.mark.parametrize("stream", [False, True], ids=["whole", "stream"])
async def test_errors_of_the_recipient(
    at_home: House, status: int, kind: type[Exception], stream: bool
) -> None:
    at_home.recipient.answer = Status(status, headers={"retry-after": "7"})
    client = clients.prediction_client(at_home.gateway.grpc_target, KEY)
    ask = client.stream_generate_content if stream else client.generate_content
    with pytest.raises(kind) as raised:
        await ask(request=asked(PROMPT))
    assert f"The recipient says {status}." in str(raised.value)
    metadata = trailing(raised.value)
    assert metadata["retry-after"] == "7"
    assert metadata["x-privacy-disclosure"]
    assert len(at_home.recipient.heard) == 1


async def test_an_error_that_quotes_the_prompt_is_restored(at_home: House) -> None:
    at_home.recipient.script(EchoError())
    client = clients.prediction_client(at_home.gateway.grpc_target, KEY)
    with pytest.raises(exceptions.InvalidArgument, match="Nadia Okonkwo"):
        await client.generate_content(request=asked(PROMPT))


async def test_a_refusal_says_why(at_home: House) -> None:
    client = clients.prediction_client(at_home.gateway.grpc_target, KEY)
    with pytest.raises(exceptions.PermissionDenied) as raised:
        await client.generate_content(
            request=asked(PROMPT), metadata=[("x-privacy-purpose", "unheard-of")]
        )
    assert "x-privacy-purpose" in raised.value.message
    assert raised.value.reason == "PURPOSE_UNKNOWN"
    assert raised.value.domain == "privacy-gateway"
    assert not at_home.recipient.heard
    assert at_home.leaves("refuse")


async def test_context_travels_as_metadata(at_home: House) -> None:
    client = clients.prediction_client(at_home.gateway.grpc_target, KEY)
    with pytest.raises(exceptions.PermissionDenied, match="consent"):
        await client.generate_content(
            request=asked("Hello"), metadata=[("x-privacy-purpose", "newsletter")]
        )
    assert not at_home.recipient.heard


async def test_who_shows_no_key_is_turned_away(at_home: House) -> None:
    client = clients.prediction_client(at_home.gateway.grpc_target, "ya29.nobody")
    with pytest.raises(exceptions.Unauthenticated, match="x-privacy-key"):
        await client.generate_content(request=asked(PROMPT))
    for _ in range(25):
        with pytest.raises((exceptions.Unauthenticated, exceptions.ResourceExhausted)) as raised:
            await client.generate_content(request=asked(PROMPT))
    assert isinstance(raised.value, exceptions.ResourceExhausted)
    assert not at_home.recipient.heard
    status, _, _ = await at_home.post("/openai/v1/chat/completions", b"{}", key="gw_x")
    assert status == 429, "the address that was slowed down is the caller's own"


async def test_what_is_not_listed_is_unimplemented(at_home: House) -> None:
    target = at_home.gateway.grpc_target
    endpoints = clients.aiplatform_client(aiplatform_v1.EndpointServiceAsyncClient, target, KEY)
    with pytest.raises(exceptions.MethodNotImplemented, match="not served"):
        await endpoints.deploy_model(endpoint=f"{PLACE}/endpoints/7", deployed_model={})
    client = clients.prediction_client(target, KEY)

    async def requests() -> AsyncIterator[Any]:
        yield aiplatform_v1.StreamingPredictRequest(endpoint=f"{PLACE}/endpoints/7")

    with pytest.raises(exceptions.MethodNotImplemented, match="no HTTP form"):
        await anext(aiter(await client.streaming_predict(requests=requests())))
    assert not at_home.recipient.heard


async def test_fields_that_are_newer_than_the_gateway_are_refused(at_home: House) -> None:
    client = clients.prediction_client(at_home.gateway.grpc_target, KEY)
    request = asked("Hello")
    newer = b"\xc2\x3e\x0eNadia Okonkwo!"  # field 1000, a string
    content = aiplatform_v1.Content.pb(request.contents[0])
    content.MergeFromString(newer)
    with pytest.raises(exceptions.InvalidArgument, match="does not know") as raised:
        await client.generate_content(request=request)
    assert "Nadia" not in str(raised.value)
    assert not at_home.recipient.heard


async def test_a_message_over_the_limit_is_refused(at_home: House) -> None:
    client = clients.prediction_client(at_home.gateway.grpc_target, KEY)
    with pytest.raises((exceptions.ResourceExhausted, exceptions.InvalidArgument)):
        await client.generate_content(request=asked("a" * 300_000))
    assert not at_home.recipient.heard


# --- how it ends ---


@pytest.mark.parametrize("clean", [False, True], ids=["lost", "incomplete"])
async def test_a_stream_that_breaks_off_is_no_success(at_home: House, clean: bool) -> None:
    at_home.recipient.script(CutStream(after=3, clean=clean))
    client = clients.prediction_client(at_home.gateway.grpc_target, KEY)
    stream = await client.stream_generate_content(request=asked(PROMPT))
    with pytest.raises(exceptions.GoogleAPICallError) as raised:
        async for _ in stream:
            pass
    assert isinstance(raised.value, exceptions.ServiceUnavailable | exceptions.BadGateway)
    closed = await at_home.closed()
    assert closed[0]["body"]["outcome"] in {"upstream_truncated", "upstream_error"}


async def test_no_answer_at_all_is_unavailable(at_home: House) -> None:
    at_home.recipient.script(Drop())
    client = clients.prediction_client(at_home.gateway.grpc_target, KEY)
    with pytest.raises(exceptions.ServiceUnavailable):
        await client.generate_content(request=asked(PROMPT))


@pytest.mark.parametrize("after", [0, 2])
async def test_a_cancelled_call_is_closed_as_such(at_home: House, after: int) -> None:
    hang = Hang(after=after)
    at_home.recipient.script(hang)
    client = clients.prediction_client(at_home.gateway.grpc_target, KEY)
    call = asyncio.ensure_future(_all(client.stream_generate_content(request=asked(PROMPT))))
    async with asyncio.timeout(5):
        await hang.begun.wait()
    await asyncio.sleep(0.1)
    call.cancel()
    async with asyncio.timeout(5):
        await hang.gone.wait()
    closed = await at_home.closed()
    assert closed[0]["body"]["outcome"] == "client_gone"


async def test_a_deadline_ends_the_exchange(at_home: House) -> None:
    hang = Hang()
    at_home.recipient.script(hang)
    client = clients.prediction_client(at_home.gateway.grpc_target, KEY)
    with pytest.raises(exceptions.DeadlineExceeded):
        await client.generate_content(request=asked(PROMPT), timeout=0.5)
    async with asyncio.timeout(5):
        await hang.gone.wait()
    closed = await at_home.closed()
    assert closed[0]["body"]["outcome"] == "client_gone"


async def _all(call: Any) -> list[Any]:
    return [message async for message in await call]


def trailing(error: Any) -> dict[str, Any]:
    return dict(error.errors[0].trailing_metadata())
