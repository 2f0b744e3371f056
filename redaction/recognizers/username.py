"""User names and handles: @ann_lee, `username: ann99`; not decorators, scopes or addresses."""

import re
from collections.abc import Iterable

from redaction.patterns import Pattern, Recognizer, anchored, follow

CONTEXT = (
    "twitter",
    "insta(?:gram)?",
    "handle",
    "github",
    "telegram",
    "follow(?:ed|ing|s)?",
    "tiktok",
    "snap(?:chat)?",
    "fb",
    "profile",
    "tweet(?:ed|s)?",
    "rt",
    "dm",
    "discord",
    "threads",
    "mastodon",
    "via",
    "cc",
    "slack",
    "thanks?",
)
CODE = (
    "import",
    "def",
    "class",
    "param",
    "decorator",
    "npm",
    "yarn",
    "pnpm",
    "install",
    "annotation",
    "javadoc",
    "require",
    "docker",
    "pip",
    "git",
    "package",
)
# What follows @ in source code, style sheets and documentation comments.
_KEYWORDS_TEXT = """
property override param params return returns see throws deprecated test staticmethod
classmethod media import types type app pytest dataclass abstractmethod charset keyframes
include if else end latest angular babel scope since author version link code todo default
example private public protected internal readonly constructor extends implements interface
namespace module exports file fileoverview license copyright category summary remarks
typeparam value api wraps contextmanager cached_property lru_cache cache total_ordering
overload final unittest patch mock fixture mark skip parametrize asyncio before after
beforeeach aftereach autowired component service repository controller bean entity table
column id getter setter data builder slf4j nullable nonnull notnull suppresswarnings
functionalinterface safevarargs inject injectable input output ngmodule directive pipe
viewchild hostlistener apply tailwind layer supports font page counter document namespace
viewport mixin extend use forward function each for while warn error debug content at here
there me you all contextmanager asynccontextmanager sensitive everyone channel gmail yahoo
home work
state binding stateobject environmentobject environment observedobject published appstorage
scenestorage focusstate gesturestate fetchrequest viewbuilder mainactor objc ibaction iboutlet
escaping discardableresult testable main observable model query attribute attributes architectures
"""
_KEYWORDS = frozenset(_KEYWORDS_TEXT.split())
_HANDLE = re.compile(r"@[A-Za-z_]\w{1,30}")
_LINE = re.compile(r"[^\n]*")
_DECLARED = re.compile(
    r"[ \t]+(?:=|(?:[a-z]{4,12} ){0,3}(?:var|let|val|func|fun|class|struct|enum|interface|"
    r"void|init)(?: \w+)? ?[:=({<])"
)
"""What an annotation at the start of a line stands before."""


def _tweeted(text: str, start: int, end: int) -> tuple[tuple[int, int], ...]:
    """A handle in prose: not a decorator alone on its line, not a scope, not a mail domain."""
    name = text[start + 1 : end].lower()
    if (
        name in _KEYWORDS
        or text[end : end + 1] in {"/", "(", "=", "@", "{"}
        or text[end : end + 2] in {"::", "->"}
    ):
        return ()
    if text[end : end + 1] == "." and (text[end + 1 : end + 2] + ".")[0] not in " .\n\"')":
        return ()
    line_start = text.rfind("\n", 0, start) + 1
    rest = _LINE.match(text, end)
    if not text[line_start:start].strip() and _DECLARED.match(text, end):
        return ()
    alone = not text[line_start:start].strip() and (rest is None or not rest.group().strip())
    if alone and text[end : end + 1] == "\n":
        return ()
    return ((start, end),)


_NAME = r"(?P<v>@?[A-Za-z0-9][\w.-]{1,38}[A-Za-z0-9_])(?![\w(@\[]|\.\w)"
_STOP_TEXT = """
name none null the a an for that case used set unique required also optional not associated
logged authenticated specified your able in to return import input guide true false string str
admin root int self user username password is or and with from field value must should can
will may be as of on if it its this which who has have been are was were does do by you we
they page form button account id login email
user_id userid user_name
"""
_STOP = frozenset(_STOP_TEXT.split())


