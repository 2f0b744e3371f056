"""Tables, forecasts, embeddings and partners' models, by the official SDKs over REST."""

import asyncio
import base64
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from tests.end_to_end.conftest import KEY, PLANTED, PROMPT, House, house
from tests.support import clients, rest_predictions
from tests.support.planted import assert_absent
from tests.support.predicting import Oracle
from tests.support.processes import environment

ROOT = Path(__file__).parents[2]
PYTHON = ROOT / ".venv-genai3" / "bin" / "python"
CLIENT = Path(__file__).with_name("genai3_predicting_client.py")
NAME, MAIL, CARD, PHONE, IBAN = PLANTED
ENDPOINT = f"projects/{clients.PROJECT}/locations/{clients.PLACE}/endpoints/123"
PUBLISHED = f"projects/{clients.PROJECT}/locations/{clients.PLACE}/publishers"
ROW = {
    "customer_name": NAME,
    "email": MAIL,
    "iban": IBAN,
    "age": 42.5,
    "spent": [1.10, 20, 1e-9],
    "notes": [{"text": PROMPT}, [[PHONE]]],
    f"of {MAIL}": True,
}
COLUMNS = """
[recipients.google.endpoints.123]
order = ["who", "city", "amount"]
[recipients.google.endpoints.123.columns]
customer_id = "identifier"
born = "quasi_identifier"
plan = "untouched"
amount = "untouched"
photo = "untouched"
secret = "refuse"
"""


@pytest.fixture
async def oracle(tmp_path: Path) -> AsyncIterator[House]:
    async with house(tmp_path, COLUMNS) as running:
        running.recipient.keepers.append(Oracle())
        yield running


@pytest.fixture
async def at_the_oracle(oracle: House) -> AsyncIterator[House]:
    yield oracle
    await oracle.assert_nothing_escaped()


async def predict(home: House, instances: Any, endpoint: str = "123", **more: Any) -> Any:
    """The status and the answer to a prediction made by hand."""
    body = json.dumps({"instances": instances} | more).encode()
    path = f"/google/v1/{ENDPOINT.replace('123', endpoint)}:predict"
    status, _, answer = await home.post(path, body)
    return status, json.loads(answer)


# --- the SDKs ---------------------------------------------------------------------


@pytest.mark.parametrize("call", ["predict", "explain"])
async def test_an_endpoint_predicts_from_rows(at_the_oracle: House, call: str) -> None:
    def ask() -> Any:
        endpoint = rest_predictions.endpoint(at_the_oracle.google_url, KEY, "77")
        return getattr(endpoint, call)([ROW])

    answer = await asyncio.to_thread(ask)
    assert answer.predictions[0]["echo"] == ROW
    assert answer.predictions[0]["classes"] == ["yes", "no"]
    if call == "explain":
        attributed = answer.explanations[0].attributions[0].feature_attributions
        assert set(dict(attributed)) == set(ROW)
    sent = at_the_oracle.recipient.last.json["instances"][0]
    assert (sent["age"], sent["spent"]) == (42.5, [1.10, 20, 1e-9])


async def test_raw_bodies_inside_of_messages(at_the_oracle: House) -> None:
    body = json.dumps({"instances": [ROW]}).encode()

    def ask() -> Any:
        client = rest_predictions.service(at_the_oracle.google_url, KEY)
        request = {
            "endpoint": ENDPOINT,
            "http_body": {"content_type": "application/json", "data": body},
        }
        whole = client.raw_predict(request=request).data
        return whole, b"".join(each.data for each in client.stream_raw_predict(request=request))

    whole, streamed = await asyncio.to_thread(ask)
    assert json.loads(whole)["echo"] == {"instances": [ROW]}
    assert streamed == body
    for heard in at_the_oracle.recipient.heard:
        assert_absent(PLANTED, base64.b64decode(heard.json["httpBody"]["data"]))


