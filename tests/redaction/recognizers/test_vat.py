import pytest

from tests.support.detection import found

TYPES = ("TAX_ID",)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("VAT number GB980780684", ["GB980780684"]),
        ("GB 980 7806 84", ["GB 980 7806 84"]),
        ("USt-IdNr. DE136695976", ["DE136695976"]),
        ("DE 136 695 976", ["DE 136 695 976"]),
        ("ATU13585627", ["ATU13585627"]),
        ("Partita IVA 00743110157", ["00743110157"]),
        ("P.IVA IT00743110157", ["IT00743110157"]),
        ("TVA FR40303265045", ["FR40303265045"]),
        ("btw-nummer NL004495445B01", ["NL004495445B01"]),
        ("CHE-107.787.577 IVA", ["CHE-107.787.577 IVA"]),
        ("VAT: DE 123456789", ["DE 123456789"]),
    ],
)
def test_finds(text: str, values: list[str]) -> None:
    assert found(text, *TYPES) == values


@pytest.mark.parametrize(
    "text",
    [
        "VAT 20%",
        "GB123456789",
        "DE 123456789",
        "vat 2024",
        "DE12345",
        "order DE136695976",
        "IT 00743110158",
    ],
)
def test_leaves(text: str) -> None:
    assert found(text, *TYPES) == []
