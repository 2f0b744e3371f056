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
        ("password: getmein99", ["getmein99"]),
        ("pwd: abc(12", ["abc(12"]),
        ("password: config-2024", ["config-2024"]),
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
        "password = auth[2]",
        "password={password}",
        "password: SecretStr",
    ],
)
def test_leaves(text: str) -> None:
    assert found(text, "PASSWORD") == []