async def test_tensors(at_the_oracle: House) -> None:
    tensor = {"dtype": "STRING", "string_val": [PROMPT], "float_val": [0.5]}

    def ask() -> Any:
        client = rest_predictions.service(at_the_oracle.google_url, KEY)
        asked = {"endpoint": ENDPOINT, "inputs": [tensor]}
        whole = client.direct_predict(request=asked)
        raw = client.direct_raw_predict(
            request={"endpoint": ENDPOINT, "method_name": "m", "input": json.dumps(ROW).encode()}
        )
        return whole, raw, list(client.server_streaming_predict(request=asked))

    whole, raw, stream = await asyncio.to_thread(ask)
    assert whole.outputs[0].string_val[0] == PROMPT
    assert list(whole.outputs[0].float_val) == [0.5]
    assert json.loads(raw.output) == ROW
    said = "".join(each.outputs[0].struct_val["content"].string_val[0] for each in stream)
    assert said == PROMPT
    sent = at_the_oracle.recipient.heard[1].json["input"]
    assert_absent(PLANTED, base64.b64decode(sent))


async def test_vertexai_embeds_texts(at_the_oracle: House) -> None:
    def ask() -> Any:
        model = rest_predictions.embedding_model(
            at_the_oracle.google_url, KEY, "text-embedding-005"
        )
        return [model.get_embeddings([PROMPT])[0].values for _ in range(2)]

    one, two = await asyncio.to_thread(ask)
    assert one == two


@pytest.mark.parametrize("make", ["gemini", "vertex"])
async def test_genai_embeds_texts(at_the_oracle: House, make: str) -> None:
    client = getattr(at_the_oracle, make)()
    first = await client.aio.models.embed_content(model="text-embedding-test", contents=PROMPT)
    again = await client.aio.models.embed_content(model="text-embedding-test", contents=PROMPT)
    other = await client.aio.models.embed_content(model="text-embedding-test", contents="Else")
    assert first.embeddings[0].values == again.embeddings[0].values
    assert first.embeddings[0].values != other.embeddings[0].values


async def test_genai_draws_images(at_the_oracle: House) -> None:
    client = at_the_oracle.vertex()
    drawn = await client.aio.models.generate_images(model="imagen-test", prompt=PROMPT)
    [image] = drawn.generated_images
    assert image.image.image_bytes == base64.b64decode("iVBORw0KGgo=")
    assert image.enhanced_prompt == PROMPT


