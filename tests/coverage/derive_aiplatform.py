"""Surfaces of Vertex AI, from the protobuf descriptors of google-cloud-aiplatform.

Importing this costs seconds: only what needs its descriptors does.
JSON mapping: https://protobuf.dev/programming-guides/json/.
"""

from functools import cache
from typing import Any

from google.cloud.aiplatform_v1 import types as v1
from google.cloud.aiplatform_v1beta1 import types as v1beta1
from google.protobuf.descriptor import Descriptor, FieldDescriptor

from providers.codec import Operation
from tests.coverage.derive_genai import spoken
from tests.coverage.judge import answers, operation, requests, unknown, unseen
from tests.coverage.shapes import (
    ANY_JSON,
    Field,
    ListOf,
    MapOf,
    Record,
    Scalar,
    Shape,
    Text,
    Word,
    additions,
    leaves,
    misplaced,
    words,
)
from tests.coverage.surfaces import Surface

REQUESTS: dict[str, tuple[Any, Any]] = {
    "generateContent": (v1.GenerateContentRequest, v1beta1.GenerateContentRequest),
    "countTokens": (v1.CountTokensRequest, v1beta1.CountTokensRequest),
    "computeTokens": (v1.ComputeTokensRequest, v1beta1.ComputeTokensRequest),
    "predict": (v1.PredictRequest, v1beta1.PredictRequest),
    "explain": (v1.ExplainRequest, v1beta1.ExplainRequest),
    "rawPredict": (v1.RawPredictRequest, v1beta1.RawPredictRequest),
    "streamRawPredict": (v1.StreamRawPredictRequest, v1beta1.StreamRawPredictRequest),
    "directPredict": (v1.DirectPredictRequest, v1beta1.DirectPredictRequest),
    "directRawPredict": (v1.DirectRawPredictRequest, v1beta1.DirectRawPredictRequest),
    "serverStreamingPredict": (v1.StreamingPredictRequest, v1beta1.StreamingPredictRequest),
    "embedContent": (v1.EmbedContentRequest, v1beta1.EmbedContentRequest),
}
"""Operation -> its request in v1 and in v1beta1."""
ANSWERS: dict[str, tuple[Any, Any]] = {
    "generateContent": (v1.GenerateContentResponse, v1beta1.GenerateContentResponse),
    "countTokens": (v1.CountTokensResponse, v1beta1.CountTokensResponse),
    "computeTokens": (v1.ComputeTokensResponse, v1beta1.ComputeTokensResponse),
    "predict": (v1.PredictResponse, v1beta1.PredictResponse),
    "explain": (v1.ExplainResponse, v1beta1.ExplainResponse),
    "directPredict": (v1.DirectPredictResponse, v1beta1.DirectPredictResponse),
    "directRawPredict": (v1.DirectRawPredictResponse, v1beta1.DirectRawPredictResponse),
    "serverStreamingPredict": (v1.StreamingPredictResponse, v1beta1.StreamingPredictResponse),
    "embedContent": (v1.EmbedContentResponse, v1beta1.EmbedContentResponse),
}
"""Operation -> its answer in v1 and in v1beta1; a raw call's is the container's own."""
_OF_ENDPOINTS = frozenset({"explain", "directPredict", "directRawPredict"})
_WIRE = "google"
_PACKAGE = "google-cloud-aiplatform"
_VERSIONS = ("v1", "v1beta1")
_KNOWN: dict[str, Shape] = {
    "google.protobuf.Any": MapOf(ANY_JSON),
    "google.protobuf.Struct": MapOf(ANY_JSON),
    "google.protobuf.Value": ANY_JSON,
    "google.protobuf.ListValue": ListOf(ANY_JSON),
    "google.protobuf.Timestamp": Scalar("2026-01-01T00:00:00Z"),
    "google.protobuf.Duration": Scalar("1.5s"),
}
"""Types that JSON writes in a form of their own."""


def shape(message: Any) -> Record:
    """The document that a proto-plus message becomes."""
    return _record(message.pb(message()).DESCRIPTOR)


@cache
def surfaces() -> list[Surface]:
    """All of them, judged once."""
    return [
        make(name, version, message)
        for table, make in ((REQUESTS, _request), (ANSWERS, _answer))
        for name, messages in table.items()
        for version, message in zip(_VERSIONS, messages, strict=True)
    ]


def _call(name: str, version: str) -> Operation:
    model = "projects/p/locations/global/publishers/google/models/m"
    if name in _OF_ENDPOINTS:
        model = "projects/p/locations/europe-west4/endpoints/123"
    return operation(_WIRE, "POST", f"/{version}/{model}:{name}")


def _request(name: str, version: str, message: Any) -> Surface:
    call, document = _call(name, version), shape(message)
    return Surface(
        _PACKAGE,
        f"{name}, request ({version})",
        f"{_WIRE} requests",
        name,
        lambda: requests(_WIRE, call, leaves(document)),
        lambda: unknown(_WIRE, call, words(document)),
        lambda: unseen(_WIRE, call, [*misplaced(document), *additions(document)]),
    )


def _answer(name: str, version: str, message: Any) -> Surface:
    call, document = _call(name, version), shape(message)
    return Surface(
        _PACKAGE,
        f"{name}, answer ({version})",
        f"{_WIRE} answers",
        name,
        lambda: answers(_WIRE, call, spoken(leaves(document, rich=True))),
    )


def _record(descriptor: Descriptor) -> Record:
    def load() -> dict[str, Field]:
        return {
            field.json_name: Field(_field(field), required=False) for field in descriptor.fields
        }

    return Record(descriptor.full_name, load)


def _field(field: FieldDescriptor) -> Shape:
    message = field.message_type
    if message is not None and message.GetOptions().map_entry:
        names = message.fields_by_name
        keys_are_text = names["key"].type == FieldDescriptor.TYPE_STRING
        return MapOf(_single(names["value"]), keys_are_text)
    shape = _single(field)
    return ListOf(shape) if field.is_repeated else shape


def _single(field: FieldDescriptor) -> Shape:
    if field.message_type is not None:
        name = field.message_type.full_name
        assert name in _KNOWN or not name.startswith("google.protobuf."), name
        return _KNOWN.get(name) or _record(field.message_type)
    if field.enum_type is not None:
        return Word(tuple(value.name for value in field.enum_type.values))
    if field.type in (FieldDescriptor.TYPE_STRING, FieldDescriptor.TYPE_BYTES):
        return Text(binary=field.type == FieldDescriptor.TYPE_BYTES)
    return Scalar(field.type == FieldDescriptor.TYPE_BOOL or 1)
