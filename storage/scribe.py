"""From a record to rows: a leaf, and side rows sealed under keys that erasure can destroy.

Which keys. Every side row is sealed under two data keys, and destroying either kills it: that of
the data subject (of the record itself if the subject is unknown), and that of the person whom the
row is about (of the record itself for persons that no value identifies; once more the subject's
where it is about the subject).

| field            | holds                                                    | keys            |
|------------------|----------------------------------------------------------|-----------------|
| `record`         | subject, digest of the payload, the caller's strings     | subject+subject |
| `person` n       | where one person was mentioned, and under which pseudonym | subject+person |
| `payload`        | the bytes sent, pseudonyms cut out                       | subject+subject |
| `payload_person` n | the pseudonyms of one person that were cut out          | subject+person  |

The salt of a commitment is derived from the row's value key: it dies with it.
"""

import hmac
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from disclosure.canonical import Json, canonical
from disclosure.kinds import FORMAT_VERSION
from disclosure.leaves import Leaf, SideRow, commitment, entry_bytes
from disclosure.merkle import leaf_hash
from disclosure.records import Closing, Event, Mention, Opening, Record
from privacy.entities import ENTITY_TYPES
from storage.ports import KeyStore, NotOpen
from vault.normalise import blind_index
from vault.sealing import NONCE_LENGTH, SealedPlace, seal, value_key
from vault.secret import Key

SUBJECT = "SUBJECT"
"""The type under which the caller's own id of a data subject is indexed."""


@dataclass(frozen=True, slots=True)
class Stamp:
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


@dataclass(frozen=True, slots=True)
class Held:
    """What closing a disclosure needs to know of its opening.

    Attributes:
        subject: keyed index of the data subject; b"" if unknown.
        ref: reference of the key that its rows are sealed under.
        until: until when its rows are kept.
    """

    subject: bytes
    ref: str
    until: int


@dataclass(frozen=True, slots=True)
class Part:
    """A side row before it is sealed.

    Attributes:
        name: of the field, see the table above.
        ordinal: number among the rows of this field.
        person: keyed index of the person; b"" if it is the subject or nobody is identified.
        ref: reference of the person's key.
        until: until when it is kept.
        facts: its values.
        payload: its bytes, for rows of a payload.
        committed: whether the leaf commits to each of its values.
    """

    name: str
    ordinal: int
    person: bytes
    ref: str
    until: int
    facts: Mapping[str, Json] = field(default_factory=dict, repr=False)
    payload: bytes = field(default=b"", repr=False)
    committed: bool = False


@dataclass(frozen=True, slots=True)
class Draft:
    """A record whose persons are known and whose place is not.

    Attributes:
        record: the record.
        held: whose it is.
        parts: its erasable parts.
    """

    record: Record
    held: Held
    parts: tuple[Part, ...]

    def refs(self) -> list[str]:
        """References of the keys that sealing it needs."""
        if not self.parts:
            return []
        return [*dict.fromkeys((self.held.ref, *(part.ref for part in self.parts)))]


