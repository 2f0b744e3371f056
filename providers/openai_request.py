"""A chat completion request, read and written back."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import orjson

from privacy.text import Segment
from providers.codec import Framing, MalformedBodyError, OpaqueItem, Scalar, StateRef
from providers.json_text import Document, Edit, Json, parse, quote
from providers.openai_fields import BODY, INSTRUCTIONS
from providers.openai_instructions import instructed
from providers.walk import Rule, Walk, below, unknown_field

_SYSTEM = frozenset({"system", "developer"})
_JSON_ANSWERS = frozenset({"json_object", "json_schema"})


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class ChatPayload:
    """What a request holds.

    Attributes:
        segments: every text in it.
        model: the model that is asked.
        framing: SSE if it asks for a stream.
        tools: names of the tools that it declares.
        json_answer: it asks for JSON.
        opaque: images, sounds and files.
        unknown_fields: pointers of fields that were read as text.
        refers: state of the recipient that it names.
        keeps: the recipient stores the completion.
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

    @property
    def opening(self) -> bytes:
        """Messages through the first client message, in canonical form.

        Nothing else counts: tools, temperature and framing may change from turn to turn.
        """
        return orjson.dumps(
            list(_opening(_field(self._document.tree, "messages"))), option=orjson.OPT_SORT_KEYS
        )

    def rewrite(
        self, texts: Mapping[int, str], instructions: Mapping[str, Scalar], note: str | None
    ) -> bytes:
        """The body to send.

        Raises:
            ValueError: a FIXED segment was given a new text, or an instruction is unknown here.
            MalformedBodyError: two keys of an object became the same.
        """
        if not instructions and note is None:
            return self._walk.rewrite(texts)
        if not instructions.keys() <= INSTRUCTIONS:
            raise ValueError("an instruction sets a field that this operation does not take")
        kept = dict(texts)
        edits = list(instructed(self._document, self._fields, self.segments, instructions, kept))
        if note is not None:
            edits += self._note(note, kept)
        return self._walk.rewrite(kept, edits)

    def _note(self, note: str, texts: dict[int, str]) -> list[Edit]:
        """Add a line to the system prompt: to the first one, or as a message before all others."""
        for pointer in _system_texts(_field(self._document.tree, "messages")):
            for index, segment in enumerate(self.segments):
                if segment.pointer == pointer:
                    texts[index] = f"{texts.get(index, segment.text)}\n\n{note}"
                    return []
        return self._first_message(note)

    def _first_message(self, note: str) -> list[Edit]:
        messages = _field(self._document.tree, "messages")
        if not isinstance(messages, list):
            return []
        start = self._document.value_span(self._fields["messages"])[0] + 1
        comma = "," if messages else ""
        message = f'{{"role":"system","content":{quote(note)}}}{comma}'
        return [(start, start, message)]


def read_chat(body: bytes, known: Mapping[str, Rule] = BODY) -> ChatPayload:
    """Read the body of POST /chat/completions.

    Args:
        body: as it came.
        known: top-level field -> its rule.

    Raises:
        MalformedBodyError: as `providers.json_text.parse`, or not_an_object.
    """
    document = parse(body)
    tree = document.tree
    if not isinstance(tree, dict):
        raise MalformedBodyError("not_an_object", "the body is not a JSON object")
    walk = Walk(document)
    walk.blocks = sum(map(_is_assistant, _items(tree.get("messages"))))
    places = _walk_body(walk, tree, known)
    model = tree.get("model")
    answer = _field(tree.get("response_format"), "type")
    return ChatPayload(
        segments=tuple(walk.segments),
        model=model if isinstance(model, str) else "",
        framing=Framing.SSE if tree.get("stream") is True else Framing.NONE,
        tools=tuple(_tools(tree)),
        json_answer=isinstance(answer, str) and answer in _JSON_ANSWERS,
        opaque=tuple(walk.opaque),
        unknown_fields=tuple(walk.unknown),
        refers=tuple(walk.refers),
        keeps=tree.get("store") is True,
        _document=document,
        _walk=walk,
        _fields=places,
    )


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


def _items(value: Json) -> list[Json]:
    return value if isinstance(value, list) else []


def _is_assistant(message: Json) -> bool:
    return _field(message, "role") == "assistant"


def _opening(messages: Json) -> Iterator[Json]:
    for message in _items(messages):
        if _is_assistant(message):
            return
        yield message
        if _field(message, "role") == "user":
            return


def _tools(tree: dict[str, Json]) -> Iterator[str]:
    for tool in _items(tree.get("tools")):
        for kind in ("function", "custom"):
            name = _field(_field(tool, kind), "name")
            if isinstance(name, str):
                yield name
    for function in _items(tree.get("functions")):
        name = _field(function, "name")
        if isinstance(name, str):
            yield name


def _system_texts(messages: Json) -> Iterator[str]:
    """Pointers to the texts of the first system message, the last of them first."""
    for index, message in enumerate(_items(messages)):
        role = _field(message, "role")
        if isinstance(role, str) and role in _SYSTEM:
            content = f"/messages/{index}/content"
            yield content
            parts = len(_items(_field(message, "content")))
            yield from (f"{content}/{part}/text" for part in reversed(range(parts)))
            return
