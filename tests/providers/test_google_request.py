"""Requests to Google: what is seen in them, and what changes when they are written back."""

import json
from typing import Any

import pytest

from privacy.text import Place, Role
from providers.codec import Framing, MalformedBodyError, Operation
from providers.google_request import GoogleRequest
from tests.support.gemini_requests import COUNT, GENERATE, HELLO, read, seen, sent


def test_a_conversation_has_roles_and_blocks() -> None:
    request = read(
        {
            "systemInstruction": {"parts": [{"text": "Be kind."}]},
            "contents": [
                HELLO,
                {"role": "model", "parts": [{"text": "hm", "thought": True}, {"text": "Hello."}]},
                {"role": "user", "parts": [{"text": "Call me."}]},
                {"role": "model", "parts": [{"text": "Yes."}]},
            ],
        }
    )
    assert seen(request) == {
        "/systemInstruction/parts/0/text": ("Be kind.", Role.SYSTEM, Place.TEXT, 0),
        "/contents/0/parts/0/text": ("I am Amaia Etxeberria.", Role.CLIENT, Place.TEXT, 0),
        "/contents/1/parts/0/text": ("hm", Role.ASSISTANT, Place.TEXT, 1),
        "/contents/1/parts/1/text": ("Hello.", Role.ASSISTANT, Place.TEXT, 1),
        "/contents/2/parts/0/text": ("Call me.", Role.CLIENT, Place.TEXT, 1),
        "/contents/3/parts/0/text": ("Yes.", Role.ASSISTANT, Place.TEXT, 2),
    }
    assert not request.unknown_fields
    assert not request.opaque


def test_settings_after_a_conversation_stand_in_block_0() -> None:
    model = {"role": "model", "parts": [{"text": "Yes."}]}
    request = read(
        {
            "contents": [HELLO, model],
            "systemInstruction": {"parts": [{"text": "Be kind."}]},
            "labels": {"team": "care"},
        }
    )
    found = seen(request)
    assert found["/systemInstruction/parts/0/text"][1:] == (Role.SYSTEM, Place.TEXT, 0)
    assert found["/labels/team"] == ("care", Role.SETTING, Place.LABEL, 0)


def test_stop_sequences_stand_after_the_conversation() -> None:
    """They repeat its words, so all that was found in it is sought in them."""
    turns = [HELLO, {"role": "model", "parts": [{"text": "Yes."}]}, HELLO]
    request = read({"generationConfig": {"stopSequences": ["Amaia"]}, "contents": turns})
    found = seen(request)
    assert found["/generationConfig/stopSequences/0"] == ("Amaia", Role.SETTING, Place.TEXT, 1)
    assert found["/contents/0/parts/0/text"][3] == 0


@pytest.mark.parametrize("camel", [True, False])
def test_both_spellings_are_the_same_field(camel: bool) -> None:
    names = ("systemInstruction", "functionCall", "thoughtSignature", "inlineData", "mimeType")
    snake = ("system_instruction", "function_call", "thought_signature", "inline_data", "mime_type")
    system, call, signature, inline, mime = names if camel else snake
    request = read(
        {
            system: {"parts": [{"text": "Be kind."}]},
            "contents": [
                {
                    "role": "model",
                    "parts": [
                        {call: {"name": "find", "args": {"who": "Amaia"}}, signature: "c2ln" * 16},
                        {inline: {mime: "image/png", "data": "iVBORw0K"}},
                    ],
                }
            ],
        }
    )
    texts = [segment.text for segment in request.segments]
    assert texts == ["Be kind.", "find", "who", "Amaia"]
    assert sorted(item.kind for item in request.opaque) == ["encrypted_content", "image"]
    assert not request.unknown_fields


@pytest.mark.parametrize(
    "body",
    [
        {"contents": [], "systemInstruction": {}, "system_instruction": {}},
        {"contents": [{"parts": [{"functionCall": {}, "function_call": {}}]}]},
        {"contents": [], "generationConfig": {"stopSequences": [], "stop_sequences": []}},
    ],
)
def test_a_field_in_both_spellings_is_refused(body: Any) -> None:
    with pytest.raises(MalformedBodyError) as caught:
        read(body)
    assert caught.value.code == "duplicate_key"


def test_a_body_that_is_no_object_is_refused() -> None:
    with pytest.raises(MalformedBodyError) as caught:
        read([HELLO])
    assert caught.value.code == "invalid_json"


