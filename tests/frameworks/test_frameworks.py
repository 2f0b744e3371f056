"""Tool loops in real frameworks, pointed at the gateway by base URL and key alone.

The tool gets the real identifier, its result is pseudonymised again, the final answer is restored,
nobody is asked but the gateway, and the log verifies. docs/frameworks.md tells of each.
"""

import asyncio
import json
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.end_to_end.conftest import KEY, PLANTED, House, house
from tests.frameworks.model import Model, Trap
from tests.support.processes import PROGRAM, environment

ROOT = Path(__file__).parents[2]
HERE = Path(__file__).parent
PYTHON = ROOT / ".venv-frameworks" / "bin" / "python"
NODE = shutil.which("node")
EMAIL = "nadia.okonkwo@posteo.example"
TOLD = ("Nadia Okonkwo", "+1 202 555 0142", "DE89 3704 0044 0532 0130 00")
SECONDS = 90

pytestmark = pytest.mark.frameworks


@dataclass(frozen=True, slots=True)
class Loop:
    """One framework and how it is used."""

    script: str
    kind: str

    @property
    def command(self) -> list[str]:
        if self.script.endswith(".mjs"):
            return [str(NODE), str(HERE / "node" / self.script)]
        return [str(PYTHON), str(HERE / "clients" / self.script)]

    @property
    def missing(self) -> str:
        """Why it cannot run here, "" if it can."""
        if not self.script.endswith(".mjs"):
            return "" if PYTHON.exists() else "its environment .venv-frameworks is missing"
        if NODE is None:
            return "Node is missing"
        return "" if (HERE / "node" / "node_modules" / ".made").exists() else "npm ci is missing"


LOOPS = [
    Loop("openai_agents.py", "responses"),
    Loop("openai_agents.py", "chat"),
    Loop("langchain_agent.py", "chat"),
    Loop("langchain_agent.py", "responses"),
    Loop("langchain_agent.py", "google"),
    Loop("llama_index_agent.py", "chat"),
    Loop("llama_index_agent.py", "responses"),
    Loop("pydantic_ai_agent.py", "chat"),
    Loop("pydantic_ai_agent.py", "responses"),
    Loop("pydantic_ai_agent.py", "google"),
    Loop("adk_agent.py", "google"),
    Loop("openai.mjs", "chat"),
    Loop("openai.mjs", "responses"),
    Loop("vercel.mjs", "responses"),
    Loop("vercel.mjs", "chat"),
    Loop("vercel.mjs", "google"),
    Loop("genai.mjs", "google"),
]


async def run(loop: Loop, at: House, trap: Trap, mode: str) -> dict[str, Any]:
    process = await asyncio.create_subprocess_exec(
        *loop.command, at.openai_url, at.google_url, KEY, mode, loop.kind,
        env=environment() | trap.environment, cwd=at.directory,
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    try:
        out, err = await asyncio.wait_for(process.communicate(), SECONDS)
    except TimeoutError:
        process.kill()
        raise
    lines = [line for line in out.decode().splitlines() if line.startswith("REPORT")]
    assert lines, f"{out.decode()[-2000:]}\n{err.decode()[-4000:]}"
    said: dict[str, Any] = json.loads(lines[-1].removeprefix("REPORT"))
    return said


def verify(directory: Path) -> None:
    done = subprocess.run(  # noqa: S603 - our own program
        [PROGRAM, "--config", directory / "config.toml", "disclosures", "verify"],
        capture_output=True, text=True, check=False, env=environment(),
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("mode", ["whole", "stream"])
@pytest.mark.parametrize("loop", LOOPS, ids=lambda loop: f"{loop.script}-{loop.kind}")
async def test_the_tool_loop(tmp_path: Path, loop: Loop, mode: str, record_property: Any) -> None:
    if loop.missing:
        pytest.skip(f"NOT TESTED: {loop.missing}; `make test-frameworks` makes it")
    async with Trap() as trap, house(tmp_path, patience=10) as at_home:
        at_home.recipient.answer = Model(delta=3, writes=(5, 11))
        said = await run(loop, at_home, trap, mode)
        record_property("version", said["version"])
        assert said["tool"] == [EMAIL], "the tool gets the real identifier, once"
        assert all(value in said["answer"] for value in TOLD), said["answer"]
        assert "_" not in said["answer"], "a pseudonym is left"
        heard = at_home.recipient.heard
        assert len(heard) == 2
        assert {one.framing == "whole" for one in heard} == {mode == "whole"}
        assert b"PHONE_" in heard[1].body
        assert b"IBAN_" in heard[1].body
        await at_home.closed(2)
        await at_home.assert_nothing_escaped(PLANTED)
        assert trap.asked == [], "somebody was asked past the gateway"
    await asyncio.to_thread(verify, tmp_path)


async def test_the_trap_catches_what_goes_past_the_gateway(tmp_path: Path) -> None:
    """openai-agents sends traces, prompts and tools' results in them, to OpenAI itself."""
    loop = Loop("openai_agents.py", "traced")
    if loop.missing:
        pytest.skip(f"NOT TESTED: {loop.missing}; `make test-frameworks` makes it")
    async with Trap() as trap, house(tmp_path, patience=10) as at_home:
        at_home.recipient.answer = Model()
        said = await run(loop, at_home, trap, "whole")
        assert said["tool"] == [EMAIL]
        assert trap.asked
        assert all(line.startswith("CONNECT api.openai.com:443 ") for line in trap.asked)
