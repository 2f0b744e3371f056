import json
from base64 import b64encode
from typing import Any

import pytest

from providers.codec import Container, Frame, MalformedAnswerError
from providers.openai import OPENAI
from tests.providers.responses_driver import COUNT, RESPONSES, payload

MADE = {"id": "resp_1", "object": "response", "status": "completed", "model": "gpt-5"}


def whole(*, json_answer: bool = False, **fields: Any) -> Frame:
    text = {"format": {"type": "json_object"}} if json_answer else {}
    return OPENAI.whole(RESPONSES, json.dumps(MADE | fields).encode(), payload(text=text))


def message(text: str, **part: Any) -> dict[str, Any]:
    content = {"type": "output_text", "text": text, "annotations": [], **part}
    return {"type": "message", "id": "msg_1", "role": "assistant", "content": [content]}


def texts(frame: Frame) -> list[str]:
    return [slot.text for slot in frame.slots]


def replaced(frame: Frame, old: str, new: str) -> Any:
    return json.loads(frame.render([text.replace(old, new) for text in texts(frame)]))


def test_texts_are_slots_and_words_and_ids_are_not() -> None:
    frame = whole(
        instructions="Be kind",
        output=[
            {"type": "reasoning", "id": "rs_1", "encrypted_content": "gA==",
             "summary": [{"type": "summary_text", "text": "thought"}]},
            message("said"),
            {"type": "function_call", "id": "fc_1", "call_id": "c", "name": "f", "arguments": "{}"},
            {"type": "image_generation_call", "result": "AAAA", "revised_prompt": "p"},
        ],
        user="u",
    )  # fmt: skip
    assert texts(frame) == ["Be kind", "thought", "said", "{}", "p", "u"]
    assert all(slot.closes for slot in frame.slots)
    assert len({slot.channel for slot in frame.slots}) == 6


def test_files_that_are_repeated_are_restored_by_their_format() -> None:
    def item(cell: str) -> dict[str, Any]:
        data = "data:text/csv;base64," + b64encode(f"name\n{cell}\n".encode()).decode()
        part = {"type": "input_file", "filename": "a.csv", "file_data": data}
        picture = {"type": "input_file", "filename": "a.png", "file_data": "AAAA"}
        return {"type": "message", "role": "user", "content": [part, picture]}

    frame = whole(output=[item("PERSON_a")])
    assert texts(frame) == ["a.csv", "name", "PERSON_a", "a.png", "AAAA"]
    assert replaced(frame, "PERSON_a", "Å, B")["output"] == [item('"Å, B"')]
    assert frame.render(texts(frame)) == frame.raw


def test_echoes_of_free_json_are_text_whatever_they_are_called_keys_included() -> None:
    metadata = {"id": "PERSON_a", "PERSON_a": "x", "type": "PERSON_a"}
    schema = {"type": "object", "properties": {"id": {"enum": ["PERSON_a"]}}}
    tool = {"type": "function", "name": "f", "parameters": schema, "description": "PERSON_a"}
    frame = whole(
        metadata=metadata, tools=[tool], prompt={"id": "p", "variables": {"a": "PERSON_a"}}
    )
    written = replaced(frame, "PERSON_a", "Ottilie")
    assert written["metadata"] == {"id": "Ottilie", "Ottilie": "x", "type": "Ottilie"}
    assert written["tools"][0]["parameters"]["properties"]["id"]["enum"] == ["Ottilie"]
    assert written["tools"][0]["description"] == "Ottilie"
    assert written["prompt"] == {"id": "p", "variables": {"a": "Ottilie"}}


def test_what_a_remote_tool_says_of_itself_is_free_json_too() -> None:
    tool = {"name": "crm", "annotations": {"role": "PERSON_a"}, "input_schema": {}}
    error = {"type": "mcp_tool_execution_error", "content": [{"type": "text", "id": "PERSON_a"}]}
    listed = {"type": "mcp_list_tools", "server_label": "crm", "tools": [tool]}
    frame = whole(output=[listed, {"type": "mcp_call", "name": "f", "error": error}])
    written = replaced(frame, "PERSON_a", "Ottilie")["output"]
    assert written[0]["tools"][0]["annotations"] == {"role": "Ottilie"}
    assert written[1]["error"]["content"] == [{"type": "text", "id": "Ottilie"}]


