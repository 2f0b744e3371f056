"""Any order of calls by four callers: nobody hears what somebody else said.

Two applications, two data subjects each. The recipient keeps all of it in one account, as OpenAI
does; a plain dictionary says what each caller may know.
"""

import random
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import openai
import pytest
import pytest_asyncio

from tests.end_to_end.conftest import KEY, OTHER_KEY, House, house
from tests.support.stored import Stored

pytestmark = pytest.mark.asyncio(loop_scope="module")

WHO = tuple((key, subject) for key in (KEY, OTHER_KEY) for subject in ("one", "two"))
Caller = tuple[str, str]
STEPS = 40


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def keeping(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[House]:
    directory = tmp_path_factory.mktemp("house")
    async with house(directory, policy='names = "off"', stores=True) as running:
        running.recipient.keepers.append(Stored())
        yield running


@dataclass
class Walk:
    """Some calls.

    Attributes:
        house: where they go.
        choose: what comes next.
        owned: id -> who made it, its kind, and what may be heard of it.
        spoken: every address that was ever said.
    """

    house: House
    choose: random.Random
    owned: dict[str, tuple[Caller, str, set[str]]] = field(default_factory=dict)
    spoken: list[str] = field(default_factory=list)
    clients: dict[Caller, Any] = field(default_factory=dict)

    async def step(self) -> None:
        who = self.choose.choice(WHO)
        client = self._client(who)
        ident = self.choose.choice([*self.owned, "resp_none", "conv_none"])
        making = [self.respond, self.converse, self.complete]
        if self.choose.random() < 0.4:
            await self.choose.choice(making)(client, who)
            return
        owner, kind, known = self.owned.get(ident, (None, ident.split("_")[0], set()))
        about = {
            "resp": [self.go_on, self.read, self.end],
            "conv": [self.go_on, self.read, self.add, self.end],
            "chat": [self.read, self.end, self.enumerate],
        }
        call = self.choose.choice(about[kind])
        if owner == who or call == self.enumerate:
            await call(client, who, ident, kind, known)
            return
        heard = len(self.house.recipient.heard)
        with pytest.raises(openai.NotFoundError) as caught:
            await call(client, who, ident, kind, known)
        assert caught.value.code == "state_unknown"
        assert len(self.house.recipient.heard) == heard

    def _client(self, who: Caller) -> Any:
        if who not in self.clients:
            headers = {"x-privacy-subject": who[1]}
            self.clients[who] = self.house.openai(who[0], default_headers=headers)
        return self.clients[who]

    def _new(self) -> str:
        self.spoken.append(f"p{len(self.spoken):03}.x@posteo.example")
        return self.spoken[-1]

    def _judge(self, heard: object, known: set[str]) -> None:
        """What was heard holds nothing of anybody else."""
        told = str(heard)
        assert not {word for word in self.spoken if word in told} - known
        assert "EMAIL_" not in told, "not restored"

    async def respond(self, client: Any, who: Caller) -> None:
        said = self._new()
        made = await client.responses.create(model="gpt-test", input=f"I am {said}")
        self._judge(made, {said})
        self.owned[made.id] = who, "resp", {said}

    async def converse(self, client: Any, who: Caller) -> None:
        said = {self._new()} if self.choose.random() < 0.5 else set()
        items = [{"role": "user", "content": f"I am {one}"} for one in said]
        made = await client.conversations.create(items=items)
        self.owned[made.id] = who, "conv", said

    async def complete(self, client: Any, who: Caller) -> None:
        said = self._new()
        made = await client.chat.completions.create(
            model="gpt-test", store=True, messages=[{"role": "user", "content": f"I am {said}"}]
        )
        self._judge(made, {said})
        self.owned[made.id] = who, "chat", {said}

    async def go_on(self, client: Any, who: Caller, ident: str, kind: str, known: set[str]) -> None:
        said = self._new()
        named = {"conversation": ident} if kind == "conv" else {"previous_response_id": ident}
        made = await client.responses.create(model="gpt-test", input=f"Also {said}", **named)
        self._judge(made, {said})
        answer = await client.responses.create(
            model="gpt-test", input="Recall all.", previous_response_id=made.id
        )
        self._judge(answer, known | {said})
        assert all(one in str(answer) for one in known | {said}), "forgotten"
        if kind == "conv":
            known.add(said)
        self.owned[made.id] = who, "resp", known | {said}

    async def add(self, client: Any, _: Caller, ident: str, kind: str, known: set[str]) -> None:
        del kind
        said = self._new()
        items = [{"role": "user", "content": f"And {said}"}]
        made = await client.conversations.items.create(ident, items=items)
        known.add(said)
        self._judge(made, known)

    async def read(self, client: Any, _: Caller, ident: str, kind: str, known: set[str]) -> None:
        match kind:
            case "resp":
                told = await client.responses.retrieve(ident)
            case "conv":
                told = await client.conversations.items.list(ident, limit=100)
                assert all(one in str(told.data) for one in known), "forgotten"
            case _:
                told = await client.chat.completions.messages.list(ident)
        self._judge(told, known)

    async def end(self, client: Any, _: Caller, ident: str, kind: str, known: set[str]) -> None:
        del known
        calls = {
            "resp": client.responses,
            "conv": client.conversations,
            "chat": client.chat.completions,
        }
        await calls[kind].delete(ident)
        del self.owned[ident]

    async def enumerate(
        self, client: Any, who: Caller, ident: str, kind: str, known: set[str]
    ) -> None:
        del ident, kind, known
        told = await client.chat.completions.list(limit=100)
        mine = {one: owned[2] for one, owned in self.owned.items() if owned[:2] == (who, "chat")}
        assert {one.id for one in told.data} == mine.keys()
        for one in told.data:
            self._judge(one, mine[one.id])


@pytest.mark.parametrize("seed", range(2))
async def test_nobody_hears_what_somebody_else_said(keeping: House, seed: int) -> None:
    walk = Walk(keeping, random.Random(seed))  # noqa: S311 - a walk that can be repeated
    stored = keeping.recipient.keepers[0]
    assert isinstance(stored, Stored)
    stored.kept.clear()
    for _ in range(STEPS):
        await walk.step()
    assert len(walk.spoken) > STEPS // 4
    await keeping.assert_nothing_escaped(tuple(walk.spoken))
