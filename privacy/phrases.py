"""Lists of phrases that always or never are personal data."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PhraseList:
    """One list. Only equal to itself: it is long, and what is made of it is kept by it.

    Attributes:
        name: how configuration and spans name it.
        phrases: whole words or phrases, as they were written.
        entity_type: what its phrases are; "" for a list of phrases that are no personal data.
        exact: whether case matters.
        hides: entity types whose finds it may hide; empty: all but `spares`.
        spares: entity types whose finds it hides only where `hides` names them.
    """

    name: str
    phrases: tuple[str, ...]
    entity_type: str = ""
    exact: bool = False
    hides: frozenset[str] = frozenset()
    spares: frozenset[str] = frozenset()

    @property
    def denies(self) -> bool:
        """Whether its phrases always are personal data."""
        return bool(self.entity_type)

    def may_hide(self, entity_type: str) -> bool:
        """Whether a find of this type may be no personal data because of this list."""
        if self.denies:
            return False
        return entity_type in self.hides if self.hides else entity_type not in self.spares
