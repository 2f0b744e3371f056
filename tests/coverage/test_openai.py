import pytest

from tests.coverage.derive_openai import surfaces
from tests.coverage.surfaces import Surface


@pytest.mark.parametrize("surface", surfaces(), ids=lambda surface: surface.name)
def test_every_leaf_is_walked_or_has_its_reason(surface: Surface) -> None:
    assert surface.verdicts or "answer" in surface.title  # a count of tokens holds no text
    assert not surface.failures()
