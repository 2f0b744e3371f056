"""Which fields a Responses request has, and what stands in them.

Source: openai-python 3.54, `openai/types/responses/response_create_params.py`,
`response_input_item_param.py`, `input_token_count_params.py`;
https://platform.openai.com/docs/api-reference/responses/create. The fields of all kinds of items
are one table, for the same reason as those of tools. Items of an unknown kind are walked as text
and listed; so are fields that are not named here.
"""

from collections.abc import Mapping

from privacy.text import Place, Role
from providers.codec import StateRef
from providers.file_names import filename
from providers.json_text import Json, quote
from providers.notes import Write
from providers.openai_fields import file_data, image, kept_file, linked, opaque, sealed
from providers.openai_responses_tools import ENVIRONMENT, FORMAT, TOOL_CHOICE, TOOLS, item_id, word
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
    kept,
    optional,
    skip,
    text,
    unknown,
)

_SYSTEM = frozenset({"system", "developer"})


def _tokens(walk: Walk, value: Json, pointer: str) -> None:
    """Token probabilities: the text in pieces, which no detector can read."""
    if value not in (None, []):
        walk.meet("token_ids", pointer)
    walk.skip(value)


# --- parts --------------------------------------------------------------------

_PART_KINDS = frozenset(
    {
        "input_text", "output_text", "text", "refusal", "summary_text", "reasoning_text",
        "input_image", "input_file", "input_audio", "computer_screenshot", "logs", "image",
    }
)  # fmt: skip
_CACHED = fields({"mode": word, "ttl": word})
_ANNOTATION = fields(
    {
        "type": word,
        "title": optional(text),
        "url": optional(text),
        "filename": filename,
        "file_id": item_id,
        "container_id": item_id,
        **dict.fromkeys(("index", "start_index", "end_index"), skip),
    }
)
_PARTS: Mapping[str, Rule] = {
    "type": word,
    "text": text,
    "refusal": text,
    "annotations": optional(each(_ANNOTATION)),
    "logprobs": _tokens,
    "image_url": optional(image),
    "url": image,
    "logs": text,
    "detail": optional(word),
    "file_id": optional(kept_file),
    "file_url": linked("file"),
    "filename": optional(filename),
    "input_audio": fields({"data": opaque("audio"), "format": word}),
    "prompt_cache_breakpoint": optional(_CACHED),
}
_PART = fields(_PARTS)
_INPUT = ("input_text", "")  # a part of anybody but the assistant


def _part(walk: Walk, value: Json, pointer: str) -> None:
    """A part; one of an unknown kind may hold anything, pictures included."""
    kind = value.get("type") if isinstance(value, dict) else None
    outer = walk.enter_part(value, _note(kind, walk.role))
    if not isinstance(value, str) and (not isinstance(kind, str) or kind not in _PART_KINDS):
        is_video = isinstance(kind, str) and "video" in kind
        walk.meet("video" if is_video else "other", pointer)
    has_file = isinstance(value, dict) and "file_data" in value
    rule = fields({**_PARTS, "file_data": optional(file_data(value))}) if has_file else _PART
    rule(walk, value, pointer)
    walk.part = outer


def _note(kind: Json, role: Role) -> Write | None:
    """The part that says a text in place of another; a screenshot can only be one."""
    if kind == "computer_screenshot":
        return None
    if kind == "image":
        return lambda note: f'{{"type":"logs","logs":{quote(note)}}}'
    name, more = ("output_text", ',"annotations":[]') if role is Role.ASSISTANT else _INPUT
    return lambda note: f'{{"type":"{name}","text":{quote(note)}{more}}}'


PARTS = each(_part)
_CONTENT = optional(either(text, PARTS))

# --- items --------------------------------------------------------------------

_ACTION = fields(
    {
        # searches
        **dict.fromkeys(("query", "queries", "pattern", "url"), optional(text)),
        "sources": optional(each(fields({"type": word, "url": text, "name": text}))),
        # computers and shells
        **dict.fromkeys(("text", "keys", "command", "commands", "user"), optional(text)),
        "working_directory": optional(text),
        "env": optional(free),
        "path": optional(either(text, each(fields({"x": skip, "y": skip})))),
        "diff": text,
        **dict.fromkeys(
            ("type", "button", "x", "y", "scroll_x", "scroll_y", "timeout_ms", "max_output_length"),
            word,
        ),
    }
)  # fmt: skip
_CHECKS = optional(each(fields({"id": item_id, "code": optional(word), "message": optional(text)})))
_SHELL_OUTPUT = fields(
    {"stdout": text, "stderr": text, "outcome": fields({"type": word, "exit_code": skip})}
)
_RESULT = fields(
    {
        "attributes": optional(free),
        "file_id": item_id,
        "filename": filename,
        "score": skip,
        "text": text,
    }
)