def test_tools_calls_and_results() -> None:
    request = read(
        {
            "contents": [
                HELLO,
                {
                    "role": "model",
                    "parts": [
                        {
                            "functionCall": {
                                "id": "fc-1",
                                "name": "find_customer",
                                "args": {"names": ["Amaia"], "card": 4111111111111111, "vip": True},
                            }
                        }
                    ],
                },
                {
                    "role": "user",
                    "parts": [
                        {
                            "functionResponse": {
                                "id": "fc-1",
                                "name": "find_customer",
                                "response": {"Amaia": {"city": "Bilbao"}},
                            }
                        }
                    ],
                },
            ],
            "tools": [
                {
                    "functionDeclarations": [
                        {
                            "name": "find_customer",
                            "description": "Find e.g. Amaia",
                            "parametersJsonSchema": {
                                "type": "object",
                                "properties": {"names": {"type": "array"}},
                            },
                        }
                    ]
                }
            ],
        }
    )
    found = seen(request)
    call, result = "/contents/1/parts/0/functionCall", "/contents/2/parts/0/functionResponse"
    assert found[f"{call}/name"] == ("find_customer", Role.ASSISTANT, Place.FIXED, 1)
    assert found[f"{call}/args/names/0"] == ("Amaia", Role.ASSISTANT, Place.TEXT, 1)
    assert found[f"{call}/args/card"][2] is Place.NUMBER
    assert found[f"{result}/name"][1:3] == (Role.TOOL, Place.FIXED)
    assert found[f"{result}/response/Amaia~key"] == ("Amaia", Role.TOOL, Place.TEXT, 1)
    assert found[f"{result}/response/Amaia/city"] == ("Bilbao", Role.TOOL, Place.TEXT, 1)
    declared = "/tools/0/functionDeclarations/0"
    assert found[f"{declared}/description"] == ("Find e.g. Amaia", Role.SETTING, Place.TEXT, 0)
    assert found[f"{declared}/parametersJsonSchema/properties/names~key"][2] is Place.FIXED
    assert request.tools == ["find_customer"]
    changed = sent(request, {"Amaia": "PERSON_a7k2", "4111111111111111": "CARD_b8m3"})
    parts = changed["contents"][1]["parts"][0]["functionCall"]["args"]
    assert parts == {"names": ["PERSON_a7k2"], "card": "CARD_b8m3", "vip": True}
    answer = changed["contents"][2]["parts"][0]["functionResponse"]["response"]
    assert answer == {"PERSON_a7k2": {"city": "Bilbao"}}


def test_what_is_not_changed_keeps_its_bytes() -> None:
    body = (
        b'{ "contents" :[{"parts":[{"text":"Amaia \\u00e9t\\u00e9"},{"text":"Amaia"}],'
        b'"role":"user"}],\n "generationConfig":{"temperature":1.10,"seed":7E1},'
        b'"labels":{"n":"x"} }'
    )
    request = GoogleRequest(GENERATE, body)
    assert request.rewrite({}, {}, None) == body
    index = [segment.text for segment in request.segments].index("Amaia")
    new = request.rewrite({index: 'PERSON_a7k2 "\n'}, {}, None)
    assert new == body.replace(b'"Amaia"}', b'"PERSON_a7k2 \\"\\n"}')


def test_code_and_its_output_are_text() -> None:
    request = read(
        {
            "contents": [
                {
                    "role": "model",
                    "parts": [
                        {"executableCode": {"language": "PYTHON", "code": "print('Amaia')"}},
                        {"codeExecutionResult": {"outcome": "OUTCOME_OK", "output": "Amaia\n"}},
                    ],
                }
            ]
        }
    )
    assert [(s.text, s.role) for s in request.segments] == [
        ("print('Amaia')", Role.ASSISTANT),
        ("Amaia\n", Role.TOOL),
    ]


def test_enums_may_be_integers() -> None:
    body = {
        "contents": [HELLO],
        "safetySettings": [{"category": 7, "threshold": 3}],
        "tools": [{"functionDeclarations": [{"name": "f", "parameters": {"type": 6}}]}],
        "toolConfig": {"functionCallingConfig": {"mode": 1}},
    }
    request = read(body)
    assert not request.unknown_fields
    assert json.loads(request.rewrite({}, {}, None)) == body


def test_words_of_the_protocol_are_not_looked_at_but_other_words_are() -> None:
    known = [{"category": "HARM_CATEGORY_HARASSMENT", "threshold": "BLOCK_NONE"}]
    assert not read({"safetySettings": known}).segments
    odd = read({"safetySettings": [{"category": "Amaia Etxeberria", "threshold": 2**40}]})
    assert {s.place for s in odd.segments} == {Place.FIXED}
    assert len(odd.segments) == 2


def test_unknown_fields_are_text_and_are_listed() -> None:
    request = read(
        {
            "contents": [{"role": "user", "parts": [{"newPart": {"note": "Amaia"}}], "x": 7}],
            "futureField": ["Amaia"],
        }
    )
    assert request.unknown_fields == [
        "/contents/0/parts/0/newPart",
        "/contents/0/x",
        "/futureField",
    ]
    texts = {s.pointer: s.text for s in request.segments if s.place is Place.TEXT}
    assert texts["/contents/0/parts/0/newPart/note"] == "Amaia"
    assert texts["/futureField/0"] == "Amaia"


