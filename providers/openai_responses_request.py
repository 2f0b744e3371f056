"""A Responses request, or one for a count of its tokens, read and written back."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import orjson

from privacy.text import Role, Segment
from providers.codec import Framing, MalformedBodyError, OpaqueItem, Operation, Scalar, StateRef
from providers.json_text import Document, Edit, Json, parse, quote
from providers.openai_instructions import instructed
from providers.openai_responses_fields import BODY, COUNTED, INSTRUCTIONS, blocks_of, role_of
from providers.walk import Rule, Walk, below, unknown_field

RESPONSES = Operation("responses", "POST", "/v1/responses")
COUNT = Operation(
    "responses.input_tokens",
    "POST",
    "/v1/responses/input_tokens",
    moot=INSTRUCTIONS - COUNTED.keys(),
)
_JSON_ANSWERS = frozenset({"json_object", "json_schema"})
_UNSAID = frozenset({"id", "status", "type", "phase"})
"""Fields of a message that clients add or leave out from turn to turn."""


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class ResponsesPayload:
    """What a request holds.

    Attributes:
        segments: every text in it.
        model: the model that is asked.
        framing: SSE if it asks for a stream.
        tools: names of the tools that it declares.
        json_answer: it asks for JSON.
        opaque: images, sounds, files, remote servers, and state that the recipient keeps.
        unknown_fields: pointers of fields and items that were read as text.
        refers: earlier responses, their items, the conversation that it goes on with.
        keeps: the recipient stores the response, which it does unless told not to.
    """

    segments: tuple[Segment, ...]
    model: str
    framing: Framing
    tools: tuple[str, ...]
    json_answer: bool
    opaque: tuple[OpaqueItem, ...]
    unknown_fields: tuple[str, ...]
    refers: tuple[StateRef, ...]
    keeps: bool
    _document: Document
    _walk: Walk
    _fields: Mapping[str, int]
    _known: Mapping[str, Rule]

    @property
    def opening(self) -> bytes:
        """Items through the first client message, in canonical form.

        A string is a message of one part, and a part of nothing but text is that text: clients
        write the same turn in either way. Instructions do not count: agents that hand over to each
        other change them within one conversation.
        """
        items = _field(self._document.tree, spoken(self._known))
        return orjson.dumps(list(_opening(items)), option=orjson.OPT_SORT_KEYS)

    def rewrite(
        self, texts: Mapping[int, str], instructions: Mapping[str, Scalar], note: str | None
    ) -> bytes:
        """The body to send.

        Raises:
            ValueError: a FIXED segment was given a new text, or an instruction is unknown here.
            MalformedBodyError: two keys of an object became the same.
        """
        kept, wanted = dict(texts), dict(instructions)
        if "items" in self._known and wanted.get("store") is True:
            del wanted["store"]  # a conversation is
        if not wanted.keys() <= INSTRUCTIONS & self._known.keys():
            raise ValueError("an instruction sets a field that this operation does not take")
        edits: list[Edit] = []
        if note is not None:
            edits += self._note(note, kept, wanted)
        if wanted:
            edits += instructed(self._document, self._fields, self.segments, wanted, kept)
        return self._walk.rewrite(kept, edits)

    def _note(self, note: str, texts: dict[int, str], wanted: dict[str, Scalar]) -> Iterator[Edit]:
        """Add a line to the instructions; where there are none it becomes them."""
        for index, segment in enumerate(self.segments):
            if segment.pointer == "/instructions":
                texts[index] = f"{texts.get(index, segment.text)}\n\n{note}"
                return
        if not _field(self._document.tree, "instructions"):
            if "instructions" in self._fields:
                yield (*self._document.value_span(self._fields["instructions"]), quote(note))
            else:
                wanted["instructions"] = note


def read_responses(body: bytes) -> ResponsesPayload:
    """Read the body of POST /responses.

    Raises:
        MalformedBodyError: as `providers.json_text.parse`, or not_an_object.
    """
    return read_items(body, BODY)


def read_count(body: bytes) -> ResponsesPayload:
    """Read the body of POST /responses/input_tokens; errors as `read_responses`."""
    return read_items(body, COUNTED)


def read_items(body: bytes, known: Mapping[str, Rule]) -> ResponsesPayload:
    """Read a body that holds items of a conversation.

    Args:
        body: as it came.
        known: top-level field -> its rule.

    Raises:
        MalformedBodyError: as `read_responses`.
    """
    document = parse(body)
    tree = document.tree
    if not isinstance(tree, dict):
        raise MalformedBodyError("not_an_object", "the body is not a JSON object")
    walk = Walk(document)
    said = tree.get(spoken(known))
    walk.blocks = blocks_of(said)
    places = _walk_body(walk, tree, known)
    model = tree.get("model")
    streams = tree.get("stream") is True and "stream" in known
    return ResponsesPayload(
        segments=tuple(walk.segments),
        model=model if isinstance(model, str) else "",
        framing=Framing.SSE if streams else Framing.NONE,
        tools=tuple(_tools(tree.get("tools"))),
        json_answer=any(map(_asks_for_json, [tree, *_items(said)])),
        opaque=tuple(walk.opaque),
        unknown_fields=tuple(walk.unknown),
        refers=tuple(walk.refers),
        keeps="store" in known and tree.get("store") is not False,
        _document=document,
        _walk=walk,
        _fields=places,
        _known=known,
    )


def spoken(known: Mapping[str, Rule]) -> str:
    """The field that holds the conversation."""
    return "items" if "items" in known else "input"


def _asks_for_json(settings: Json) -> bool:
    """Whether a body, or an item that updates its settings, asks for JSON."""
    kind = _field(_field(_field(settings, "text"), "format"), "type")
    return isinstance(kind, str) and kind in _JSON_ANSWERS


def _items(value: Json) -> list[Json]:
    return value if isinstance(value, list) else []


def _walk_body(walk: Walk, tree: dict[str, Json], known: Mapping[str, Rule]) -> dict[str, int]:
    """Walk the top level; returns each key's token."""
    places = {}
    for key, value in tree.items():
        places[key] = walk.cursor
        rule = known.get(key)
        if rule is None:
            unknown_field(walk, key, value, "")
        else:
            walk.skip_key()
            rule(walk, value, below("", key))
    return places


def _field(value: Json, key: str) -> Json:
    return value.get(key) if isinstance(value, dict) else None


def _opening(items: Json) -> Iterator[Json]:
    if isinstance(items, str):
        items = [{"role": "user", "content": items}]
    for item in items if isinstance(items, list) else ():
        role = role_of(item)
        if role is Role.ASSISTANT:
            return
        yield _plain(item)
        if role is Role.CLIENT:
            return


def _plain(item: Json) -> Json:
    """A message without what clients write in more than one way."""
    if not isinstance(item, dict) or item.get("type", "message") != "message":
        return item
    said = {key: value for key, value in item.items() if key not in _UNSAID}
    match said.get("content"):
        case [{"type": "input_text", "text": str(only), **rest}] if not rest:
            said["content"] = only
    return said


def _tools(tools: Json) -> Iterator[str]:
    for tool in tools if isinstance(tools, list) else ():
        name = _field(tool, "name")
        if isinstance(name, str):
            yield name
        yield from _tools(_field(tool, "tools"))
