"""What recipients keep is kept here for its owner alone, and forgotten with it."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from disclosure.checkpoint import Signer
from gateway.state import Held, Owner, States
from privacy.refusal import Refusal, RefusalCode
from providers.codec import StateRef
from storage.memory import MemoryKeyStore, MemoryLedger
from vault.session import Row, Session

KEY = b"k" * 32
SCOPE = b"s" * 32
MINE = Owner("bot", "subject-1", "openai")
STRANGERS = (
    Owner("other", "subject-1", "openai"),
    Owner("bot", "subject-2", "openai"),
    Owner("bot", "", "openai"),
    Owner("bot", "subject-1", "second"),
)
RESPONSE = StateRef("response", "resp_1")
CONVERSATION = StateRef("conversation", "conv_1", grows=True)
NAME = "Nadia Okonkwo"


@pytest.fixture
async def ledger() -> AsyncIterator[MemoryLedger]:
    keys = MemoryKeyStore()
    made = MemoryLedger(keys, Signer("test", keys.master("sign").material))
    await made.start()
    yield made
    await made.stop()


@pytest.fixture
def states(ledger: MemoryLedger) -> States:
    return States(ledger, KEY)


def _session(*values: str, scope: bytes = SCOPE, rows: Sequence[Row] = ()) -> Session:
    session = Session(KEY, scope, rows)
    for value in values:
        session.mint("PERSON", value)
    return session


def _held(found: Held | Refusal) -> Held:
    assert isinstance(found, Held), found
    return found


def _values(found: Held | Refusal) -> list[str]:
    return [row.value for row in _held(found).rows]


async def test_nothing_is_held_of_nothing(states: States) -> None:
    assert await states.load(MINE, ()) == Held()


async def test_what_is_kept_comes_back_with_its_scope(states: States) -> None:
    await states.keep(MINE, RESPONSE, _session(NAME), SCOPE)
    found = _held(await states.load(MINE, (RESPONSE,)))
    assert (found.scope, found.rows) == (SCOPE, _session(NAME).rows())
    again = _session(rows=found.rows)
    assert again.mint("PERSON", NAME) == found.rows[0].pseudonym
    assert not again.new_rows()


@pytest.mark.parametrize("owner", STRANGERS, ids=str)
async def test_nobody_else_finds_it(states: States, owner: Owner) -> None:
    await states.keep(MINE, RESPONSE, _session(NAME), SCOPE)
    await states.join(MINE, StateRef("item", "msg_1"), RESPONSE)
    for ref in (RESPONSE, StateRef("item", "msg_1")):
        found = await states.load(owner, (ref,))
        assert isinstance(found, Refusal)
        assert found.code is RefusalCode.STATE_UNKNOWN
        assert ref.id not in found.message


@pytest.mark.parametrize(
    "ref", [StateRef("conversation", "resp_1"), StateRef("response", "resp_2")], ids=str
)
async def test_another_kind_or_id_is_unknown(states: States, ref: StateRef) -> None:
    await states.keep(MINE, RESPONSE, _session(NAME), SCOPE)
    assert isinstance(await states.load(MINE, (RESPONSE, ref)), Refusal)
    soft = await states.load(MINE, (RESPONSE, replace(ref, soft=True)))
    assert _values(soft) == [NAME]


async def test_a_part_leads_to_the_whole_and_ends_with_it(states: States) -> None:
    item = StateRef("item", "msg_1")
    await states.keep(MINE, RESPONSE, _session(NAME), SCOPE)
    await states.join(MINE, item, RESPONSE)
    assert _values(await states.load(MINE, (item,))) == [NAME]
    await states.forget(MINE, (RESPONSE,))
    for ref in (item, RESPONSE):
        assert isinstance(await states.load(MINE, (ref,)), Refusal)


async def test_a_stranger_s_forgetting_takes_nothing(states: States) -> None:
    await states.keep(MINE, RESPONSE, _session(NAME), SCOPE)
    for owner in STRANGERS:
        await states.forget(owner, (RESPONSE,))
    assert _values(await states.load(MINE, (RESPONSE,))) == [NAME]


async def test_what_is_kept_first_stays(states: States) -> None:
    """An answer that is read twice does not give one id two meanings."""
    await states.keep(MINE, RESPONSE, _session(NAME), SCOPE)
    await states.keep(MINE, RESPONSE, _session("Someone Else"), b"o" * 32)
    found = _held(await states.load(MINE, (RESPONSE,)))
    assert (found.scope, _values(found)) == (SCOPE, [NAME])


async def test_what_grows_keeps_what_is_added_and_nothing_twice(states: States) -> None:
    await states.keep(MINE, CONVERSATION, _session(NAME), SCOPE)
    for _ in range(2):
        held = _held(await states.load(MINE, (CONVERSATION,)))
        await states.grow(held, _session("Ulrike Brandtner", rows=held.rows))
    assert _values(await states.load(MINE, (CONVERSATION,))) == [NAME, "Ulrike Brandtner"]


async def test_what_is_only_read_does_not_grow(states: States) -> None:
    await states.keep(MINE, RESPONSE, _session(NAME), SCOPE)
    held = _held(await states.load(MINE, (RESPONSE,)))
    await states.grow(held, _session("Ulrike Brandtner", rows=held.rows))
    assert _values(await states.load(MINE, (RESPONSE,))) == [NAME]


async def test_one_that_holds_what_another_adds_gets_it_too(states: States) -> None:
    """A conversation to which a call with an earlier response's names is added."""
    await states.keep(MINE, RESPONSE, _session(NAME), SCOPE)
    await states.keep(MINE, CONVERSATION, _session(), SCOPE)
    held = _held(await states.load(MINE, (RESPONSE, CONVERSATION)))
    await states.grow(held, _session(rows=held.rows))
    assert _values(await states.load(MINE, (CONVERSATION,))) == [NAME]


