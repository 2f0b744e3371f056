import pytest

from tests.support.detection import detector, found


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("She works as a staff nurse at the hospital", ["staff nurse"]),
        ("I am a senior software engineer at Acme", ["senior software engineer"]),
        ("Job title: Regional Sales Manager", ["Regional Sales Manager"]),
        ("He was appointed as Chief Data Officer", ["Chief Data Officer"]),
        ("My father is a retired teacher.", ["retired teacher"]),
        ("Er arbeitet als Krankenschwester", ["Krankenschwester"]),
        ("Name: Ann Lee, Occupation: Electrician, Age: 34", ["Electrician"]),
        ("Best regards,\nAnn Lee\nSenior Account Manager\n", ["Senior Account Manager"]),
        ('{"designation": "Deputy Director"}', ["Deputy Director"]),
    ],
)
def test_finds(text: str, values: list[str]) -> None:
    assert found(text, "JOB_TITLE") == values


def test_a_column_of_titles_is_one() -> None:
    table = "name,job_title,email\nAnn Lee,Staff Nurse,ann@example.org\n"
    assert found(table, "JOB_TITLE") == ["Staff Nurse"]
    assert found("Deputy Director", "JOB_TITLE", hint="designation") == ["Deputy Director"]


@pytest.mark.parametrize(
    "text",
    [
        "position: absolute; left: 0",
        "role: admin",
        "This class works as a manager of connections",
        "The process is a driver for it",
        "job: build",
        "I am a big fan of the editor in chief",
    ],
)
def test_leaves(text: str) -> None:
    assert found(text, "JOB_TITLE") == []


def test_whatever_else_is_found_wins_over_a_title() -> None:
    """Since a policy may keep titles as they are."""
    assert [s.entity_type for s in detector().detect("Occupation: Mrs Ann Lee")] == ["PERSON"]
    assert all(span.score < 0.55 for span in detector().detect("I am a teacher."))
