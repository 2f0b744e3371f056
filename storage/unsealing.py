"""Opens side rows, as far as their keys live; the counterpart of `storage.scribe`."""

import json
from collections.abc import Iterable

from disclosure.leaves import Leaf, SideRow
from storage.ports import KeyStore, Unsealed
from storage.scribe import salt
from vault.sealing import SealBroken, SealedPlace, unseal, value_key
from vault.secret import Key

_LENGTH = 4


def unseal_rows(keys: KeyStore, leaf: Leaf, rows: Iterable[SideRow]) -> tuple[Unsealed, ...]:
    """Open the side rows of a leaf."""
    return tuple(_open(keys, leaf.id, row) for row in rows)


def _open(keys: KeyStore, ident: str, row: SideRow) -> Unsealed:
    name = f"{row.field}.{row.ordinal}"
    pair = _pair(keys, ident, row)
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
    return Unsealed(row, facts, plain[end:], {name: salt(key, name) for name in facts})


def _pair(keys: KeyStore, ident: str, row: SideRow) -> tuple[Key, Key] | None:
    """The keys of the data subject and of the person, by the rule in `storage.scribe`."""
    subject_ref = row.subject.hex() if row.subject else ident
    about_nobody_known = row.field in ("person", "payload_person") and not row.person
    person_ref = row.person.hex() if row.person else ident if about_nobody_known else subject_ref
    subject = keys.find(subject_ref)
    person = subject if person_ref == subject_ref else keys.find(person_ref)
    if subject is None or person is None:
        return None
    return subject, person


def whole_payload(opened: Iterable[Unsealed]) -> tuple[bytes, bool] | None:
    """Put the payload together again.

    Returns:
        The bytes sent, and whether they are complete; where a person's key is destroyed, their
        pseudonyms are blank. None if no payload was kept or its key is destroyed.
    """
    parts = [part for part in opened if part.row.field in ("payload", "payload_person")]
    base = next((p for p in parts if p.row.field == "payload" and p.facts is not None), None)
    if base is None or base.facts is None:
        return None
    pieces = {
        p.row.ordinal: p.payload for p in parts if p.row.field != "payload" and p.facts is not None
    }
    taken = dict.fromkeys(pieces, 0)
    out, complete, position, end = [], True, 0, 0
    gaps: list[tuple[int, int, int]] = base.facts["gaps"]  # type: ignore[assignment]  # ours
    for start, stop, person in gaps:
        out.append(base.payload[position : position + start - end])
        position += start - end
        end = stop
        length = stop - start
        if person in pieces:
            out.append(pieces[person][taken[person] : taken[person] + length])
            taken[person] += length
        else:
            out.append(b" " * length)
            complete = False
    out.append(base.payload[position:])
    return b"".join(out), complete
