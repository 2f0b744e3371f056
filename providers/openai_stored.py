"""Chat completions that the recipient stores: found by their metadata, read, changed, deleted.

Metadata are what stored completions are searched by, so a value in them has one pseudonym in all
calls of an application (`Segment.joint`). A list holds whatever the account stores: each
completion is restored with its own pseudonyms, and those of others are left out.

Source: openai-python 3.54, `openai/resources/chat/completions/`,
`openai/types/chat/completion_list_params.py`, `completion_update_params.py`.
"""

from collections.abc import Sequence
from dataclasses import replace

from providers.codec import Container, Frame, Operation, Payload
from providers.json_text import Json, is_document
from providers.openai_answer import AnswerFrame, Text, one_shot, read_answer, whole_answer
from providers.openai_fields import INSTRUCTIONS, METADATA
from providers.openai_plain import PlainPayload, Plan, read_plain
from providers.openai_responses_fields import INSTRUCTIONS as OF_RESPONSES
from providers.routes import Route, Whole

_ALL = "/v1/chat/completions"
_ONE = _ALL + "/{chat_completion}"
_GROWN = _ALL + "/{+chat_completion}"
_MOOT = INSTRUCTIONS | OF_RESPONSES
_WRITES_JSON = ("assistant", "tool", "function")
"""Who answers in JSON, or is walked as JSON where it is a document; others are quoted."""
_CHANGED = Plan(fields={"metadata": METADATA}, spoken="metadata", instructions=frozenset())


def whole(body: bytes, _: Payload | None) -> Frame:
    """Read what is stored: it tells itself whether its text is JSON."""
    return whole_answer(body, json_answer=None)


def _messages(body: bytes, _: Payload | None) -> Frame:
    """Read the messages of a completion; who says them tells whether they may be JSON."""
    reading = read_answer(body)
    tree = reading.document.tree
    listed = tree.get("data") if isinstance(tree, dict) else None
    roles = [_role(message) for message in listed] if isinstance(listed, list) else []
    slots = [
        replace(slot, container=Container.JSON) if _is_json(found, roles) else slot
        for slot, found in zip(one_shot(reading), reading.texts, strict=True)
    ]
    return AnswerFrame(reading, slots, body)


def _role(message: Json) -> Json:
    return message.get("role") if isinstance(message, dict) else None


def _is_json(found: Text, roles: Sequence[Json]) -> bool:
    match found.path:
        case ("data", int(index), "content") if index < len(roles):
            return roles[index] in _WRITES_JSON and is_document(found.text)
    return False


def _changed(body: bytes) -> PlainPayload:
    return read_plain(body, _CHANGED)


def _asked(
    name: str, path: str, method: str = "GET", read: Whole = whole, *,
    lists: str = "", ends: bool = False,
) -> Route:  # fmt: skip
    operation = Operation(
        f"chat.completions.{name}", method, path, inspected=False, moot=_MOOT, noted=False,
        lists=lists, ends=ends,
    )  # fmt: skip
    return Route(operation, read)


ROUTES = (
    _asked("list", _ALL, lists="chat_completion"),
    _asked("get", _ONE),
    Route(
        Operation("chat.completions.update", "POST", _GROWN, moot=_MOOT, noted=False),
        whole,
        _changed,
    ),
    _asked("delete", _ONE, "DELETE", ends=True),
    _asked("messages", f"{_ONE}/messages", read=_messages),
)
"""In the order in which they are tried."""
