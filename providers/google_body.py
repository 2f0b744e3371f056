"""What all requests to Google have in common once they were walked."""

from collections.abc import Sequence

from privacy.text import Segment
from providers.codec import OpaqueItem, StateRef
from providers.walk import Walk


class GoogleBody:
    """What a walk found in a body; see `providers.codec.Payload`."""

    __slots__ = ("_walk",)

    _walk: Walk

    @property
    def segments(self) -> Sequence[Segment]:
        """Every text and where it stands."""
        return self._walk.segments

    @property
    def opaque(self) -> Sequence[OpaqueItem]:
        """What nobody here can look into."""
        return self._walk.opaque

    @property
    def refers(self) -> Sequence[StateRef]:
        """State of the recipient that the body names."""
        return self._walk.refers

    @property
    def keeps(self) -> bool:
        """Whether the recipient keeps what comes of it: no body says so."""
        return False

    @property
    def unknown_fields(self) -> Sequence[str]:
        """Pointers of fields that were read as text because no table names them."""
        return self._walk.unknown
