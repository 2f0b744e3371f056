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
"""

import hmac
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from disclosure.canonical import Json, canonical
from disclosure.kinds import FORMAT_VERSION
from disclosure.leaves import Leaf, MalformedLeaf, SideRow, commitment, entry_bytes, is_plain
from disclosure.merkle import leaf_hash
from disclosure.records import Closing, Event, Mention, Opening, Record
from privacy.entities import ENTITY_TYPES
from storage.ports import KeyStore, NotOpen
from vault.normalise import blind_index
from vault.sealing import NONCE_LENGTH, SealedPlace, seal, value_key
from vault.secret import Key

_encode = json.JSONEncoder(separators=(",", ":")).encode

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
        texts: its values to which the leaf commits.
        facts: its other values.
        payload: its bytes, for rows of a payload.
    """

    name: str
    ordinal: int
    person: bytes
    ref: str
    until: int
    texts: Mapping[str, str] = field(default_factory=dict, repr=False)
    facts: Mapping[str, Json] = field(default_factory=dict, repr=False)
    payload: bytes = field(default=b"", repr=False)


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
        texts = record.private()
        parts = (_record_part(held, texts, {}),) if texts else ()
        return Draft(record, held, parts)

    def _draft_opening(self, record: Opening) -> Draft:
        subject = self.subject_index(record.subject)
        ref = subject.hex() if subject else record.id
        held = Held(subject, ref, record.retention_until)
        persons = self._persons(record)
        facts: dict[str, Json] = {}
        if not subject and b"" in persons:
            facts["mentions"] = [_told(mention) for _, mention in persons.pop(b"")]
        parts = [_record_part(held, record.private(), facts)]
        cuts = _cuts(record, persons)
        for number, (person, found) in enumerate(persons.items()):
            parts.append(_person_part(record, number, person, found, cuts))
        if record.payload is not None:
            parts.append(_payload_part(record, record.payload, held, cuts))
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
            MalformedLeaf: if its id is not plain.
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
        facts = _encode({**part.texts, **part.facts}).encode()
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
        return row, {
            f: commitment(salt(key, stamp.seq, f), f, text) for f, text in part.texts.items()
        }


def salt(key: Key, seq: int, name: str) -> bytes:
    """The salt of the commitment to one value, from the key of its row and its leaf's position."""
    return hmac.digest(key.material, f"salt\n{seq}\n{name}".encode(), sha256)


def _record_part(held: Held, texts: Mapping[str, str], facts: Mapping[str, Json]) -> Part:
    return Part("record", 0, b"", held.ref, held.until, texts, facts)


@dataclass(frozen=True, slots=True)
class Cut:
    """A place in the payload that is left out of it.

    Attributes:
        start: first byte.
        end: one past the last byte.
        person: ordinal of the `person` row that holds what stood there.
        entry: number among the mentions of that row.
        text: what stood there.
    """

    start: int
    end: int
    person: int
    entry: int
    text: str


def _cuts(
    record: Opening, persons: Mapping[bytes, Sequence[tuple[int, Mention]]]
) -> tuple[Cut, ...]:
    """The cuts in order of their place; one mention may stand in many."""
    if record.payload is None:
        return ()
    where = {
        mention: (ordinal, entry)
        for ordinal, found in enumerate(persons.values())
        for entry, (mention, _) in enumerate(found)
    }
    return tuple(
        Cut(start, end, *where[mention], record.payload[start:end].decode())
        for start, end, mention in sorted(record.payload_spans)
        if mention in where
    )


def _told(mention: Mention, stood: str = "") -> Json:
    """What is kept of a mention; what stood in the payload only where it differs."""
    told: list[Json] = [mention.entity_type, mention.pseudonym, mention.pointer, mention.length]
    if stood and stood != mention.pseudonym:
        told.append(stood)
    return told


def _person_part(
    record: Opening,
    ordinal: int,
    person: bytes,
    found: Sequence[tuple[int, Mention]],
    cuts: Sequence[Cut],
) -> Part:
    stood: dict[int, str] = {}
    for cut in cuts:
        if cut.person == ordinal and stood.setdefault(cut.entry, cut.text) != cut.text:
            raise ValueError("a mention is not written alike wherever it stands in the payload")
    told = [_told(mention, stood.get(entry, "")) for entry, (_, mention) in enumerate(found)]
    ref = person.hex() if person else record.id
    return Part("person", ordinal, person, ref, record.retention_until, {}, {"mentions": told})


def _payload_part(record: Opening, payload: bytes, held: Held, cuts: Sequence[Cut]) -> Part:
    """The payload without what goes under other persons' keys."""
    kept: list[bytes] = []
    end = 0
    for cut in cuts:
        if cut.start < end:
            raise ValueError("the spans of a payload overlap")
        kept.append(payload[end : cut.start])
        end = cut.end
    kept.append(payload[end:])
    gaps = [(cut.start, cut.end, cut.person, cut.entry) for cut in cuts]
    return Part(
        "payload", 0, b"", held.ref, record.payload_until, {}, {"gaps": gaps}, b"".join(kept)
    )


def _leaf(record: Record, stamp: Stamp, body: str) -> Leaf:
    if not is_plain(record.id):
        raise MalformedLeaf("the id of a record is not plain")
    place = (stamp.shard, stamp.seq, record.kind.value, record.id)
    columns = (*place, stamp.t_utc, stamp.mono_ns, stamp.boot_id, FORMAT_VERSION, body)
    return Leaf(*columns, leaf_hash(entry_bytes(*columns)))
