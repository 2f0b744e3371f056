"""Minting: value in, pseudonym out; and the way back, for this session alone.

Rules of this room:

- The same calls in the same order give the same strings, and more calls change none of the earlier
  ones: a resent conversation keeps its bytes, and the recipient's prompt cache its prefix.
- Each pseudonym stands for exactly one text; each text of a type has exactly one pseudonym.
- Nothing here reaches beyond its scope: another scope gives other ids.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from privacy.entities import label_of
from privacy.pseudonym import ID_LENGTH, ID_LENGTH_MAX, Original, Pseudonym, parse
from vault.fields import keyed
from vault.identity import Identity, Persons, id_digits, name_parts
from vault.normalise import normalise
from vault.surrogate import surrogate_for

LITERAL = "LITERAL"
_PERSON = "PERSON"
_APART_LENGTH = 8
"""Characters of an id where no collision is seen: 40 bits, so that of 100,000 persons two share
one once in two hundred times. No model has to repeat these."""
_VARIANTS = 999
"""The grammar's largest variant number."""


@dataclass(frozen=True, slots=True)
class Row:
    """What an explicit session keeps of one pseudonym, sealed, in order of appearance.

    Attributes:
        entity_type: the type of the value.
        identity: keyed digest of the normalised value (hex): equal for all its writings.
        pseudonym: what stands for it: a pseudonym, or a surrogate.
        value: the text exactly as it was written.
    """

    entity_type: str
    identity: str
    pseudonym: str = field(repr=False)
    value: str = field(repr=False)


