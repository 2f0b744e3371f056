"""Assistants, threads, messages and runs, as far as the SDK still has them.

What is said in a thread belongs to the thread: its pseudonyms are kept with it and restore all of
its messages, runs and steps. An assistant may have been made elsewhere.

Source: openai-python 3.54, `openai/types/beta/assistant_create_params.py`,
`thread_create_params.py`, `thread_create_and_run_params.py`, `threads/message_create_params.py`,
`threads/run_create_params.py`, `threads/run_submit_tool_outputs_params.py`;
https://platform.openai.com/docs/api-reference/assistants.
"""

from collections.abc import Mapping

from privacy.text import Role
from providers.codec import Operation, Payload
from providers.json_text import Json
from providers.openai_assistants_stream import AssistantStream
from providers.openai_fields import INSTRUCTIONS, RESPONSE_FORMAT, TOOL_CHOICE, TOOLS, image, word
from providers.openai_plain import Plan, read_plain, spoken
from providers.openai_responses_tools import item_id
from providers.openai_vector_stores import STORED, whole
from providers.routes import Route
from providers.walk import Rule, Walk, each, either, fields, fixed, free, kept, optional, skip, text

_METADATA: Mapping[str, Rule] = {"metadata": optional(free)}
_FILE = kept("file")
_TOOL: Mapping[str, Rule] = {
    "file_search": fields(
        {
            "max_num_results": skip,
            "ranking_options": fields({"ranker": word, "score_threshold": skip}),
        }
    ),
    "code_interpreter": free,
}


def _tools(walk: Walk, value: Json, pointer: str) -> None:
    """Functions are those of chat; the others say how they search."""
    for index, tool in enumerate(value if isinstance(value, list) else ()):
        _one_tool(walk, tool, f"{pointer}/{index}")
    if not isinstance(value, list):
        fixed(walk, value, pointer)


def _one_tool(walk: Walk, tool: Json, pointer: str) -> None:
    is_function = isinstance(tool, dict) and "function" in tool
    rule = TOOLS if is_function else fields({"type": word, **_TOOL})
    rule(walk, tool, pointer)


_RESOURCES = optional(
    fields(
        {
            "code_interpreter": optional(fields({"file_ids": each(_FILE)})),
            "file_search": optional(
                fields(
                    {
                        "vector_store_ids": each(kept("vector_store", soft=True)),
                        "vector_stores": optional(each(STORED)),
                    }
                )
            ),
        }
    )
)
_PART = fields(
    {
        "type": word,
        "text": text,
        "image_file": fields({"file_id": _FILE, "detail": word}),
        "image_url": fields({"url": image, "detail": word}),
    }
)
_ATTACHED = optional(
    each(fields({"file_id": _FILE, "tools": optional(each(fields({"type": word})))}))
)
_CONTENT = either(text, each(_PART))
_MESSAGE: Mapping[str, Rule] = {
    "role": word,
    "content": _CONTENT,
    "attachments": _ATTACHED,
    **_METADATA,
}


def _message(walk: Walk, value: Json, pointer: str) -> None:
    role = value.get("role") if isinstance(value, dict) else None
    walk.role = Role.ASSISTANT if role == "assistant" else Role.CLIENT
    fields(_MESSAGE)(walk, value, pointer)
    walk.role = Role.SETTING


def _system(walk: Walk, value: Json, pointer: str) -> None:
    walk.role = Role.SYSTEM
    text(walk, value, pointer)
    walk.role = Role.SETTING


