"""What stands in Google's requests: one rule for each field, by both of its spellings.

A table names each field once, in snake case as in the protocol buffers; camel case is looked up
too, since the JSON mapping takes both (https://protobuf.dev/programming-guides/json/) and
google-genai mixes them. Sources: google.cloud.aiplatform.v1beta1 (prediction_service, content,
tool, openapi) and google.genai.types 3.4. What no table names is unknown, and is walked as text.
"""

import re
from functools import lru_cache

from privacy.text import Place, Role
from providers.codec import MalformedBodyError
from providers.google_blobs import blob, noted_part, opaque, result_part
from providers.google_kept import file_link, named
from providers.json_text import Json
from providers.rows import rows
from providers.schema import schema
from providers.walk import (
    Rule,
    Walk,
    below,
    each,
    either,
    fixed,
    free,
    text,
    uninspected,
    unknown,
    unknown_field,
    words,
)

_SEALED = re.compile(r"[A-Za-z0-9+/_-]{64,}={0,2}")
"""Signatures are hundreds of characters long; a shorter word may be anybody's name."""
_HANDLE = re.compile(
    r"(?:adk-)?[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|function-call-[0-9]{1,20}|[a-z0-9]{8}"
    r"|(?:call|toolu|fc)[_-][A-Za-z0-9]{20,64}|[A-Za-z0-9_-]{1,6}"
)
"""Ids of calls as Gemini, ADK and others make them; a word of six letters tells nobody's name."""
_RESOURCE = re.compile(r"[a-zA-Z]+(?:/[A-Za-z0-9._-]+)+/?")
_NUMBERED = re.compile(r"(?<=/)[0-9]{1,20}(?=/|\Z)")
_OF_PROJECT = "projects/"
_LONG = re.compile(r"[0-9]{9}")  # neither a version nor a date
_INTEGERS = 2**31
"""Numbers of the protocol are 32 bits wide; a longer one may be anything."""
_WORDS = words(
    frozenset(
        {
            "user", "model", "function", "tool", "system", "AUTO", "ANY", "NONE", "VALIDATED",
            "BLOCK_NONE", "BLOCK_ONLY_HIGH", "BLOCK_MEDIUM_AND_ABOVE", "BLOCK_LOW_AND_ABOVE",
            "HARM_CATEGORY_HARASSMENT", "HARM_CATEGORY_HATE_SPEECH", "OFF",
            "HARM_CATEGORY_CIVIC_INTEGRITY",
            "HARM_CATEGORY_SEXUALLY_EXPLICIT", "HARM_CATEGORY_DANGEROUS_CONTENT", "SEVERITY",
            "PROBABILITY", "PYTHON", "LANGUAGE_UNSPECIFIED", "OUTCOME_OK", "OUTCOME_FAILED",
            "OUTCOME_DEADLINE_EXCEEDED", "TEXT", "IMAGE", "AUDIO", "MEDIA_RESOLUTION_LOW",
            "MEDIA_RESOLUTION_MEDIUM", "MEDIA_RESOLUTION_HIGH", "MINIMAL", "LOW", "MEDIUM", "HIGH",
            "BLOCKING", "NON_BLOCKING", "SILENT", "WHEN_IDLE", "INTERRUPT", "NULL_VALUE",
            "application/json", "text/plain", "text/x.enum", "application/pdf", "image/png",
            "image/jpeg", "image/webp", "image/heic", "image/heif", "audio/wav", "audio/mp3",
            "audio/mpeg", "audio/ogg", "audio/flac", "video/mp4", "video/webm", "text/html",
            "text/csv", "text/markdown",
        }
    )
)  # fmt: skip


@lru_cache(maxsize=512)
def camel(name: str) -> str:
    """A protocol buffers field name as its JSON name."""
    first, *rest = name.split("_")
    return first + "".join(part.capitalize() for part in rest)


def member(value: Json, name: str) -> Json:
    """A field of a message by its snake-case name, in either spelling; None if there is none."""
    return value.get(camel(name), value.get(name)) if isinstance(value, dict) else None


def message(**rules: Rule) -> Rule:
    """An object with these fields; others are unknown.

    Its rule raises `MalformedBodyError` (duplicate_key) where a field stands in both spellings.
    """
    known = {spelling: rule for name, rule in rules.items() for spelling in (name, camel(name))}
    twins = {name: camel(name) for name in rules if "_" in name}

    def rule(walk: Walk, value: Json, pointer: str) -> None:
        if not isinstance(value, dict):
            unknown(walk, value, pointer)
            return
        for key, child in value.items():
            here = known.get(key)
            if here is None:
                unknown_field(walk, key, child, pointer)
                continue
            if twins.get(key) in value:
                raise MalformedBodyError("duplicate_key", "a field stands in both spellings")
            walk.skip_key()
            here(walk, child, f"{pointer}/{key}")

    return rule


