"""Every place in which text can stand: a planted value in each, none of which may be heard."""

import base64
import json
from copy import deepcopy
from typing import Any
from urllib.parse import quote

import pytest

from tests.end_to_end.conftest import House
from tests.support import answers
from tests.support.planted import assert_absent

MAIL = "ngozi.adeyemi@posteo.example"
CARD = "5555 5555 5555 4444"
PLANTED = (MAIL, CARD)
OK = b'{"candidates":[{"content":{"role":"model","parts":[{"text":"ok"}]},"finishReason":"STOP"}]}'
CHAT: dict[str, Any] = {"model": "gpt-test", "messages": [{"role": "user", "content": "Hello"}]}
GEMINI: dict[str, Any] = {"contents": [{"role": "user", "parts": [{"text": "Hello"}]}]}
TOOL: dict[str, Any] = {
    "type": "function",
    "function": {"name": "find", "parameters": {"type": "object", "properties": {}}},
}


def _function(**fields: Any) -> dict[str, Any]:
    return {"tools": [TOOL | {"function": TOOL["function"] | fields}]}


def _assistant(arguments: str, **fields: Any) -> dict[str, Any]:
    call = {"id": "c1", "type": "function", "function": {"name": "find", "arguments": arguments}}
    said = {"role": "assistant", "content": None, "tool_calls": [call]} | fields
    result = {"role": "tool", "tool_call_id": "c1", "content": "ok"}
    return {"messages": [*CHAT["messages"], said, result]}


OPENAI_PLACES: dict[str, dict[str, Any]] = {
    "system": {"messages": [{"role": "system", "content": f"Owner: {MAIL}"}, *CHAT["messages"]]},
    "developer": {"messages": [{"role": "developer", "content": MAIL}, *CHAT["messages"]]},
    "parts": {"messages": [{"role": "user", "content": [{"type": "text", "text": f"x {MAIL}"}]}]},
    "name": {"messages": [{"role": "user", "name": "ngozi_adeyemi", "content": MAIL}]},
    "tool result": _assistant("{}") | {
        "messages": [*_assistant("{}")["messages"][:-1],
                     {"role": "tool", "tool_call_id": "c1", "content": json.dumps({"mail": MAIL})}],
    },
    "arguments": _assistant(json.dumps({"to": MAIL, "card": CARD})),
    "key in arguments": _assistant(json.dumps({MAIL: 1})),
    "number in arguments": _assistant('{"card": 5555555555554444}'),
    "json in json in arguments": _assistant(json.dumps({"body": json.dumps({"to": MAIL})})),
    "broken arguments": _assistant('{"to": "' + MAIL),
    "refusal": _assistant("{}", refusal=f"no {MAIL}"),
    "tool description": _function(description=f"Find a customer, e.g. {MAIL}"),
    "parameter description": _function(
        parameters={"type": "object", "properties": {"m": {"type": "string", "description": MAIL}}}
    ),
    "enum": _function(
        parameters={"type": "object", "properties": {"m": {"type": "string", "enum": [MAIL, "x"]}}}
    ),
    "const": _function(
        parameters={"type": "object", "properties": {"m": {"const": MAIL}}}
    ),
    "default": _function(
        parameters={"type": "object", "properties": {"m": {"type": "string", "default": MAIL}}}
    ),
    "schema": {"response_format": {"type": "json_schema", "json_schema": {
        "name": "answer", "schema": {"type": "object", "description": MAIL},
    }}},
    "metadata value": {"metadata": {"customer": MAIL}},
    "metadata key": {"metadata": {MAIL: "x"}},
    "user": {"user": MAIL},
    "safety identifier": {"safety_identifier": "ngozi-4711"},
    "cache key": {"prompt_cache_key": MAIL},
    "stop": {"stop": ["END", MAIL]},
    "prediction": {"prediction": {"type": "content", "content": f"Dear {MAIL}"}},
    "location": {"web_search_options": {"user_location": {"type": "approximate", "approximate": {
        "city": MAIL,
    }}}},
    "unknown field": {"brand_new": {"deep": [{"x": MAIL}]}},
    "unknown key": {"brand_new": {MAIL: True}},
    "legacy functions": {"functions": [{"name": "f", "description": MAIL}]},
    "base64": {"messages": [{"role": "user", "content": base64.b64encode(MAIL.encode()).decode()}]},
    "percent": {"messages": [{"role": "user", "content": quote(MAIL, safe="")}]},
    "full width": {"messages": [{"role": "user", "content": MAIL.replace("@", "\uff20")}]},
    "zero width": {"messages": [{"role": "user", "content": MAIL.replace("@", "\u200b@\u200b")}]},
    "escaped": {"messages": [{"role": "user", "content": MAIL.replace("@", "\\u0040")}]},
    "entity": {"messages": [{"role": "user", "content": MAIL.replace("@", "&#64;")}]},
}  # fmt: skip
GOOGLE_PLACES: dict[str, dict[str, Any]] = {
    "system": {"systemInstruction": {"parts": [{"text": MAIL}]}},
    "system, snake case": {"system_instruction": {"parts": [{"text": MAIL}]}},
    "call": {
        "contents": [
            *GEMINI["contents"],
            {
                "role": "model",
                "parts": [
                    {"functionCall": {"name": "find", "args": {"to": MAIL, "n": {MAIL: CARD}}}}
                ],
            },
        ]
    },
    "number in a call": {
        "contents": [
            *GEMINI["contents"],
            {
                "role": "model",
                "parts": [{"functionCall": {"name": "find", "args": {"card": 5555555555554444}}}],
            },
        ]
    },
    "response": {
        "contents": [
            *GEMINI["contents"],
            {
                "role": "user",
                "parts": [{"functionResponse": {"name": "find", "response": {"result": [MAIL]}}}],
            },
        ]
    },
    "code": {
        "contents": [
            {
                "role": "user",
                "parts": [{"executableCode": {"language": "PYTHON", "code": f"mail = '{MAIL}'"}}],
            }
        ]
    },
    "declaration": {"tools": [{"functionDeclarations": [{"name": "f", "description": MAIL}]}]},
    "stop": {"generationConfig": {"stopSequences": [MAIL]}},
    "schema": {"generationConfig": {"responseSchema": {"type": "STRING", "enum": [MAIL]}}},
    "label": {"labels": {"customer": "5555-5555-5555-4444"}},
    "unknown field": {"brandNew": {"deep": [{MAIL: CARD}]}},
}