async def test_the_first_one_decides_the_scope(states: States) -> None:
    await states.keep(MINE, RESPONSE, _session(NAME), SCOPE)
    await states.keep(MINE, CONVERSATION, _session("Ulrike", scope=b"o" * 32), b"o" * 32)
    for refs, scope in (((RESPONSE, CONVERSATION), SCOPE), ((CONVERSATION, RESPONSE), b"o" * 32)):
        found = _held(await states.load(MINE, refs))
        assert found.scope == scope
        assert set(_values(found)) == {NAME, "Ulrike"}


async def test_one_pseudonym_for_two_values_is_a_conflict(
    ledger: MemoryLedger, states: States
) -> None:
    """Ids are short, so two scopes can give two people the same one."""
    await states.keep(MINE, RESPONSE, _session(NAME), SCOPE)
    (row,) = _session(NAME).rows()
    other = Session(KEY, b"o" * 32, [replace(row, value="Someone Else")])
    await states.keep(MINE, CONVERSATION, other, b"o" * 32)
    found = await states.load(MINE, (RESPONSE, CONVERSATION))
    assert isinstance(found, Refusal)
    assert found.code is RefusalCode.STATE_CONFLICT
    assert row.pseudonym not in found.message
    assert NAME not in found.message
    assert _values(await states.load(MINE, (CONVERSATION,))) == ["Someone Else"]


async def test_what_was_erased_is_gone_and_the_rest_stays(ledger: MemoryLedger) -> None:
    states, session = States(ledger, KEY), _session(NAME)
    session.mint("EMAIL_ADDRESS", "nadia.okonkwo@posteo.example")
    await states.keep(MINE, RESPONSE, session, SCOPE)
    person = ledger._scribe.index("EMAIL_ADDRESS", "nadia.okonkwo@posteo.example")
    keys: Any = ledger._keys
    del keys._keys[person.hex()]
    found = _held(await states.load(MINE, (RESPONSE,)))
    assert (found.scope, _values(found)) == (SCOPE, [NAME])


async def test_what_ends_by_itself_is_unknown_afterwards(ledger: MemoryLedger) -> None:
    states = States(ledger, KEY)
    await states.keep(MINE, RESPONSE, _session(NAME), SCOPE)
    await states.keep(MINE, CONVERSATION, _session(NAME), SCOPE)
    later = ledger._clock.utc() + 40 * 86_400 * 1_000_000
    object.__setattr__(ledger, "_clock", _Late(later))
    assert isinstance(await states.load(MINE, (RESPONSE,)), Refusal)
    assert _values(await states.load(MINE, (CONVERSATION,))) == [NAME]


