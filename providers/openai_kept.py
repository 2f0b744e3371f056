"""Responses and conversations that the recipient keeps: asked for, added to, ended.

What they hold is what was sent and answered before, so the rules of requests and the readers of
answers are those of `openai_responses_fields` and `openai_responses_answer`. A list of items
belongs to one response or conversation and is restored with its pseudonyms.

Source: openai-python 3.54, `openai/resources/responses/`, `openai/resources/conversations/`,
`openai/types/responses/response_compact_params.py`,
`openai/types/conversations/conversation_create_params.py`, `item_create_params.py`.
"""

from dataclasses import replace

from providers.codec import Frame, Operation, Payload
from providers.openai_fields import INSTRUCTIONS as OF_CHATS
from providers.openai_plain import PlainPayload, Plan, read_plain
from providers.openai_responses_answer import whole_response
from providers.openai_responses_fields import BODY, INSTRUCTIONS, SAID
from providers.openai_responses_request import ResponsesPayload, read_items
from providers.openai_responses_stream import ResponseStream
from providers.routes import Route
from providers.walk import free, optional

_MOOT = INSTRUCTIONS | OF_CHATS
_RESPONSE = "/v1/responses/{response}"
_CONVERSATION = "/v1/conversations/{conversation}"
_GROWN = "/v1/conversations/{+conversation}"
_ITEM = f"{_CONVERSATION}/items/{{.}}"
_CHANGED = Plan(fields={"metadata": optional(free)}, spoken="metadata", instructions=frozenset())
ADDED = "conversations.items.create"
_ASKED = Operation("", "GET", "", inspected=False, moot=_MOOT, noted=False)
_SENT = Operation("", "POST", "", moot=_MOOT - {"store"}, noted=False)
"""What is sent is kept, so an operator who has nothing stored has these refused."""

_COMPACTED = {
    key: BODY[key]
    for key in (
        "input", "instructions", "model", "previous_response_id", "prompt_cache_key",
        "prompt_cache_options", "prompt_cache_retention", "service_tier", "image",
    )
}  # fmt: skip
COMPACT = Operation(
    "responses.compact",
    "POST",
    "/v1/responses/compact",
    moot=_MOOT - _COMPACTED.keys(),
    keeps=True,
)
"""Nothing is stored, but what was sealed comes back and can be opened only by its pseudonyms."""


def whole(body: bytes, _: Payload | None) -> Frame:
    """Read what is kept: it tells itself whether its text is JSON."""
    return whole_response(body, json_answer=None)


def _compacted(body: bytes) -> ResponsesPayload:
    return read_items(body, _COMPACTED)


def _said(body: bytes) -> ResponsesPayload:
    return read_items(body or b"{}", SAID)


def _changed(body: bytes) -> PlainPayload:
    return read_plain(body, _CHANGED)


def _asked(name: str, path: str, method: str = "GET", *, ends: bool = False) -> Route:
    made = replace(_ASKED, name=name, method=method, upstream_path=path, ends=ends)
    return Route(made, whole)


ROUTES = (
    Route(COMPACT, whole, _compacted),
    Route(
        replace(_ASKED, name="responses.get", upstream_path=_RESPONSE),
        whole,
        stream=ResponseStream,
        asked=True,
    ),
    _asked("responses.delete", _RESPONSE, "DELETE", ends=True),
    _asked("responses.cancel", f"{_RESPONSE}/cancel", "POST"),
    _asked("responses.input_items", f"{_RESPONSE}/input_items"),
    Route(
        replace(_SENT, name="conversations.create", upstream_path="/v1/conversations", keeps=True),
        whole,
        _said,
    ),
    _asked("conversations.get", _CONVERSATION),
    Route(
        replace(_SENT, name="conversations.update", upstream_path=_GROWN, moot=_MOOT),
        whole,
        _changed,
    ),
    _asked("conversations.delete", _CONVERSATION, "DELETE", ends=True),
    Route(
        replace(_SENT, name=ADDED, upstream_path=f"{_GROWN}/items", keeps=True),
        whole,
        _said,
    ),
    _asked("conversations.items.list", f"{_CONVERSATION}/items"),
    _asked("conversations.items.get", _ITEM),
    _asked("conversations.items.delete", _ITEM, "DELETE"),
)
"""In the order in which they are tried."""
