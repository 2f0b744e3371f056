import pytest

from tests.support.detection import found


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("DOB: 1987-04-12", ["1987-04-12"]),
        ("born on 12 April 1987", ["12 April 1987"]),
        ("geboren am 12.04.1987", ["12.04.1987"]),
        ("Date of Birth 04/12/1987", ["04/12/1987"]),
        ("fecha de nacimiento: 12 de abril de 1987", ["12 de abril de 1987"]),
        ("she was born in 1987", ["1987"]),
        ("जन्म तिथि १२/०४/१९८७", ["१२/०४/१९८७"]),
    ],
)
def test_finds(text: str, values: list[str]) -> None:
    assert found(text, "DATE_OF_BIRTH") == values


@pytest.mark.parametrize(
    "text",
    [
        "released on 1987-04-12",
        "the meeting of 12 April 1987",
        "version 1.2.87",
        "founded 12.04.1987, born of need",
    ],
)
def test_leaves(text: str) -> None:
    assert found(text, "DATE_OF_BIRTH") == []