def word(walk: Walk, value: Json, pointer: str) -> None:
    """A word, a truth value or a number of the protocol; what is neither may not change."""
    if isinstance(value, int) and abs(value) >= _INTEGERS:
        fixed(walk, value, pointer)
    else:
        _WORDS(walk, value, pointer)


def handle(walk: Walk, value: Json, pointer: str) -> None:
    """An id that a program made, such as that of a tool call; of another shape it is looked at."""
    known = isinstance(value, str) and _HANDLE.fullmatch(value)
    (uninspected if known else fixed)(walk, value, pointer)


def resource(walk: Walk, value: Json, pointer: str) -> None:
    """A resource name such as `projects/p/locations/l/publishers/google/models/m`.

    Numbers of what stands in a project are the recipient's own.
    """
    if not isinstance(value, str) or _RESOURCE.fullmatch(value) is None:
        fixed(walk, value, pointer)
        return
    named = _NUMBERED.sub("", value) if value.startswith(_OF_PROJECT) else value
    if _LONG.search(named):
        walk.string(named.replace("/", "\n"), pointer, Place.FIXED)
    else:
        walk.skip(value)


def signature(walk: Walk, value: Json, pointer: str) -> None:
    """Bytes of the recipient's own making, in base64; what is too short for that is looked at."""
    known = isinstance(value, str) and _SEALED.fullmatch(value)
    (uninspected if known else fixed)(walk, value, pointer)


def spoken(role: Role | None, rule: Rule) -> Rule:
    """What somebody else says than the one who speaks around it."""

    def of_value(walk: Walk, value: Json, pointer: str) -> None:
        outer, walk.role = walk.role, role or walk.role
        rule(walk, value, pointer)
        walk.role = outer

    return of_value


def late(rule: Rule) -> Rule:
    """A setting that repeats the conversation's words: it stands after all of it."""

    def of_value(walk: Walk, value: Json, pointer: str) -> None:
        walk.block = walk.blocks
        rule(walk, value, pointer)
        walk.block = 0

    return of_value


def labels(walk: Walk, value: Json, pointer: str) -> None:
    """Billing labels: names may not change, values must stay labels."""
    if not isinstance(value, dict):
        unknown(walk, value, pointer)
        return
    for key, child in value.items():
        target = below(pointer, key)
        walk.key(key, target, Place.FIXED)
        if isinstance(child, str):
            walk.string(child, target, Place.LABEL, key)
        else:
            fixed(walk, child, target)


def settings(walk: Walk, value: Json, pointer: str) -> None:
    """A tree of names, words and numbers, none of which may change; numbers are looked at."""
    if isinstance(value, dict):
        for key, child in value.items():
            target = below(pointer, key)
            walk.key(key, target, Place.FIXED)
            settings(walk, child, target)
    elif isinstance(value, list):
        for index, child in enumerate(value):
            settings(walk, child, f"{pointer}/{index}")
    elif isinstance(value, str):
        _WORDS(walk, value, pointer)
    elif value is None or isinstance(value, bool):
        walk.skip(value)
    else:
        walk.number(pointer, Place.FIXED, pointer.rpartition("/")[2])


_BLOB = blob(message, word)
_FILE = message(file_uri=file_link("file"), mime_type=word, display_name=text)
_OF_MEDIA = dict.fromkeys(
    (
        "audio_metadata", "document_metadata", "spreadsheet_metadata", "video_metadata",
        "media_resolution", "media_processing",
    ),
    settings,
)  # fmt: skip
_CALL = message(
    name=fixed,
    args=free,
    id=handle,
    partial_args=each(
        message(
            string_value=text,
            json_path=fixed,
            null_value=word,
            number_value=word,
            bool_value=word,
            will_continue=word,
        )
    ),
    will_continue=word,
    tool_type=word,
)
_RESULT = spoken(
    Role.TOOL,
    message(
        name=fixed,
        response=free,
        id=handle,
        parts=each(result_part(message(inline_data=_BLOB, file_data=_FILE, **_OF_MEDIA))),
        will_continue=word,
        scheduling=word,
        tool_type=word,
    ),
)
part = message(
    text=text,
    thought=word,
    thought_signature=opaque("encrypted_content", signature),
    inline_data=_BLOB,
    file_data=_FILE,
    function_call=_CALL,
    function_response=_RESULT,
    tool_call=_CALL,
    tool_response=_RESULT,
    executable_code=message(code=text, language=word, id=handle),
    code_execution_result=spoken(Role.TOOL, message(output=text, outcome=word, id=handle)),
    **_OF_MEDIA,
    part_metadata=free,
    audio_transcription=message(
        text=text,
        words=each(message(word=text, start_offset=word, end_offset=word)),
        speaker_label=text,
        language_code=word,
        start_offset=word,
        end_offset=word,
        finished=word,
    ),
    speech_metadata=message(speaker=text, style=text),
)
"""One part of a turn."""
_content = message(role=word, parts=each(noted_part(part)))
_ROLES = {
    "model": Role.ASSISTANT,
    "function": Role.TOOL,
    "tool": Role.TOOL,
    "system": Role.SYSTEM,
}