@dataclass
class _Late:
    moment: int
    mono: int = 0
    boot_id: str = "late"

    def utc(self) -> int:
        return self.moment


# --- any order of calls, by anybody ---------------------------------------------

OWNERS = tuple(Owner(a, s, "openai") for a in ("bot", "other") for s in ("one", "two"))
_IDS = st.sampled_from(["resp_1", "resp_2"])
_CALLS = st.lists(
    st.tuples(
        st.sampled_from(OWNERS),
        st.sampled_from(["create", "go on", "grow", "join", "read", "delete"]),
        _IDS,
        _IDS,
    ),
    max_size=25,
)


@dataclass
class _Model:
    """What must be there, in plain dictionaries: owner and id -> values, and parts of others."""

    values: dict[tuple[Owner, str], set[str]] = field(default_factory=dict)
    parts: dict[tuple[Owner, str], str] = field(default_factory=dict)

    def found(self, owner: Owner, ident: str) -> set[str] | None:
        if ident.startswith("part "):
            whole = self.parts.get((owner, ident))
            return None if whole is None else self.values.get((owner, whole))
        return self.values.get((owner, ident))


class _Run:
    """The real thing beside its model."""

    def __init__(self) -> None:
        keys = MemoryKeyStore()
        self.ledger = MemoryLedger(keys, Signer("test", keys.master("sign").material))
        self.states = States(self.ledger, KEY)
        self.model = _Model()
        self.count = 0

    async def step(self, owner: Owner, what: str, ident: str, other: str) -> None:
        """One call of somebody, who says a value that is only theirs."""
        self.count += 1
        value = f"{owner.application} {owner.subject} {self.count}"
        ref, known = StateRef("response", ident, grows=True), (owner, ident)
        match what:
            case "create":
                await self._create(owner, ref, {value}, Held())
            case "go on":
                found = await self.states.load(owner, (ref,))
                if isinstance(found, Held):
                    before = self.model.values[known]
                    await self._create(owner, StateRef("response", other), before | {value}, found)
            case "grow":
                found = await self.states.load(owner, (ref,))
                if isinstance(found, Held):
                    await self.states.grow(found, _minted({value}, found))
                    self.model.values[known].add(value)
            case "join":
                if known in self.model.values:
                    part = StateRef("item", f"part {ident}")
                    await self.states.join(owner, part, ref)
                    self.model.parts.setdefault((owner, part.id), ident)
            case "delete":
                await self.states.forget(owner, (ref,))
                self.model.values.pop(known, None)
        await self.check()

    async def _create(self, owner: Owner, ref: StateRef, values: set[str], held: Held) -> None:
        session = _minted(values, held)
        await self.states.keep(owner, ref, session, held.scope or SCOPE)
        self.model.values.setdefault((owner, ref.id), values)

    async def check(self) -> None:
        """Everybody finds what is theirs, all of it, and nothing else."""
        for owner in OWNERS:
            for ident in ("resp_1", "resp_2", "part resp_1", "part resp_2"):
                kind = "item" if ident.startswith("part") else "response"
                found = await self.states.load(owner, (StateRef(kind, ident),))
                expected = self.model.found(owner, ident)
                assert (expected is None) == isinstance(found, Refusal)
                if isinstance(found, Held):
                    assert {row.value for row in found.rows} == expected
                    mine = f"{owner.application} {owner.subject} "
                    assert all(row.value.startswith(mine) for row in found.rows)


def _minted(values: set[str], held: Held) -> Session:
    session = Session(KEY, held.scope or SCOPE, held.rows)
    for value in sorted(values):
        session.mint("CUSTOMER_ID", value)
    return session


@given(_CALLS)
def test_nobody_ever_finds_what_is_somebody_else_s(
    calls: list[tuple[Owner, str, str, str]],
) -> None:
    async def run() -> None:
        made = _Run()
        await made.ledger.start()
        for call in calls:
            await made.step(*call)
        await made.ledger.stop()

    asyncio.run(run())
