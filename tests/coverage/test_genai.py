import pytest

from tests.coverage import derive_interactions, derive_kept
from tests.coverage.derive_genai import surfaces
from tests.coverage.surfaces import Surface


@pytest.mark.parametrize(
    "surface",
    [*surfaces(), *derive_interactions.surfaces(), *derive_kept.surfaces()],
    ids=lambda surface: surface.name,
)
def test_every_leaf_is_walked_or_has_its_reason(surface: Surface) -> None:
    assert not surface.failures()
