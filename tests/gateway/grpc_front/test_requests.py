"""Messages as HTTP: compared with the SDK's own REST transport, and converted back."""

import json
import math
from typing import Any

import pytest
import requests
from google.api.httpbody_pb2 import HttpBody
from google.auth.credentials import AnonymousCredentials
from google.cloud import aiplatform_v1 as api
from google.cloud import aiplatform_v1beta1 as beta
from google.protobuf import json_format
from google.protobuf.any_pb2 import Any as Packed
from google.protobuf.struct_pb2 import Struct, Value
from google.rpc.status_pb2 import Status
from hypothesis import given
from hypothesis import strategies as st

from gateway.grpc_front.methods import methods
from gateway.grpc_front.requests import UnfitRequest, Written, written

PLACE = "projects/p/locations/us-central1"
MODEL = f"{PLACE}/publishers/google/models/gemini-test"
ENDPOINT = f"{PLACE}/endpoints/7"
INTS = "%24alt=json%3Benum-encoding%3Dint"


def write(name: str, request: Any, service: str = "PredictionService") -> Written:
    version = (
        "v1beta1" if type(request).__module__.startswith("google.cloud.aiplatform_v1b") else "v1"
    )
    method = methods()[f"/google.cloud.aiplatform.{version}.{service}/{name}"]
    return written(method, type(request).serialize(request))


class _Overhearing(requests.adapters.BaseAdapter):
    """Keeps a request in place of sending it."""

    def send(self, request: Any, *_: Any, **__: Any) -> Any:
        self.heard = request
        answer = requests.Response()
        answer.status_code, answer._content, answer.request = 200, b"{}", request
        return answer

    def close(self) -> None:
        pass


def sent_over_rest(request: Any) -> Any:
    client = api.PredictionServiceClient(transport="rest", credentials=AnonymousCredentials())
    overhearing = _Overhearing()
    client.transport._session.mount("https://", overhearing)
    client.generate_content(request=request)
    return overhearing.heard


def test_a_request_is_what_the_sdk_sends_over_rest() -> None:
    request = api.GenerateContentRequest(
        model=MODEL,
        contents=[
            api.Content(
                role="user",
                parts=[
                    api.Part(text="Héllo \U0001f600"),
                    api.Part(text=""),
                    api.Part(inline_data=api.Blob(mime_type="text/plain", data=b"\xff\x00")),
                    api.Part(function_call=api.FunctionCall(name="f", args={"n": 7, "x": 1.5})),
                ],
            )
        ],
        generation_config=api.GenerationConfig(temperature=0.2, seed=2**31 - 1),
        safety_settings=[api.SafetySetting(category=2, threshold=3)],
        labels={"team": "a"},
    )
    theirs = sent_over_rest(request)
    ours = write("GenerateContent", request)
    assert (ours.method, ours.target) == (theirs.method, theirs.path_url)
    assert json.loads(ours.body) == json.loads(theirs.body)
    assert ours.content_type == theirs.headers["Content-Type"]


def test_names_keep_their_characters_in_the_path() -> None:
    request = api.GenerateContentRequest(model=f"{PLACE}/publishers/google/models/m@001")
    assert write("GenerateContent", request).target.endswith(
        f"/models/m@001:generateContent?{INTS}"
    )
    odd = api.GenerateContentRequest(model=f"{PLACE}/publishers/google/models/m%2F..?a#b")
    assert "/models/m%252F..%3Fa%23b:generateContent" in write("GenerateContent", odd).target


def test_what_is_no_body_is_query() -> None:
    service = "EndpointService"
    request = api.ListEndpointsRequest(parent=PLACE, page_size=3, filter="a=b&c")
    ours = write("ListEndpoints", request, service)
    assert ours == Written(
        "GET", f"/v1/{PLACE}/endpoints?filter=a%3Db%26c&pageSize=3&{INTS}", b"", ""
    )


def test_a_resource_of_another_kind_fits_no_path() -> None:
    with pytest.raises(UnfitRequest, match="fits no HTTP path"):
        write("GenerateContent", api.GenerateContentRequest(model="secrets/Nadia"))
    with pytest.raises(UnfitRequest, match="fits no HTTP path"):
        write("GenerateContent", api.GenerateContentRequest())


def test_a_raw_body_is_the_body() -> None:
    body = HttpBody(content_type="application/json", data=b'{"a": [1, 2]}')
    ours = write("RawPredict", api.RawPredictRequest(endpoint=ENDPOINT, http_body=body))
    assert (ours.body, ours.content_type) == (b'{"a": [1, 2]}', "application/json")
    assert ours.target == f"/v1/{ENDPOINT}:rawPredict"


@pytest.mark.parametrize("kind", ["text/csv", "application/json; charset=utf-8", ""])
def test_a_raw_body_says_what_it_is(kind: str) -> None:
    body = HttpBody(content_type=kind, data=b"{}")
    ours = write("RawPredict", api.RawPredictRequest(endpoint=ENDPOINT, http_body=body))
    assert ours.content_type == (kind or "application/json")


