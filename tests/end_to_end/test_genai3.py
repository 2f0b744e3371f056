"""google-genai 3.x, unchanged: google-cloud-aiplatform pins it below 3, so it lives by itself."""

import asyncio
import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.end_to_end.conftest import KEY, PROMPT, House
from tests.support.interactions import Interactions
from tests.support.keeping import Batches, Caches, Files
from tests.support.processes import environment

ROOT = Path(__file__).parents[2]
PYTHON = ROOT / ".venv-genai3" / "bin" / "python"
CLIENT = Path(__file__).with_name("genai3_client.py")
KEPT = Path(__file__).with_name("genai3_kept.py")

pytestmark = pytest.mark.skipif(
    not PYTHON.exists(),
    reason="NOT TESTED: google-genai 3.x, its environment .venv-genai3 is missing; "
    "`make test` makes it",
)


async def run(house: House, dialect: str, program: Path = CLIENT) -> dict[str, Any]:
    process = await asyncio.create_subprocess_exec(
        PYTHON, "-I", program, house.google_url, KEY, PROMPT, dialect,
        env=environment(), stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    out, err = await process.communicate()
    assert process.returncode == 0, err.decode()
    said: dict[str, Any] = json.loads(out)
    return said


@pytest.mark.parametrize(
    ("dialect", "path"),
    [
        ("gemini", r"/v1(beta)?/models/gemini-test:(\w+)"),
        ("vertex", r"/v1(beta1)?/publishers/google/models/gemini-test:(\w+)"),
    ],
    ids=["gemini", "vertex-express"],
)
async def test_it_gets_the_originals(at_home: House, dialect: str, path: str) -> None:
    said = await run(at_home, dialect)
    assert said["version"].startswith("3.")
    assert said["whole"] == PROMPT
    assert "".join(said["pieces"]) == PROMPT
    assert len(said["pieces"]) > 5
    [[name, arguments]] = said["call"]
    assert (name, arguments["text"]) == ("lookup", PROMPT)
    assert said["tokens"] == 7
    matches = [re.fullmatch(path, heard.path) for heard in at_home.recipient.heard]
    assert [match and match[2] for match in matches] == [
        "generateContent",
        "streamGenerateContent",
        "generateContent",
        "countTokens",
    ]
    assert b"PERSON_" in at_home.recipient.memory


async def test_what_the_recipient_keeps_is_restored(at_home: House) -> None:
    at_home.recipient.keepers += [Interactions(), Caches(), Files(), Batches()]
    said = await run(at_home, "gemini", KEPT)
    for name in ("whole", "pieces", "arguments", "again", "cache", "batch"):
        assert said[name] == PROMPT, name
    assert said["answered"] == f"Known: {PROMPT}"
    assert said["file"] == PROMPT[:19]
    assert said["resumed"] > 5
