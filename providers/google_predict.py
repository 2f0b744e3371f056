"""Requests of Vertex AI's predictions and of Google's embeddings: rows, tensors, any JSON.

Sources: prediction_service and types of google.cloud.aiplatform v1 and v1beta1 (2.7);
https://cloud.google.com/vertex-ai/docs/reference/rest/v1/projects.locations.endpoints/predict and
https://ai.google.dev/api/embeddings.

Rows (`instances`, `inputs`) are told by column, so that the roof can treat them as the operator's
policy for the endpoint says. A raw call's body is the container's own: any JSON.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Literal

import orjson

from privacy.text import Role
from providers.codec import (
    Framing,
    MalformedBodyError,
    OpaqueItem,
    Operation,
    Scalar,
)
from providers.google_body import GoogleBody
from providers.google_fields import (
    TOP_LEVEL,
    camel,
    labels,
    message,
    part,
    resource,
    turn,
    word,
)
from providers.google_request import fitted
from providers.json_text import Document, Json, parse
from providers.rows import any_json, in_base64, rows
from providers.walk import Rule, Walk, each, either, fixed, text, words

MOOT = TOP_LEVEL | frozenset(map(camel, TOP_LEVEL))
"""Instructions for generateContent: they mean nothing to these calls."""


def _said(rule: Rule) -> Rule:
    """What is asked about, as against settings."""

    def of_value(walk: Walk, value: Json, pointer: str) -> None:
        walk.role = Role.CLIENT
        rule(walk, value, pointer)
        walk.role = Role.SETTING

    return of_value


def _raw(walk: Walk, value: Json, pointer: str) -> None:
    """The body of a container: what holds rows holds a table, else the body itself is the row."""
    if not isinstance(value, dict):
        rows(walk, value, pointer)
        return
    for key, child in value.items():
        if key in _ROWS and isinstance(child, list):
            walk.skip_key()
            rows(walk, child, f"{pointer}/{key}")
        else:
            walk.column = ()
            any_json(walk, {key: child}, pointer)
    walk.column = None


_ROWS = frozenset({"instances", "inputs"})
_RAW_BODY = _said(_raw)
_wrapped = message(
    http_body=message(content_type=fixed, data=in_base64(_RAW_BODY), extensions=each(any_json)),
    endpoint=resource,
)
"""`RawPredictRequest` as google-cloud-aiplatform's REST transport writes it."""


def _raw_request(walk: Walk, value: Json, pointer: str) -> None:
    """A bare body, or the message around one."""
    wrapped = isinstance(value, dict) and not value.keys().isdisjoint(("httpBody", "http_body"))
    (_wrapped if wrapped else _RAW_BODY)(walk, value, pointer)


_predict: Mapping[str, Rule] = {
    "endpoint": resource,
    "instances": _said(rows),
    "parameters": any_json,
    "labels": labels,
}
_explain: Mapping[str, Rule] = {
    "endpoint": resource,
    "instances": _said(rows),
    "parameters": any_json,
    "explanation_spec_override": any_json,
    "concurrent_explanation_spec_override": any_json,
    "deployed_model_id": fixed,
}
_direct: Mapping[str, Rule] = {"endpoint": resource, "inputs": _said(rows), "parameters": any_json}
_direct_raw = message(
    endpoint=resource,
    method_name=fixed,
    input=in_base64(_RAW_BODY),
)
_task = words(
    frozenset(
        {
            "UNSPECIFIED", "TASK_TYPE_UNSPECIFIED", "RETRIEVAL_QUERY", "RETRIEVAL_DOCUMENT",
            "SEMANTIC_SIMILARITY", "CLASSIFICATION", "CLUSTERING", "QUESTION_ANSWERING",
            "FACT_VERIFICATION", "CODE_RETRIEVAL_QUERY",
        }
    )
)  # fmt: skip
_text_content = _said(either(text, message(role=word, parts=each(part))))
EMBED: Mapping[str, Rule] = {
    "model": resource,
    "content": _text_content,
    "contents": each(_text_content),
    "title": _said(text),
    "task_type": _task,
    "output_dimensionality": word,
    "auto_truncate": word,
    "embed_content_config": message(
        title=_said(text),
        task_type=_task,
        output_dimensionality=word,
        auto_truncate=word,
        document_ocr=word,
        audio_track_extraction=word,
    ),
}
_compute: Mapping[str, Rule] = {
    "endpoint": resource,
    "model": resource,
    "instances": _said(rows),
    "contents": each(turn),
}
_RULES: Mapping[str, Rule] = {
    "predict": message(**_predict),
    "explain": message(**_explain),
    "directPredict": message(**_direct),
    "serverStreamingPredict": message(**_direct),
    "directRawPredict": _direct_raw,
    "rawPredict": _raw_request,
    "streamRawPredict": _raw_request,
    "embedContent": message(**EMBED),
    "batchEmbedContents": message(requests=each(message(**EMBED)), model=resource),
    "computeTokens": message(**_compute),
}
"""What stands in the request of each call."""
_RAW = frozenset({"rawPredict", "streamRawPredict"})
_JSON_BEGINS = (b"{", b"[", b'"')


