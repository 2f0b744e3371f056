"""Tools and settings of a Responses request, and what stands in them.

Source: openai-python 3.54, `openai/types/responses/tool_param.py` and what it imports;
https://platform.openai.com/docs/api-reference/responses/create. The fields of all kinds of tools
are one table: where two kinds share a name they mean the same, or the shape tells them apart.

A tool of a remote server (MCP) lets the recipient hand on what it knows to somebody else, so it is
opaque, kind "mcp". Where policy lets it pass, credentials of that server go as they are.
"""

import re

from privacy.text import Place
from providers.codec import OpaqueItem
from providers.json_text import Json
from providers.openai_fields import WORDS, image, kept_file, made_id, named, opaque
from providers.schema import schema
from providers.walk import (
    Rule,
    Walk,
    below,
    each,
    either,
    fields,
    fixed,
    free,
    kept,
    optional,
    skip,
    text,
    words,
)

_RESPONSE_WORDS = frozenset(
    {
        # kinds of items and parts
        "message", "function_call", "function_call_output", "custom_tool_call",
        "custom_tool_call_output", "reasoning", "item_reference", "compaction",
        "compaction_trigger", "file_search_call", "web_search_call", "code_interpreter_call",
        "computer_call", "computer_call_output", "image_generation_call", "local_shell_call",
        "local_shell_call_output", "shell_call", "shell_call_output", "apply_patch_call",
        "apply_patch_call_output", "mcp_list_tools", "mcp_approval_request",
        "mcp_approval_response", "mcp_call", "tool_search_call", "tool_search_output",
        "additional_tools", "configuration_update", "program", "program_output", "input_text",
        "output_text",
        "summary_text", "reasoning_text", "input_image", "input_file", "input_audio",
        "computer_screenshot", "file_citation", "container_file_citation", "file_path", "url",
        "logs", "image", "exit", "timeout", "direct", "caller", "commentary", "final_answer",
        # actions
        "search", "open_page", "find_in_page", "click", "double_click", "drag", "keypress", "move",
        "screenshot", "scroll", "type", "wait", "left", "right", "wheel", "back", "forward",
        "exec", "create_file", "update_file", "delete_file", "generate", "edit",
        # states
        "in_progress", "completed", "incomplete", "searching", "interpreting", "generating",
        "failed", "calling",
        # tools and settings
        "file_search", "web_search", "web_search_2025_08_26", "web_search_preview",
        "web_search_preview_2025_03_11", "code_interpreter", "computer", "computer_use_preview",
        "mcp", "image_generation", "local_shell", "shell", "apply_patch", "namespace",
        "tool_search", "programmatic_tool_calling", "programmatic", "server", "client", "always",
        "never", "disabled", "enabled", "concise", "detailed", "current_turn", "all_turns", "pro",
        "eq", "ne", "gt", "gte", "lt", "lte", "in", "nin", "and", "or", "default-2024-11-15",
        "1g", "4g", "16g", "64g", "allowlist", "container_auto", "container_reference", "local",
        "inline", "skill_reference", "base64", "windows", "mac", "linux", "ubuntu", "browser",
        "png", "webp", "jpeg", "gif", "svg", "transparent", "opaque", "1024x1024", "1024x1536",
        "1536x1024", "12h", "friendly", "pragmatic", "gpt-image-1", "gpt-image-1-mini",
    }
)  # fmt: skip
INCLUDED = frozenset(
    {
        "file_search_call.results",
        "web_search_call.results",
        "web_search_call.action.sources",
        "message.input_image.image_url",
        "computer_call_output.output.image_url",
        "code_interpreter_call.outputs",
        "reasoning.encrypted_content",
        "message.output_text.logprobs",
    }
)
"""What an answer may include."""
_ID = re.compile(
    r"(?:resp|msg|rs|fc|fco|ctc|ctco|call|ci|cntr|ws|fs|ig|img|mcp|mcpl|mcpr|mcpa|cu|lsh|sh|apc|apco|"
    r"sho|tsc|tso|cmp|pmpt|vs|file|conv)_[A-Za-z0-9]{16,64}"
)
_CREDENTIALS = frozenset({"authorization", "proxy-authorization", "x-api-key", "api-key"})

word = words(WORDS | _RESPONSE_WORDS | INCLUDED)


def item_id(walk: Walk, value: Json, pointer: str) -> None:
    """An id that a recipient made, of any kind of item."""
    if isinstance(value, str) and _ID.fullmatch(value):
        walk.skip(value)
    else:
        made_id(walk, value, pointer)


def _credential(walk: Walk, value: Json, pointer: str) -> None:
    """A credential for a remote server."""
    if isinstance(value, str):
        walk.skip(value)
    else:
        fixed(walk, value, pointer)


