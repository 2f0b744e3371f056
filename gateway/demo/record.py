"""What the disclosure log says about a step, in the words of the demonstration."""

from collections.abc import Sequence

from disclosure.kinds import Kind
from disclosure.leaves import Leaf
from gateway.demo.show import Count, Entry


def entry_of(leaves: Sequence[Leaf]) -> Entry | None:
    """The entry that the leaves of one disclosure make; None without its opening."""
    facts = {leaf.kind: (leaf.id, leaf.facts()) for leaf in leaves}
    if Kind.OPEN not in facts:
        return None
    ident, opened = facts[Kind.OPEN]
    _, closed = facts.get(Kind.CLOSE, ("", {}))
    recipient = opened.get("recipient", {})
    return Entry(
        id=ident,
        purpose=opened.get("purpose", ""),
        legal_basis=opened.get("legal_basis", ""),
        recipient=f"{recipient.get('id', '')}: {recipient.get('legal_name', '')}",
        outcome=closed.get("outcome", ""),
        entities=tuple(Count(*row) for row in opened.get("entities", ())),
    )
