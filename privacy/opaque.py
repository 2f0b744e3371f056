"""Content that nobody here can look into, and what is done with it: `treatment()`.

The policy permits; an application and a recipient can only narrow what it permits, so that no line
elsewhere opens what the policy keeps closed. Hence the strictest of the three counts. A kind that
the policy does not name is treated as `USUAL` says.
"""

from collections.abc import Mapping
from enum import StrEnum


class Treatment(StrEnum):
    """What is done with content of a kind, the loosest first."""

    PASS = "pass"  # noqa: S105 - it is no password
    """It goes to the recipient unseen, and the record says so."""
    SCAN = "scan"
    """Its text is extracted and inspected; with personal data in it the request is refused."""
    STRIP = "strip"
    """A note stands in its place, and the record says so."""
    REFUSE = "refuse"
    """The request is refused."""


USUAL: Mapping[str, Treatment] = {
    **dict.fromkeys(
        ("image", "audio", "video", "file", "token_ids", "mcp", "other"), Treatment.REFUSE
    ),
    "pdf": Treatment.SCAN,
    "encrypted_content": Treatment.PASS,
}
"""What is done where the policy says nothing: PDFs are read, and what the recipient sealed was made
of pseudonyms. A kind that does not stand here is refused, too."""
_ORDER = tuple(Treatment)


def treatment(
    kind: str, policy: Mapping[str, Treatment], *narrower: Mapping[str, Treatment]
) -> Treatment:
    """What is done with content of a kind.

    Args:
        kind: such as "image"; see `providers.codec.OpaqueItem`.
        policy: what the policy says, by kind.
        narrower: what application and recipient say; a kind that they do not name is as the
            policy says.
    """
    said = policy.get(kind, USUAL.get(kind, Treatment.REFUSE))
    told = [said, *(table.get(kind, said) for table in narrower)]
    return _ORDER[max(map(_ORDER.index, told))]