_WHERE_COMPARED = frozenset({"explain", "embedContent", "batchEmbedContents", "predict"})
"""Calls whose values are compared with those of other calls, whatever is called."""


def speaks_of(operation: Operation) -> bool:
    """Whether a call is one of these."""
    return operation.name in _RULES


def operation(call: Operation, resource_name: str) -> Operation:
    """A call with what these calls have in common.

    What is predicted from rows is joined with other rows, so that a value keeps its pseudonym
    throughout the application; a chat with a published model over a raw call is a session.
    """
    if call.name == "countTokens":
        return replace(call, table=resource_name)
    if call.name not in _RULES:
        return call
    compared = call.name in _WHERE_COMPARED or "/endpoints/" in resource_name
    scope: Literal["session", "application"] = "session"
    if compared and call.name != "computeTokens":
        scope = "application"
    return replace(call, scope=scope, moot=MOOT, noted=False, table=resource_name)


class PredictPayload(GoogleBody):
    """A request that was read; see `providers.codec.Payload`.

    Attributes:
        framing: how the answer will be cut.
        model: the model or endpoint that the path names.
        tools: none that the gateway knows of.
    """

    __slots__ = ("_body", "_document", "framing", "model")

    tools: Sequence[str] = ()

    def __init__(self, operation: Operation, body: bytes) -> None:
        self.framing: Framing = operation.framing
        self.model: str = operation.model
        self._body = body
        self._document: Document | None = None
        if operation.name in _RAW and body.strip() and not body.lstrip().startswith(_JSON_BEGINS):
            self._walk = Walk(parse(b"{}"))
            self._walk.opaque.append(OpaqueItem("other", ""))
            return
        self._document = parse(body)
        if operation.name not in _RAW and not isinstance(self._document.tree, dict):
            raise MalformedBodyError("invalid_json", "the body is not a JSON object")
        self._walk = Walk(self._document)
        _RULES[operation.name](self._walk, self._document.tree, "")

    @property
    def json_answer(self) -> bool:
        """Whether a chat's answer is JSON, in the shape that many models share with OpenAI's."""
        tree = self._document.tree if self._document else None
        form = tree.get("response_format") if isinstance(tree, dict) else None
        return isinstance(form, dict) and str(form.get("type", "")).startswith("json")

    @property
    def opening(self) -> bytes:
        """The first message of a chat, canonically; else all of it."""
        if self._document is None:
            return self._body
        return orjson.dumps(_opening(self._document.tree), option=orjson.OPT_SORT_KEYS)

    def rewrite(
        self, texts: Mapping[int, str], instructions: Mapping[str, Scalar], note: str | None
    ) -> bytes:
        """The body to send; see `providers.codec.Payload.rewrite`.

        Raises:
            ValueError: a FIXED segment was given a new text, there is an instruction, or a note:
                these requests have no system prompt that the gateway knows of.
            MalformedBodyError: label_unfit: a new text is no label even in lower case.
        """
        if note is not None or instructions:
            raise ValueError("these requests take no instructions and no note")
        if self._document is None:
            return self._body
        return self._walk.rewrite(fitted(self._walk.segments, texts))


def _opening(tree: Json) -> Json:
    """System prompt and first message, where the body is a chat's (Anthropic, Mistral, Llama)."""
    messages = tree.get("messages") if isinstance(tree, dict) else None
    if not isinstance(tree, dict) or not isinstance(messages, list):
        return tree
    first = next((at for at, one in enumerate(messages) if _of_client(one)), len(messages))
    return [tree.get("system"), messages[: first + 1]]


def _of_client(turn: Json) -> bool:
    return isinstance(turn, dict) and turn.get("role") == "user"
