import pytest

from tests.support.detection import found


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("she is 34 years old", ["34"]),
        ("a 34-year-old woman", ["34"]),
        ("34 y/o male", ["34"]),
        ("34yo female", ["34"]),
        ("pt is a 67 yr old man", ["67"]),
        ("a 41 year female with asthma", ["41"]),
        ("thirty-four years old", ["thirty-four"]),
        ("a 6-month-old baby", ["6-month"]),
        ("our son is 3 weeks old", ["3 weeks"]),
        ("aged 34", ["34"]),
        ("Age: 34", ["34"]),
        ('{"age": 34}', ["34"]),
        ("patient_age=61", ["61"]),
        ("Age/Sex : 34 Y / F", ["34"]),
        ("at the age of 34", ["34"]),
        ("I'm 34 and live in Pune", ["34"]),
        ("I just turned 40.", ["40"]),
        ("she is in her early thirties", ["early thirties"]),
        ("34/M, Pune", ["34"]),
        ("M/34 looking for", ["34"]),
        ("patient is 34F", ["34"]),
        ("my daughter (8) and my son Rohan, 11", ["8", "11"]),
        ("Ann Lee, 34, of Leeds", ["34"]),
        ("34 Jahre alt", ["34"]),
        ("die 34-jährige Patientin", ["34"]),
        ("im Alter von 34 Jahren", ["34 Jahren"]),
        ("elle a 34 ans", ["34 ans"]),
        ("âgée de 34 ans", ["34 ans"]),
        ("Mujer de 38 años que llega", ["38 años"]),
        ("Edad: 67", ["67"]),
        ("ha 34 anni", ["34 anni"]),
        ("ela tem 34 anos", ["34 anos"]),
        ("zij is 34 jaar oud", ["34 jaar"]),
        ("उम्र ३४ वर्ष", ["३४"]),
        ("34 साल की महिला", ["34"]),
        ("umar 34 saal", ["34"]),
        ("年龄：34", ["34"]),
        ("她34岁", ["34"]),
        ("ему 34 года", ["34"]),
    ],
)
def test_finds(text: str, values: list[str]) -> None:
    assert found(text, "AGE") == values


@pytest.mark.parametrize(
    "text",
    [
        "34 years of experience",
        "34 years ago",
        "the company is 34 years old",
        "the build is 3 days old",
        "a 10-year-old bug",
        "Python is 30 years old",
        "Cache-Control: max-age=34",
        "min_age: 18",
        "drinking age 21",
        "people over the age of 18",
        "ages 3 to 5",
        "aged 18 to 65",
        "I'm 5 minutes away",
        "I am 100% sure",
        "he is 20 points ahead",
        "page 34",
        "size 34 M",
        "34 M records",
        "/v1/34/m",
        "def age(self): return 34",
        "hace 34 años",
        "34 años de experiencia",
        "vor 34 Jahren",
        "il y a 34 ans",
        "34 साल पहले",
        "第34章",
        "In Berlin, 34, 35 and 36",
        "age: 340",
    ],
)
def test_leaves(text: str) -> None:
    assert found(text, "AGE") == []
