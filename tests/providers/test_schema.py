import json
from typing import Any

import pytest

from privacy.text import Place
from providers.json_text import parse
from providers.schema import schema
from providers.walk import Walk


def walked(value: Any) -> list[tuple[str, str, Place]]:
    document = parse(json.dumps(value).encode())
    walk = Walk(document)
    schema(walk, document.tree, "")
    assert walk.cursor == len(document.tokens)
    return [(segment.pointer, segment.text, segment.place) for segment in walk.segments]


def test_prose_and_samples_are_text_and_names_are_fixed() -> None:
    found = walked(
        {
            "type": "object",
            "description": "of Ottilie",
            "properties": {"name": {"type": "string", "enum": ["Ottilie"], "minLength": 1}},
            "required": ["name"],
        }
    )
    assert found == [
        ("/description", "of Ottilie", Place.TEXT),
        ("/properties/name~key", "name", Place.FIXED),
        ("/properties/name/enum/0", "Ottilie", Place.TEXT),
    ]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"required": ["x"]}, [("/required/0", "x", Place.FIXED)]),
        ({"type": "Ottilie"}, [("/type", "Ottilie", Place.FIXED)]),
        ({"type": ["string", "null"]}, []),
        ({"type": "OBJECT"}, []),
        ({"default": 1.10}, [("/default", "1.1", Place.FIXED)]),
        ({"minimum": "Ottilie"}, [("/minimum", "Ottilie", Place.FIXED)]),
        ({"items": [{"const": "Ottilie"}]}, [("/items/0/const", "Ottilie", Place.TEXT)]),
        ({"additionalProperties": False, "maximum": 3, "nullable": True}, []),
        ({"anyOf": [{"$ref": "#/$defs/x"}]}, [("/anyOf/0/$ref", "#/$defs/x", Place.FIXED)]),
        (
            {"x-owner": {"n": "Ottilie"}},
            [
                ("/x-owner~key", "x-owner", Place.FIXED),
                ("/x-owner/n~key", "n", Place.TEXT),
                ("/x-owner/n", "Ottilie", Place.TEXT),
            ],
        ),
        (True, []),
        (None, []),
        ("Ottilie", [("", "Ottilie", Place.FIXED)]),
        ({"properties": ["Ottilie"]}, [("/properties/0", "Ottilie", Place.TEXT)]),
        ({"properties": {"a/b~c": {}}}, [("/properties/a~1b~0c~key", "a/b~c", Place.FIXED)]),
    ],
)
def test_each_keyword(value: Any, expected: list[Any]) -> None:
    assert walked(value) == expected
