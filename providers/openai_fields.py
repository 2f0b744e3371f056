"""Which fields a chat completion request has, and what stands in them.

Source: openai-python 3.54, `openai/types/chat/completion_create_params.py` and what it imports;
https://platform.openai.com/docs/api-reference/chat/create. Fields that are not named here are
unknown: they are walked as text and listed.
"""

import re

from privacy.text import Place, Role
from providers.codec import StateRef
from providers.file_names import filename
from providers.files import inlined, removable
from providers.inline import unpack_base64, unpack_url
from providers.json_text import Json, quote
from providers.schema import schema
from providers.walk import (
    Rule,
    Walk,
    each,
    either,
    embedded,
    fields,
    fixed,
    free,
    identifier,
    joint,
    optional,
    skip,
    text,
    unknown,
    words,
)

WORDS = frozenset(
    {
        # roles and kinds
        "system", "developer", "user", "assistant", "tool", "function", "custom", "text", "refusal",
        "image_url", "input_audio", "file", "url_citation", "json_schema", "json_object", "grammar",
        "lark", "regex", "content", "approximate", "allowed_tools", "audio",
        # settings
        "auto", "none", "required", "default", "flex", "scale", "priority", "fast", "low", "medium",
        "high", "minimal", "xhigh", "max", "original", "in_memory", "in-memory", "24h", "30m",
        "implicit", "explicit", "score", "block", "standard",
        # sound
        "wav", "aac", "mp3", "flac", "opus", "pcm16", "alloy", "ash", "ballad", "coral", "echo",
        "fable", "nova", "onyx", "sage", "shimmer", "verse", "marin", "cedar",
    }
)  # fmt: skip
"""Words of the protocol's enumerations: they need no look."""

_MADE_ID = re.compile(
    r"(?:call|toolu|fc|chatcmpl-tool|chatcmpl|audio|file|msg)[_-][A-Za-z0-9]{20,64}"
)
_SEALED = re.compile(r"[A-Za-z0-9_+/=-]{64,}")
_TOKEN_ID = re.compile(r"[0-9]{1,6}")

word = words(WORDS)


def made_id(walk: Walk, value: Json, pointer: str) -> None:
    """An id that a recipient made; one of another shape is looked at, and may not change."""
    if isinstance(value, str) and _MADE_ID.fullmatch(value):
        walk.skip(value)
    else:
        fixed(walk, value, pointer)


def sealed(walk: Walk, value: Json, pointer: str) -> None:
    """What the recipient sealed from its own words; anything else in its place is looked at."""
    if isinstance(value, str) and _SEALED.fullmatch(value):
        walk.meet("encrypted_content", pointer)
        walk.skip(value)
    else:
        fixed(walk, value, pointer)


def opaque(kind: str) -> Rule:
    """Content that nobody here can look into."""

    def rule(walk: Walk, value: Json, pointer: str) -> None:
        """Bytes in base64, or an id of bytes kept elsewhere."""
        walk.meet(kind, pointer)
        (walk.skip(value) if isinstance(value, str) else unknown(walk, value, pointer))

    return rule


def kept_file(walk: Walk, value: Json, pointer: str) -> None:
    """An id of a file that the recipient keeps: opaque, unless it was made here."""
    ident = value if isinstance(value, str) else ""
    if ident:
        walk.refers.append(StateRef("file", ident, soft=True))
    walk.meet("file", pointer, file=ident)
    made_id(walk, value, pointer)


def linked(kind: str) -> Rule:
    """Data in a URL, which says what it is, or a link, which itself may tell who it is about."""

    def rule(walk: Walk, value: Json, pointer: str) -> None:
        packed = unpack_url(value) if isinstance(value, str) else None
        if packed is not None:
            inlined(walk, packed, pointer)
        else:
            walk.meet(kind, pointer)
            text(walk, value, pointer)

    return rule


image = linked("image")
"""An image, or whatever is said to be one."""


def file_data(file: Json) -> Rule:
    """The bytes of a file, as a `data:` URL or bare base64; its name tells what it is."""
    given = file.get("filename") if isinstance(file, dict) else None
    name = given if isinstance(given, str) else ""

    def rule(walk: Walk, value: Json, pointer: str) -> None:
        if isinstance(value, str):
            inlined(walk, unpack_url(value) or unpack_base64(value), pointer, name)
        else:
            walk.meet("file", pointer)
            unknown(walk, value, pointer)

    return rule


