"""Lines of logs: who was let in (OpenSSH, PAM, sudo, auditd), and access logs of web servers."""

import re
from collections.abc import Iterator

from redaction.hints import CHECKS
from redaction.patterns import Pattern, Recognizer, follow

_login = CHECKS["login"]
_ACCESS = re.compile(
    r"\A(?P<host>[\w.:%-]{2,64}) \S{1,64} "
    r"(?P<user>-|\"\"|[^\s\"\[]{1,64}(?: [^\s\"\[]{1,64}){0,3}) "
    r"\[[^\]\n]{10,40}\] \"[^\"\n]{0,8000}"
)
_LINE_LONGEST = 9000
_AGENT = re.compile(r"\d{3} (?:\d+|-)(?: \"[^\"\n]{0,4000}\"(?: \"(?P<agent>[^\"\n]{2,1000})\")?)?")


def _access(text: str, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    """Address, user and browser of a line of an access log (Apache's `combined`, nginx')."""
    begin = text.rfind("\n", max(0, start - _LINE_LONGEST), start) + 1
    line = _ACCESS.match(text[begin:start])
    if line is None:
        return
    if any(char in line["host"] for char in ".:") and line["host"][-1].isalnum():
        yield begin + line.start("host"), begin + line.end("host"), "IP_ADDRESS"
    if line["user"] not in {"-", '""'} and _login(line["user"].replace(" ", "_")):
        yield begin + line.start("user"), begin + line.end("user"), "USERNAME"
    agent = _AGENT.search(text, start, min(len(text), end + _LINE_LONGEST))
    if agent is not None and agent["agent"] and agent["agent"] != "-":
        yield agent.start("agent"), agent.end("agent"), "USER_AGENT"


_USER = r"(?P<v>[A-Za-z][\w.@-]{0,62}\w)"

RECOGNIZER = Recognizer(
    name="logs",
    patterns=(
        Pattern(
            scan=(
                r"(?:Accepted|Failed) (?:password|publickey|none|hostbased|"
                r"keyboard-interactive/pam|gssapi-with-mic) for (?:invalid user )?[A-Za-z]"
            ),
            entity_type="USERNAME",
            score=0.8,
            narrow=follow(_USER + r"(?= from )"),
            valid=_login,
            cased=True,
        ),
        Pattern(
            scan=(
                r"(?:session (?:opened|closed) for user|"
                r"maximum authentication attempts exceeded for|sudo(?:\[\d+\])?: +|"
                r"\b(?:ruser|logname|acct)=|password changed for|new user: name=) ?\"?[A-Za-z]"
            ),
            entity_type="USERNAME",
            score=0.8,
            narrow=follow(_USER),
            valid=_login,
            cased=True,
        ),
        Pattern(
            scan=r"(?:[Ii]nvalid|authenticating) user [A-Za-z]",
            entity_type="USERNAME",
            score=0.8,
            narrow=follow(_USER + r"(?= (?:from )?[\d.:a-f]+(?: port|\s|$))"),
            valid=_login,
            cased=True,
        ),
        Pattern(
            scan=r"HTTP/\d(?:\.\d)?\" \d{3} ",
            entity_type="USERNAME",
            score=0.8,
            typed=_access,
            open_start=True,
            open_end=True,
        ),
    ),
    examples=(
        "Mar  3 10:00:00 web sshd[12]: Accepted publickey for annlee from 203.0.113.7 port 22 ssh2",
        "pam_unix(sshd:session): session opened for user annlee by (uid=0)",
        '203.0.113.7 - annlee [12/Mar/2026:10:00:00 +0000] "GET / HTTP/1.1" 200 12 "-" "curl/8.0"',
    ),
)
