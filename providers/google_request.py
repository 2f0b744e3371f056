"""Requests to Google: a body, read into segments and written back with other texts."""

import re
from collections.abc import Mapping, Sequence

import orjson

from privacy.text import Place, Segment
from providers.codec import Framing, MalformedBodyError, Operation, Scalar
from providers.google_body import GoogleBody
from providers.google_fields import camel, count_tokens, generate, member
from providers.google_instructions import Request, edits
from providers.json_text import Json, parse
from providers.walk import Rule, Walk

_LABEL = re.compile(r"[a-z0-9_-]{0,63}")


class GoogleRequest(GoogleBody):
    """A request that was read; see `providers.codec.Payload`.

    Attributes:
        framing: how the answer will be cut.
        model: the model that the path names.
    """

    __slots__ = ("_document", "_request", "framing", "model")

    def __init__(self, operation: Operation, body: bytes, rule: Rule | None = None) -> None:
        self._document = parse(body)
        tree = self._document.tree
        if not isinstance(tree, dict):
            raise MalformedBodyError("invalid_json", "the body is not a JSON object")
        inner = member(tree, "generate_content_request")
        self._request: dict[str, Json] = inner if isinstance(inner, dict) else tree
        self._walk = Walk(self._document)
        self._walk.blocks = sum(map(_of_model, _list(member(self._request, "contents"))))
        usual = count_tokens if operation.name == "countTokens" else generate
        (rule or usual)(self._walk, tree, "")
        self.framing: Framing = operation.framing
        self.model: str = operation.model

    @property
    def opening(self) -> bytes:
        """System instruction and turns through the first one of the client, canonically."""
        turns = member(self._request, "contents")
        if not isinstance(turns, list):
            return orjson.dumps(self._request, option=orjson.OPT_SORT_KEYS)
        first = next((at for at, turn in enumerate(turns) if _of_client(turn)), len(turns))
        system = member(self._request, "system_instruction")
        return orjson.dumps([system, turns[: first + 1]], option=orjson.OPT_SORT_KEYS)

    @property
    def tools(self) -> Sequence[str]:
        """Names of the functions that the request declares."""
        names = (
            member(function, "name")
            for tool in _list(member(self._request, "tools"))
            for function in _list(member(tool, "function_declarations"))
        )
        return [name for name in names if isinstance(name, str)]

    @property
    def json_answer(self) -> bool:
        """Whether the answer's text is JSON (structured output)."""
        settings = member(self._request, "generation_config")
        formats = _list(member(settings, "response_format"))
        media_types = [member(member(each, "text"), "mime_type") for each in formats]
        return any(map(_is_json, [member(settings, "response_mime_type"), *media_types]))

    def rewrite(
        self, texts: Mapping[int, str], instructions: Mapping[str, Scalar], note: str | None
    ) -> bytes:
        """The body to send; see `providers.codec.Payload.rewrite`.

        Raises:
            ValueError: a FIXED segment was given a new text, or an instruction is unknown here.
            MalformedBodyError: label_unfit: a new text is no label even in lower case.
        """
        changes = edits(self._inner(), instructions, note)
        return self._walk.rewrite(fitted(self._walk.segments, texts), changes)

    def _inner(self) -> Request:
        """The request, or the one that countTokens wraps."""
        document, tree = self._document, self._document.tree
        if not isinstance(tree, dict) or self._request is tree:
            return Request(document, self._request, 0, document.source.index("{"))
        body = Request(document, tree, 0, 0)
        token = next(at for key, _, at in body.members() if camel(key) == "generateContentRequest")
        return Request(document, self._request, token + 1, document.value_span(token)[0])


def _of_client(turn: Json) -> bool:
    return member(turn, "role") in (None, "user")


def _of_model(turn: Json) -> bool:
    return member(turn, "role") == "model"


def _is_json(media_type: Json) -> bool:
    return isinstance(media_type, str) and media_type.partition(";")[0].endswith("json")


def _list(value: Json) -> list[Json]:
    return value if isinstance(value, list) else []


def fitted(segments: Sequence[Segment], texts: Mapping[int, str]) -> Mapping[int, str]:
    """New texts, those of labels in the form that labels have.

    Raises:
        MalformedBodyError: label_unfit: a new text is no label even in lower case.
    """
    return {
        index: _label(text) if segments[index].place is Place.LABEL else text
        for index, text in texts.items()
    }


def _label(text: str) -> str:
    """A text as the value of a label (Google Cloud: at most 63 of `a-z`, `0-9`, `_` and `-`)."""
    label = text.lower()
    if not _LABEL.fullmatch(label):
        message = (
            "what replaces personal data in a label is no label; use pseudonymise or redact it"
        )
        raise MalformedBodyError("label_unfit", message)
    return label
