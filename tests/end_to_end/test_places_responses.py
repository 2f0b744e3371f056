"""Every place of a Responses request: a planted value in each, none of which may be heard."""

import base64
import json
from typing import Any

import pytest

from tests.end_to_end.conftest import House
from tests.support.planted import assert_absent

MAIL = "ngozi.adeyemi@posteo.example"
CARD = "5555 5555 5555 4444"
PLANTED = (MAIL, CARD)
ASK = {"role": "user", "content": "Hello"}
BODY: dict[str, Any] = {"model": "gpt-test", "input": [ASK]}


def _items(*items: dict[str, Any]) -> dict[str, Any]:
    return {"input": [ASK, *items]}


def _parts(*parts: dict[str, Any], role: str = "user") -> dict[str, Any]:
    return {"input": [{"role": role, "content": list(parts)}]}


def _tool(**fields: Any) -> dict[str, Any]:
    return {"tools": [fields]}


def _function(**fields: Any) -> dict[str, Any]:
    plain = {"type": "function", "name": "find", "strict": False}
    return _tool(**plain, **{"parameters": {"type": "object", "properties": {}}, **fields})


def _property(**schema: Any) -> dict[str, Any]:
    return _function(parameters={"type": "object", "properties": {"m": schema}})


def _call(**fields: Any) -> dict[str, Any]:
    return _items({"type": "function_call", "call_id": "c1", "name": "find"} | fields)


def _result(output: Any, kind: str = "function_call_output") -> dict[str, Any]:
    return _items({"type": kind, "call_id": "c1", "output": output})


