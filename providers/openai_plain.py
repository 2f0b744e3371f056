"""Requests without a conversation: a few fields, one of which holds the text.

Completions of the older kind, embeddings and moderations share all but their fields.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import orjson

from privacy.text import Role, Segment
from providers.codec import Framing, MalformedBodyError, OpaqueItem, Scalar, StateRef
from providers.forms import check_files
from providers.json_text import Document, Json, parse
from providers.openai_instructions import instructed
from providers.walk import Rule, Walk, below, optional, text, unknown_field

VOCABULARY = 1_000_000
"""Ids of tokens are smaller than this: the largest vocabularies have 262,144 of them."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a kind of request consists of.

    Attributes:
        fields: top-level field -> its rule.
        spoken: the field that holds the text.
        instructions: fields that an operator's instruction may set.
        streams: whether it can ask for a stream.
        files: where it is a form, the fields that hold files; no other may (`Operation.form`).
    """

    fields: Mapping[str, Rule]
    spoken: str
    instructions: frozenset[str]
    streams: bool = False
    files: frozenset[str] | None = None


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class PlainPayload:
    """What a request holds.

    Attributes:
        segments: every text in it.
        model: the model that is asked.
        framing: SSE if it asks for a stream.
        opaque: token ids and images.
        unknown_fields: pointers of fields that were read as text.
        refers: state of the recipient that it names.
    """

    segments: tuple[Segment, ...]
    model: str
    framing: Framing
    opaque: tuple[OpaqueItem, ...]
    unknown_fields: tuple[str, ...]
    refers: tuple[StateRef, ...]
    _plan: Plan
    _document: Document
    _walk: Walk
    _places: Mapping[str, int]

    @property
    def keeps(self) -> bool:
        """Never: nothing here is stored."""
        return False

    @property
    def tools(self) -> tuple[str, ...]:
        """None: nothing here declares tools."""
        return ()

    @property
    def json_answer(self) -> bool:
        """Never: nothing here asks for JSON."""
        return False

    @property
    def opening(self) -> bytes:
        """The text in canonical form."""
        tree = self._document.tree
        spoken = tree.get(self._plan.spoken) if isinstance(tree, dict) else None
        return orjson.dumps(spoken, option=orjson.OPT_SORT_KEYS)

    def rewrite(
        self, texts: Mapping[int, str], instructions: Mapping[str, Scalar], note: str | None
    ) -> bytes:
        """The body to send.

        Raises:
            ValueError: a FIXED segment was given a new text, an instruction is unknown here, or
                there is a note: nothing here has a system prompt.
            MalformedBodyError: two keys of an object became the same.
        """
        if note is not None:
            raise ValueError("this operation has no system prompt")
        if not instructions:
            return self._walk.rewrite(texts)
        if not instructions.keys() <= self._plan.instructions:
            raise ValueError("an instruction sets a field that this operation does not take")
        kept = dict(texts)
        edits = instructed(self._document, self._places, self.segments, instructions, kept)
        return self._walk.rewrite(kept, list(edits))


def read_plain(body: bytes, plan: Plan) -> PlainPayload:
    """Read a body.

    Raises:
        MalformedBodyError: as `providers.json_text.parse`, not_an_object, or unexpected_file.
    """
    document = parse(body)
    tree = document.tree
    if not isinstance(tree, dict):
        raise MalformedBodyError("not_an_object", "the body is not a JSON object")
    if plan.files is not None:
        check_files(tree, plan.files)
    walk = Walk(document)
    places = _walk_body(walk, tree, plan)
    model = tree.get("model")
    return PlainPayload(
        segments=tuple(walk.segments),
        model=model if isinstance(model, str) else "",
        framing=Framing.SSE if plan.streams and _streamed(tree.get("stream")) else Framing.NONE,
        opaque=tuple(walk.opaque),
        unknown_fields=tuple(walk.unknown),
        refers=tuple(walk.refers),
        _plan=plan,
        _document=document,
        _walk=walk,
        _places=places,
    )


def _streamed(asked: Json) -> bool:
    """Whether a stream is asked for; forms write the truth as a word."""
    return asked is True or asked == "true"


def _walk_body(walk: Walk, tree: dict[str, Json], plan: Plan) -> dict[str, int]:
    """Walk the top level; returns each key's token."""
    places = {}
    for key, value in tree.items():
        places[key] = walk.cursor
        rule = plan.fields.get(key)
        if rule is None:
            unknown_field(walk, key, value, "")
        else:
            walk.skip_key()
            rule(walk, value, below("", key))
    return places


def spoken(rule: Rule) -> Rule:
    """What the client says, as against settings."""

    def said(walk: Walk, value: Json, pointer: str) -> None:
        walk.role = Role.CLIENT
        rule(walk, value, pointer)
        walk.role = Role.SETTING

    return said


def prompts(walk: Walk, value: Json, pointer: str) -> None:
    """A text, texts, or texts as ids of tokens, which nobody can read without the tokenizer.

    A number that is too large for a token's id is read as what it is: it may be personal.
    """
    if not isinstance(value, list):
        _one_text(walk, value, pointer)
        return
    if any(type(item) is int for item in value):
        walk.opaque.append(OpaqueItem("token_ids", pointer))
    for index, item in enumerate(value):
        if type(item) is int and 0 <= item < VOCABULARY:
            walk.skip(item)
        else:
            prompts(walk, item, f"{pointer}/{index}")


_one_text = optional(text)