@pytest.mark.parametrize("kind", ["json", "text/plain\r\nx-privacy-key: gw_", "text/é", "a/" * 99])
def test_a_raw_body_of_no_kind_is_refused(kind: str) -> None:
    body = HttpBody(content_type=kind, data=b"{}")
    with pytest.raises(UnfitRequest, match="content type"):
        write("RawPredict", api.RawPredictRequest(endpoint=ENDPOINT, http_body=body))


def test_a_raw_body_with_something_packed_beside_it_is_refused() -> None:
    packed = Packed()
    packed.Pack(Value(string_value="Nadia"))
    body = HttpBody(data=b"{}", extensions=[packed])
    with pytest.raises(UnfitRequest, match="nothing else"):
        write("RawPredict", api.RawPredictRequest(endpoint=ENDPOINT, http_body=body))


def test_bytes_that_are_no_message_are_refused() -> None:
    method = methods()["/google.cloud.aiplatform.v1.PredictionService/Predict"]
    with pytest.raises(UnfitRequest, match="cannot be read"):
        written(method, b"\xff\xff\xff")


NEWER = b"\xc2\x3e\x05Nadia"
"""Field 1000, a string."""


def _places() -> dict[str, Any]:
    pb = api.GenerateContentRequest.pb()
    outer = pb(model=MODEL)
    outer.MergeFromString(NEWER)
    part = pb(model=MODEL)
    part.contents.add().parts.add(text="a").MergeFromString(NEWER)
    value = pb(model=MODEL)
    call = value.contents.add().parts.add().function_call
    call.args["a"] = "b"
    call.args.fields["a"].MergeFromString(NEWER)
    return {"message": outer, "part": part, "value-of-a-map": value}


@pytest.mark.parametrize("place", ["message", "part", "value-of-a-map"])
def test_a_field_that_is_not_known_is_refused_wherever_it_stands(place: str) -> None:
    method = methods()["/google.cloud.aiplatform.v1.PredictionService/GenerateContent"]
    with pytest.raises(UnfitRequest, match="does not know") as raised:
        written(method, _places()[place].SerializeToString())
    assert "Nadia" not in raised.value.message


def _job(detail: Packed) -> Any:
    job = api.BatchPredictionJob.pb()(display_name="j", error=Status(details=[detail]))
    return api.CreateBatchPredictionJobRequest(parent=PLACE, batch_prediction_job=job)


def test_packed_messages_are_written_if_nothing_of_them_is_lost() -> None:
    packed = Packed()
    packed.Pack(Value(string_value="a"))
    ours = write("CreateBatchPredictionJob", _job(packed), "JobService")
    assert json.loads(ours.body)["error"]["details"][0]["value"] == "a"
    packed.value += NEWER
    with pytest.raises(UnfitRequest):
        write("CreateBatchPredictionJob", _job(packed), "JobService")
    unheard = Packed(type_url="type.googleapis.com/un.heard.Of", value=b"Nadia")
    with pytest.raises(UnfitRequest):
        write("CreateBatchPredictionJob", _job(unheard), "JobService")


@pytest.mark.parametrize("number", [math.nan, math.inf])
def test_numbers_that_json_cannot_say_are_refused(number: float) -> None:
    request = api.PredictRequest.pb()(endpoint=ENDPOINT, instances=[Value(number_value=number)])
    method = methods()["/google.cloud.aiplatform.v1.PredictionService/Predict"]
    with pytest.raises(UnfitRequest, match="JSON cannot say"):
        written(method, request.SerializeToString())


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), inner, max_size=3)
    ),
    max_leaves=8,
)
TEXT = st.text(st.characters(exclude_categories=["Cs"]))


@given(
    st.lists(TEXT | st.binary(max_size=40), max_size=4),
    st.dictionaries(TEXT, VALUES, max_size=3),
    st.integers(-(2**31), 2**31 - 1),
    st.floats(-(2.0**100), 2.0**100, width=32),
)
def test_nothing_is_lost_or_changed_on_the_way(
    parts: list[str | bytes], args: dict[str, Any], seed: int, heat: float
) -> None:
    """The body, read back by protobuf's own reader, is the message without its path."""
    struct = Struct()
    json_format.ParseDict(args, struct)
    request = beta.GenerateContentRequest.pb()(model=MODEL)
    content = request.contents.add(role="user")
    for one in parts:
        if isinstance(one, str):
            content.parts.add(text=one)
        else:
            content.parts.add(thought_signature=one, inline_data={"data": one})
    content.parts.add(function_call={"name": "f", "args": struct})
    request.generation_config.seed = seed
    request.generation_config.temperature = heat
    request.safety_settings.add(category=2, threshold=977)  # newer than the library
    method = methods()["/google.cloud.aiplatform.v1beta1.PredictionService/GenerateContent"]
    body = written(method, request.SerializeToString()).body
    back = json_format.Parse(body, beta.GenerateContentRequest.pb()())
    request.ClearField("model")
    assert back == request