def _with(base: dict[str, Any], fields: dict[str, Any]) -> bytes:
    return json.dumps(deepcopy(base) | fields).encode()


@pytest.mark.parametrize("place", OPENAI_PLACES)
async def test_openai(at_home: House, place: str) -> None:
    fields = OPENAI_PLACES[place]
    status, _, answer = await at_home.post("/v1/chat/completions", _with(CHAT, fields))
    assert status in {200, 403}, answer
    heard = at_home.recipient.memory
    assert_absent((*PLANTED, "ngozi"), heard)
    await at_home.assert_nothing_escaped(PLANTED)


@pytest.mark.parametrize("place", GOOGLE_PLACES)
async def test_google(at_home: House, place: str) -> None:
    path = "/google/v1beta/models/gemini-test:generateContent"
    at_home.recipient.script(answers.Status(200, OK))
    status, _, answer = await at_home.post(path, _with(GEMINI, GOOGLE_PLACES[place]))
    assert status in {200, 403}, answer
    assert_absent((*PLANTED, "ngozi"), at_home.recipient.memory)
    await at_home.assert_nothing_escaped(PLANTED)


async def test_query_strings(at_home: House) -> None:
    path = f"/v1/chat/completions?metadata[customer]={quote(MAIL)}"
    await at_home.post(path, _with(CHAT, {}))
    assert_absent(PLANTED, at_home.recipient.memory)


async def test_headers(at_home: House) -> None:
    headers = {"x-custom": MAIL, "openai-organization": MAIL, "idempotency-key": MAIL,
               "x-request-id": MAIL, "user-agent": MAIL, "accept": MAIL}  # fmt: skip
    status, _, _ = await at_home.post("/v1/chat/completions", _with(CHAT, {}), **headers)
    assert status == 200
    assert_absent(PLANTED, at_home.recipient.memory)
    await at_home.assert_nothing_escaped(PLANTED)
