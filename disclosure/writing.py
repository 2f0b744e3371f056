"""The text of a leaf's body, written straight from a record.

It is `canonical` of what `body()` says and of the record's parts, letter for letter (a test holds
them together): every request waits for one of these, and a tree of dictionaries that is built,
checked, sorted and walked takes ten times as long.
"""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from json.encoder import encode_basestring as quoted
from typing import Any, NamedTuple

from disclosure.canonical import INTEGER_MAX, Json, NotCanonical, canonical
from disclosure.kinds import safe_name
from disclosure.records import Closing, Opening, RecipientFacts, Record


class Parts(NamedTuple):
    """What the store adds to a body.

    Attributes:
        commitments: by name of the value.
        key: reference of the record's own data key; "" if no row needs it.
        sides: field, ordinal and hash of each side row.
    """

    commitments: Mapping[str, str]
    key: str
    sides: list[tuple[str, int, str]]


def body_text(record: Record, parts: Parts) -> str:
    """The body of a record's leaf.

    Raises:
        NotCanonical: if a leaf cannot hold it. Lone surrogates are found later, when it is encoded.
    """
    if isinstance(record, Opening):
        return _opening(record, parts)
    if isinstance(record, Closing):
        return _closing(record, parts)
    body = record.body()
    added: dict[str, Json] = {
        "commitments": parts.commitments,
        "key": parts.key,
        "sides": parts.sides,
    }
    return canonical(body | {name: value for name, value in added.items() if value}).decode()


def _opening(record: Opening, parts: Parts) -> str:
    """The keys in their order."""
    _check_integers((
        record.attempt, record.consent_version, record.payload_size, record.payload_until,
        record.recipient_until, record.retention_until, record.t_utc,
    ))  # fmt: skip
    return (
        _who(record.actor, record.application, record.attempt, record.code_version)
        + _commitments(parts.commitments)
        + _why(
            record.config_hash,
            record.consent_kind,
            record.consent_version,
            record.controller,
            record.controller_role,
            record.degraded,
            record.detector,
            record.do_not_track,
        )
        + _entities(record.entities)
        + _flag("gpc", record.global_privacy_control)
        + _text("ground", record.ground)
        + _scalars("instructions", record.instructions)
        + _text("jurisdiction", record.jurisdiction)
        + _text("key", parts.key)
        + _text("legal_basis", record.legal_basis)
        + _opening_rest(record, parts)
    )


def _opening_rest(record: Opening, parts: Parts) -> str:
    """From "model" on."""
    return (
        _text("model", safe_name(record.model))
        + _what(record.note_added, record.notice, record.operation)
        + _text("parent", record.parent)
        + _flag("payload_kept", record.payload is not None)
        + f',"payload_size":{record.payload_size},"payload_until":{record.payload_until}'
        + _to_whom(record.policy, record.purpose, record.recipient)
        + f',"recipient_until":{record.recipient_until}'
        + _text("request", record.request_id)
        + f',"retention_until":{record.retention_until}'
        + _list("rules", record.rules)
        + _list("scanned", record.scanned)
        + _sides(parts.sides)
        + _list("special", record.special)
        + _list("stripped", record.stripped)
        + _text("subject_class", record.subject_class)
        + f',"t":{record.t_utc}'
        + _list("uninspected", record.uninspected)
        + "}"
    )


# --- what is alike in many records of an application ------------------------------------


@lru_cache(maxsize=512)
def _who(actor: str, application: str, attempt: int, code: str) -> str:
    """The beginning, without its first comma."""
    return "{" + (
        _text("actor", actor)
        + _text("application", application)
        + f',"attempt":{attempt}'
        + _text("code", code)
    ).removeprefix(",")


@lru_cache(maxsize=512)
def _why(  # noqa: PLR0913, PLR0917 - a run of keys in their order
    config: str,
    consent_kind: str,
    consent_version: int,
    controller: str,
    controller_role: str,
    degraded: bool,  # noqa: FBT001 - the value that is written
    detector: str,
    dnt: bool,  # noqa: FBT001 - likewise
) -> str:
    return (
        _text("config", config)
        + _text("consent_kind", consent_kind)
        + f',"consent_version":{consent_version}'
        + _text("controller", controller)
        + _text("controller_role", controller_role)
        + _flag("degraded", degraded)
        + _text("detector", detector)
        + _flag("dnt", dnt)
    )


