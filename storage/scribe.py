"""From a record to rows: a leaf, and side rows sealed under keys that erasure can destroy.

Which keys. Every side row is sealed under two data keys, and destroying either kills it: that of
the data subject (of the record itself if the subject is unknown), and that of the person whom the
row is about (of the record itself for persons that no value identifies; once more the subject's
where it is about the subject).

| field      | holds                                                        | keys            |
|------------|--------------------------------------------------------------|-----------------|
| `record`   | subject, digest of the payload, the caller's strings         | subject+subject |
| `person` n | one person's pseudonyms, and where in the request they stood | subject+person  |
| `payload`  | the bytes sent, with gaps where persons' pseudonyms stood    | subject+subject |

Where nobody is known the keys of `record` and of an unidentified person are the same: such mentions
stand in `record`, and their pseudonyms stay in the payload.
The salt of a commitment is derived from the row's value key: it dies with it.

The record's own key is random under a random reference, which the leaf names: where an erasure
destroys it, the reference leads nowhere.
Every request waits for this file: no dictionaries are built where text can be written at once.
"""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from json.encoder import encode_basestring_ascii as quoted
from typing import NamedTuple

from disclosure.canonical import NotCanonical
from disclosure.kinds import FORMAT_VERSION
from disclosure.leaves import (
    LeafColumns,
    MalformedLeaf,
    SideColumns,
    commitment,
    entry_bytes,
    is_plain,
    side_hash,
)
from disclosure.merkle import leaf_hash
from disclosure.records import Closing, Event, Mention, Opening, Record, RefusalRecord
from disclosure.writing import Parts, body_text
from privacy.entities import ENTITY_TYPES
from storage.ports import KeyStore, NotOpen
from vault.normalise import blind_index
from vault.sealing import NONCE_LENGTH, place_aad, seal, value_key, value_salt
from vault.secret import Key

SUBJECT = "SUBJECT"
"""The type under which the caller's own id of a data subject is indexed."""
_INDEXED = frozenset(kind.name for kind in ENTITY_TYPES.values() if kind.indexed)
_NO_TEXTS: Mapping[str, str] = {}


class Stamp(NamedTuple):
    """Where and when a record is appended.

    Attributes:
        shard: the writer's log.
        seq: position in it.
        t_utc: microseconds since 1970-01-01 UTC.
        mono_ns: nanoseconds since boot.
        boot_id: which boot.
    """

    shard: str
    seq: int
    t_utc: int
    mono_ns: int
    boot_id: str


class Held(NamedTuple):
    """What closing a disclosure needs to know of its opening.

    Attributes:
        subject: keyed index of the data subject; b"" if unknown.
        ref: reference of the key that its rows are sealed under.
        until: until when its rows are kept.
    """

    subject: bytes
    ref: str
    until: int


@dataclass(slots=True)  # not frozen, that would take longer than sealing it
class Part:
    """A side row before it is sealed.

    Attributes:
        name: of the field, see the table above.
        ordinal: number among the rows of this field.
        person: keyed index of the person; b"" if it is the subject or nobody is identified.
        ref: reference of the person's key.
        until: until when it is kept.
        texts: its values to which the leaf commits.
        facts: its other values, as a member of a JSON object in ASCII; "" if there are none.
        payload: its bytes, for rows of a payload.
    """

    name: str
    ordinal: int
    person: bytes
    ref: str
    until: int
    texts: Mapping[str, str] = field(repr=False)
    facts: str = field(repr=False)
    payload: bytes = field(default=b"", repr=False)

    def plain(self) -> bytes:
        """What is sealed: the length of a JSON object, the object, the bytes."""
        members = [f"{quoted(name)}:{quoted(text)}" for name, text in self.texts.items()]
        if self.facts:
            members.append(self.facts)
        facts = f"{{{','.join(members)}}}".encode()
        return len(facts).to_bytes(4, "big") + facts + self.payload


@dataclass(slots=True)
class Draft:
    """A record whose persons are known and whose place is not.

    Attributes:
        record: the record.
        held: whose it is.
        own: reference of the record's own key; "" if no row is sealed under it.
        parts: its erasable parts.
    """

    record: Record
    held: Held
    own: str
    parts: Sequence[Part]

    def refs(self) -> set[str]:
        """References of the keys that sealing it needs."""
        if not self.parts:
            return set()
        return {self.held.ref, *(part.ref for part in self.parts)}


