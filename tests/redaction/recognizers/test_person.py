import pytest

from tests.support.detection import found


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Mr. Lee called", ["Lee"]),
        ("my name is Ann Lee", ["Ann Lee"]),
        ("I am Ann Lee from Pune", ["Ann Lee"]),
        ("Dear Ravi,", ["Ravi"]),
        ("Regards,\nMeera Nair", ["Meera Nair"]),
        ("Name: Ann Lee", ["Ann Lee"]),
        ("From: Ann Lee <ann@example.org>", ["Ann Lee"]),
        ("Frau Müller-Lüdenscheidt kommt", ["Müller-Lüdenscheidt"]),
        ("नाम: रवि कुमार", ["रवि कुमार"]),
        ("Ann (née 王小明) called", ["王小明"]),
        ("Eva Roth, geb. Klein", ["Klein"]),
        ("Ann, née Dubois-Petit, moved", ["Dubois-Petit"]),
        ("Name: Ann Lee DOB 04/05/1971", ["Ann Lee"]),
        ("Attn: Bing Yu Tel 5", ["Bing Yu"]),
    ],
)
def test_finds(text: str, values: list[str]) -> None:
    assert found(text, "PERSON") == values


@pytest.mark.parametrize(
    "text",
    [
        "Dear Sir or Madam,",
        "I am Indian",
        "Dear Team,",
        "name: string",
        "Hello World",
        "born in Paris, née in a hurry",
        "geb. 王小明是一个很长的句子",
        "This is Python code",
        "context=None",
        "name: Optional[str] = None",
        "name: Mapped[str]",
    ],
)
def test_leaves(text: str) -> None:
    assert found(text, "PERSON") == []
