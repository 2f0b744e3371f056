"""A request of the Interactions API, read and written back."""

from collections.abc import Iterator, Mapping, Sequence

import orjson

from privacy.text import Role
from providers.codec import Framing, MalformedBodyError, Scalar
from providers.google_body import GoogleBody
from providers.google_fields import camel, member
from providers.google_interactions_fields import INTERACTION, blocks_of, role_of
from providers.google_request import fitted
from providers.json_text import Edit, Json, count, parse, quote
from providers.openai_instructions import instructed
from providers.walk import Walk

INSTRUCTIONS = frozenset({"store", "background", "service_tier"})
"""Fields that an operator may set."""
_JSON = "json"


class InteractionRequest(GoogleBody):
    """A request that was read; see `providers.codec.Payload`.

    Attributes:
        framing: SSE if it asks for a stream.
        model: the model or agent that it asks.
    """

    __slots__ = ("_document", "_tree", "framing", "model")

    def __init__(self, body: bytes) -> None:
        self._document = parse(body)
        tree = self._document.tree
        if not isinstance(tree, dict):
            raise MalformedBodyError("not_an_object", "the body is not a JSON object")
        self._tree = tree
        self._walk = Walk(self._document)
        self._walk.blocks = blocks_of(tree.get("input"))
        INTERACTION(self._walk, tree, "")
        self.framing = Framing.SSE if tree.get("stream") is True else Framing.NONE
        model = tree.get("model") or tree.get("agent")
        self.model = model if isinstance(model, str) else ""

    @property
    def keeps(self) -> bool:
        """The recipient stores the interaction, which it does unless told not to."""
        return self._tree.get("store") is not False

    @property
    def opening(self) -> bytes:
        """Steps through the first of the client, canonically; a string is one, too."""
        items = self._tree.get("input")
        listed = items if isinstance(items, list) else [items]
        first = next((at for at, item in enumerate(listed) if role_of(item) is Role.CLIENT), 0)
        plain = [_plain(item) for item in listed[: first + 1]]
        return orjson.dumps(plain, option=orjson.OPT_SORT_KEYS)

    @property
    def tools(self) -> Sequence[str]:
        """Names of the functions that it declares."""
        tools = self._tree.get("tools")
        names = (member(tool, "name") for tool in (tools if isinstance(tools, list) else ()))
        return [name for name in names if isinstance(name, str)]

    @property
    def json_answer(self) -> bool:
        """Whether the answer's text is JSON (structured output)."""
        wanted = self._tree.get("response_format")
        formats = wanted if isinstance(wanted, list) else [wanted]
        said = [member(each, "mime_type") for each in formats]
        return any(map(_is_json, [self._tree.get("response_mime_type"), *said])) or any(
            map(_is_schema, formats)
        )

    def rewrite(
        self, texts: Mapping[int, str], instructions: Mapping[str, Scalar], note: str | None
    ) -> bytes:
        """The body to send; see `providers.codec.Payload.rewrite`.

        Raises:
            ValueError: a FIXED segment was given a new text, or an instruction is unknown here.
            MalformedBodyError: label_unfit: a new text is no label even in lower case.
        """
        if not instructions.keys() <= INSTRUCTIONS:
            raise ValueError("an instruction sets a field that this operation does not take")
        kept, wanted = dict(fitted(self.segments, texts)), dict(instructions)
        edits: list[Edit] = []
        if note is not None:
            edits += self._note(note, kept, wanted)
        if wanted:
            edits += instructed(self._document, self._places(), self.segments, wanted, kept)
        return self._walk.rewrite(kept, edits)

    def _note(self, note: str, texts: dict[int, str], wanted: dict[str, Scalar]) -> Iterator[Edit]:
        """Add a line to the system instruction; where there is none it becomes one.

        A cached content has its own, and agents of the recipient take none.
        """
        if member(self._tree, "cached_content") is not None or self._tree.get("agent") is not None:
            return
        places = self._places()
        name = next((key for key in places if camel(key) == "systemInstruction"), "")
        for index, segment in enumerate(self.segments):
            if name and segment.pointer in (f"/{name}", f"/{name}/text"):
                texts[index] = f"{texts.get(index, segment.text)}\n\n{note}"
                return
        if not name:
            wanted["system_instruction"] = note
        elif not self._tree[name]:
            yield (*self._document.value_span(places[name]), quote(note))

    def _places(self) -> dict[str, int]:
        """Each top-level field and the token of its key."""
        places, at = {}, 0
        for key, value in self._tree.items():
            places[key] = at
            at += 1 + count(value)
        return places


def _plain(item: Json) -> Json:
    """A step that is nothing but a text, as that text: clients write it in several ways."""
    inner = item.get("content") if isinstance(item, dict) else None
    if isinstance(inner, list) and len(inner) == 1:
        inner = inner[0]
    inner = item if inner is None else inner
    said = member(inner, "text")
    return said if isinstance(said, str) else inner


def _is_json(media_type: Json) -> bool:
    return isinstance(media_type, str) and media_type.partition(";")[0].endswith(_JSON)


def _is_schema(wanted: Json) -> bool:
    """Whether a format is a schema alone, or has one."""
    if not isinstance(wanted, dict):
        return False
    return "schema" in wanted or wanted.get("type") == "object" or "properties" in wanted
