"""What stands in a request of Google's Interactions API: one rule for each field.

Source: `google.genai._gaos.types.interactions` 3.4 (also in 2.34). What somebody said are contents,
what happened are steps; both are told apart by `type`. Earlier versions of the API have turns with
a role. Fields stand in snake case; their camel-case twins are taken, too.
"""

import re
from collections.abc import Mapping

from privacy.text import Role
from providers.files import inlined, removable
from providers.google_blobs import opaque
from providers.google_fields import (
    handle,
    labels,
    late,
    member,
    message,
    resource,
    settings,
    signature,
    word,
)
from providers.google_kept import file_link, named
from providers.inline import unpack_base64
from providers.json_text import Json, quote
from providers.schema import schema
from providers.walk import (
    Rule,
    Walk,
    each,
    either,
    embedded,
    fixed,
    free,
    kept,
    optional,
    text,
    unknown,
    words,
)

_MEDIA: Mapping[str, str] = {
    "image": "image/*",
    "audio": "audio/*",
    "video": "video/*",
    "document": "application/pdf",
}
"""Type of a content -> what it is where no media type is said."""
_TOKEN = re.compile(r"[A-Za-z0-9+/=_-]+")
_CONTENTS = frozenset({"text", *_MEDIA})
_OF_MODEL = frozenset({"model_output", "thought"})
_TYPE = words(
    _CONTENTS
    | frozenset(
        {
            "user_input", "model_output", "thought", "function_call", "function_result",
            "code_execution_call", "code_execution_result", "google_search_call",
            "google_search_result", "google_maps_call", "google_maps_result", "file_search_call",
            "file_search_result", "url_context_call", "url_context_result", "retrieval_call",
            "retrieval_result", "tool_search_call", "tool_search_result", "processing_call",
            "processing_result", "mcp_server_tool_call", "mcp_server_tool_result",
            "url_citation", "file_citation", "place_citation", "word_info", "speech_metadata",
            "function", "tool_search", "remote", "code-mender", "deep-research", "dynamic",
            "antigravity", "python", "ultra_high", "high", "medium", "low", "minimal",
        }
    )
)  # fmt: skip
_SPOKEN_BY = {"model": Role.ASSISTANT, "system": Role.SYSTEM, "tool": Role.TOOL}


def _data(media: str) -> Rule:
    def rule(walk: Walk, value: Json, pointer: str) -> None:
        if isinstance(value, str):
            inlined(walk, unpack_base64(value, media), pointer)
        else:
            walk.meet("file", pointer)
            fixed(walk, value, pointer)

    return optional(rule)


_annotation = message(
    type=_TYPE,
    **dict.fromkeys(("start_index", "end_index", "page_number"), word),
    **dict.fromkeys(("start_offset", "end_offset"), fixed),
    **dict.fromkeys(("url", "title", "document_uri", "file_name", "source", "name"), text),
    **dict.fromkeys(("speaker", "style", "text"), text),
    **dict.fromkeys(("place_id", "media_id"), fixed),
    custom_metadata=free,
    review_snippets=each(message(title=text, url=text, review_id=fixed)),
)


def _of_media(kind: str, media: str) -> Rule:
    return message(
        type=_TYPE,
        data=_data(media),
        uri=file_link("file" if kind == "document" else kind),
        mime_type=word,
        name=text,
        processing=settings,
        **dict.fromkeys(("resolution", "channels", "rate", "sample_rate"), word),
    )


_text = message(type=_TYPE, text=text, annotations=optional(each(_annotation)))


def _kind(value: Json) -> str:
    """What something is; "" if it does not say so."""
    said = member(value, "type")
    return said if isinstance(said, str) else ""


def _content(walk: Walk, value: Json, pointer: str) -> None:
    kind = _kind(value)
    if kind in _MEDIA:
        said = member(value, "mime_type")
        _of_media(kind, said if isinstance(said, str) and said else _MEDIA[kind])(
            walk, value, pointer
        )
    elif kind == "text" or (not kind and _bare(value)):
        _text(walk, value, pointer)
    elif isinstance(value, str):
        text(walk, value, pointer)
    else:
        walk.meet("other", pointer)
        unknown(walk, value, pointer)


content = removable(lambda note: f'{{"type":"text","text":{quote(note)}}}', _content)
"""One content, which a text can stand in place of."""
_function = message(
    type=_TYPE,
    name=fixed,
    description=text,
    short_description=text,
    parameters=schema,
    defer_loading=word,
    execution=word,
)


def _result(walk: Walk, value: Json, pointer: str) -> None:
    """What a tool gave: a text, contents, functions that a search found, or any JSON."""
    if isinstance(value, list):
        for index, item in enumerate(value):
            kind = _kind(item)
            known = content if kind in _CONTENTS else _function if kind == "function" else free
            known(walk, item, f"{pointer}/{index}")
    else:
        either(embedded, free)(walk, value, pointer)


_sealed = optional(opaque("encrypted_content", signature))
_step = message(
    type=_TYPE,
    role=word,
    content=optional(each(content)),
    summary=optional(each(content)),
    error=free,
    signature=_sealed,
    id=handle,
    call_id=handle,
    name=fixed,
    server_name=fixed,
    arguments=either(embedded, free),
    result=optional(_result),
    **dict.fromkeys(("is_error", "search_type", "retrieval_type"), word),
)


def role_of(item: Json) -> Role:
    """Who speaks in a step, a turn or a content."""
    kind, said = _kind(item), member(item, "role")
    if kind and kind != "user_input":
        if kind in _OF_MODEL or kind.endswith("_call"):
            return Role.ASSISTANT
        return Role.TOOL if kind.endswith("_result") else Role.CLIENT
    return _SPOKEN_BY.get(said, Role.CLIENT) if isinstance(said, str) else Role.CLIENT


