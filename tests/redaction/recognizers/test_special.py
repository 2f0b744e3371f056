import pytest

from tests.support.detection import found


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("I am a Muslim woman", ["Muslim"]),
        ("religion: Hindu", ["Hindu"]),
        ("she identifies as bisexual", ["bisexual"]),
        ("he is gay", ["gay"]),
    ],
)
def test_finds(text: str, values: list[str]) -> None:
    assert found(text, "NRP") == values


@pytest.mark.parametrize(
    "text",
    [
        "a race condition",
        "the Jain sort of tree",
        "the union of sets",
    ],
)
def test_leaves(text: str) -> None:
    assert found(text, "NRP") == []