def named(place: Place, hint: str) -> Rule:
    """A string in a field whose name says what it is."""

    def rule(walk: Walk, value: Json, pointer: str) -> None:
        if isinstance(value, str):
            walk.string(value, pointer, place, hint)
        else:
            unknown(walk, value, pointer, hint)

    return rule


def token_ids(walk: Walk, value: Json, pointer: str) -> None:
    """`logit_bias`: its keys are numbers of a tokenizer's vocabulary."""
    if isinstance(value, dict) and all(map(_TOKEN_ID.fullmatch, value)):
        walk.skip(value)
    else:
        fixed(walk, value, pointer)


def late(rule: Rule) -> Rule:
    """A setting that repeats the conversation's words: it stands after all of it."""

    def of_value(walk: Walk, value: Json, pointer: str) -> None:
        walk.block = walk.blocks
        rule(walk, value, pointer)
        walk.block = 0

    return of_value


# --- messages -----------------------------------------------------------------


def _file(walk: Walk, value: Json, pointer: str) -> None:
    rules = {"file_data": file_data(value), "file_id": kept_file, "filename": filename}
    fields(rules)(walk, value, pointer)


_PART_KINDS = frozenset({"text", "refusal", "image_url", "input_audio", "file"})
_PART = fields(
    {
        "type": word,
        "text": text,
        "refusal": text,
        "image_url": either(image, fields({"url": image, "detail": word})),
        "input_audio": fields({"data": opaque("audio"), "format": word}),
        "file": _file,
        "prompt_cache_breakpoint": optional(fields({"mode": word, "ttl": word})),
    }
)


def _part(walk: Walk, value: Json, pointer: str) -> None:
    """A part of a message; one of an unknown kind may hold anything, pictures included."""
    kind = value.get("type") if isinstance(value, dict) else None
    if not isinstance(kind, str) or kind not in _PART_KINDS:
        is_video = isinstance(kind, str) and "video" in kind
        walk.meet("video" if is_video else "other", pointer)
    _PART(walk, value, pointer)


def _said(note: str) -> str:
    return f'{{"type":"text","text":{quote(note)}}}'


PARTS = each(removable(_said, _part))
CONTENT = optional(either(text, PARTS))
_FUNCTION_CALL = fields({"name": fixed, "arguments": embedded})
_EXTRA = optional(fields({"google": fields({"thought_signature": sealed, "thought": word})}))
"""What Google's OpenAI-compatible endpoints add to messages and calls; it goes back as it came
(https://ai.google.dev/gemini-api/docs/thought-signatures)."""
_TOOL_CALLS = each(
    fields(
        {
            "extra_content": _EXTRA,
            "id": made_id,
            "type": word,
            "index": skip,
            "function": _FUNCTION_CALL,
            "custom": fields({"name": fixed, "input": text}),
        }
    )
)
_CITATION = fields({"title": text, "url": text, "start_index": skip, "end_index": skip})
_COMMON: dict[str, Rule] = {"role": word, "content": CONTENT, "name": named(Place.TEXT, "name")}
_MESSAGES: dict[str, tuple[Role, Rule]] = {
    "system": (Role.SYSTEM, fields(_COMMON)),
    "developer": (Role.SYSTEM, fields(_COMMON)),
    "user": (Role.CLIENT, fields({**_COMMON, "name": named(Place.IDENTIFIER, "name")})),
    "assistant": (
        Role.ASSISTANT,
        fields(
            {
                **_COMMON,
                "refusal": optional(text),
                "reasoning": optional(text),
                "reasoning_content": optional(text),
                "tool_calls": optional(_TOOL_CALLS),
                "function_call": optional(_FUNCTION_CALL),
                "audio": optional(fields({"id": made_id})),
                "extra_content": _EXTRA,
                "annotations": optional(each(fields({"type": word, "url_citation": _CITATION}))),
            }
        ),
    ),
    "tool": (
        Role.TOOL,
        fields(
            {
                **_COMMON,
                "content": optional(either(embedded, PARTS)),
                "tool_call_id": made_id,
            }
        ),
    ),
    "function": (
        Role.TOOL,
        fields({**_COMMON, "content": optional(embedded), "name": fixed}),
    ),
}
_OTHER = (Role.CLIENT, fields(_COMMON))


