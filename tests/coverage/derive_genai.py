"""Surfaces of Google's wire format as google-genai writes them.

Requests go through the SDK's own client into a transport that keeps what it was given: only the SDK
knows where on the wire a field of its config stands, and which of its fields never leave it.
"""

import json
from dataclasses import replace
from functools import cache
from typing import Any

import httpx
from google import genai
from google.genai import types
from google.oauth2.credentials import Credentials

from tests.coverage.annotations import shape_of
from tests.coverage.judge import (
    Verdict,
    answers,
    operation,
    pointer_to,
    requests,
    streams,
    unknown,
)
from tests.coverage.shapes import PLANTED, SAMPLE, Field, Leaf, ListOf, Record, Shape, leaves, words
from tests.coverage.surfaces import Surface

_WIRE = "google"
_PACKAGE = "google-genai"
_CALLS = (
    ("generateContent", "generate_content", "gemini"),
    ("generateContent", "generate_content", "vertex"),
    ("countTokens", "count_tokens", "gemini"),
    ("countTokens", "count_tokens", "vertex"),
    ("batchEmbedContents", "embed_content", "gemini"),
    ("embedContent", "embed_content", "vertex"),
    ("computeTokens", "compute_tokens", "vertex"),
)
"""Operation, the SDK's method that calls it, and on which backend."""
_PATHS = {
    "gemini": "/v1beta/models/m",
    "vertex": "/v1beta1/projects/p/locations/global/publishers/google/models/m",
}

_NEVER_SENT = frozenset({"httpOptions", "shouldReturnHttpResponse", "automaticFunctionCalling"})
"""Settings of the SDK itself."""
_OF_THE_SDK = frozenset({"sdkHttpResponse", "parsed", "automaticFunctionCallingHistory"})
"""What the SDK adds to an answer when it hands it over."""
_CONTENTS = ListOf(shape_of(types.Content))
_SENT_AS = {
    "tools": ListOf(shape_of(types.Tool)),
    "systemInstruction": shape_of(types.Content),
    "responseSchema": shape_of(types.Schema),
}
"""Fields that take Python values, by what the SDK makes of them."""


class Kept(Exception):  # it reports no error: it ends a call whose body is known
    """The request that would have been sent."""

    def __init__(self, body: Any) -> None:
        super().__init__()
        self.body = body


def _keep(request: httpx.Request) -> httpx.Response:
    raise Kept(json.loads(request.content))


def clients() -> dict[str, genai.Client]:
    """The SDK's two backends, neither of which reaches any network."""
    options = types.HttpOptions(httpx_client=httpx.Client(transport=httpx.MockTransport(_keep)))
    return {
        "gemini": genai.Client(api_key="unused", http_options=options),
        "vertex": genai.Client(
            vertexai=True,
            project="p",
            location="global",
            credentials=Credentials("unused"),
            http_options=options,
        ),
    }


_CONFIGS = {
    "generate_content": types.GenerateContentConfig,
    "count_tokens": types.CountTokensConfig,
    "embed_content": types.EmbedContentConfig,
    "compute_tokens": types.ComputeTokensConfig,
}


def call(config: Any) -> Record:
    """A call's contents and config."""
    declared = shape_of(config)
    assert isinstance(declared, Record)
    fields = {
        name: Field(_SENT_AS.get(name, field.shape), required=False)
        for name, field in declared.fields.items()
        if name not in _NEVER_SENT
    }
    settings = Record(declared.name, lambda: fields)
    whole = {"contents": Field(_CONTENTS, required=True), "config": Field(settings, required=False)}
    return Record("call", lambda: whole)


def sent(client: genai.Client, method: str, leaf: Leaf) -> Leaf | None:
    """A leaf as the SDK sends it; None if this backend has no such field.

    Its pointer is where the planted text stands, "" where nothing planted is sent.
    """
    try:
        getattr(client.models, method)(model="gemini-x", **typed(leaf.document))
    except Kept as kept:
        return replace(leaf, pointer=pointer_to(kept.body) or "", document=kept.body)
    except ValueError as error:
        if "supported in" in str(error):
            return None
        raise
    raise AssertionError("the SDK sent nothing")


def typed(call: dict[str, Any]) -> dict[str, Any]:
    """A call whose contents say what they are: bare dicts are taken for other types."""
    contents = [types.Content.model_validate(each) for each in call["contents"]]
    config = dict(call.get("config", {}))
    if "systemInstruction" in config:
        config["systemInstruction"] = types.Content.model_validate(config["systemInstruction"])
    return {"contents": contents, "config": config}


def answer(response: Any) -> Record:
    """A whole answer, or one of a stream."""
    declared = shape_of(response)
    assert isinstance(declared, Record)
    fields = {name: f for name, f in declared.fields.items() if name not in _OF_THE_SDK}
    return Record(declared.name, lambda: fields)


def spoken(found: list[Leaf]) -> list[Leaf]:
    """Answers whose candidates say something, so that restoring changes them."""
    for leaf in found:
        for candidate in leaf.document.get("candidates", ()):
            candidate.setdefault("content", {"parts": [{"text": SAMPLE}]})
    return found


@cache
def surfaces() -> list[Surface]:
    """All of them, judged once."""
    return [
        *(_request(name, method, backend) for name, method, backend in _CALLS),
        _answers("generateContent", answer(types.GenerateContentResponse)),
        _answers("countTokens", answer(types.CountTokensResponse)),
        _answers("computeTokens", answer(types.ComputeTokensResponse)),
        _stream(answer(types.GenerateContentResponse)),
    ]


def _request(name: str, method: str, backend: str) -> Surface:
    operated = operation(_WIRE, "POST", f"{_PATHS[backend]}:{name}")
    client, shape = clients()[backend], call(_CONFIGS[method])

    def documents(found: list[Leaf]) -> list[Leaf]:
        return [leaf for each in found if (leaf := sent(client, method, each)) is not None]

    def judged() -> list[Verdict]:
        planted = documents(leaves(shape, binary=PLANTED.encode()))
        return requests(_WIRE, operated, [leaf for leaf in planted if leaf.pointer])

    return Surface(
        _PACKAGE,
        f"{name}, request ({backend})",
        f"{_WIRE} requests",
        name,
        judged,
        lambda: unknown(_WIRE, operated, documents(words(shape))),
    )


def _answers(name: str, shape: Shape) -> Surface:
    operated = operation(_WIRE, "POST", f"{_PATHS['vertex']}:{name}")
    return Surface(
        _PACKAGE,
        f"{name}, answer",
        f"{_WIRE} answers",
        name,
        lambda: answers(_WIRE, operated, spoken(leaves(shape, rich=True))),
    )


def _stream(shape: Shape) -> Surface:
    operated = operation(_WIRE, "POST", f"{_PATHS['vertex']}:streamGenerateContent", "alt=sse")
    return Surface(
        _PACKAGE,
        "streamGenerateContent, event",
        f"{_WIRE} answers",
        "generateContent",
        lambda: streams(_WIRE, operated, spoken(leaves(shape, rich=True))),
    )