class Scribe:
    """Writes rows.

    Args:
        keys: where data keys are kept.
    """

    def __init__(self, keys: KeyStore) -> None:
        self._keys = keys
        self._tenant = keys.tenant
        self._index_key = keys.master("index").material

    def subject_index(self, subject: str) -> bytes:
        """The keyed index of a data subject; b"" of an unknown one."""
        return self.index(SUBJECT, subject) if subject else b""

    def index(self, entity_type: str, value: str) -> bytes:
        """The keyed index of a value."""
        return blind_index(self._index_key, self._tenant, entity_type, value)

    def draft(self, record: Record, held: Held | None) -> Draft:
        """Find out whom a record is about.

        Args:
            record: the record.
            held: of the disclosure of this id, if it is open.

        Raises:
            NotOpen: it closes one that is not.
            LedgerUnavailable: if it needs a key of its own and there can be none.
        """
        if isinstance(record, Opening):
            return self._draft_opening(record)
        texts = record.private()
        if isinstance(record, Closing):
            if held is None:
                raise NotOpen("this disclosure is not open here")
        else:
            held = self._held(record, texts)
        parts = (_record_part(held, texts, ""),) if texts else ()
        return Draft(record, held, "" if held.subject else held.ref, parts)

    def _held(self, record: RefusalRecord | Event, texts: Mapping[str, str]) -> Held:
        if isinstance(record, Event) and record.subject:
            subject = self.subject_index(record.subject)
            return Held(subject, subject.hex(), record.retention_until)
        until = record.retention_until if isinstance(record, Event) else 0
        return Held(b"", self._keys.spare() if texts else "", until)

    def _draft_opening(self, record: Opening) -> Draft:
        subject = self.subject_index(record.subject)
        persons = self._persons(record)
        own = "" if subject and b"" not in persons else self._keys.spare()
        held = Held(subject, subject.hex() if subject else own, record.retention_until)
        facts = ""
        if not subject and b"" in persons:
            facts = _told([mention for _, mention in persons.pop(b"")], {})
        parts = [_record_part(held, record.private(), facts)]
        cuts = _cuts(record, persons)
        for ordinal, (person, found) in enumerate(persons.items()):
            told = _told([mention for _, mention in found], _stood(record, ordinal, cuts))
            ref = person.hex() if person else own
            parts.append(Part("person", ordinal, person, ref, held.until, _NO_TEXTS, told))
        if record.payload is not None:
            parts.append(_payload_part(record, record.payload, held, cuts))
        return Draft(record, held, own, parts)

    def _persons(self, record: Opening) -> dict[bytes, list[tuple[int, Mention]]]:
        """The mentions of each person; under b"" those that no value identifies."""
        known: dict[tuple[str, str], bytes] = {}
        persons: dict[bytes, list[tuple[int, Mention]]] = {}
        for number, mention in enumerate(record.mentions):
            person = b""
            if mention.entity_type in _INDEXED:
                key = (mention.entity_type, mention.value)
                person = known.get(key) or known.setdefault(key, self.index(*key))
            persons.setdefault(person, []).append((number, mention))
        return persons

    def write(
        self, draft: Draft, stamp: Stamp, keys: Mapping[str, Key]
    ) -> tuple[LeafColumns, list[SideColumns]]:
        """Make the rows of a record at its place.

        Args:
            draft: the record.
            stamp: its place.
            keys: the keys that `draft.refs()` names.

        Raises:
            NotCanonical: if a leaf cannot hold what the record says.
            MalformedLeaf: if its id is not plain.
        """
        if not is_plain(draft.record.id):
            raise MalformedLeaf("the id of a record is not plain")
        commitments: dict[str, str] = {}
        rows: list[SideColumns] = []
        nonces = os.urandom(NONCE_LENGTH * len(draft.parts))
        for number, part in enumerate(draft.parts):
            nonce = nonces[NONCE_LENGTH * number : NONCE_LENGTH * (number + 1)]
            rows.append(self._seal(draft, part, stamp, keys, nonce, commitments))
        sides = [(row[2], row[3], side_hash(*row)) for row in rows]
        parts = Parts(commitments, draft.own if rows else "", sides)
        return _leaf(draft.record, stamp, body_text(draft.record, parts)), rows

    def _seal(
        self,
        draft: Draft,
        part: Part,
        stamp: Stamp,
        keys: Mapping[str, Key],
        nonce: bytes,
        commitments: dict[str, str],
    ) -> SideColumns:
        held, name = draft.held, f"{part.name}.{part.ordinal}"
        key = value_key(keys[held.ref], keys[part.ref], draft.record.id, name)
        aad = place_aad(self._tenant, stamp.shard, stamp.seq, name)
        sealed = seal(key, nonce, part.plain(), aad)
        for name, text in part.texts.items():
            commitments[name] = commitment(value_salt(key, stamp.seq, name), name, text)
        place = (stamp.shard, stamp.seq, part.name, part.ordinal)
        return (*place, held.subject, part.person, part.until, sealed)