def _headers(walk: Walk, value: Json, pointer: str) -> None:
    """Headers for a remote server: none may change, and credentials need no look."""
    if not isinstance(value, dict):
        fixed(walk, value, pointer)
        return
    for name, content in value.items():
        target = below(pointer, name)
        walk.key(name, target, Place.FIXED)
        (_credential if name.lower() in _CREDENTIALS else fixed)(walk, content, target)


PLACE = fields(
    {
        "type": word,
        **{key: optional(named(Place.TEXT, key)) for key in ("city", "country", "region")},
        "timezone": optional(named(Place.TEXT, "timezone")),
    }
)
_COMPARISON: dict[str, Rule] = {"type": word, "key": fixed, "value": free}


def _filter(walk: Walk, value: Json, pointer: str) -> None:
    """A comparison, several of them, or domains."""
    FILTER(walk, value, pointer)


FILTER = fields({**_COMPARISON, "filters": each(_filter), "allowed_domains": optional(each(fixed))})
_SECRETS = each(fields({"domain": fixed, "name": fixed, "value": _credential}))
_NETWORK = fields({"type": word, "allowed_domains": each(fixed), "domain_secrets": _SECRETS})
_SKILL = fields(
    {
        "type": word,
        "name": fixed,
        "description": text,
        "path": text,
        "skill_id": item_id,
        "version": word,
        "source": fields({"type": word, "media_type": fixed, "data": opaque("file")}),
    }
)
ENVIRONMENT = either(
    word,
    fields(
        {
            "type": word,
            "file_ids": each(kept_file),
            "memory_limit": optional(word),
            "network_policy": optional(_NETWORK),
            "skills": optional(each(_SKILL)),
            "container_id": item_id,
        }
    ),
)
_NAMES = fields({"tool_names": each(fixed), "read_only": skip})


def _allowed(walk: Walk, value: Json, pointer: str) -> None:
    """Names of tools, or a filter of them."""
    (_NAMES if isinstance(value, dict) else fixed)(walk, value, pointer)


_GRAMMAR = fields({"type": word, "syntax": word, "definition": text})


def _tool(walk: Walk, value: Json, pointer: str) -> None:
    """One tool."""
    if isinstance(value, dict) and value.get("type") == "mcp":
        walk.opaque.append(OpaqueItem("mcp", pointer))
    _TOOL(walk, value, pointer)


TOOLS = each(_tool)
_TOOL = fields(
    {
        # functions and custom tools
        "name": fixed,
        "description": optional(text),
        "parameters": optional(schema),
        "output_schema": optional(schema),
        "input_schema": optional(schema),
        "annotations": optional(free),
        "format": optional(_GRAMMAR),
        "tools": TOOLS,
        # searches
        "vector_store_ids": each(kept("vector_store", soft=True)),
        "filters": optional(_filter),
        "ranking_options": fields(
            {
                "ranker": word,
                "score_threshold": skip,
                "hybrid_search": optional(fields({"embedding_weight": skip, "text_weight": skip})),
            }
        ),
        "user_location": optional(PLACE),
        # remote servers
        "server_label": fixed,
        "server_description": text,
        "server_url": fixed,
        "connector_id": fixed,
        "tunnel_id": item_id,
        "authorization": optional(_credential),
        "headers": optional(_headers),
        "allowed_tools": optional(_allowed),
        "require_approval": optional(
            either(word, fields({"always": _NAMES, "never": _NAMES}))
        ),
        # containers and pictures
        "container": either(item_id, ENVIRONMENT),
        "environment": optional(ENVIRONMENT),
        "input_image_mask": fields({"file_id": kept_file, "image_url": image}),
        "svg": fields({"model": fixed, "reasoning": optional(fields({"effort": word}))}),
        "model": fixed,
        **dict.fromkeys(
            (
                "type", "strict", "defer_loading", "allowed_callers", "max_num_results",
                "search_context_size", "external_web_access", "search_content_types",
                "display_height", "display_width", "action", "background", "complexity",
                "frame_count", "frame_duration_ms", "input_fidelity", "moderation",
                "output_compression", "output_format", "partial_images", "quality", "size",
                "execution", "async",
            ),
            word,
        ),
    }
)  # fmt: skip
TOOL_CHOICE = either(
    word,
    fields(
        {
            "type": word,
            "mode": word,
            "name": optional(fixed),
            "server_label": fixed,
            "tools": each(fields({"type": word, "name": fixed, "server_label": fixed})),
        }
    ),
)
FORMAT = fields(
    {
        "type": word,
        "name": fixed,
        "description": optional(text),
        "schema": optional(schema),
        "strict": skip,
    }
)