@pytest.mark.parametrize(
    ("item", "tool", "container"),
    [
        ({"type": "function_call", "name": "f", "arguments": "x"}, "f", "json"),
        ({"type": "function_call", "arguments": "x"}, "", "json"),
        ({"type": "custom_tool_call", "name": "c", "input": "x"}, "c", "text"),
        ({"type": "mcp_approval_request", "name": "m", "arguments": "x"}, "m", "json"),
        ({"type": "mcp_call", "name": "m", "output": "x"}, None, "text"),
        ({"type": "shell_call", "action": {"commands": ["x"]}}, "shell", "text"),
        ({"type": "local_shell_call", "action": {"env": {"A": "x"}}}, "local_shell", "text"),
        ({"type": "apply_patch_call", "operation": {"diff": "x"}}, "apply_patch", "text"),
        ({"type": "computer_call", "action": {"text": "x"}}, "computer", "text"),
        ({"type": "web_search_call", "action": {"query": "x"}}, None, "text"),
        ({"type": "code_interpreter_call", "code": "x"}, None, "text"),
        (message("x"), None, "text"),
    ],
)
def test_whose_arguments_a_text_is(item: dict[str, Any], tool: str | None, container: str) -> None:
    *keys, slot = whole(output=[item]).slots
    assert [each.text for each in keys] in ([], ["A"])
    assert (slot.text, slot.tool, slot.container) == ("x", tool, Container(container))


def test_text_is_json_only_where_json_was_asked_for() -> None:
    refusal = {"type": "refusal", "refusal": "no"}
    output = [message("{}"), {"type": "message", "content": [refusal]}]
    asked = whole(json_answer=True, output=output).slots
    assert [slot.container for slot in asked] == [Container.JSON, Container.TEXT]
    assert [slot.container for slot in whole(output=output).slots] == [Container.TEXT] * 2


def test_citations_move_with_their_own_text() -> None:
    cited = {"type": "url_citation", "start_index": 9, "end_index": 13, "title": "t", "url": "u"}
    frame = whole(
        output=[message("PERSON_a says", annotations=[cited]),
                message("nothing, says", annotations=[cited])],
    )  # fmt: skip
    one, two = replaced(frame, "PERSON_a", "Ottilie Brandvold")["output"]
    moved = one["content"][0]["annotations"][0]
    assert one["content"][0]["text"][moved["start_index"] : moved["end_index"]] == "says"
    assert two["content"][0]["annotations"] == [cited]


def test_probabilities_go_with_the_text_that_they_spell() -> None:
    frame = whole(output=[message("PERSON_a", logprobs=[{"token": "PERSON", "logprob": -1}])])
    assert frame.render(texts(frame)) == frame.raw
    assert replaced(frame, "PERSON_a", "O")["output"][0]["content"][0]["logprobs"] == []


def test_nothing_stands_before_a_whole_answer() -> None:
    with pytest.raises(ValueError, match="whole"):
        whole().before("x", "y")


def test_a_count_has_no_text() -> None:
    body = b'{"object": "response.input_tokens", "input_tokens": 7}'
    frame = OPENAI.whole(COUNT, body, None)
    assert not frame.slots
    assert frame.render([]) == body


@pytest.mark.parametrize("body", [b"", b"{", b"[1]", b"<html>", b'{"a":1,"a":2}', b"\xff"])
def test_what_cannot_be_read_is_refused_without_a_word_of_it(body: bytes) -> None:
    with pytest.raises(MalformedAnswerError) as caught:
        OPENAI.whole(RESPONSES, body, None)
    assert not body or body.decode(errors="replace") not in str(caught.value)
