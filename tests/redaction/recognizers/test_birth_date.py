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
        ("जन्म तारीख 12 अप्रैल 1987", ["12 अप्रैल 1987"]),
        ("D.O.B 12-Apr-1987", ["12-Apr-1987"]),
        ("born 12 Apr '87", ["12 Apr '87"]),
        ("born the twelfth of April 1987", ["twelfth of April 1987"]),
        ("born in April 1987", ["April 1987"]),
        ("my birthday is 12 April", ["12 April"]),
        ("Birthdate 1987-04-12T00:00:00Z", ["1987-04-12T00:00:00Z"]),
        ("DOB 12 04 1987", ["12 04 1987"]),
        ("<dob>1987-04-12</dob>", ["1987-04-12"]),
        ("year of birth: 1987", ["1987"]),
        ("Jahrgang 1987", ["1987"]),
        ("Ann Lee (b. 1987)", ["1987"]),
        ("b. 12 April 1987", ["12 April 1987"]),
        ("née le 1er mai 1987", ["1er mai 1987"]),
        ("nato a Roma il 12 aprile 1987", ["12 aprile 1987"]),
        ("data de nascimento: 12/04/1987", ["12/04/1987"]),
        ("geboortedatum: 12-04-1987", ["12-04-1987"]),
        ("生年月日：1987年4月12日", ["1987年4月12日"]),
        ("생년월일 1987년 4월 12일", ["1987년 4월 12일"]),
        ("تاريخ الميلاد 12/04/1987", ["12/04/1987"]),
        ("Passport issued 2019-05-06, DOB 1987-04-12", ["1987-04-12"]),
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
        "birth rate 12.4.87",
        "2024年4月12日",
        "the b. 12 variant",
        "born on 3 big ideas",
        "founded 12.04.1987, born of need",
    ],
)
def test_leaves(text: str) -> None:
    assert found(text, "DATE_OF_BIRTH") == []
