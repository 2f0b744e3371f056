"""Tables, tensors, raw bodies and embeddings by google-cloud-aiplatform's default transport."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from google.api.httpbody_pb2 import HttpBody
from google.api_core import exceptions
from google.cloud import aiplatform_v1 as api
from google.cloud import aiplatform_v1beta1 as beta

from tests.end_to_end.conftest import KEY, PLANTED, PROMPT, House, house
from tests.support import clients, rest_predictions
from tests.support.answers import Status
from tests.support.certificates import front
from tests.support.planted import assert_absent
from tests.support.predicting import Oracle

NAME, MAIL, CARD, PHONE, IBAN = PLANTED
ENDPOINT = f"projects/{clients.PROJECT}/locations/{clients.PLACE}/endpoints/123"
ROW = {
    "customer_name": NAME,
    "email": MAIL,
    "age": 42.5,
    "spent": [1.1, 20.0, 1e-9, 2.0**60],
    "notes": [{"text": PROMPT}, [[PHONE]]],
    f"of {MAIL}": True,
    "nothing": None,
}


@pytest.fixture
async def at_the_oracle(tmp_path: Path, trusted: Path) -> AsyncIterator[House]:
    async with house(tmp_path, front(trusted)) as running:
        running.recipient.keepers.append(Oracle(writes=7))
        yield running
        await running.assert_nothing_escaped()


def client(home: House) -> Any:
    return clients.prediction_client(home.gateway.grpc_target, KEY)


@pytest.mark.parametrize("call", ["predict", "explain"])
async def test_an_endpoint_predicts_from_rows(at_the_oracle: House, call: str) -> None:
    target = at_the_oracle.gateway.grpc_target

    def ask() -> Any:
        endpoint = rest_predictions.endpoint(target, KEY, "77", transport="grpc")
        return getattr(endpoint, call)([ROW])

    answer = await asyncio.to_thread(ask)
    assert answer.predictions[0]["echo"] == ROW
    assert answer.predictions[0]["scores"] == [0.75, 1e-9]
    sent = at_the_oracle.recipient.last.json["instances"][0]
    assert (sent["age"], sent["spent"]) == (42.5, [1.1, 20.0, 1e-9, 2.0**60])


@pytest.mark.parametrize("stream", [False, True], ids=["whole", "stream"])
async def test_raw_bodies(at_the_oracle: House, stream: bool) -> None:
    body = json.dumps({"instances": [ROW]}).encode()
    request = {
        "endpoint": ENDPOINT,
        "http_body": HttpBody(content_type="application/json", data=body),
    }
    if stream:
        pieces = [each async for each in await client(at_the_oracle).stream_raw_predict(request)]
        assert {each.content_type for each in pieces} == {"text/event-stream"}
        assert NAME in _spoken(b"".join(each.data for each in pieces))
    else:
        answer = await client(at_the_oracle).raw_predict(request)
        assert json.loads(answer.data)["echo"] == {"instances": [ROW]}
        assert answer.content_type.startswith("application/json")
    sent = at_the_oracle.recipient.last
    assert "httpBody" not in sent.json, "the body is bare, as Vertex AI takes it over HTTP"
    assert_absent(PLANTED, sent.body)


@pytest.mark.parametrize("stream", [False, True], ids=["whole", "stream"])
async def test_chat_completions(at_the_oracle: House, stream: bool) -> None:
    """OpenAI's dialect inside of a raw body, by a method of v1beta1."""
    caller = clients.prediction_client(at_the_oracle.gateway.grpc_target, KEY, version="v1beta1")
    body = {"model": "google/gemini", "messages": [{"role": "user", "content": PROMPT}]}

    async def ask(**more: Any) -> bytes:
        data = HttpBody(content_type="application/json", data=json.dumps(body | more).encode())
        pieces = await caller.chat_completions(
            beta.ChatCompletionsRequest(endpoint=ENDPOINT.replace("123", "openapi"), http_body=data)
        )
        return b"".join([piece.data async for piece in pieces])

    said = await ask(stream=stream)
    if stream:
        events = [line[6:] for line in said.splitlines() if line.startswith(b"data: {")]
        deltas = [json.loads(event)["choices"][0]["delta"] for event in events]
        assert "".join(delta.get("content") or "" for delta in deltas) == PROMPT
    else:
        assert json.loads(said)["choices"][0]["message"]["content"] == PROMPT
    heard = at_the_oracle.recipient.last
    assert heard.path.endswith("/endpoints/openapi/chat/completions")
    at_the_oracle.recipient.script(Status(429))
    with pytest.raises(exceptions.ResourceExhausted, match="The recipient says 429"):
        await ask()


async def test_a_raw_body_that_is_no_json_is_refused(at_the_oracle: House) -> None:
    body = HttpBody(content_type="text/csv", data=f"name\n{NAME}\n".encode())
    with pytest.raises((exceptions.InvalidArgument, exceptions.PermissionDenied)):
        await client(at_the_oracle).raw_predict({"endpoint": ENDPOINT, "http_body": body})
    assert not at_the_oracle.recipient.heard


async def test_tensors(at_the_oracle: House) -> None:
    tensor = api.Tensor(dtype=5, string_val=[PROMPT], float_val=[0.5], int64_val=[2**62])
    caller = client(at_the_oracle)
    whole = await caller.direct_predict(
        api.DirectPredictRequest(endpoint=ENDPOINT, inputs=[tensor])
    )
    assert whole.outputs[0].string_val[0] == PROMPT
    assert whole.outputs[0].float_val == [0.5]
    assert whole.outputs[0].int64_val == [2**62]
    raw = await caller.direct_raw_predict(
        {"endpoint": ENDPOINT, "method_name": "m", "input": json.dumps(ROW).encode()}
    )
    assert json.loads(raw.output) == ROW
    stream = await caller.server_streaming_predict(
        api.StreamingPredictRequest(endpoint=ENDPOINT, inputs=[tensor])
    )
    said = [each.outputs[0].struct_val["content"].string_val[0] async for each in stream]
    assert "".join(said) == PROMPT
    assert len(said) > 3


async def test_vertexai_embeds_texts(at_the_oracle: House) -> None:
    target = at_the_oracle.gateway.grpc_target

    def ask() -> Any:
        model = rest_predictions.embedding_model(
            target, KEY, "text-embedding-005", transport="grpc"
        )
        return [model.get_embeddings([PROMPT])[0].values for _ in range(2)]

    one, two = await asyncio.to_thread(ask)
    assert one == two


async def test_tokens_are_bytes(at_the_oracle: House) -> None:
    service = clients.aiplatform_client(
        api.LlmUtilityServiceAsyncClient, at_the_oracle.gateway.grpc_target, KEY
    )
    request = api.ComputeTokensRequest(
        endpoint=ENDPOINT, contents=[api.Content(role="user", parts=[api.Part(text=PROMPT)])]
    )
    answer = await service.compute_tokens(request=request)
    words = b" ".join(answer.tokens_info[0].tokens).decode()
    assert "PERSON_" in words
    assert answer.tokens_info[0].token_ids[0] == 7


def _spoken(events: bytes) -> str:
    """The text of a partner's language model, as its events say it piece by piece."""
    data = (line[6:] for line in events.splitlines() if line.startswith(b"data: "))
    deltas = (json.loads(one).get("delta", {}) for one in data)
    return "".join(delta.get("text", "") for delta in deltas)