PLACES: dict[str, dict[str, Any]] = {
    # messages
    "string": {"input": MAIL},
    "instructions": {"instructions": f"Owner: {MAIL}"},
    "system": {"input": [{"role": "system", "content": MAIL}, ASK]},
    "developer": {"input": [{"role": "developer", "content": MAIL}, ASK]},
    "typed message": {"input": [{"type": "message", "role": "user", "content": MAIL}]},
    "input text": _parts({"type": "input_text", "text": f"x {MAIL}"}),
    "output text": _parts({"type": "output_text", "text": MAIL, "annotations": []},
                          role="assistant"),
    "refusal": _parts({"type": "refusal", "refusal": MAIL}, role="assistant"),
    "citation": _parts({"type": "output_text", "text": "x", "annotations": [
        {"type": "url_citation", "start_index": 0, "end_index": 1, "title": MAIL,
         "url": f"https://x.example/?q={MAIL}"},
        {"type": "file_citation", "file_id": "f", "index": 0, "filename": f"{MAIL}.pdf"},
    ]}, role="assistant"),
    "log probabilities": _parts({"type": "output_text", "text": "x", "annotations": [],
                                 "logprobs": [{"token": MAIL, "bytes": [1], "logprob": -1.0}]},
                                role="assistant"),
    "image url": _parts({"type": "input_image", "detail": "auto",
                         "image_url": f"https://x.example/{MAIL}.png"}),
    "file name": _parts({"type": "input_file", "file_data": "data:;base64,AA",
                         "filename": f"{MAIL}.pdf"}),
    "part of an unknown kind": _parts({"type": "hologram", "scene": MAIL}),
    # calls and their results
    "arguments": _call(arguments=json.dumps({"to": MAIL, "card": CARD})),
    "key in arguments": _call(arguments=json.dumps({MAIL: 1})),
    "number in arguments": _call(arguments='{"card": 5555555555554444}'),
    "broken arguments": _call(arguments='{"to": "' + MAIL),
    "arguments that are no string": _call(arguments={"to": [MAIL]}),
    "name of a call": _call(arguments="{}", name=MAIL),
    "result": _result(json.dumps({"mail": MAIL})),
    "result in parts": _result([{"type": "input_text", "text": MAIL}]),
    "custom call": _items({"type": "custom_tool_call", "call_id": "c1", "name": "sql",
                           "input": f"SELECT '{MAIL}'"}),
    "custom result": _result(MAIL, "custom_tool_call_output"),
    "reasoning": _items({"type": "reasoning", "id": "rs_1", "summary": [
        {"type": "summary_text", "text": MAIL}], "content": [
        {"type": "reasoning_text", "text": CARD}]}),
    "sealed that is not": _items({"type": "reasoning", "id": "rs_1", "summary": [],
                                  "encrypted_content": f"about {MAIL}"}),
    "compaction": _items({"type": "compaction", "encrypted_content": f"about {MAIL}"}),
    "mcp call": _items({"type": "mcp_call", "id": "mcp_1", "server_label": "crm", "name": "f",
                        "arguments": json.dumps({"q": MAIL}), "output": MAIL}),
    "mcp error": _items({"type": "mcp_call", "id": "mcp_1", "server_label": "crm", "name": "f",
                         "arguments": "{}", "error": {"type": "http_error", "message": MAIL}}),
    "mcp list": _items({"type": "mcp_list_tools", "id": "mcpl_1", "server_label": "crm",
                        "tools": [{"name": "f", "description": MAIL, "annotations": {"x": MAIL},
                                   "input_schema": {"type": "object", "description": MAIL}}]}),
    "mcp approval": _items({"type": "mcp_approval_request", "id": "mcpr_1", "name": "f",
                            "server_label": "crm", "arguments": json.dumps({"q": MAIL})}),
    "mcp approved": _items({"type": "mcp_approval_response", "approval_request_id": "mcpr_1",
                            "approve": True, "reason": MAIL}),
    "web search": _items({"type": "web_search_call", "id": "ws_1", "status": "completed",
                          "action": {"type": "search", "query": MAIL, "queries": [MAIL],
                                     "sources": [{"type": "url", "url": f"x.example/{MAIL}"}]}}),
    "web page": _items({"type": "web_search_call", "id": "ws_1", "status": "completed", "action": {
        "type": "find_in_page", "url": f"https://x.example/{MAIL}", "pattern": MAIL}}),
    "file search": _items({"type": "file_search_call", "id": "fs_1", "status": "completed",
                           "queries": [MAIL], "results": [
                               {"text": MAIL, "filename": MAIL, "attributes": {"who": MAIL}}]}),
    "code": _items({"type": "code_interpreter_call", "id": "ci_1", "container_id": "cntr_1",
                    "status": "completed", "code": f"print('{MAIL}')",
                    "outputs": [{"type": "logs", "logs": MAIL}]}),
    "computer": _items({"type": "computer_call", "id": "cu_1", "call_id": "c1",
                        "status": "completed", "action": {"type": "type", "text": MAIL},
                        "pending_safety_checks": [{"id": "s", "code": "x", "message": MAIL}]}),
    "screenshot": _result({"type": "computer_screenshot", "image_url": f"x.example/{MAIL}"},
                          "computer_call_output"),
    "picture": _items({"type": "image_generation_call", "id": "ig_1", "status": "completed",
                       "result": "AAAA", "revised_prompt": MAIL}),
    "local shell": _items({"type": "local_shell_call", "id": "lsh_1", "call_id": "c1",
                           "status": "completed", "action": {
                               "type": "exec", "command": ["echo", MAIL], "env": {"MAIL": MAIL},
                               "user": MAIL, "working_directory": f"/home/{MAIL}"}}),
    "local shell result": _items({"type": "local_shell_call_output", "id": "lsh_1",
                                  "output": MAIL}),
    "shell": _items({"type": "shell_call", "call_id": "c1", "action": {"commands": [MAIL]}}),
    "shell result": _result([{"stdout": MAIL, "stderr": CARD,
                              "outcome": {"type": "exit", "exit_code": 0}}], "shell_call_output"),
    "patch": _items({"type": "apply_patch_call", "call_id": "c1", "status": "completed",
                     "operation": {"type": "create_file", "path": f"/x/{MAIL}", "diff": MAIL}}),
    "patch result": _items({"type": "apply_patch_call_output", "call_id": "c1",
                            "status": "failed", "output": MAIL}),
    "found tools": _items({"type": "tool_search_output", "call_id": "c1", "tools": [
        {"type": "function", "name": "f", "description": MAIL}]}),
    "tool search": _items({"type": "tool_search_call", "call_id": "c1", "arguments": {"q": MAIL}}),
    "program": _items({"type": "program", "id": "p", "call_id": "c1", "code": MAIL,
                       "fingerprint": MAIL}),
    "program result": _items({"type": "program_output", "id": "p", "call_id": "c1",
                              "result": json.dumps([MAIL])}),
    "item of an unknown kind": _items({"type": "dream", "about": {MAIL: [CARD]}}),
    "item without a kind": _items({"about": MAIL}),
    # tools and settings
    "tool description": _function(description=f"Find a customer, e.g. {MAIL}"),
    "parameter description": _property(type="string", description=MAIL),
    "enum": _property(type="string", enum=[MAIL, "x"]),
    "const": _property(const=MAIL),
    "default": _property(type="string", default=MAIL),
    "output schema": _function(output_schema={"type": "object", "description": MAIL}),
    "grammar": _tool(type="custom", name="sql", description=MAIL, format={
        "type": "grammar", "syntax": "regex", "definition": MAIL}),
    "namespace": _tool(type="namespace", name="crm", description=MAIL, tools=[
        {"type": "function", "name": "f", "description": MAIL}]),
    "mcp": _tool(type="mcp", server_label="crm", server_url=f"https://x.example/{MAIL}",
                 headers={"x-customer": MAIL}, server_description=MAIL),
    "filter": _tool(type="file_search", vector_store_ids=["vs_1"], filters={
        "type": "and", "filters": [{"type": "eq", "key": "who", "value": MAIL}]}),
    "domains": _tool(type="web_search", filters={"allowed_domains": [MAIL]}),
    "location": _tool(type="web_search", user_location={"type": "approximate", "city": MAIL}),
    "container": _tool(type="code_interpreter", container={"type": "auto", "network_policy": {
        "type": "allowlist", "allowed_domains": [MAIL]}}),
    "skill": _tool(type="shell", environment={"type": "local", "skills": [
        {"name": "s", "description": MAIL, "path": f"/home/{MAIL}"}]}),
    "tool of an unknown kind": _tool(type="teleport", to=MAIL),
    "chosen tool": {"tool_choice": {"type": "function", "name": MAIL}},
    "schema": {"text": {"format": {"type": "json_schema", "name": "answer", "description": MAIL,
                                   "schema": {"type": "object", "description": MAIL}}}},
    "metadata value": {"metadata": {"customer": MAIL}},
    "metadata key": {"metadata": {MAIL: "x"}},
    "user": {"user": MAIL},
    "safety identifier": {"safety_identifier": "ngozi-4711"},
    "cache key": {"prompt_cache_key": MAIL},
    "variable": {"prompt": {"id": "pmpt_1", "variables": {"customer": MAIL}}},
    "name of a variable": {"prompt": {"id": "pmpt_1", "variables": {MAIL: "x"}}},
    "variable in a part": {"prompt": {"id": "pmpt_1", "variables": {
        "customer": {"type": "input_text", "text": MAIL}}}},
    "include": {"include": [MAIL]},
    "unknown field": {"brand_new": {"deep": [{"x": MAIL}]}},
    "unknown key": {"brand_new": {MAIL: True}},
    # other writings
    "base64": {"input": base64.b64encode(MAIL.encode()).decode()},
    "full width": {"input": MAIL.replace("@", "\uff20")},
}  # fmt: skip


@pytest.mark.parametrize("place", PLACES)
async def test_no_place_lets_a_value_through(at_home: House, place: str) -> None:
    body = json.dumps(BODY | PLACES[place]).encode()
    status, _, answer = await at_home.post("/v1/responses", body)
    assert status in {200, 403}, answer
    assert_absent((*PLANTED, "ngozi"), at_home.recipient.memory)
    await at_home.assert_nothing_escaped(PLANTED)


@pytest.mark.parametrize("place", ["string", "instructions", "result", "tool description"])
async def test_nor_when_tokens_are_counted(at_home: House, place: str) -> None:
    body = json.dumps(BODY | PLACES[place]).encode()
    status, _, answer = await at_home.post("/v1/responses/input_tokens", body)
    assert status == 200, answer
    assert_absent((*PLANTED, "ngozi"), at_home.recipient.memory)