class Scribe:
    """Writes rows.

    Args:
        keys: where data keys are kept.
        tenant: whose books.
    """

    def __init__(self, keys: KeyStore) -> None:
        self._tenant = keys.tenant
        self._index_key = keys.master("index").material

    def subject_index(self, subject: str) -> bytes:
        """The keyed index of a data subject; b"" of an unknown one."""
        return self.index(SUBJECT, subject) if subject else b""

    def index(self, entity_type: str, value: str) -> bytes:
        """The keyed index of a value."""
        return blind_index(self._index_key, self._tenant, entity_type, value)

    def draft(self, record: Record, open_: Mapping[str, Held]) -> Draft:
        """Find out whom a record is about.

        Args:
            record: the record.
            open_: the disclosures that are open.

        Raises:
            NotOpen: it closes one that is not.
        """
        if isinstance(record, Opening):
            return self._draft_opening(record)
        if isinstance(record, Closing):
            if record.id not in open_:
                raise NotOpen("this disclosure is not open here")
            held = open_[record.id]
        else:
            until = record.retention_until if isinstance(record, Event) else 0
            held = Held(b"", record.id, until)
        facts = record.private()
        parts = (_record_part(held, facts),) if facts else ()
        return Draft(record, held, parts)

    def _draft_opening(self, record: Opening) -> Draft:
        subject = self.subject_index(record.subject)
        ref = subject.hex() if subject else record.id
        held = Held(subject, ref, record.retention_until)
        persons = self._persons(record)
        parts = [_record_part(held, record.private())]
        for number, (person, found) in enumerate(persons.items()):
            parts.append(_person_part(record, number, person, [m for _, m in found]))
        if record.payload is not None:
            parts += _payload_parts(record, record.payload, held, persons)
        return Draft(record, held, tuple(parts))

    def _persons(self, record: Opening) -> dict[bytes, list[tuple[int, Mention]]]:
        """The mentions of each person; under b"" those that no value identifies."""
        known: dict[tuple[str, str], bytes] = {}
        persons: dict[bytes, list[tuple[int, Mention]]] = {}
        for number, mention in enumerate(record.mentions):
            key = (mention.entity_type, mention.value)
            person = known.get(key)
            if person is None:
                kind = ENTITY_TYPES.get(mention.entity_type)
                person = self.index(*key) if kind is not None and kind.indexed else b""
                known[key] = person
            persons.setdefault(person, []).append((number, mention))
        return persons

    def write(
        self, draft: Draft, stamp: Stamp, keys: Mapping[str, Key]
    ) -> tuple[Leaf, list[SideRow]]:
        """Make the rows of a record at its place.

        Args:
            draft: the record.
            stamp: its place.
            keys: the keys that `draft.refs()` names.

        Raises:
            NotCanonical: if a leaf cannot hold what the record says.
        """
        record, commitments, rows = draft.record, {}, []
        for part in draft.parts:
            row, salted = self._seal(draft, part, stamp, keys)
            rows.append(row)
            commitments.update(salted)
        body = record.body()
        if commitments:
            body["commitments"] = commitments
        if rows:
            body["sides"] = [[row.field, row.ordinal, row.hash()] for row in rows]
        return _leaf(record, stamp, canonical(body).decode()), rows

    def _seal(
        self, draft: Draft, part: Part, stamp: Stamp, keys: Mapping[str, Key]
    ) -> tuple[SideRow, dict[str, str]]:
        held, name = draft.held, f"{part.name}.{part.ordinal}"
        key = value_key(keys[held.ref], keys[part.ref], draft.record.id, name)
        facts = canonical(part.facts)
        plain = len(facts).to_bytes(4, "big") + facts + part.payload
        aad = SealedPlace(self._tenant, stamp.shard, stamp.seq, name).aad
        sealed = seal(key, os.urandom(NONCE_LENGTH), plain, aad)
        row = SideRow(
            stamp.shard,
            stamp.seq,
            part.name,
            part.ordinal,
            held.subject,
            part.person,
            part.until,
            sealed,
        )
        if not part.committed:
            return row, {}
        return row, {f: commitment(salt(key, f), f, v) for f, v in part.facts.items()}


def salt(key: Key, name: str) -> bytes:
    """The salt of the commitment to one value, from the key of its row."""
    return hmac.digest(key.material, b"salt\x00" + name.encode(), sha256)


def _record_part(held: Held, facts: Mapping[str, Json]) -> Part:
    return Part("record", 0, b"", held.ref, held.until, facts, committed=True)


def _person_part(record: Opening, number: int, person: bytes, found: Sequence[Mention]) -> Part:
    rows = [(m.entity_type, m.pseudonym, m.pointer, m.length) for m in found]
    ref = person.hex() if person else record.id
    return Part("person", number, person, ref, record.retention_until, {"mentions": rows})


def _payload_parts(
    record: Opening,
    payload: bytes,
    held: Held,
    persons: Mapping[bytes, Sequence[tuple[int, Mention]]],
) -> list[Part]:
    """Cut the pseudonyms out of the payload, so that each goes under its own person's key."""
    ordinals = {person: number for number, person in enumerate(persons)}
    owner = {number: who for who, found in persons.items() for number, _ in found}
    pieces: dict[bytes, list[bytes]] = {}
    gaps: list[tuple[int, int, int]] = []
    kept: list[bytes] = []
    end = 0
    for start, stop, mention in sorted(record.payload_spans):
        person = owner[mention]
        if not person and held.ref == record.id:
            continue  # nobody is known: it would go under the very same keys
        kept.append(payload[end:start])
        pieces.setdefault(person, []).append(payload[start:stop])
        gaps.append((start, stop, ordinals[person]))
        end = stop
    kept.append(payload[end:])
    until = record.payload_until
    base = Part("payload", 0, b"", held.ref, until, {"gaps": gaps}, b"".join(kept))
    return [
        base,
        *(
            Part(
                "payload_person",
                ordinals[person],
                person,
                person.hex() if person else record.id,
                until,
                payload=b"".join(texts),
            )
            for person, texts in pieces.items()
        ),
    ]


def _leaf(record: Record, stamp: Stamp, body: str) -> Leaf:
    columns = (
        stamp.shard,
        stamp.seq,
        record.kind.value,
        record.id,
        stamp.t_utc,
        stamp.mono_ns,
        stamp.boot_id,
        FORMAT_VERSION,
        body,
    )
    return Leaf(*columns, leaf_hash(entry_bytes(Leaf(*columns, b""))))