def _item(walk: Walk, value: Json, pointer: str) -> None:
    role = role_of(value)
    if role is Role.ASSISTANT and walk.role is not Role.ASSISTANT:
        walk.block += 1
    walk.role = role
    kind = _kind(value)
    is_content = isinstance(value, str) or kind in _CONTENTS or (not kind and _bare(value))
    (content if is_content else _step)(walk, value, pointer)


def _bare(value: Json) -> bool:
    return isinstance(value, dict) and "text" in value


def _input(walk: Walk, value: Json, pointer: str) -> None:
    each(_item)(walk, value, pointer)
    walk.role, walk.block = Role.SETTING, 0


def blocks_of(items: Json) -> int:
    """How often the model begins to speak."""
    roles = [role_of(item) for item in items] if isinstance(items, list) else []
    before = [Role.SETTING, *roles[:-1]]
    return sum(now is Role.ASSISTANT is not then for then, now in zip(before, roles, strict=False))


def _system(walk: Walk, value: Json, pointer: str) -> None:
    walk.role = Role.SYSTEM
    either(text, content)(walk, value, pointer)
    walk.role = Role.SETTING


def _tool(walk: Walk, value: Json, pointer: str) -> None:
    kind = _kind(value)
    if kind in ("function", "tool_search"):
        _function(walk, value, pointer)
    elif kind == "mcp_server":
        opaque("mcp", settings)(walk, value, pointer)
    else:
        settings(walk, value, pointer)


def _format(walk: Walk, value: Json, pointer: str) -> None:
    """How the answer is to be: a text with a schema, a medium, or a schema alone."""
    kind = _kind(value)
    if kind == "text":
        message(type=_TYPE, mime_type=word, schema=schema)(walk, value, pointer)
    else:
        (settings if kind in _MEDIA else schema)(walk, value, pointer)


_speaker = message(language=word, speaker=text, voice=word)
_speech = message(
    speakers=each(_speaker), **dict.fromkeys(("language", "voice"), word), speaker=text
)
_transcription = message(
    **dict.fromkeys(("adaptation_phrases", "custom_vocabulary"), text),
    **dict.fromkeys(
        ("diarization_mode", "language_codes", "language_hints", "timestamp_granularities"), word
    ),
    mode=either(
        word,
        message(
            type=word,
            source_text=text,
            **dict.fromkeys(("diarization_mode", "timestamp_granularities"), word),
        ),
    ),
)
_generation = message(
    stop_sequences=late(text),
    speech_config=late(each(_speech)),
    transcription_config=late(_transcription),
    **dict.fromkeys(
        (
            "temperature", "top_p", "top_k", "seed", "max_output_tokens", "thinking_level",
            "thinking_summaries", "candidate_count", "presence_penalty", "frequency_penalty",
        ),
        word,
    ),
    **dict.fromkeys(("tool_choice", "image_config", "video_config"), settings),
)  # fmt: skip


def _source(walk: Walk, value: Json, pointer: str) -> None:
    """What an environment begins with: a text, or something that is fetched from elsewhere."""
    if isinstance(value, dict) and ("source" in value or "encoding" in value):
        walk.meet("file", pointer)
    message(type=word, content=text, encoding=word, source=fixed, target=fixed)(
        walk, value, pointer
    )


_remote = message(
    type=_TYPE,
    environment_id=kept("environment"),
    sources=optional(each(_source)),
    **dict.fromkeys(("env", "network"), settings),
)


def _environment(walk: Walk, value: Json, pointer: str) -> None:
    """Where an agent works: a new one, or one that the recipient keeps."""
    if value == "remote":
        walk.skip(value)
    else:
        either(kept("environment"), _remote)(walk, value, pointer)


_work = message(
    description=text,
    finding_id=handle,
    mode=word,
    source_files=each(message(content=text, path=text)),
)
_agent = message(
    type=_TYPE,
    model=fixed,
    session_id=handle,
    session_config=settings,
    find_request=_work,
    fix_request=_work,
    **dict.fromkeys(
        (
            "max_total_tokens", "thinking_summaries", "visualization", "collaborative_planning",
            "enable_bigquery_tool",
        ),
        word,
    ),
)  # fmt: skip
_token = kept("continuation")


def _continuation(walk: Walk, value: Json, pointer: str) -> None:
    """A token of the recipient's own making, with which it goes on."""
    known = isinstance(value, str) and _TOKEN.fullmatch(value)
    (_token if known else optional(fixed))(walk, value, pointer)


FIELDS: dict[str, Rule] = {
    "input": _input,
    "system_instruction": optional(_system),
    "tools": optional(each(_tool)),
    "response_format": optional(each(_format)),
    "generation_config": optional(_generation),
    "agent_config": optional(_agent),
    "environment": optional(_environment),
    "previous_interaction_id": kept("interaction"),
    "cached_content": named("cachedContents", "cached_content"),
    "continuation_token": _continuation,
    "labels": optional(labels),
    "safety_settings": optional(each(message(type=word, threshold=word, method=word))),
    "webhook_config": optional(message(uris=fixed, user_metadata=free)),
    **dict.fromkeys(("model", "agent"), optional(resource)),
    **dict.fromkeys(
        ("response_mime_type", "response_modalities", "service_tier", "store", "stream"), word
    ),
    "background": word,
}
"""Fields of a request by their snake-case names."""
INTERACTION = message(**FIELDS)
"""The body of POST /interactions."""
