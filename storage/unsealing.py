"""Opens side rows, as far as their keys live; the counterpart of `storage.scribe`."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from disclosure.leaves import Leaf, MalformedLeaf, SideRow
from storage.ports import KeyStore, Unsealed
from vault.sealing import SealBroken, SealedPlace, unseal, value_key, value_salt
from vault.secret import Key

_LENGTH = 4
_SENT = 4


def unseal_rows(keys: KeyStore, leaf: Leaf, rows: Iterable[SideRow]) -> tuple[Unsealed, ...]:
    """Open the side rows of a leaf."""
    own = _own_ref(leaf)
    return tuple(_open(keys, leaf.id, own, row) for row in rows)


def _own_ref(leaf: Leaf) -> str:
    """The reference of the record's own key; "" if it has none."""
    try:
        return str(leaf.facts().get("key", ""))
    except MalformedLeaf:
        return ""


def _open(keys: KeyStore, ident: str, own: str, row: SideRow) -> Unsealed:
    name = f"{row.field}.{row.ordinal}"
    pair = _pair(keys, own, row)
    if pair is None:
        return Unsealed(row, None)
    key = value_key(*pair, ident, name)
    try:
        aad = SealedPlace(keys.tenant, row.shard, row.seq, name).aad
        plain = unseal(key, row.sealed, aad)
    except SealBroken:
        return Unsealed(row, None)
    end = _LENGTH + int.from_bytes(plain[:_LENGTH], "big")
    facts = json.loads(plain[_LENGTH:end])
    return Unsealed(
        row,
        facts,
        plain[end:],
        {name: value_salt(key, row.seq, name) for name in facts if isinstance(facts[name], str)},
    )


def _pair(keys: KeyStore, own: str, row: SideRow) -> tuple[Key, Key] | None:
    """The keys of the data subject and of the person, by the rule in `storage.scribe`."""
    subject_ref = row.subject.hex() if row.subject else own
    about_nobody_known = row.field == "person" and not row.person
    person_ref = row.person.hex() if row.person else own if about_nobody_known else subject_ref
    subject = keys.find(subject_ref)
    person = subject if person_ref == subject_ref else keys.find(person_ref)
    if subject is None or person is None:
        return None
    return subject, person


def whole_payload(opened: Iterable[Unsealed]) -> tuple[bytes, bool] | None:
    """Put the payload together again.

    Returns:
        The bytes sent, and whether they are complete; where a person's key is destroyed, blanks
        stand for their pseudonyms. None if no payload was kept or its key is destroyed.
    """
    parts = [part for part in opened if part.facts is not None]
    base = next((part for part in parts if part.row.field == "payload"), None)
    if base is None or base.facts is None:
        return None
    told: dict[int, Any] = {
        part.row.ordinal: part.facts["mentions"]
        for part in parts
        if part.facts is not None and part.row.field == "person"
    }
    gaps: Any = base.facts["gaps"]
    out, complete, position, end = [], True, 0, 0
    for start, stop, person, entry in gaps:
        out.append(base.payload[position : position + start - end])
        position, end = position + start - end, stop
        if person in told:
            out.append(_stood(told[person][entry]))
        else:
            out.append(b" " * (stop - start))
            complete = False
    out.append(base.payload[position:])
    return b"".join(out), complete


def _stood(told: Sequence[str]) -> bytes:
    """What stood in the payload for a mention: its pseudonym, unless something else is told."""
    return told[_SENT if len(told) > _SENT else 1].encode()
