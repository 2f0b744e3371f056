"""Every store in turn."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.support.stores import STORES, Store


@pytest.fixture(params=STORES)
async def store(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Store]:
    async with STORES[request.param](tmp_path) as made:
        yield made