class Session:
    """The pseudonyms of one scope.

    Args:
        key: K_pseudonym, 32 bytes.
        scope: the session's name (`vault.scope`).
        rows: what an explicit session kept so far, in order of appearance.
        apart: each text is written as if it stood alone: texts that are compared with each other
            must not differ by what they were sent with. Ids are longer then, since collisions
            are not seen.
    """

    __slots__ = (
        "_apart",
        "_identities",
        "_key",
        "_minted",
        "_new",
        "_originals",
        "_persons",
        "_recalled",
        "_scope",
        "_surrogate_of",
        "_surrogates",
        "_taken",
        "_values",
    )

    def __init__(
        self, key: bytes, scope: bytes, rows: Iterable[Row] = (), *, apart: bool = False
    ) -> None:
        self._apart = apart
        self._key = key
        self._scope = scope
        self._originals: dict[str, Original] = {}
        self._surrogates: dict[str, Original] = {}
        self._minted: dict[tuple[str, str], str] = {}
        self._surrogate_of: dict[tuple[str, str], str] = {}
        self._identities: dict[tuple[str, str], Identity] = {}
        self._persons = Persons()
        self._taken: set[str] = set()  # lower case: ids of ours and strings that the caller typed
        self._new: list[tuple[str, str, str]] = []
        self._values: set[str] = set()
        self._recalled = tuple(rows)
        recalled: dict[tuple[str, str], Identity] = {}
        for row in self._recalled:
            self._recall(row, recalled)

    @property
    def originals(self) -> Mapping[str, Original]:
        """What each pseudonym of this session stands for; a live, read-only view."""
        return MappingProxyType(self._originals)

    @property
    def surrogates(self) -> Mapping[str, Original]:
        """What each surrogate of this session stands for; a live, read-only view."""
        return MappingProxyType(self._surrogates)

    @property
    def salt(self) -> bytes:
        """32 bytes of this session for operators that hash."""
        return keyed(self._key, "salt", self._scope)

    def new_rows(self) -> tuple[Row, ...]:
        """Rows minted since the session was made, in order of appearance."""
        return tuple(self._row(*new) for new in self._new)

    def minted(self) -> tuple[tuple[str, str, str], ...]:
        """Type, value and pseudonym of all that was minted since the session was made."""
        return tuple(self._new)

    def rows(self) -> tuple[Row, ...]:
        """All rows: those that it was made with, and those minted since."""
        return self._recalled + self.new_rows()

    def for_text(self) -> "Session":
        """The session that mints for the next text: this one, or one of its own if texts are apart.

        What that one mints depends on its text alone; tell this one by `learn`.
        """
        return Session(self._key, self._scope, apart=True) if self._apart else self

    def learn(self, other: "Session") -> None:
        """Put back what `for_text` minted, too; where two texts clash, the first one wins."""
        if other is self:
            return
        minted = other.minted()
        self._new += [new for new in minted if not self._knows(new[2])]
        for pseudonym, original in other.originals.items():
            self._originals.setdefault(pseudonym, original)
        for surrogate, original in other.surrogates.items():
            self._surrogates.setdefault(surrogate, original)

    def _knows(self, made: str) -> bool:
        return made in self._originals or made in self._surrogates

    def mint(self, entity_type: str, value: str) -> str:
        """The pseudonym of a value; minted at its first appearance.

        A `LITERAL` that is this session's own pseudonym comes back unchanged: it stands in a resent
        history. Any other gets a pseudonym of its own, which restores to exactly what was typed.
        """
        known = self._minted.get((entity_type, value))
        if known is not None:
            return known
        if entity_type == LITERAL and self._is_typed_own(value):
            return value
        pseudonym = self._variant(self._identity(entity_type, value))
        while pseudonym is None:  # its variants are used up: it goes on under another id
            pseudonym = self._variant(self._identity(entity_type, value))
        self._keep(entity_type, value, pseudonym)
        self._new.append((entity_type, value, pseudonym))
        return pseudonym

    def surrogate(self, entity_type: str, value: str) -> str:
        """A realistic stand-in of the same shape; made at the value's first appearance."""
        known = self._surrogate_of.get((entity_type, value))
        if known is not None:
            return known
        seed = keyed(self._key, "surrogate", self._scope, entity_type)
        seed = keyed(seed, normalise(entity_type, value))
        attempt = 0
        made = surrogate_for(seed, entity_type, value, attempt)
        while self._is_unusable(made, value):
            attempt += 1
            made = surrogate_for(seed, entity_type, value, attempt)
        self._keep_surrogate(entity_type, value, made)
        self._new.append((entity_type, value, made))
        return made

    def _is_unusable(self, made: str, value: str) -> bool:
        """Whether it would be the value itself, or could be taken for another one."""
        return (
            made in self._surrogates
            or made.casefold() == value.casefold()
            or made.casefold() in self._values
        )

    def _is_typed_own(self, value: str) -> bool:
        """Whether the caller typed a pseudonym of ours; if not, it is never minted from now on."""
        typed = parse(value)
        if typed is None:
            return False
        if str(typed) in self._originals:
            return True
        self._taken.add(str(typed).lower())
        return False

    def _identity(self, entity_type: str, value: str) -> Identity:
        normalised = normalise(entity_type, value)
        identity = self._identities.get((entity_type, normalised))
        parts = _parts(entity_type, normalised)
        if identity is None and entity_type == _PERSON:
            identity = self._persons.find(normalised)
        if identity is None or identity.writings >= _VARIANTS:
            identity = self._new_identity(entity_type, normalised, identity)
        self._join(identity, normalised, parts)
        return identity

    def _join(self, identity: Identity, normalised: str, parts: frozenset[str]) -> None:
        self._identities[identity.entity_type, normalised] = identity
        if parts:
            self._persons.add(identity, parts)

    def _new_identity(self, entity_type: str, normalised: str, full: Identity | None) -> Identity:
        """A new value; `full` is the identity of the same value that has no variant left."""
        label = label_of(entity_type)
        seed = f"{normalised}\0{full.id}" if full else normalised
        attempt = 0
        while True:
            digits = id_digits(self._key, self._scope, entity_type, seed + "\0" * attempt)
            shortest = _APART_LENGTH if self._apart else ID_LENGTH
            for length in range(shortest, ID_LENGTH_MAX + 1):
                name = str(Pseudonym(label, digits[:length])).lower()
                if name not in self._taken:
                    self._taken.add(name)
                    return Identity(entity_type, digits[:length])
            attempt += 1

    def _variant(self, identity: Identity) -> str | None:
        """The identity's next pseudonym that nobody typed before; None if it has none left."""
        label = label_of(identity.entity_type)
        while identity.writings < _VARIANTS:
            identity.writings += 1
            pseudonym = str(Pseudonym(label, identity.id, identity.writings))
            name = pseudonym.lower()
            if identity.writings == 1 or name not in self._taken:
                self._taken.add(name)
                return pseudonym
        return None

    def _keep(self, entity_type: str, value: str, pseudonym: str) -> None:
        self._originals[pseudonym] = Original(value, entity_type)
        self._minted[entity_type, value] = pseudonym
        self._values.add(value.casefold())

    def _keep_surrogate(self, entity_type: str, value: str, made: str) -> None:
        self._surrogates[made] = Original(value, entity_type)
        self._surrogate_of[entity_type, value] = made
        self._values.add(value.casefold())

    def _row(self, entity_type: str, value: str, pseudonym: str) -> Row:
        digest = keyed(self._key, "row", self._scope, entity_type, normalise(entity_type, value))
        return Row(entity_type, digest.hex(), pseudonym, value)

    def _recall(self, row: Row, recalled: dict[tuple[str, str], Identity]) -> None:
        """Bring a kept row back, as if it were minted now."""
        minted = parse(row.pseudonym)
        if minted is None:
            self._keep_surrogate(row.entity_type, row.value, row.pseudonym)
            return
        if row.entity_type == LITERAL and (typed := parse(row.value)):
            self._taken.add(str(typed).lower())
        self._keep(row.entity_type, row.value, row.pseudonym)
        self._taken.add(str(minted).lower())
        fresh = Identity(row.entity_type, minted.id)
        identity = recalled.setdefault((row.entity_type, minted.id), fresh)
        identity.writings = max(identity.writings, minted.variant)
        normalised = normalise(row.entity_type, row.value)
        self._join(identity, normalised, _parts(row.entity_type, normalised))


def _parts(entity_type: str, normalised: str) -> frozenset[str]:
    return name_parts(normalised) if entity_type == _PERSON else frozenset()
