"""What OpenAI keeps between calls, as its answers and events tell.

Source: openai-python 3.54, `openai/types/responses/response.py`, `response_created_event.py`,
`response_output_item_added_event.py`.
"""

from collections.abc import Iterator, Mapping

import orjson

from providers.codec import StateRef
from providers.json_text import Json

_KINDS: Mapping[str, str] = {
    "response": "response",
    "response.compaction": "response",
    "conversation": "conversation",
    "chat.completion": "chat_completion",
    "chat.completion.chunk": "chat_completion",
    "vector_store": "vector_store",
    "assistant": "assistant",
    "thread": "thread",
    "file": "file",
    "batch": "batch",
}
"""Value of `object` of what is kept -> its kind."""
_MADE = (
    b"response.created", b"output_item.added", b"response.queued", b"chat.completion.chunk",
    b"response.completed", b"thread.created", b"thread.run.created",
)  # fmt: skip
"""What an event holds that tells of something new."""


def created(raw: bytes) -> tuple[StateRef, ...]:
    """What a whole answer or an event says that is kept now; what cannot be read says nothing."""
    body = raw.lstrip()
    if body.startswith(b"{"):
        return tuple(_of_object(_parsed(body)))
    if not any(name in raw for name in _MADE):
        return ()
    return tuple(_of_event(_parsed(data_of(raw))))


def _of_object(tree: Json) -> Iterator[StateRef]:
    if not isinstance(tree, dict):
        return
    kind, ident = tree.get("object"), tree.get("id")
    if kind == "thread.run":  # what was made along with it, where one call made both
        kind, ident = "thread", tree.get("thread_id")
    if kind == "list":
        yield from _of_batches(tree.get("data"))
    if isinstance(kind, str) and kind in _KINDS and isinstance(ident, str):
        yield StateRef(_KINDS[kind], ident)
        yield from _results(tree)
        output = tree.get("output")
        for item in output if isinstance(output, list) else ():
            yield from _item(item)


def _of_batches(listed: Json) -> Iterator[StateRef]:
    """Files of results, each with that of its requests; whose batches are listed is not said."""
    for item in listed if isinstance(listed, list) else ():
        if isinstance(item, dict) and item.get("object") == "batch":
            yield from _results(item)


def _results(batch: dict[str, Json]) -> Iterator[StateRef]:
    asked = batch.get("input_file_id")
    for field in ("output_file_id", "error_file_id"):
        made = batch.get(field)
        if isinstance(asked, str) and asked and isinstance(made, str) and made:
            yield StateRef("file", made, whole=asked)


def _of_event(event: Json) -> Iterator[StateRef]:
    if not isinstance(event, dict):
        return
    if "item" in event:
        yield from _item(event["item"])
    else:
        yield from _of_object(event.get("response", event))


def listed(raw: bytes) -> Iterator[StateRef]:
    """The items that an answer lists."""
    tree = _parsed(raw)
    items = tree.get("data") if isinstance(tree, dict) else None
    for item in items if isinstance(items, list) else ():
        yield from _item(item)


def _item(item: Json) -> Iterator[StateRef]:
    ident = item.get("id") if isinstance(item, dict) else None
    if isinstance(ident, str) and ident:
        yield StateRef("item", ident)


def _parsed(source: bytes) -> Json:
    try:
        return orjson.loads(source)  # type: ignore[no-any-return] # orjson's Any is our Json
    except orjson.JSONDecodeError:
        return None


def data_of(event: bytes) -> bytes:
    """The data of a server-sent event (HTML standard, 9.2.6)."""
    lines = [line[5:] for line in event.splitlines() if line.startswith(b"data:")]
    return b"\n".join(lines)
