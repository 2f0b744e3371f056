import pytest

from tests.support.detection import found


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("password: hunter2!", ["hunter2!"]),
        ("pwd=Tr0ub4dor&3", ["Tr0ub4dor&3"]),
        ("my password is Summer2024!", ["Summer2024!"]),
        ("my password is sunshine", ["sunshine"]),
        ("the password's Blue42horse", ["Blue42horse"]),
        ("pw: Tiger@2024", ["Tiger@2024"]),
        ("login ann / Tiger@2024", ["Tiger@2024"]),
        ("creds admin:Tiger@2024", ["Tiger@2024"]),
        ("Kennwort lautet Tiger@2024", ["Tiger@2024"]),
        ("mdp: Tiger@2024", ["Tiger@2024"]),
        ("la password è Tiger@2024", ["Tiger@2024"]),
        ("minha senha é tigre2024", ["tigre2024"]),
        ("mi contraseña es tigre2024", ["tigre2024"]),
        ("mijn wachtwoord is Tiger2024", ["Tiger2024"]),
        ("मेरा पासवर्ड Tiger@2024 है", ["Tiger@2024"]),
        ("密码：Tiger@2024", ["Tiger@2024"]),
        ("パスワード：Tiger@2024", ["Tiger@2024"]),
        ("пароль: Tiger@2024", ["Tiger@2024"]),
        ("Wi-Fi key: homesweet99", ["homesweet99"]),
        ("PGPASSWORD=Tiger2024 psql", ["Tiger2024"]),
        ("sshpass -p 'Tiger2024' ssh web1", ["Tiger2024"]),
        ("CREATE USER x IDENTIFIED BY 'Tiger2024'", ["Tiger2024"]),
        ("<db:password>Tiger2024</db:password>", ["Tiger2024"]),
        ("machine api.example.com login ann password Tiger2024", ["Tiger2024"]),
        ('{"password": "correct horse"}', ["correct horse"]),
        ("DB_PASSWORD=s3cr3t", ["s3cr3t"]),
        ("password: getmein99", ["getmein99"]),
        ("pwd: abc(12", ["abc(12"]),
        ("password: config-2024", ["config-2024"]),
        ("mysql -u root -pHunter22 db", ["Hunter22"]),
        ("redis://:hunter2@cache:6379/0", ["redis://:hunter2@cache:6379/0"]),
        (
            "postgres://ann:s3cr3tpw@db.example:5432/x",
            ["postgres://ann:s3cr3tpw@db.example:5432/x"],
        ),
        ("password: bool77=x", ["bool77=x"]),
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
        "password: ********",
        "PASSWORD=$DB_PASSWORD",
        "my password is not working",
        "password (bool, optional): whether",
        "pass `--no-ff` to git",
        "pass -X:Frames to it",
        "login page / home",
        "account: https://example.com/x1",
        "user guide / chapter2",
        "password=os.environ['PW']",
        "password = auth[2]",
        "password={password}",
        "password: SecretStr",
        "password: http://app",
        "password: bool = False",
        "username, password = request.url.username",
        "BasicAuth(username=auth[0], password=auth[1])",
        'password = enforce_bytes(proxy_auth[1], name="x")',
        "assertion_pass: Callable[[int], None]",
    ],
)
def test_leaves(text: str) -> None:
    assert found(text, "PASSWORD") == []