def turn(walk: Walk, value: Json, pointer: str) -> None:
    """One turn of a conversation; one of the language model begins a new block."""
    role = member(value, "role")
    walk.role = _ROLES.get(role, Role.CLIENT) if isinstance(role, str) else Role.CLIENT
    if walk.role is Role.ASSISTANT:
        walk.block += 1
    either(text, _content)(walk, value, pointer)


def _conversation(walk: Walk, value: Json, pointer: str) -> None:
    each(turn)(walk, value, pointer)
    walk.role, walk.block = Role.SETTING, 0


_function = message(
    name=fixed,
    description=text,
    parameters=schema,
    parameters_json_schema=schema,
    response=schema,
    response_json_schema=schema,
    behavior=word,
)
_tool = message(
    function_declarations=each(_function),
    retrieval=settings,
    google_search=settings,
    google_search_retrieval=settings,
    google_maps=settings,
    enterprise_web_search=settings,
    parallel_ai_search=settings,
    exa_ai_search=settings,
    code_execution=settings,
    url_context=settings,
    computer_use=settings,
    file_search=settings,
    mcp_servers=opaque("mcp", settings),
)
_voice = message(
    prebuilt_voice_config=settings,
    replicated_voice_config=opaque(
        "audio",
        message(
            mime_type=word,
            voice_sample_audio=uninspected,
            consent_audio=uninspected,
            voice_consent_signature=message(signature=signature),
        ),
    ),
    voice=word,
)
_speaker = message(speaker=text, voice_config=_voice)
_speech = message(
    voice_config=_voice,
    language_code=word,
    multi_speaker_voice_config=message(speaker_voice_configs=each(_speaker)),
)
"""How an answer sounds; speakers are called as in the conversation, and a voice is somebody's."""
_transcription = message(
    language_codes=word,
    language_auto=settings,
    language_hints=settings,
    custom_vocabulary=text,
    source_text=text,
    adaptation_phrases=text,
    word_timestamp=word,
    diarization=word,
    mode=word,
)
_format = message(
    text=message(mime_type=word, schema=schema, json_schema=schema),
    audio=settings,
    image=settings,
    video=settings,
)
_generation = message(
    stop_sequences=late(text),
    response_schema=schema,
    response_json_schema=schema,
    response_mime_type=word,
    temperature=word,
    top_p=word,
    top_k=word,
    candidate_count=word,
    max_output_tokens=word,
    response_logprobs=word,
    logprobs=word,
    presence_penalty=word,
    frequency_penalty=word,
    seed=word,
    audio_timestamp=word,
    response_modalities=word,
    media_resolution=word,
    enable_affective_dialog=word,
    enable_enhanced_civic_answers=word,
    thinking_config=settings,
    routing_config=settings,
    model_config=settings,
    model_selection_config=settings,
    image_config=settings,
    speech_config=late(either(word, _speech)),
    response_format=each(_format),
    translation_config=settings,
    audio_transcription_config=late(_transcription),
)
REQUEST: dict[str, Rule] = {
    "model": resource,
    "contents": _conversation,
    "system_instruction": spoken(Role.SYSTEM, either(text, _content)),
    "cached_content": named("cachedContents", "cached_content"),
    "tools": each(_tool),
    "tool_config": settings,
    "labels": labels,
    "safety_settings": each(message(category=word, threshold=word, method=word)),
    "model_armor_config": settings,
    "generation_config": _generation,
    **dict.fromkeys(("generation_output_config", "output_config"), settings),
    "continuation_token": signature,
    **dict.fromkeys(("service_tier", "automatic_continuation", "store"), word),
}
generate = message(**REQUEST)
"""The body of generateContent and streamGenerateContent."""
count_tokens = message(
    **REQUEST,
    generate_content_request=generate,
    endpoint=resource,
    instances=spoken(Role.CLIENT, rows),
)
"""The body of countTokens: Gemini's wraps a whole request, Vertex's holds its fields."""
TOP_LEVEL = frozenset(REQUEST)
"""Fields of a request by their snake-case names."""