@pytest.mark.parametrize(
    "body",
    [
        {"contents": "Amaia"},
        {"contents": {"parts": {"text": "Amaia"}}},
        {"contents": [["Amaia"]]},
        {"contents": [{"parts": [{"text": ["Amaia"]}]}]},
        {"contents": [{"parts": [{"functionCall": "Amaia"}]}]},
        {"contents": [{"role": ["Amaia"], "parts": []}]},
        {"systemInstruction": "Amaia"},
        {"systemInstruction": ["Amaia"]},
        {"tools": "Amaia"},
        {"tools": [{"functionDeclarations": {"name": "Amaia"}}]},
        {"labels": ["Amaia"]},
        {"labels": {"k": {"Amaia": 1}}},
        {"generationConfig": {"stopSequences": {"a": "Amaia"}}},
        {"cachedContent": {"name": "Amaia"}},
        {"model": ["Amaia"]},
        {"safetySettings": {"category": "Amaia"}},
        {"toolConfig": {"functionCallingConfig": {"allowedFunctionNames": ["Amaia"]}}},
        {"toolConfig": "Amaia"},
    ],
)
def test_a_shape_that_is_not_expected_hides_nothing(body: Any) -> None:
    assert "Amaia" in [segment.text for segment in read(body).segments]


def test_stop_sequences_and_schemas_change_with_the_same_pseudonyms() -> None:
    request = read(
        {
            "contents": [HELLO],
            "generationConfig": {
                "stopSequences": ["Amaia"],
                "responseMimeType": "application/json",
                "responseSchema": {"type": "STRING", "enum": ["Amaia", "other"]},
            },
        }
    )
    assert request.json_answer
    config = sent(request, {"Amaia": "PERSON_a7k2"})["generationConfig"]
    assert config["stopSequences"] == ["PERSON_a7k2"]
    assert config["responseSchema"]["enum"] == ["PERSON_a7k2", "other"]


def test_the_newer_form_of_structured_output_is_json_too() -> None:
    text = {"mimeType": "application/json", "jsonSchema": {"type": "object"}}
    request = read({"generationConfig": {"responseFormat": [{"text": text}]}})
    assert request.json_answer
    assert not request.unknown_fields


@pytest.mark.parametrize("media_type", ["text/plain", "text/x.enum", None])
def test_an_answer_of_another_type_is_text(media_type: str | None) -> None:
    assert not read({"generationConfig": {"responseMimeType": media_type}}).json_answer


def test_numbers_of_a_place_cannot_change() -> None:
    place = {"retrievalConfig": {"latLng": {"latitude": 43.263012, "longitude": -2.934985}}}
    request = read({"contents": [HELLO], "toolConfig": place})
    numbers = {s.hint: (s.text, s.place) for s in request.segments if s.hint}
    assert numbers == {
        "latitude": ("43.263012", Place.FIXED),
        "longitude": ("-2.934985", Place.FIXED),
    }


class TestLabels:
    def test_a_pseudonym_becomes_lower_case(self) -> None:
        request = read({"contents": [HELLO], "labels": {"customer": "amaia-etxeberria"}})
        changed = sent(request, {"amaia-etxeberria": "PERSON_a7k2"})
        assert changed["labels"] == {"customer": "person_a7k2"}

    @pytest.mark.parametrize("text", ["<redacted>", "a" * 64, "été", "a b"])
    def test_what_cannot_be_a_label_is_refused(self, text: str) -> None:
        request = read({"contents": [HELLO], "labels": {"customer": "amaia"}})
        with pytest.raises(MalformedBodyError) as caught:
            sent(request, {"amaia": text})
        assert caught.value.code == "label_unfit"

    def test_names_of_labels_are_fixed(self) -> None:
        request = read({"contents": [HELLO], "labels": {"amaia": "x"}})
        with pytest.raises(ValueError, match="fixed"):
            sent(request, {"amaia": "person_a7k2"})


class TestCountTokens:
    def test_gemini_wraps_a_whole_request(self) -> None:
        inner = {"model": "models/m", "contents": [HELLO], "systemInstruction": {"parts": []}}
        request = read({"generateContentRequest": inner}, COUNT)
        assert [s.pointer for s in request.segments] == [
            "/generateContentRequest/contents/0/parts/0/text"
        ]
        assert not request.unknown_fields
        assert request.opening == read(inner).opening

    def test_vertex_sends_the_fields_bare(self) -> None:
        body = {
            "model": "projects/p/locations/us-central1/publishers/google/models/m",
            "contents": [HELLO],
            "instances": [{"prompt": "Amaia", "age": 41}],
        }
        request = read(body, COUNT)
        places = {s.pointer: s.place for s in request.segments}
        assert places["/instances/0/prompt"] is Place.TEXT
        assert places["/instances/0/age"] is Place.FIXED
        assert not request.unknown_fields

    def test_generate_content_has_no_instances(self) -> None:
        assert read({"instances": []}).unknown_fields == ["/instances"]


def test_framing_and_model_are_those_of_the_path() -> None:
    operation = Operation("streamGenerateContent", "POST", "/", model="m", framing=Framing.SSE)
    request = read({"contents": [HELLO], "model": "models/other"}, operation)
    assert (request.framing, request.model) == (Framing.SSE, "m")