def _record_part(held: Held, texts: Mapping[str, str], facts: str) -> Part:
    return Part("record", 0, b"", held.ref, held.until, texts, facts)


Cut = tuple[int, int, int, int]
"""A place in the payload that is left out of it: first byte, one past the last byte, ordinal of the
`person` row that holds what stood there, number among the mentions of that row."""


def _cuts(record: Opening, persons: Mapping[bytes, Sequence[tuple[int, Mention]]]) -> Sequence[Cut]:
    """The cuts in order of their place; one mention may stand in many."""
    if record.payload is None or not record.payload_spans:
        return ()
    where = {
        mention: (ordinal, entry)
        for ordinal, found in enumerate(persons.values())
        for entry, (mention, _) in enumerate(found)
    }
    return [
        (start, end, *where[mention])
        for start, end, mention in sorted(record.payload_spans)
        if mention in where
    ]


def _stood(record: Opening, ordinal: int, cuts: Sequence[Cut]) -> Mapping[int, str]:
    """What stood in the payload for the mentions of a person."""
    stood: dict[int, str] = {}
    for start, end, person, entry in cuts:
        if person != ordinal or record.payload is None:
            continue
        text = record.payload[start:end].decode()
        if stood.setdefault(entry, text) != text:
            raise ValueError("a mention is not written alike wherever it stands in the payload")
    return stood


def _told(mentions: Sequence[Mention], stood: Mapping[int, str]) -> str:
    """What is kept of mentions; what stood in the payload only where it differs."""
    told = []
    for entry, mention in enumerate(mentions):
        text = stood.get(entry, mention.pseudonym)
        other = f",{quoted(text)}" if text != mention.pseudonym else ""
        told.append(
            f"[{quoted(mention.entity_type)},{quoted(mention.pseudonym)},"
            f"{quoted(mention.pointer)},{mention.length:d}{other}]"
        )
    return f'"mentions":[{",".join(told)}]'


def _payload_part(record: Opening, payload: bytes, held: Held, cuts: Sequence[Cut]) -> Part:
    """The payload without what goes under other persons' keys."""
    kept: list[bytes] = []
    end = 0
    for cut in cuts:
        if cut[0] < end:
            raise ValueError("the spans of a payload overlap")
        kept.append(payload[end : cut[0]])
        end = cut[1]
    kept.append(payload[end:])
    gaps = ",".join([f"[{start:d},{stop:d},{row},{entry}]" for start, stop, row, entry in cuts])
    whole, until = b"".join(kept), record.payload_until
    return Part("payload", 0, b"", held.ref, until, _NO_TEXTS, f'"gaps":[{gaps}]', whole)


def _leaf(record: Record, stamp: Stamp, body: str) -> LeafColumns:
    shard, seq, t_utc, mono_ns, boot_id = stamp
    kind, ident = record.kind.value, record.id
    columns = (shard, seq, kind, ident, t_utc, mono_ns, boot_id, FORMAT_VERSION, body)
    try:
        return (*columns, leaf_hash(entry_bytes(*columns)))
    except UnicodeEncodeError:
        raise NotCanonical("a string holds a lone surrogate") from None