def _output_item(walk: Walk, value: Json, pointer: str) -> None:
    """What a tool gave: a part, or what a shell printed."""
    is_shell = isinstance(value, dict) and ("stdout" in value or "stderr" in value)
    (_SHELL_OUTPUT if is_shell else _part)(walk, value, pointer)


REASONING = optional(
    fields(dict.fromkeys(("effort", "summary", "generate_summary", "context", "mode"), word))
)
TEXT = optional(fields({"format": optional(FORMAT), "verbosity": optional(word)}))
_OUTPUT = optional(either(embedded, each(_output_item)))
_ITEM = fields(
    {
        # messages and reasoning
        "role": word,
        "content": _CONTENT,
        "phase": optional(word),
        "summary": each(_part),
        "encrypted_content": optional(sealed),
        # calls and their results
        "name": optional(fixed),
        "namespace": optional(fixed),
        "arguments": either(embedded, free),
        "input": text,
        "output": _OUTPUT,
        "caller": optional(fields({"type": word, "caller_id": item_id})),
        "action": either(word, _ACTION),
        "actions": each(_ACTION),
        "operation": _ACTION,
        "environment": optional(ENVIRONMENT),
        "pending_safety_checks": _CHECKS,
        "acknowledged_safety_checks": _CHECKS,
        # hosted tools
        "queries": text,
        "results": optional(each(_RESULT)),
        "code": optional(text),
        "outputs": optional(PARTS),
        "container_id": item_id,
        "result": opaque("image"),
        "revised_prompt": optional(text),
        "fingerprint": sealed,
        # settings from here on
        "reasoning": REASONING,
        "text": TEXT,
        # remote servers
        "server_label": fixed,
        "tools": TOOLS,
        "error": optional(either(text, unknown)),
        "approval_request_id": optional(item_id),
        "approve": skip,
        "reason": optional(text),
        **dict.fromkeys(("id", "call_id"), optional(item_id)),
        **dict.fromkeys(
            (
                "type", "status", "execution", "max_output_length", "background", "output_format",
                "quality", "size", "svg_usage", "async",
            ),
            optional(word),
        ),
    }
)  # fmt: skip
_PROGRAM_RESULT = fields(
    {"id": item_id, "call_id": item_id, "type": word, "status": word, "result": embedded}
)


def _sealed_id(walk: Walk, value: Json, pointer: str) -> None:
    """What was sealed for this caller can be told again only by the pseudonyms in it."""
    if isinstance(value, str) and value:
        walk.refers.append(StateRef("item", value, soft=True))
    item_id(walk, value, pointer)


_COMPACTION = fields(
    {"id": optional(_sealed_id), "type": word, "encrypted_content": optional(sealed)}
)
_OTHER_ITEMS: Mapping[str, Rule] = {"program_output": _PROGRAM_RESULT, "compaction": _COMPACTION}
_ASSISTANT_KINDS = frozenset(
    {
        "function_call", "custom_tool_call", "reasoning", "compaction", "file_search_call",
        "web_search_call", "code_interpreter_call", "computer_call", "image_generation_call",
        "local_shell_call", "shell_call", "apply_patch_call", "mcp_list_tools",
        "mcp_approval_request", "mcp_call", "tool_search_call", "program",
    }
)  # fmt: skip
_TOOL_KINDS = frozenset(
    {
        "function_call_output", "custom_tool_call_output", "computer_call_output",
        "local_shell_call_output", "shell_call_output", "apply_patch_call_output",
        "mcp_approval_response", "tool_search_output", "program_output",
    }
)  # fmt: skip
_OTHER_KINDS = frozenset(
    {
        "message", "item_reference", "additional_tools", "compaction_trigger",
        "configuration_update",
    }
)  # fmt: skip
_KINDS = _ASSISTANT_KINDS | _TOOL_KINDS | _OTHER_KINDS


def role_of(item: Json) -> Role:
    """Who speaks in an item."""
    if not isinstance(item, dict):
        return Role.CLIENT
    kind, speaker = item.get("type"), item.get("role")
    if isinstance(kind, str) and kind in _ASSISTANT_KINDS:
        return Role.ASSISTANT
    if isinstance(kind, str) and kind in _TOOL_KINDS:
        return Role.TOOL
    if kind == "configuration_update":
        return Role.SETTING
    if isinstance(speaker, str) and speaker in _SYSTEM:
        return Role.SYSTEM
    return Role.ASSISTANT if speaker == "assistant" else Role.CLIENT


