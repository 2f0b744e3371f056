import pytest

from tests.support.detection import found


@pytest.mark.parametrize(
    ("text", "entity_type", "values"),
    [
        ("a 34-year-old woman", "GENDER", ["woman"]),
        ("As a woman I worry", "GENDER", ["woman"]),
        ("Ravi, 34/M", "GENDER", ["M"]),
        ("Mujer de 38 años", "GENDER", ["Mujer"]),
        ("gender: female", "GENDER", ["female"]),
        ("Sexo: H", "GENDER", ["H"]),
        ("लिंग: महिला", "GENDER", ["महिला"]),
        ("pronouns: she/her", "GENDER_IDENTITY", ["she/her"]),
        ("I am divorced", "MARITAL_STATUS", ["divorced"]),
        ("He is single.", "MARITAL_STATUS", ["single"]),
        ("sie ist verheiratet", "MARITAL_STATUS", ["verheiratet"]),
        ("Marital status: Widowed", "MARITAL_STATUS", ["Widowed"]),
        ("He was convicted of theft", "CRIMINAL_RECORD", ["theft"]),
        ("He was arrested for drunk driving", "CRIMINAL_RECORD", ["drunk driving"]),
        ("appellant was convicted under Section 302 IPC", "CRIMINAL_RECORD", ["Section 302 IPC"]),
        ("she has a criminal record", "CRIMINAL_RECORD", ["a criminal record"]),
    ],
)
def test_finds(text: str, entity_type: str, values: list[str]) -> None:
    assert found(text, entity_type) == values


@pytest.mark.parametrize(
    "text",
    [
        "a single point of failure. It is single.",
        "lists are separated by commas",
        "The worker is engaged in work",
        "he was charged with leading the project",
        "The man page of git",
        "I am a man of my word",
        "charged with 20 kWh",
        "the gender field of the API",
        '{"gender": {"type": "string"}}',
        "status: single",
    ],
)
def test_leaves(text: str) -> None:
    kinds = ("GENDER", "GENDER_IDENTITY", "MARITAL_STATUS", "CRIMINAL_RECORD")
    assert found(text, *kinds) == []
