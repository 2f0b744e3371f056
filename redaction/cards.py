"""vCards (RFC 6350), calendars (RFC 5545) and entries of directories (LDIF, RFC 2849)."""

import re
from collections.abc import Iterator, Mapping, Sequence

from redaction.headers import Valued, held
from redaction.hints import CHECKS
from redaction.value_checks import Check, shape

_PERSON, _PLACE, _PHONE = "PERSON", "LOCATION", "PHONE_NUMBER"
_ADDRESS, _BIRTH, _MAIL = "STREET_ADDRESS", "DATE_OF_BIRTH", "EMAIL_ADDRESS"


_anything = shape(r"[^\r\n]{2,160}")

_PROPERTY = re.compile(
    r"(?:[\w-]{1,20}\.)?(?P<name>[A-Za-z-]{1,30})"
    r"(?P<parameters>(?:;(?:\"[^\"\r\n]{0,200}\"|[^:\"\r\n]){0,300})?):(?P<value>[^\r\n]*)"
)
_COMMON_NAME = re.compile(
    r";CN=(?:\"(?P<q>[^\"\r\n]{1,120})\"|(?P<b>[^;:\"\r\n]{1,120}))", re.IGNORECASE
)
_COMPONENT = re.compile(r"(?:[^;,\\]|\\.)+")
_CARD: Mapping[str, str] = {
    "FN": _PERSON, "N": _PERSON, "NICKNAME": _PERSON, "TEL": _PHONE, "EMAIL": _MAIL,
    "ADR": _ADDRESS, "LABEL": _ADDRESS, "BDAY": _BIRTH, "GEO": "GPS_COORDINATES",
    "CONTACT": _PERSON, "X-PHONETIC-FIRST-NAME": _PERSON, "X-PHONETIC-LAST-NAME": _PERSON,
    "X-MAIDENNAME": _PERSON, "X-SKYPE": "USERNAME", "X-JABBER": "USERNAME",
    "SOUND": _PERSON,
}  # fmt: skip
_CALENDAR = frozenset(("N", "LABEL", "GEO", "SOUND"))
"""Properties that mean something else in a calendar, or nobody's."""
_KINDS: Mapping[str, Check] = {
    _PERSON: CHECKS["person"], _PHONE: CHECKS["phone"], _MAIL: CHECKS["email"],
    _ADDRESS: _anything, _BIRTH: shape(r"[\dT:Z-]{4,25}"), "USERNAME": _anything,
    "GPS_COORDINATES": shape(r"(?:geo:)?[-+.\d]+"), _PLACE: CHECKS["place"],
}  # fmt: skip
_PREFIX = re.compile(r"(?:tel|mailto|geo|xmpp|skype):", re.IGNORECASE)
_LINES_MAX = 400


def cards(text: str, ends: Sequence[int]) -> Iterator[Valued]:
    """Values of the cards and events that begin at these places.

    Args:
        text: the text.
        ends: where `BEGIN:VCARD` and the like end; ascending.
    """
    done = 0
    for end in ends:
        if end <= done:
            continue
        at, calendar = end, text[end - 5 : end].upper() != "VCARD"
        for _ in range(_LINES_MAX):
            at = text.find("\n", at) + 1
            line = _PROPERTY.match(text, at) if at else None
            if line is None:
                break
            yield from _property(text, line, calendar=calendar)
            if line["name"].upper() == "END":
                break
        done = max(end, at)


def _property(text: str, line: re.Match[str], *, calendar: bool) -> Iterator[Valued]:
    name = line["name"].upper()
    if named := _COMMON_NAME.search(line["parameters"]):
        group = "q" if named["q"] else "b"
        start = line.start("parameters") + named.start(group)
        yield from held(text, start, start + len(named[group]), ((_PERSON, CHECKS["person"]),))
    kind = _CARD.get(name)
    if kind is None or (calendar and name in _CALENDAR):
        return
    whole = kind in {_PHONE, _MAIL, _BIRTH, "USERNAME"} or name in {"FN", "LABEL"}
    first, last = line.span("value")
    prefix = _PREFIX.match(text, first, last)
    first = prefix.end() if prefix else first
    places = [(first, last)] if whole else _components(text, first, last)
    for start, end in places:
        yield from held(text, start, end, ((kind, _KINDS[kind]),))


