"""What is recorded of a file of requests: a record for each section of it, so that none is huge.

A file of any usual size is one section. A larger one is cut between lines: each record holds the
digest, the size, the counts and the persons of its own lines, and all stand under one request.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from gateway.opaque import Contents
from gateway.preparing import Mentioned, Prepared
from gateway.transfer.lines import Line
from privacy.policy import Decision
from redaction.inspect import Inspection

_BYTES = 1024 * 1024
_PERSONS = 2000
_SEVERAL = "several"


@dataclass(slots=True)
class Section:
    """Lines that are recorded together.

    Attributes:
        lines: how many.
        degraded: whether the name model was missing.
        noted: whether the recipient is asked to keep pseudonyms.
        model: the model that they ask; "several" if they ask several.
    """

    lines: int = 0
    degraded: bool = False
    noted: bool = False
    model: str = ""
    _pieces: list[bytes] = field(default_factory=list, repr=False)
    _size: int = 0
    _counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    _decisions: dict[str, Decision] = field(default_factory=dict, repr=False)
    _mentioned: list[Mentioned] = field(default_factory=list, repr=False)
    _contents: tuple[set[str], set[str], set[str]] = field(
        default_factory=lambda: (set(), set(), set())
    )

    @property
    def full(self) -> bool:
        """Whether the next line belongs to another section."""
        return self._size >= _BYTES or len(self._mentioned) >= _PERSONS

    @property
    def body(self) -> bytes:
        """The bytes of its lines as they are sent."""
        return b"".join(self._pieces)

    @property
    def prepared(self) -> Prepared:
        """What was found in its lines and done."""
        return Prepared({}, self._counts, self._decisions, self._mentioned)

    @property
    def contents(self) -> Contents:
        """What of its lines could not be inspected."""
        passed, stripped, scanned = (tuple(sorted(kinds)) for kinds in self._contents)
        return Contents(None, passed=passed, stripped=stripped, scanned=scanned)

    @property
    def found(self) -> Inspection:
        """How it was inspected."""
        return Inspection((), self.degraded, 0, 0)

    def add(self, line: Line) -> None:
        """A line is part of it."""
        self.lines += 1
        self._pieces.append(line.sent)
        self._size += len(line.sent)
        self.degraded = self.degraded or line.found.degraded
        self.noted = self.noted or line.noted
        self.model = line.model if self.model in {"", line.model} else _SEVERAL
        self._note(line.prepared, line.contents)

    def add_form(self, prepared: Prepared, contents: Contents, found: Inspection) -> None:
        """The form around the file is part of it."""
        self.degraded = self.degraded or found.degraded
        self._note(prepared, contents)

    def _note(self, prepared: Prepared, contents: Contents) -> None:
        self._counts.update(prepared.counts)
        self._decisions |= prepared.decisions
        self._mentioned += prepared.mentioned
        kinds: Sequence[Sequence[str]] = (contents.passed, contents.stripped, contents.scanned)
        for known, more in zip(self._contents, kinds, strict=True):
            known.update(more)
