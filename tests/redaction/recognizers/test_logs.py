import pytest

from tests.support.detection import found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("sshd[12]: Accepted publickey for annlee from 203.0.113.7 port 22", ["annlee"]),
        ("sshd[12]: Failed password for invalid user ann.lee from 203.0.113.7", ["ann.lee"]),
        ("pam_unix(sshd:session): session opened for user annlee by (uid=0)", ["annlee"]),
        ("sudo:   annlee : TTY=pts/0 ; USER=root ; COMMAND=/bin/ls", ["annlee"]),
        ('type=USER_LOGIN msg=audit(1): acct="annlee" res=success', ["annlee"]),
        ('203.0.113.7 - annlee [12/Mar/2026:10:00:00 +0000] "GET / HTTP/1.1" 200 12', ["annlee"]),
        ("Invalid user annlee from 203.0.113.7 port 22", ["annlee"]),
        ("Accepted password for root from 203.0.113.7 port 22 ssh2", []),
        ("session closed for user www-data", []),
        ('203.0.113.7 - - [12/Mar/2026:10:00:00 +0000] "GET / HTTP/1.1" 200 12', []),
        ('the reply was HTTP/1.1" 200 OK', []),
    ],
)
def test_users_in_logs(text: str, expected: list[str]) -> None:
    assert found(text, "USERNAME") == expected


def test_a_line_of_an_access_log() -> None:
    line = (
        '203.0.113.7 - - [12/Mar/2026:10:00:00 +0000] "GET / HTTP/2.0" 200 12 "-" '
        '"Mozilla/5.0 (X11; Linux) Firefox/1"'
    )
    assert found(line) == ["203.0.113.7", "Mozilla/5.0 (X11; Linux) Firefox/1"]