_OBJECTS_TEXT = """
self this options settings config conf args kwargs params request req session ctx context db app
event data parsed env process os sys props state payload body form g current_user auth urllib
"""
_OBJECTS = frozenset(_OBJECTS_TEXT.split())
"""What attributes are read from in programs."""


def _chosen(text: str) -> bool:
    plain = text.lower().lstrip("@")
    first, dot, _ = plain.partition(".")
    return plain not in _STOP and not plain.endswith("user") and not (dot and first in _OBJECTS)


_SYSTEM = frozenset(
    {"root", "nobody", "daemon", "admin", "ubuntu", "postgres", "www-data", "git", "user", "test"}
)


def _logged(text: str) -> bool:
    """An account that people have; those of a system are nobody's."""
    return text.lower() not in _SYSTEM


_INPUT = frozenset(
    (
        "input",
        "name",
        "id",
        "data",
        "credentials",
        "account",
        "session",
        "token",
        "password",
        "email",
    )
)
_INVALID = re.compile(r"invalid user ", re.IGNORECASE)
_FROM = re.compile(r"(?: (?:from|at|on|port)\b|[ ]?[(\[,;'\"]|[ ]?(?:\n|\Z))")
_read_logged = follow(
    r"(?!the\b|an?\b|user\b|invalid\b|for\b|by\b|authenticating\b)[a-z_][\w.-]{1,31}"
)


def _in_log(text: str, start: int, end: int) -> Iterable[tuple[int, int]]:
    """The account of the event; `invalid user input is not kept` is prose."""
    invalid = _INVALID.match(text, start) is not None
    return [
        (first, last)
        for first, last in _read_logged(text, start, end)
        if not invalid or (_FROM.match(text, last) and text[first:last].lower() not in _INPUT)
    ]


_OTHERS = re.compile(
    r"^[\W_]{0,4}(?:assistant|agent|bot|chatbot|ai|it|support|system|model|help ?desk|operator|"
    r"advis[eo]r|human|rep)\b[^:\n]{0,24}:",
    re.IGNORECASE | re.MULTILINE,
)
"""Labels of whoever answers the user in a transcript."""
_ASKED = re.compile(r"user|login|log in|sign|handle|nick|account", re.IGNORECASE)
_NEAR = 2000
_named = follow(_NAME)


def _not_said(text: str, start: int, end: int) -> Iterable[tuple[int, int]]:
    """The value, unless `user:` labels what the user of a transcript says, not asked for a name."""
    if text[start : start + 4].lower() == "user" and text[start + 4 : start + 6] == ": ":
        line = text.rfind("\n", 0, start) + 1
        before = text[max(line - _NEAR, text.rfind("\n", 0, max(line - 1, 0)) + 1) : line]
        if (
            not text[line:start].strip(" \t*#>-[")
            and _OTHERS.search(text, max(0, start - _NEAR), end + _NEAR)
            and not _ASKED.search(before)
        ):
            return ()
    found = tuple(_named(text, start, end))
    if text[start : start + 8].lower() == "user is " and not any(
        not char.islower() for first, last in found for char in text[first:last]
    ):
        return ()  # `the user is redirected`
    return found


def _authority(text: str, start: int, _end: int) -> tuple[tuple[int, int], ...]:
    """What stands before the colon in `://name:password@`."""
    return ((start + 3, text.index(":", start + 3)),)


