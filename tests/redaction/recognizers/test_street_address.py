import pytest

from tests.support.detection import found


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("lives at 221 Baker Street, London", ["221 Baker Street, London"]),
        (
            "742 Evergreen Terrace, Springfield, IL 62704",
            ["742 Evergreen Terrace, Springfield, IL 62704"],
        ),
        ("Hauptstraße 12, 10115 Berlin", ["Hauptstraße 12, 10115 Berlin"]),
        ("12 rue de la Paix, 75002 Paris", ["12 rue de la Paix, 75002 Paris"]),
        ("Calle Mayor 5, 28013 Madrid", ["Calle Mayor 5, 28013 Madrid"]),
        ("Flat 4B, Lotus Enclave, Bengaluru 560001", ["Flat 4B, Lotus Enclave, Bengaluru 560001"]),
        ("PO Box 1234", ["PO Box 1234"]),
        ("zip code 94105", ["94105"]),
        ("SW1A 1AA", ["SW1A 1AA"]),
        ("I live at 12 long lane", ["12 long lane"]),
    ],
)
def test_finds(text: str, values: list[str]) -> None:
    assert found(text, "STREET_ADDRESS") == values


@pytest.mark.parametrize(
    "text",
    [
        "Im Jahr 1911 wurde",
        "3 ways to drive",
        "HS256, HS384",
        "5 Best Practices for APIs",
        "In der Saison 1953",
    ],
)
def test_leaves(text: str) -> None:
    assert found(text, "STREET_ADDRESS") == []
