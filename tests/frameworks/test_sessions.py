"""Conversations that the recipient keeps, by the frameworks' own session classes."""

import asyncio
import json
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.end_to_end.conftest import PLANTED, house
from tests.frameworks.model import PSEUDONYM, Model, Trap
from tests.frameworks.test_frameworks import EMAIL, TOLD, Loop, run, verify
from tests.support.heard import Heard
from tests.support.shapes import Said
from tests.support.stored import Stored

pytestmark = pytest.mark.frameworks


@dataclass(frozen=True, slots=True, kw_only=True)
class Remembering(Model):
    """Repeats all that it was told, where it is asked to."""

    def said(self, heard: Heard) -> Said:
        """The call, the answer, or all of it again."""
        if "Repeat" not in heard.last_text:
            return super(Remembering, self).said(heard)
        names = sorted(set(PSEUDONYM.findall(json.dumps(heard.json["input"]))))
        return Said(text=f"I know {', '.join(names)}.")


async def test_a_session_of_openai_agents(tmp_path: Path) -> None:
    loop = Loop("openai_agents_session.py", "responses")
    if loop.missing:
        pytest.skip(f"NOT TESTED: {loop.missing}; `make test-frameworks` makes it")
    async with Trap() as trap, house(tmp_path, patience=10, stores=True) as at_home:
        stored = Stored(echo=Remembering(delta=3))
        at_home.recipient.keepers.append(stored)
        said = await run(loop, at_home, trap, "whole")
        assert said["tool"] == [EMAIL]
        final, items = said["answer"].split("\n", 1)
        assert all(value in final for value in TOLD), final
        assert not PSEUDONYM.search(final), "a pseudonym is left"
        assert not any(word.startswith("EMAIL_") for word in PSEUDONYM.findall(items))
        assert EMAIL in items
        kinds = {kept.body["object"] for kept in stored.kept.values()}
        assert "conversation" not in kinds, "the session was cleared"
        await at_home.assert_nothing_escaped(PLANTED)
        assert trap.asked == [], "somebody was asked past the gateway"
    await asyncio.to_thread(verify, tmp_path)