def _components(text: str, first: int, last: int) -> list[tuple[int, int]]:
    return [part.span() for part in _COMPONENT.finditer(text, first, last)]


_ATTRIBUTE = re.compile(
    r"(?P<name>[A-Za-z][\w-]{0,40})(?:;[\w-]{1,20})?(?P<coded>::?) ?(?P<value>[^\r\n]*)"
)
_OF_PEOPLE = frozenset(
    ("sn", "givenname", "mail", "telephonenumber", "mobile", "uid", "displayname", "initials")
)
_DIRECTORY: Mapping[str, str] = {
    "cn": _PERSON, "sn": _PERSON, "givenname": _PERSON, "displayname": _PERSON, "gecos": _PERSON,
    "manager": "", "member": "", "secretary": "", "owner": "", "uniquemember": "",
    "memberuid": "USERNAME", "uid": "USERNAME", "samaccountname": "USERNAME", "mail": _MAIL,
    "userprincipalname": _MAIL, "telephonenumber": _PHONE, "mobile": _PHONE, "homephone": _PHONE,
    "facsimiletelephonenumber": _PHONE, "pager": _PHONE, "street": _ADDRESS,
    "streetaddress": _ADDRESS, "postaladdress": _ADDRESS, "homepostaladdress": _ADDRESS,
    "postalcode": _ADDRESS, "l": _PLACE, "st": _PLACE, "employeenumber": "RECORD_ID",
    "employeeid": "RECORD_ID", "userpassword": "PASSWORD", "carlicense": "VEHICLE_PLATE",
}  # fmt: skip
_NAMING = re.compile(
    r"(?:^|[,+] ?)(?P<name>cn|uid|samaccountname|mail)=(?P<value>(?:[^,+\\]|\\.)+)", re.IGNORECASE
)


def entries(text: str, ends: Sequence[int]) -> Iterator[Valued]:
    """Values of the entries of a directory whose first lines end at these places.

    Args:
        text: the text.
        ends: where `dn:` ends; ascending.
    """
    for end in ends:
        start = text.rfind("\n", max(0, end - 8), end) + 1
        if not start and end > 8:  # noqa: PLR2004 - `dn:: ` begins no line
            continue
        if text[start:end].strip().lower() not in {"dn:", "dn::"}:
            continue
        lines = [*_lines(text, start)]
        names = {line["name"].lower() for line in lines}
        for line in lines:
            yield from _attribute(text, line, people=not names.isdisjoint(_OF_PEOPLE))


def _lines(text: str, at: int) -> Iterator[re.Match[str]]:
    for _ in range(_LINES_MAX):
        line = _ATTRIBUTE.match(text, at)
        if line is None:
            return
        yield line
        at = text.find("\n", line.end()) + 1
        if not at:
            return


def _attribute(text: str, line: re.Match[str], *, people: bool) -> Iterator[Valued]:
    name = line["name"].lower()
    first, last = line.span("value")
    kind = _DIRECTORY.get(name)
    if name == "dn" or kind == "":
        for part in _NAMING.finditer(line["value"]):
            if people or part["name"].lower() != "cn":
                yield _named(first, part)
    elif kind and (people or kind != _PERSON) and last - first > 1:
        if line["coded"] == "::" or kind not in {_PERSON, _PLACE}:
            yield first, last, kind
        else:
            yield from held(text, first, last, ((kind, _KINDS[kind]),))


def _named(first: int, part: re.Match[str]) -> Valued:
    kind = _DIRECTORY[part["name"].lower()]
    return first + part.start("value"), first + part.end("value"), kind
