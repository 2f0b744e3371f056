import pytest

from tests.support.detection import found


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("password: hunter2!", ["hunter2!"]),
        ("pwd=Tr0ub4dor&3", ["Tr0ub4dor&3"]),
        ("my password is Summer2024!", ["Summer2024!"]),
        ("OTP 493021", ["493021"]),
        ("PIN: 4821", ["4821"]),
        ('{"password": "correct horse"}', ["correct horse"]),
        ("DB_PASSWORD=s3cr3t", ["s3cr3t"]),
        ("mysql -u root -pHunter22 db", ["Hunter22"]),
    ],
)
def test_finds(text: str, values: list[str]) -> None:
    assert found(text, "PASSWORD") == values


@pytest.mark.parametrize(
    "text",
    [
        "password is required",
        "reset your password here",
        "password = getpass()",
        "password: string",
        "passwords must be long",
        "pin the version to 3.2.1",
        "password=os.environ['PW']",
    ],
)
def test_leaves(text: str) -> None:
    assert found(text, "PASSWORD") == []
