"""The scripts in `examples/`, run as people run them."""

import asyncio
import os
import sys
from pathlib import Path

import pytest

from tests.end_to_end.conftest import KEY, House

EXAMPLES = Path(__file__).parents[2] / "examples"
SAID = ("Ann Lee", "ann.lee@example.org")


@pytest.mark.parametrize("script", sorted(EXAMPLES.glob("*.py")), ids=lambda script: script.stem)
async def test_an_example_prints_originals_that_the_recipient_never_sees(
    at_home: House, script: Path
) -> None:
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("OPENAI_", "GOOGLE_", "GEMINI_"))
    }
    environment |= {"OPENAI_BASE_URL": at_home.openai_url, "OPENAI_API_KEY": KEY}
    environment |= {"GOOGLE_GEMINI_BASE_URL": at_home.google_url, "GEMINI_API_KEY": KEY}
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        str(script),
        env=environment,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    printed, complaints = await asyncio.wait_for(process.communicate(), 60)
    assert process.returncode == 0, complaints.decode()
    assert all(value in printed.decode() for value in SAID)
    assert len(at_home.recipient.heard) == 1
    await at_home.assert_nothing_escaped(SAID)


def test_there_is_an_example_for_each_sdk() -> None:
    assert {script.stem.split("_")[0] for script in EXAMPLES.glob("*.py")} == {"openai", "google"}
