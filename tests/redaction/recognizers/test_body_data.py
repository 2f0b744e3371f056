import pytest

from tests.support.detection import found


@pytest.mark.parametrize(
    ("text", "entity_type", "values"),
    [
        ("She is BRCA1 positive", "GENETIC_DATA", ["BRCA1 positive"]),
        ("I carry a BRCA2 mutation", "GENETIC_DATA", ["BRCA2 mutation"]),
        ("karyotype 46,XY", "GENETIC_DATA", ["46,XY"]),
        ("rs4477212\t1\t82154\tAA", "GENETIC_DATA", ["rs4477212\t1\t82154\tAA"]),
        ("her fingerprint template is stored", "BIOMETRIC_DATA", ["fingerprint template"]),
        (
            "minutiae Rk1SACAyMAAAAADyAAABAAGQAMUAxQEAAABkJg end",
            "BIOMETRIC_DATA",
            ["Rk1SACAyMAAAAADyAAABAAGQAMUAxQEAAABkJg"],
        ),
        (
            "face_embedding: [0.123, -0.456, 0.789, 0.012, 0.345]",
            "BIOMETRIC_DATA",
            ["0.123, -0.456, 0.789, 0.012, 0.345"],
        ),
    ],
)
def test_finds(text: str, entity_type: str, values: list[str]) -> None:
    assert found(text, entity_type) == values


@pytest.mark.parametrize(
    "text",
    [
        "fingerprint template matching in the SDK",
        "BRCA1-positive breast cancers",
        "the SSH key fingerprint",
        "a face embedding has 128 numbers",
        "expression of the BRCA2 gene in mice",
        "embedding: [0.123, -0.456, 0.789, 0.012]",
    ],
)
def test_leaves(text: str) -> None:
    assert found(text, "GENETIC_DATA", "BIOMETRIC_DATA") == []
