"""A rehearsal is the exchange itself, but for the ids of pseudonyms."""

import json
from pathlib import Path
from typing import Any

import pytest

from gateway.rehearsal import Rehearsal, Wish, rehearse
from privacy.pseudonym import CANONICAL
from tests.end_to_end.conftest import PROMPT, house

POLICIES = (
    'names = "off"',
    'names = "off"\nnote = true',
    'names = "off"\n[policies.default.actions]\nCREDIT_CARD = "mask"\nEMAIL_ADDRESS = "keep"',
)


def without_ids(body: bytes) -> Any:
    text = body.decode()
    return json.loads(CANONICAL.sub(lambda found: found[0].partition("_")[0], text))


@pytest.mark.parametrize("policy", POLICIES)
@pytest.mark.parametrize("stream", [False, True])
async def test_what_is_told_is_what_is_sent(tmp_path: Path, policy: str, stream: bool) -> None:
    async with house(tmp_path, policy=policy) as home:
        config = home.gateway.roof.snapshot.config
        wish = Wish(
            text=PROMPT,
            application=config.applications["bot"],
            purpose="support",
            model="gpt-4o",
            stream=stream,
        )
        told = await rehearse(config, wish)
        assert isinstance(told, Rehearsal)
        assert not home.recipient.heard
        assert not home.leaves("open")
        message = {"role": "user", "content": PROMPT}
        body = {"model": "gpt-4o", "messages": [message]} | ({"stream": True} if stream else {})
        path = "/openai/v1/chat/completions"
        await home.post(path, json.dumps(body).encode(), **{"x-privacy-purpose": "support"})
        assert without_ids(told.body) == without_ids(home.recipient.last.body)
        opened = home.leaves("open")[0]["body"]["entities"]
        assert sum(count for _, _, count in opened) == len(told.found)
