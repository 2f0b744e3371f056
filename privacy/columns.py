"""What is done with the columns of a table that a prediction reads.

A forecast was learnt from columns: a town that becomes a pseudonym changes what it says. So for
each endpoint the operator says what each column is, in the words of disclosure control
(ISO/IEC 20889): what identifies somebody by itself, what does so together with other things, free
text, and what is none of these.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fnmatch import fnmatchcase
from typing import Literal

from privacy.text import Column

Name = tuple[str, ...]
"""A column's name: the keys that lead to it; items of a list share the name of the list."""


class Kind(StrEnum):
    """What a column holds, and so what is done with its values."""

    IDENTIFIER = "identifier"
    """Each value names somebody: it is replaced as a whole, and keeps its pseudonym throughout the
    application, so that rows can still be joined."""
    QUASI_IDENTIFIER = "quasi_identifier"
    """Values single people out together with others: places, dates of birth and addresses among
    them are made coarser, or kept; what identifies by itself is treated as everywhere."""
    TEXT = "text"
    """Free text: inspected as all text is."""
    UNTOUCHED = "untouched"
    """Passed without a look; the record says so."""
    REFUSE = "refuse"
    """A request that holds it is refused."""


QUASI_TYPES = frozenset(
    {"DATE_OF_BIRTH", "LOCATION", "STREET_ADDRESS", "GPS_COORDINATES", "IP_ADDRESS", "USER_AGENT"}
    | {"AGE", "DATE_TIME"}
)
"""Entity types that are quasi-identifiers: alone they tell nobody's name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """The columns of one endpoint.

    Attributes:
        kinds: what each column holds, and what stands below it.
        default: what all other columns hold.
        order: names of the columns where rows are lists.
        quasi_identifiers: what is done with quasi-identifiers.
    """

    kinds: Mapping[Name, Kind] = field(default_factory=dict)
    default: Kind = Kind.TEXT
    order: tuple[str, ...] = ()
    quasi_identifiers: Literal["generalise", "keep"] = "generalise"

    def name(self, column: Column) -> Name:
        """The name of a column; () for a position in a list that has none."""
        first = column[0] if column else None
        if isinstance(first, int) and first < len(self.order):
            return (self.order[first], *_keys(column[1:]))
        return _keys(column)

    def kind(self, column: Column) -> Kind:
        """What a column holds: as it is named, else as what it stands in, else the default."""
        name = self.name(column)
        for length in range(len(name), 0, -1):
            kind = self.kinds.get(name[:length])
            if kind is not None:
                return kind
        return self.default

    def names(self, column: Column) -> bool:
        """Whether settings name this very column, so that its name is nobody's."""
        return self.name(column) in self.kinds


NO_COLUMNS = Columns()
"""Of an endpoint that settings do not name: all is text."""


def columns_of(endpoints: Mapping[str, Columns], resource: str) -> Columns:
    """The columns of what is called.

    Args:
        endpoints: by the last part of a resource's name (`123`), all of it
            (`projects/p/locations/l/endpoints/123`), or a pattern of either. An exact name wins
            over patterns, and of patterns the first.
        resource: the resource's name, without the API's version.
    """
    short = resource.rpartition("/")[2]
    for name in (resource, short):
        if name in endpoints:
            return endpoints[name]
    for pattern, columns in endpoints.items():
        if fnmatchcase(resource, pattern) or fnmatchcase(short, pattern):
            return columns
    return NO_COLUMNS


def _keys(path: Column) -> Name:
    return tuple(step for step in path if isinstance(step, str))
