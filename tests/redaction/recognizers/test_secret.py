import pytest

from tests.support.detection import found


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("key sk-proj-abcdEFGH1234567890abcd", ["sk-proj-abcdEFGH1234567890abcd"]),
        ("AKIAIOSFODNN7EXAMPLE", ["AKIAIOSFODNN7EXAMPLE"]),
        ("Authorization: Bearer 7f3a9c2e1b4d8f6a0c5e", ["7f3a9c2e1b4d8f6a0c5e"]),
        ("api_key = 9f8e7d6c5b4a3210ffee", ["9f8e7d6c5b4a3210ffee"]),
        ("ghp_0123456789abcdefghijABCDEFGHIJ012345", ["ghp_0123456789abcdefghijABCDEFGHIJ012345"]),
        (
            "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl",
            ["eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl"],
        ),
        (
            "-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBg\n-----END PRIVATE KEY-----",
            ["-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBg\n-----END PRIVATE KEY-----"],
        ),
        (
            "-----BEGIN RSA PRIVATE KEY-----\nMIIEvQIBADANBg",
            ["-----BEGIN RSA PRIVATE KEY-----\nMIIEvQIBADANBg"],
        ),
    ],
)
def test_finds(text: str, values: list[str]) -> None:
    assert found(text, "API_KEY", "PRIVATE_KEY") == values


@pytest.mark.parametrize(
    "text",
    [
        "token = next_token_from_stream",
        "the secret of success",
        "api_key=your_api_key_here",
        "sk-learn",
        "commit 7f3a9c2e1b4d8f6a0c5e7f3a9c2e1b4d8f6a0c5e",
        "-----BEGIN CERTIFICATE-----",
    ],
)
def test_leaves(text: str) -> None:
    assert found(text, "API_KEY", "PRIVATE_KEY") == []
