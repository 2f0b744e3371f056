import pytest

from tests.support.detection import found


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Authorization: Bearer 7f3a9c2e1b4d8f6a0c5e", ["7f3a9c2e1b4d8f6a0c5e"]),
        ("api_key = 9f8e7d6c5b4a3210ffee", ["9f8e7d6c5b4a3210ffee"]),
        ("x-auth-token: 8f7a6b5c4d3e2f1a8f7a6b5c", ["8f7a6b5c4d3e2f1a8f7a6b5c"]),
        ("Authorization: Token 8f7a6b5c4d3e2f1a", ["8f7a6b5c4d3e2f1a"]),
        ("Authorization: Basic YW5uOlRpZ2VyMjAyNA==", ["YW5uOlRpZ2VyMjAyNA=="]),
        ("secret_key_base: 8f7a6b5c4d3e2f1a8f7a", ["8f7a6b5c4d3e2f1a8f7a"]),
        ('"private_key_id": "8f7a6b5c4d3e2f1a8f7a"', ["8f7a6b5c4d3e2f1a8f7a"]),
        ("SharedAccessKey=Ab12Cd34Ef56Gh78Ij90Kl1=", ["Ab12Cd34Ef56Gh78Ij90Kl1="]),
        (
            "SECRET_KEY = 'django-insecure-a8#kd92jd$kls!l2jdk20s'",
            ["django-insecure-a8#kd92jd$kls!l2jdk20s"],
        ),
        ("encryption key: 8f7a6b5c4d3e2f1a", ["8f7a6b5c4d3e2f1a"]),
        ("clé API : 8f7a6b5c4d3e2f1a8f7a", ["8f7a6b5c4d3e2f1a8f7a"]),
        ("API-Schlüssel: 8f7a6b5c4d3e2f1a8f7a", ["8f7a6b5c4d3e2f1a8f7a"]),
        ("otpauth://totp/x?secret=JBSWY3DPEHPK3PXP&issuer=x", ["JBSWY3DPEHPK3PXP"]),
        (
            "PuTTY-User-Key-File-3: ssh-ed25519\nPrivate-Lines: 1\nAAAAIQ==\n\nbye",
            ["PuTTY-User-Key-File-3: ssh-ed25519\nPrivate-Lines: 1\nAAAAIQ=="],
        ),
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
        "token: your-token-goes-here-123",
        "token_count: session_timeout_30",
        "basic knowledge123456",
        "cache key 8f7a6b5c4d3e2f1a8f7a6b5c",
        "primary key: 8f7a6b5c4d3e2f1a8f7a6b5c",
        "token: application/vnd.api2+json",
        "private_key: id_rsa_2024.pem",
        "session id is missing",
        "commit 7f3a9c2e1b4d8f6a0c5e7f3a9c2e1b4d8f6a0c5e",
        "-----BEGIN CERTIFICATE-----",
    ],
)
def test_leaves(text: str) -> None:
    assert found(text, "API_KEY", "PRIVATE_KEY") == []