@pytest.mark.skipif(
    not PYTHON.exists(),
    reason="NOT TESTED: embeddings by google-genai 3.x, its environment .venv-genai3 is missing",
)
@pytest.mark.parametrize("dialect", ["gemini", "vertex"])
async def test_genai_3_embeds_texts(at_the_oracle: House, dialect: str) -> None:
    process = await asyncio.create_subprocess_exec(
        PYTHON, "-I", CLIENT, at_the_oracle.google_url, KEY, PROMPT, dialect,
        env=environment(), stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    out, err = await process.communicate()
    assert process.returncode == 0, err.decode()
    said = json.loads(out)
    assert said["vectors"][0] == said["vectors"][1]
    assert ("PERSON_" in said["tokens"]) is (dialect == "vertex")
    assert NAME not in said["tokens"]


async def test_tokens_are_those_of_what_was_sent(at_the_oracle: House) -> None:
    client = at_the_oracle.vertex()
    answer = await client.aio.models.compute_tokens(model="gemini-test", contents=PROMPT)
    words = b" ".join(answer.tokens_info[0].tokens).decode()
    assert "PERSON_" in words
    assert NAME not in words


async def test_a_partners_model_streams(at_the_oracle: House) -> None:
    path = f"/google/v1/{PUBLISHED}/anthropic/models/claude@1:streamRawPredict"
    body = {"messages": [{"role": "user", "content": PROMPT}], "stream": True, "max_tokens": 64}
    status, headers, answer = await at_the_oracle.post(path, json.dumps(body).encode())
    assert (status, headers["Content-Type"]) == (200, "text/event-stream")
    events = [
        json.loads(line[6:]) for line in answer.decode().splitlines() if line.startswith("data: ")
    ]
    said = "".join(event.get("delta", {}).get("text", "") for event in events)
    assert said == PROMPT
    assert events[-1] == {"type": "message_stop"}


async def test_a_chat_on_an_endpoint_can_be_a_session(at_the_oracle: House) -> None:
    path, named = f"/google/v1/{ENDPOINT}:rawPredict", {"x-privacy-session": "chat-1"}
    turns = [{"role": "user", "content": f"I am {NAME}."}]
    told = []
    for more in ("", "Nadia asks again."):
        turns += [{"role": "user", "content": more}] if more else []
        _, _, answer = await at_the_oracle.post(
            path, json.dumps({"messages": turns}).encode(), **named
        )
        assert json.loads(answer)["echo"] == {"messages": turns}
        told.append(at_the_oracle.recipient.last.json["messages"])
    assert told[1][0] == told[0][0]
    first = told[0][0]["content"].removeprefix("I am ").rstrip(".")
    assert told[1][1]["content"].startswith(first)


async def test_a_partners_model_answers_at_once(at_the_oracle: House) -> None:
    path = f"/google/v1/{PUBLISHED}/mistralai/models/m:streamRawPredict"
    body = {"messages": [{"role": "user", "content": PROMPT}], "stream": False}
    _, _, answer = await at_the_oracle.post(path, json.dumps(body).encode())
    assert json.loads(answer)["echo"] == body


# --- columns ----------------------------------------------------------------------


async def test_rows_can_be_joined_across_calls(at_the_oracle: House) -> None:
    sent = []
    for rows in ([{"customer_id": "C-77", "note": PROMPT}], [{"customer_id": "C-77"}], [["Hi"]]):
        await predict(at_the_oracle, rows)
        sent.append(at_the_oracle.recipient.last.json["instances"][0])
    assert sent[0]["customer_id"] == sent[1]["customer_id"] != "C-77"
    assert sent[2] == ["Hi"]


async def test_identifiers_come_back(at_the_oracle: House) -> None:
    row = {"customer_id": "C-77", "born": "1984-03-02", "note": NAME}
    status, answer = await predict(at_the_oracle, [row])
    assert status == 200
    echo = answer["predictions"][0]["echo"]
    assert (echo["customer_id"], echo["note"]) == ("C-77", NAME)
    assert at_the_oracle.recipient.last.json["instances"][0]["born"] == "1984"


async def test_what_passes_unseen_stands_in_the_record(oracle: House) -> None:
    photo = {"bytesBase64Encoded": "iVBORw0KGgo="}
    row = {"plan": MAIL, "amount": 4111111111111111, "photo": photo}
    status, _ = await predict(oracle, [row, ["Ann", "Bonn", 4111111111111111]])
    assert status == 200
    assert oracle.recipient.last.json["instances"][0] == row
    assert oracle.leaves("open")[-1]["body"]["uninspected"] == ["columns", "image"]
    await predict(oracle, [{"note": "Hello"}])
    assert "uninspected" not in oracle.leaves("open")[-1]["body"]


@pytest.mark.parametrize(
    ("row", "code", "words"),
    [
        ({"card": 4111111111111111}, "place_fixed", "endpoints.ID.columns"),
        ({"customer_id": 77}, "column", "as strings"),
        ({"secret": "x"}, "column", "leave it out"),
        ({"image": {"b64": "iVBORw0KGgo="}}, "opaque_content", "other"),
        ({"source": {"gcsUri": "gs://bucket/rows.csv"}}, "opaque_content", "file"),
    ],
)
async def test_what_is_refused(at_the_oracle: House, row: Any, code: str, words: str) -> None:
    status, answer = await predict(at_the_oracle, [row])
    assert status in {400, 403}
    assert answer["error"]["details"][0]["reason"] == code.upper()
    assert words in answer["error"]["message"]
    assert not at_the_oracle.recipient.heard


async def test_a_column_policy_is_that_of_its_endpoint(at_the_oracle: House) -> None:
    await predict(at_the_oracle, [{"plan": MAIL}], endpoint="124")
    assert_absent(PLANTED, at_the_oracle.recipient.memory)


async def test_a_raw_body_that_is_no_json_is_refused(at_the_oracle: House) -> None:
    path = f"/google/v1/{ENDPOINT}:rawPredict"
    status, _, answer = await at_the_oracle.post(path, f"name\n{NAME}".encode())
    assert status == 403
    assert b"OPAQUE_CONTENT" in answer
    assert not at_the_oracle.recipient.heard


async def test_a_raw_body_that_is_no_json_passes_where_policy_says_so(tmp_path: Path) -> None:
    async with house(tmp_path, policy='names = "require"\nopaque = ["other"]') as running:
        running.recipient.keepers.append(Oracle())
        path = f"/google/v1/{ENDPOINT}:rawPredict"
        kind = {"Content-Type": "text/csv"}
        status, _, _ = await running.post(path, b"name\nHello", **kind)
        assert status == 200
        assert running.recipient.last.body == b"name\nHello"
        assert running.recipient.last.header("content-type") == "text/csv"
        assert running.leaves("open")[0]["body"]["uninspected"] == ["other"]