_MESSAGES = optional(each(_message))
_WORDS = dict.fromkeys(
    (
        "temperature", "top_p", "reasoning_effort", "parallel_tool_calls", "max_prompt_tokens",
        "max_completion_tokens", "stream", "include",
    ),
    word,
)  # fmt: skip
_ASSISTANT: Mapping[str, Rule] = {
    "model": optional(fixed),
    "name": optional(text),
    "description": optional(text),
    "instructions": optional(_system),
    "tools": optional(_tools),
    "tool_resources": _RESOURCES,
    "response_format": optional(either(word, RESPONSE_FORMAT)),
    **_METADATA,
    **_WORDS,
}
_THREAD: Mapping[str, Rule] = {
    "messages": _MESSAGES,
    "tool_resources": _RESOURCES,
    **_METADATA,
}
_RUN: Mapping[str, Rule] = {
    **_ASSISTANT,
    "assistant_id": kept("assistant", soft=True),
    "additional_instructions": optional(_system),
    "additional_messages": _MESSAGES,
    "tool_choice": optional(TOOL_CHOICE),
    "truncation_strategy": optional(fields({"type": word, "last_messages": optional(skip)})),
}
_OUTPUTS: Mapping[str, Rule] = {
    "tool_outputs": each(fields({"output": spoken(text), "tool_call_id": item_id})),
    "stream": word,
}


def _call(
    name: str, method: str, path: str, sent: Mapping[str, Rule] | None = None, **more: object
) -> Route:
    operation = Operation(
        name, method, path, inspected=sent is not None, moot=INSTRUCTIONS, noted=False,
        keeps=bool(more.get("keeps")), ends=bool(more.get("ends")),
        lists=str(more.get("lists", "")),
    )  # fmt: skip
    if sent is None:
        return Route(operation, whole)
    plan = Plan(
        fields=sent, spoken=str(more.get("spoken", "messages")), instructions=frozenset(),
        streams="stream" in sent,
    )  # fmt: skip

    def read(body: bytes) -> Payload:
        return read_plain(body, plan)

    return Route(operation, whole, read, AssistantStream)


_A, _T = "/v1/assistants", "/v1/threads"
_ONE, _OF, _IN = _A + "/{assistant}", _T + "/{thread}", _T + "/{+thread}"
_RUNS = _OF + "/runs"
ASSISTANTS = (
    _call("assistants.create", "POST", _A, _ASSISTANT, keeps=True, spoken="instructions"),
    _call("assistants.list", "GET", _A, lists="assistant"),
    _call("assistants.get", "GET", _ONE),
    _call("assistants.update", "POST", _A + "/{+assistant}", _ASSISTANT),
    _call("assistants.delete", "DELETE", _ONE, ends=True),
    _call("threads.create", "POST", _T, _THREAD, keeps=True),
    _call("threads.create_and_run", "POST", _T + "/runs", {**_RUN, "thread": fields(_THREAD)},
          keeps=True, spoken="thread"),
    _call("threads.get", "GET", _OF),
    _call("threads.update", "POST", _IN, {**_METADATA, "tool_resources": _RESOURCES}),
    _call("threads.delete", "DELETE", _OF, ends=True),
    _call("threads.messages.create", "POST", _IN + "/messages",
          {**_MESSAGE, "content": spoken(_CONTENT)}, spoken="content"),
    _call("threads.messages.list", "GET", _OF + "/messages"),
    _call("threads.messages.get", "GET", _OF + "/messages/{.}"),
    _call("threads.messages.update", "POST", _IN + "/messages/{.}", _METADATA),
    _call("threads.messages.delete", "DELETE", _OF + "/messages/{.}"),
    _call("threads.runs.create", "POST", _IN + "/runs", _RUN),
    _call("threads.runs.list", "GET", _RUNS),
    _call("threads.runs.get", "GET", _RUNS + "/{.}"),
    _call("threads.runs.update", "POST", _IN + "/runs/{.}", _METADATA),
    _call("threads.runs.cancel", "POST", _RUNS + "/{.}/cancel"),
    _call("threads.runs.submit_tool_outputs", "POST", _IN + "/runs/{.}/submit_tool_outputs",
          _OUTPUTS, spoken="tool_outputs"),
    _call("threads.runs.steps.list", "GET", _RUNS + "/{.}/steps"),
    _call("threads.runs.steps.get", "GET", _RUNS + "/{.}/steps/{.}"),
)  # fmt: skip
