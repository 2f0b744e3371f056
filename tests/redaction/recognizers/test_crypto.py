import pytest

from tests.support.detection import found


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("send to 1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", ["1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa"]),
        (
            "0x52908400098527886E0F7030069857D2E4169EE7",
            ["0x52908400098527886E0F7030069857D2E4169EE7"],
        ),
        (
            "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq",
            ["bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq"],
        ),
    ],
)
def test_finds(text: str, values: list[str]) -> None:
    assert found(text, "CRYPTO") == values


@pytest.mark.parametrize(
    "text",
    [
        "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb",
        "0x0000000000000000000000000000000000000000",
        "ThisIsALongClassNameWithoutDigits",
    ],
)
def test_leaves(text: str) -> None:
    assert found(text, "CRYPTO") == []
