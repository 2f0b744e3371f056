import pytest

from tests.support.detection import found


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("OTP 493021", ["493021"]),
        ("Your OTP is ४९३०२१", ["४९३०२१"]),
        ("PIN: 4821", ["4821"]),
        ("my ATM pin is 4821", ["4821"]),
        ("UPI PIN: 482193", ["482193"]),
        ("493021 is your OTP", ["493021"]),
        ("G-493021 is your Google verification code", ["493021"]),
        ("use code 493 021 to sign in", ["493 021"]),
        ("Your WhatsApp code: 493-021", ["493-021"]),
        ("2FA: 493021", ["493021"]),
        ("TAN 493021", ["493021"]),
        ("the passcode for my phone is 482193", ["482193"]),
        ("alarm code is 4821", ["4821"]),
        ("door code: 4821#", ["4821#"]),
        ("safe combination 12-34-56", ["12-34-56"]),
        ("código de verificación: 493021", ["493021"]),
        ("Bestätigungscode: 493021", ["493021"]),
        ("验证码：493021", ["493021"]),
        ("backup codes: 1234-5678 8765-4321", ["1234-5678", "8765-4321"]),
        ("recovery code ABCD-EFGH-1234", ["ABCD-EFGH-1234"]),
        ("security answer: Fluffy", ["Fluffy"]),
        ("Security question: first pet? Answer: Fluffy", ["Fluffy"]),
        (
            "seed words: witch collapse practice feed shame open despair creek road again ice at",
            ["witch collapse practice feed shame open despair creek road again ice"],
        ),
        ("your tan 450001", ["450001"]),
        ("TAN 45000", ["45000"]),
    ],
)
def test_finds(text: str, values: list[str]) -> None:
    assert found(text, "PASSWORD") == values


@pytest.mark.parametrize(
    "text",
    [
        "pin the version to 3.2.1",
        "GPIO pin 4821",
        "pin code 560001",
        "error code 40013",
        "HTTP status code 404",
        "Enter your PIN code to continue",
        "source code of 2024",
        "493021 is your order",
        "use port 8080 to connect",
        "the answer: forty-two",
        "recovery codes are listed in the account page",
        "the seed phrase must be kept secret",
        "a tan 45000 mile old boot",
        "tan 45000",
    ],
)
def test_leaves(text: str) -> None:
    assert found(text, "PASSWORD") == []