def messages(walk: Walk, value: Json, pointer: str) -> None:
    """The conversation; each assistant message begins a block."""
    if not isinstance(value, list):
        unknown(walk, value, pointer)
        return
    for index, message in enumerate(value):
        speaker = message.get("role") if isinstance(message, dict) else None
        walk.block += speaker == "assistant"
        walk.role, rule = _MESSAGES.get(speaker, _OTHER) if isinstance(speaker, str) else _OTHER
        rule(walk, message, f"{pointer}/{index}")
    walk.block, walk.role = 0, Role.SETTING


# --- settings -----------------------------------------------------------------

_FUNCTION = fields(
    {"name": fixed, "description": text, "parameters": optional(schema), "strict": skip}
)
_GRAMMAR = fields({"syntax": word, "definition": text})
_CUSTOM = fields(
    {
        "name": fixed,
        "description": text,
        "format": fields({"type": word, "grammar": _GRAMMAR}),
    }
)
TOOLS = each(fields({"type": word, "function": _FUNCTION, "custom": _CUSTOM}))
_NAMED = fields({"name": fixed})
_CHOSEN = {"type": word, "function": _NAMED, "custom": _NAMED}
TOOL_CHOICE = either(
    word,
    fields(
        {
            **_CHOSEN,
            "allowed_tools": fields({"mode": word, "tools": each(fields(_CHOSEN))}),
        }
    ),
)
RESPONSE_FORMAT = fields(
    {
        "type": word,
        "json_schema": fields(
            {"name": fixed, "description": text, "schema": schema, "strict": skip}
        ),
    }
)
_PLACE = fields({key: named(Place.TEXT, key) for key in ("city", "country", "region", "timezone")})
WEB_SEARCH = fields(
    {
        "search_context_size": word,
        "user_location": optional(fields({"type": word, "approximate": _PLACE})),
    }
)
STREAM_OPTIONS = fields({"include_usage": word, "include_obfuscation": word})
_MODERATION_PART = fields({"mode": word})

METADATA = joint(optional(free))
"""Stored completions are searched for by them."""
BODY: dict[str, Rule] = {
    "messages": messages,
    "model": fixed,
    "metadata": METADATA,
    "user": optional(identifier),
    "safety_identifier": optional(identifier),
    "prompt_cache_key": optional(identifier),
    "stop": late(optional(text)),
    "prediction": late(optional(fields({"type": word, "content": CONTENT}))),
    "tools": optional(TOOLS),
    "functions": optional(each(_FUNCTION)),
    "tool_choice": optional(TOOL_CHOICE),
    "function_call": optional(either(word, _NAMED)),
    "response_format": optional(RESPONSE_FORMAT),
    "web_search_options": optional(WEB_SEARCH),
    "logit_bias": optional(token_ids),
    "audio": optional(
        fields({"voice": either(word, fields({"id": made_id})), "format": word})
    ),
    "stream_options": optional(STREAM_OPTIONS),
    "prompt_cache_options": optional(fields({"mode": word, "ttl": word})),
    "moderation": optional(
        fields(
            {
                "model": fixed,
                "policy": optional(
                    fields({"input": _MODERATION_PART, "output": _MODERATION_PART})
                ),
            }
        )
    ),
    **dict.fromkeys(
        (
            "frequency_penalty", "logprobs", "max_completion_tokens", "max_tokens", "modalities",
            "n", "parallel_tool_calls", "presence_penalty", "prompt_cache_retention",
            "reasoning_effort", "seed", "service_tier", "store", "stream", "temperature",
            "top_logprobs", "top_p", "verbosity",
        ),
        word,
    ),
}  # fmt: skip
"""The fields of a request's body."""

INSTRUCTIONS = frozenset(
    {
        "store", "service_tier", "user", "safety_identifier", "prompt_cache_key",
        "prompt_cache_retention", "temperature", "top_p", "max_tokens", "max_completion_tokens",
        "n", "seed", "parallel_tool_calls", "logprobs", "top_logprobs", "reasoning_effort",
        "verbosity",
    }
)  # fmt: skip
"""Fields that an operator's instruction may set. Framing (`stream`) stays the caller's."""
