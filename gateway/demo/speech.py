"""What the demo recipients say: sentences about what they were sent. No language model.

They quote every word that looks like a pseudonym and every value that looks like personal data in
the clear, so that a reader sees at once which of the two a recipient got. Pure functions: the same
messages give the same answer.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from privacy.pseudonym import CANONICAL

Object = Mapping[str, Any]

_CLEAR = {
    "EMAIL": re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"),
    "CARD": re.compile(r"(?<![\w+])\d{4}(?:[ -]?\d{4}){3}(?!\w)"),
    "PHONE": re.compile(r"(?<!\w)\+\d{1,3}(?:[ -]?\d{2,5}){2,4}(?!\w)"),
}
_NOUNS = {
    "EMAIL": "your e-mail address",
    "PHONE": "your phone number",
    "CARD": "your card",
    "PERSON": "your name",
    "ADDRESS": "your address",
    "PLACE": "your place",
    "IBAN": "your account",
    "BIRTHDATE": "your date of birth",
}
_ASKED_BY = {
    "EMAIL": ("mail", "contact"),
    "PHONE": ("phone", "number", "call"),
    "CARD": ("card", "payment"),
    "PERSON": ("name", "person", "customer", "who"),
    "ADDRESS": ("address", "street"),
    "PLACE": ("place", "city", "where", "location"),
    "IBAN": ("iban", "account"),
    "BIRTHDATE": ("birth",),
}
_REQUEST = re.compile(
    r"\b(look\w* (?:\w+ ){0,2}up|look\w*|find|check|fetch|search|track|status|call|book|send)\b",
    re.IGNORECASE,
)
_REMIND = re.compile(r"\b(remind|again|which|what (?:is|was|are))\b", re.IGNORECASE)
_WORD = re.compile(r"[a-z]{4,}")
_PIECE = re.compile(r"\s*\S{1,4}|\s+$")


@dataclass(frozen=True, slots=True)
class Turn:
    """One message of a conversation, in no dialect.

    Attributes:
        role: who speaks.
        text: all its text; of a tool, its result as text.
    """

    role: Literal["system", "user", "assistant", "tool"]
    text: str


@dataclass(frozen=True, slots=True)
class Tool:
    """A tool that the request offers.

    Attributes:
        name: as it is to be called.
        description: what it does.
        schema: the JSON schema of its arguments.
    """

    name: str
    description: str = ""
    schema: Object = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ToolCall:
    """A call of a tool with its arguments."""

    name: str
    arguments: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Answer:
    """What is said: text, or tool calls."""

    text: str
    calls: tuple[ToolCall, ...] = ()


@dataclass(frozen=True, slots=True)
class Seen:
    """A word worth quoting.

    Attributes:
        kind: its label, e.g. `EMAIL`.
        word: the word as it was sent.
        clear: whether it is no pseudonym but a value in the clear.
    """

    kind: str
    word: str
    clear: bool = False


def answer(
    turns: Sequence[Turn],
    tools: Sequence[Tool] = (),
    *,
    must_call: bool = False,
    schema: Object | None = None,
) -> Answer:
    """Say something about a conversation.

    Args:
        turns: the messages so far.
        tools: what may be called.
        must_call: whether the request demands a call.
        schema: the JSON schema that the answer has to follow; None for plain text.
    """
    last = turns[-1] if turns else Turn("user", "")
    seen = _all_seen(turns)
    if last.role == "tool":
        return Answer(_after_tool(last, seen))
    if tools and (must_call or _REQUEST.search(last.text)):
        return Answer("", tuple(_calls(last, tools, seen)))
    if schema is not None:
        return Answer(json.dumps(_example(schema, "", last, seen), ensure_ascii=False))
    return Answer(_reminder(last, seen) or _greeting(turns, last, seen))


def look(text: str) -> tuple[Seen, ...]:
    """Pseudonyms and clear values in a text, each once, in order of appearance."""
    found = [
        (match.start(), Seen(match.group(1).upper(), match.group()))
        for match in CANONICAL.finditer(text)
    ]
    for kind, pattern in _CLEAR.items():
        found += [
            (match.start(), Seen(kind, match.group(), clear=True))
            for match in pattern.finditer(text)
        ]
    return tuple(dict.fromkeys(seen for _, seen in sorted(found, key=lambda pair: pair[0])))


def pieces(text: str) -> list[str]:
    """The text in word pieces of at most four characters, so that pseudonyms are always cut."""
    return _PIECE.findall(text)


def _all_seen(turns: Sequence[Turn]) -> tuple[Seen, ...]:
    return look("\n".join(turn.text for turn in turns if turn.role != "system"))


def _first(seen: Sequence[Seen], kind: str) -> str | None:
    return next((one.word for one in seen if one.kind == kind), None)


# --- sentences ---


def _greeting(turns: Sequence[Turn], last: Turn, seen: Sequence[Seen]) -> str:
    name = _first(seen, "PERSON")
    said = "\n\n".join(_sentences(turns, last, look(last.text)))
    return f"Hello {name}! {said}" if name else f"Hello! {said}"


def _sentences(turns: Sequence[Turn], last: Turn, seen: Sequence[Seen]) -> Iterator[str]:
    asked = sum(turn.role == "user" for turn in turns)
    yield (
        f"I am a demo recipient, not a language model. This is message {asked} of our "
        f"conversation; it has {len(last.text.split())} words."
    )
    mail, name = _first(seen, "EMAIL"), _first(seen, "PERSON")
    if mail:
        yield f"I will write to {mail} as soon as there is news."
    others = [one for one in seen if one.word != mail and one.kind != "PERSON"]
    if others:
        noted = [f"{_NOUNS.get(one.kind, 'a value')} as {one.word}" for one in others]
        yield f"I know {_enumerate(noted)}."
    if _clear(seen):
        yield f"Beware: I was sent {_enumerate(_clear(seen))} in the clear."
    elif name:
        yield f"I have noted {name}'s message."


def _clear(seen: Sequence[Seen]) -> list[str]:
    return [one.word for one in seen if one.clear]


def _reminder(last: Turn, seen: Sequence[Seen]) -> str | None:
    """Answers a question for something told earlier: shows that resent histories are restored."""
    if not _REMIND.search(last.text):
        return None
    wanted = [kind for kind in _NOUNS if any(word in last.text.lower() for word in _ASKED_BY[kind])]
    known = [(kind, _first(seen, kind)) for kind in wanted]
    told = [f"{_NOUNS[kind]} is {word}" for kind, word in known if word]
    return f"You told me: {_enumerate(told)}." if told else None


def _after_tool(last: Turn, seen: Sequence[Seen]) -> str:
    name = _first(seen, "PERSON")
    facts = _enumerate(list(_facts(_loads(last.text))))
    start = f"{name}, here" if name else "Here"
    return f"{start} is what the tool told me: {facts}. Can I do anything else for you?"


def _facts(value: Any, path: str = "") -> Iterator[str]:  # noqa: ANN401 - any JSON
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _facts(inner, f"{path} {key}".strip().replace("_", " "))
    elif isinstance(value, list):
        for inner in value:
            yield from _facts(inner, path)
    else:
        yield f"{path} is {value}" if path else str(value)


def _loads(text: str) -> Any:  # noqa: ANN401 - any JSON
    try:
        return json.loads(text)
    except ValueError:
        return text


def _enumerate(items: Sequence[str]) -> str:
    if len(items) < 2:  # noqa: PLR2004 - a list of one needs no "and"
        return "".join(items)
    return f"{', '.join(items[:-1])} and {items[-1]}"


# --- tool calls and structured answers ---


def _calls(last: Turn, tools: Sequence[Tool], seen: Sequence[Seen]) -> Iterator[ToolCall]:
    tool = max(tools, key=lambda one: _likeness(last.text, one))
    here = look(last.text)
    people = [one for one in here if one.kind == "PERSON"]
    count = len(people) if "both" in last.text.lower() else 1
    for about in [[one] for one in people[:count]] or [[]]:
        yield ToolCall(tool.name, _example(tool.schema, "", last, [*about, *here, *seen]) or {})


def _likeness(text: str, tool: Tool) -> int:
    words = set(_WORD.findall(f"{tool.name} {tool.description}".lower().replace("_", " ")))
    return len(words & set(_WORD.findall(text.lower())))


def _example(schema: Object, name: str, last: Turn, seen: Sequence[Seen]) -> Any:  # noqa: ANN401 - any JSON
    """A value that follows a schema and is made of what was seen."""
    if "enum" in schema:
        return schema["enum"][0]
    kind = str(schema.get("type", "object" if "properties" in schema else "string")).lower()
    if kind == "object":
        properties: Object = schema.get("properties") or {}
        return {key: _example(inner, key, last, seen) for key, inner in properties.items()}
    if kind == "array":
        return [_example(schema.get("items") or {}, name, last, seen)]
    return _SCALARS.get(kind) if kind in _SCALARS else _phrase(name, last, seen)


_SCALARS = {"integer": 1, "number": 1.5, "boolean": True, "null": None}


def _phrase(name: str, last: Turn, seen: Sequence[Seen]) -> str:
    label = name.lower()
    for kind, words in _ASKED_BY.items():
        word = _first(seen, kind)
        if word and any(part in label for part in words):
            return word
    who = _first(seen, "PERSON") or "the customer"
    return f"{who} asks:\n\u201c{last.text}\u201d"