def blocks_of(items: Json) -> int:
    """How many runs of the assistant's items there are: each begins a block."""
    roles = [role_of(item) for item in items] if isinstance(items, list) else []
    before = [None, *roles]
    return sum(
        role is Role.ASSISTANT and last is not Role.ASSISTANT
        for last, role in zip(before, roles, strict=False)
    )


def _items(walk: Walk, value: Json, pointer: str) -> None:
    """The conversation: a string, or items."""
    if not isinstance(value, list):
        walk.role = Role.CLIENT
        text(walk, value, pointer)
        walk.role = Role.SETTING
        return
    last = None
    for index, item in enumerate(value):
        role = walk.role = role_of(item)
        walk.block += role is Role.ASSISTANT and last is not Role.ASSISTANT
        last = role
        _item(walk, item, f"{pointer}/{index}")
    walk.block, walk.role = 0, Role.SETTING


_REFERENCE = fields({"type": optional(word), "id": kept("item")})


def _item(walk: Walk, item: Json, pointer: str) -> None:
    kind = item.get("type") if isinstance(item, dict) else None
    if kind is None and isinstance(item, dict):
        kind = "item_reference" if "id" in item and "role" not in item else "message"
    if kind == "item_reference":
        _REFERENCE(walk, item, pointer)
    elif not isinstance(kind, str) or kind not in _KINDS:
        walk.unknown.append(pointer)
        unknown(walk, item, pointer)
    else:
        _OTHER_ITEMS.get(kind, _ITEM)(walk, item, pointer)


# --- the body -----------------------------------------------------------------


def _instructions(walk: Walk, value: Json, pointer: str) -> None:
    walk.role = Role.SYSTEM
    text(walk, value, pointer)
    walk.role = Role.SETTING


def _variables(walk: Walk, value: Json, pointer: str) -> None:
    """What fills a prompt's gaps: names are fixed, values are text or parts."""
    if not isinstance(value, dict):
        unknown(walk, value, pointer)
        return
    for name, content in value.items():
        target = f"{pointer}/{name}"
        walk.key(name, target, Place.FIXED)
        (text if isinstance(content, str) else _part)(walk, content, target)


def _conversation(*, grows: bool) -> Rule:
    ident = kept("conversation", grows=grows)
    return optional(either(ident, fields({"id": ident})))


_MODERATED = fields({"mode": word})
_CACHE_OPTIONS = dict.fromkeys(("mode", "ttl", "prewarm"), word)
COUNTED: Mapping[str, Rule] = {
    "input": optional(_items),
    "instructions": optional(_instructions),
    "model": optional(fixed),
    "conversation": _conversation(grows=False),
    "previous_response_id": kept("response"),
    "personality": word,
    "reasoning": REASONING,
    "text": TEXT,
    "tools": optional(TOOLS),
    "tool_choice": optional(TOOL_CHOICE),
    "truncation": word,
    "parallel_tool_calls": word,
}
"""The fields of a request for a count of tokens."""
BODY: Mapping[str, Rule] = {
    **COUNTED,
    "conversation": _conversation(grows=True),
    "background": word,
    "background_options": optional(unknown),
    "metadata": optional(free),
    "user": optional(identifier),
    "safety_identifier": optional(identifier),
    "prompt_cache_key": optional(identifier),
    "prompt": optional(
        fields({"id": item_id, "version": optional(fixed), "variables": optional(_variables)})
    ),
    "include": optional(word),
    "context_management": optional(each(fields({"type": word, "compact_threshold": skip}))),
    "stream_options": optional(fields({"include_obfuscation": word})),
    "prompt_cache_options": optional(
        fields({**_CACHE_OPTIONS, "comparison_response_id": kept("response")})
    ),
    "moderation": optional(
        fields(
            {
                "model": fixed,
                "policy": optional(fields({"input": _MODERATED, "output": _MODERATED})),
            }
        )
    ),
    "image": optional(fields({"context_compression": word})),
    "access_programs": optional(fields({"cyber": word})),
    **dict.fromkeys(
        (
            "max_output_tokens", "max_tool_calls", "prompt_cache_retention", "service_tier",
            "store", "stream", "temperature", "top_logprobs", "top_p",
        ),
        word,
    ),
}  # fmt: skip
"""The fields of a request for a response."""

SAID: Mapping[str, Rule] = {"items": optional(_items), "metadata": optional(free)}
"""The fields of a conversation, or of what is added to one."""

INSTRUCTIONS = frozenset(
    {
        "store", "service_tier", "user", "safety_identifier", "prompt_cache_key",
        "prompt_cache_retention", "temperature", "top_p", "max_output_tokens", "max_tool_calls",
        "parallel_tool_calls", "top_logprobs", "truncation",
    }
)  # fmt: skip
"""Fields that an operator's instruction may set. Framing (`stream`) stays the caller's."""
