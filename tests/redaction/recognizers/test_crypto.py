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
        (
            "bc1p5d7rjq7g6rdk2yhzks9smlaqtedr4dekq08ge8ztwac72sfr9rusxg3297",
            ["bc1p5d7rjq7g6rdk2yhzks9smlaqtedr4dekq08ge8ztwac72sfr9rusxg3297"],
        ),
        ("XRP rHb9CJAWyB4rj91VRWn96DkukG4bwdtyTh", ["rHb9CJAWyB4rj91VRWn96DkukG4bwdtyTh"]),
        (
            "USDT on TRC20: TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t",
            ["TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t"],
        ),
        ("my wallet is anita.eth", ["anita.eth"]),
        (
            "solana wallet 7EcDhSYGxXyscszYEp35KHN8vvw3svAuLKTzXwCFLtV9",
            ["7EcDhSYGxXyscszYEp35KHN8vvw3svAuLKTzXwCFLtV9"],
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
        "bc1aaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "commit hash 7EcDhSYGxXyscszYEp35KHN8vvw3svAuLKTzXwCFLtV9",
        "one1thing is enough",
        "contract.sol compiles",
        "ThisIsALongClassNameWithoutDigits",
        "return OpenSSL.crypto.load(x)",
        "OpenSSL.crypto, a module",
    ],
)
def test_leaves(text: str) -> None:
    assert found(text, "CRYPTO") == []