RECOGNIZER = Recognizer(
    name="username",
    patterns=(
        Pattern(
            scan=r"@[a-z_][0-9a-z_]{1,30}\b",
            entity_type="USERNAME",
            score=0.6,
            context=CONTEXT,
            contextual=0.8,
            against=CODE,
            narrow=_tweeted,
            before="@./:\\-#$%&+=?`",
            after="-",
        ),
        Pattern(
            scan=(
                r"\b(?:user ?names?|user[_-]?name|user[ _-]?id|login(?: ?(?:id|name))?|screen[ "
                r"_-]?name|nick(?:name)?|gamertag|(?:twitter|instagram|telegram|user) handle|"
                r"benutzername|nutzername|anmeldename|(?:nombre de )?usuario|nom d'utilisateur|"
                r"identifiant|pseudo|nome (?:utente|de utilizador|de usu(?:á|a)rio)|gebruikersnaam|"
                r"user)[\"']?[ ]?(?:[:=]| is| ist| est| es| è| é)"
                r" ?[\"'`]?[@0-9a-z]"
            ),
            entity_type="USERNAME",
            score=0.7,
            narrow=_not_said,
            valid=_chosen,
            after="-=",
        ),
        Pattern(
            scan=(
                r"\b(?:user ?name|user|login|handle|account|logged in as|signed in as|known "
                r"as|goes by) [\"'`]?[@a-z]"
            ),
            entity_type="USERNAME",
            score=0.65,
            # a word like any other, unless a digit or an underscore is in it
            narrow=follow(r"(?P<v>@?[A-Za-z][\w.-]*[\d_][\w.-]*\w)(?![\w(@=])"),
            valid=lambda text: any(char.isdigit() for char in text),
        ),
        Pattern(
            scan=(
                r"(?:用户名|帐号|账号|ユ-ザ-名|имя пользователя|логин|اسم المستخدم|उपयोगकर्ता नाम)"
                r"[:= ]{1,2}[@0-9a-z]"
            ),
            entity_type="USERNAME",
            score=0.75,
            open_start=True,
            narrow=follow(r"@?[A-Za-z0-9][\w.-]{2,38}"),
            valid=_chosen,
        ),
        # what systems write into their logs: sshd, sudo, PAM, id(1), passwd(5)
        Pattern(
            scan=(
                r"\b(?:accepted (?:publickey|password)|failed password|invalid user|"
                r"session (?:opened|"
                r"closed)|authentication failure|connection closed by) (?:for |by )"
                r"?(?:invalid )?(?:user )?"
                r"[a-z_]"
            ),
            entity_type="USERNAME",
            score=0.8,
            narrow=_in_log,
            valid=_logged,
            open_end=True,
        ),
        Pattern(
            scan=r"\bsudo(?:\[\d{1,7}\])?: {1,8}[a-z_][0-9a-z_.-]{1,31} : ",
            entity_type="USERNAME",
            score=0.85,
            open_end=True,
            narrow=anchored(r"sudo(?:\[\d+\])?: +(?P<v>[\w.-]+)"),
            valid=_logged,
        ),
        Pattern(
            scan=r"\buid=\d{3,7}\([a-z_]",
            entity_type="USERNAME",
            score=0.85,
            open_end=True,
            narrow=follow(r"[a-z_][\w.-]{1,31}(?=\))"),
            valid=_logged,
        ),
        # scheme://name:password@host
        Pattern(
            scan=r"://[^\s:/@\"'<>]+:[^\s/@\"'<>]+@",
            entity_type="USERNAME",
            score=0.9,
            open_start=True,
            open_end=True,
            narrow=_authority,
        ),
        Pattern(
            scan=r"\b(?:ssh|scp|rsync) ",
            entity_type="USERNAME",
            score=0.7,
            open_end=True,
            narrow=anchored(r"\w+(?: -\w+(?: [\w./~-]+)?)* (?P<v>[A-Za-z_][\w.-]{1,31})@"),
        ),
        # Common Log Format: host ident user [time
        Pattern(
            scan=r"\b\d{1,3}(?:\.\d{1,3}){3} - [0-9a-z_.-]{2,} \[",
            entity_type="USERNAME",
            score=0.9,
            open_end=True,
            narrow=lambda text, start, end: ((text.index(" - ", start) + 3, end - 2),),
        ),
        Pattern(
            scan=r"(?:/home/|/users/|c:\\users\\)[a-z]",
            entity_type="USERNAME",
            score=0.6,
            open_start=True,
            narrow=follow(r"[A-Za-z][\w.-]{1,30}"),
            valid=lambda text: (
                text.lower()
                not in {
                    "user",
                    "users",
                    "public",
                    "default",
                    "admin",
                    "runner",
                    "ubuntu",
                    "shared",
                    "me",
                    "app",
                    "node",
                    "root",
                    "username",
                    "you",
                    "yourname",
                }
            ),
        ),
    ),
    examples=(
        "thanks @ann_lee!",
        "username: ann99",
        "logged in as ravi_k7",
        "postgres://ann:s3cr3tpw@db.example/x",
        "203.0.113.7 - annlee [10/Oct",
        "/home/annlee/notes",
    ),
)