@lru_cache(maxsize=512)
def _what(note: bool, notice: str, operation: str) -> str:  # noqa: FBT001 - the value written
    return _flag("note", note) + _text("notice", notice) + _text("operation", operation)


@lru_cache(maxsize=512)
def _to_whom(policy: str, purpose: str, recipient: RecipientFacts) -> str:
    facts = canonical(recipient.body()).decode()
    return _text("policy", policy) + _text("purpose", purpose) + f',"recipient":{facts}'


def _closing(record: Closing, parts: Parts) -> str:
    _check_integers((
        record.attempts, record.bytes_down, record.bytes_up, record.duration_ms,
        record.http_status, record.unknown_pseudonyms,
    ))  # fmt: skip
    return (
        f'{{"attempts":{record.attempts},"bytes_down":{record.bytes_down},'
        f'"bytes_up":{record.bytes_up}'
        + _commitments(parts.commitments)
        + _scalars("denied", record.denied)
        + f',"duration_ms":{record.duration_ms}'
        + _text("key", parts.key)
        + _text("outcome", record.outcome)
        + _text("peer_certificate", record.peer_certificate)
        + _text("reason", record.reason)
        + _scalars("restored", record.restored)
        + _sides(parts.sides)
        + f',"status":{record.http_status},"unknown_pseudonyms":{record.unknown_pseudonyms}}}'
    )


# --- one key, behind its comma; nothing where the value is empty ------------------------


def _text(name: str, value: str) -> str:
    return f',"{name}":{quoted(value)}' if value else ""


def _flag(name: str, value: bool) -> str:  # noqa: FBT001 - the value that is written
    return f',"{name}":true' if value else f',"{name}":false'


def _list(name: str, values: Iterable[str]) -> str:
    return f',"{name}":[{",".join(map(quoted, values))}]' if values else ""


def _commitments(values: Mapping[str, str]) -> str:
    """Hashes in hex need no quoting."""
    if not values:
        return ""
    _check_names(values)
    told = ",".join([f'{quoted(name)}:"{values[name]}"' for name in sorted(values)])
    return f',"commitments":{{{told}}}'


def _sides(rows: Iterable[tuple[str, int, str]]) -> str:
    """Names of fields are our own and hashes are in hex."""
    if not rows:
        return ""
    return ',"sides":[' + ",".join([f'["{f}",{n},"{digest}"]' for f, n, digest in rows]) + "]"


def _entities(entities: Iterable[tuple[str, str, int]]) -> str:
    if not entities:
        return ""
    _check_integers([count for _, _, count in entities])
    told = [f"[{quoted(kind)},{quoted(done)},{count}]" for kind, done, count in entities]
    return f',"entities":[{",".join(told)}]'


def _scalars(name: str, values: Mapping[str, str | int | bool]) -> str:
    if not values:
        return ""
    _check_names(values)
    told = ",".join([f"{quoted(key)}:{_scalar(values[key])}" for key in sorted(values)])
    return f',"{name}":{{{told}}}'


def _scalar(value: str | int | bool) -> str:  # noqa: FBT001 - the value that is written
    if isinstance(value, str):
        return quoted(value)
    return "true" if value is True else "false" if value is False else _integer(value)


def _integer(value: int) -> str:
    _check_integers((value,))
    return str(value)


def _check_integers(values: Iterable[Any]) -> None:
    for value in values:
        if type(value) is not int or not -INTEGER_MAX <= value <= INTEGER_MAX:
            raise NotCanonical("an integer is none, or beyond 2^53 - 1")


def _check_names(names: Iterable[Any]) -> None:
    for name in names:
        if not (isinstance(name, str) and name.isascii()):
            raise NotCanonical("a key is not ASCII text")
