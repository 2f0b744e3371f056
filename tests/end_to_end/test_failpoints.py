"""Guarantee G4: any internal failure ends in refusal, never in pass-through.

Each point of the path up to the send fails, one at a time: before it did its work, after it, by
answering with something that no caller of it expects, and by a caller who hangs up while it waits.
Each case shows that the point was reached, and that the recipient heard nothing.
"""

import asyncio
import inspect
import json
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from pkgutil import resolve_name
from typing import Any

import aiohttp
import pytest
import pytest_asyncio

from redaction.inspect import Inspection
from storage.ports import LedgerUnavailable, StaleState
from tests.end_to_end.conftest import PROMPT, House, house
from tests.support.answers import Hang

pytestmark = pytest.mark.asyncio(loop_scope="module")

CHAT = "/openai/v1/chat/completions"
POLICY = 'names = "require"\nnote = true'
HEADERS = {
    "x-privacy-subject": "customer-7",
    "x-privacy-session": "ticket-9",
    "idempotency-key": "again",
    "x-request-id": "their-1",
}
ERRORS = (
    RuntimeError(PROMPT),
    ValueError(PROMPT),
    KeyError(PROMPT),
    UnicodeError(PROMPT),
    MemoryError(PROMPT),
    TimeoutError(PROMPT),
    ConnectionResetError(PROMPT),
    asyncio.CancelledError(PROMPT),
    LedgerUnavailable("busy"),
    StaleState(PROMPT),
)
NOTHING, ODD = None, object()


@dataclass(frozen=True, slots=True)
class Point:
    """One place in the request path.

    Attributes:
        where: `module:name` as its caller finds it.
        wrong: answers that nobody expects of it.
        fresh: whether each request must bring a text that the cache does not know.
        late: whether a wrong answer is noticed only by the HTTP client, when the record stands.
    """

    where: str
    wrong: tuple[Any, ...] = (NOTHING, ODD, PROMPT)
    fresh: bool = False
    late: bool = False

    @property
    def owner(self) -> Any:
        """What holds it."""
        module, _, name = self.where.partition(":")
        above = name.rpartition(".")[0]
        return resolve_name(f"{module}:{above}" if above else module)

    @property
    def name(self) -> str:
        """What it is called there."""
        return self.where.rpartition(":")[2].rpartition(".")[2]


ANSWERS_NOTHING = ()
"""Of what answers nothing, no answer is read."""
MAY_BE_NONE = (ODD, PROMPT)
IS_TEXT = (NOTHING, ODD)
"""Of what answers with text, text is not of the wrong type."""

POINTS = (
    Point("gateway.handlers:door"),
    Point("gateway.exchange:Exchange.__init__", ANSWERS_NOTHING),
    Point("gateway.handlers:DataPlane._admit_connection", ANSWERS_NOTHING),
    Point("gateway.authentication:Authentication.identify"),
    Point("gateway.authentication:Authentication._find"),
    Point("gateway.exchange:Exchange._route"),
    Point("providers.openai:OpenAICodec.route"),
    Point("gateway.exchange:Exchange._read"),
    Point("gateway.exchange:read_body"),
    Point("gateway.outlet:_collect"),
    Point("providers.openai:OpenAICodec.read"),
    Point("providers.openai:OpenAICodec.read_query"),
    Point("gateway.exchange:Read"),
    Point("gateway.exchange:choose_recipient"),
    Point("gateway.exchange:Exchange._admit"),
    Point("gateway.exchange:Exchange._purpose"),
    Point("gateway.exchange:Exchange._state"),
    Point("storage.sqlite:SqliteLedger.subject_index", ANSWERS_NOTHING),
    Point("storage.sqlite:SqliteLedger.subject_state"),
    Point("gateway.headers:signals"),
    Point("gateway.exchange:Enquiry"),
    Point("gateway.exchange:admit", MAY_BE_NONE),
    Point("gateway.exchange:Exchange._check_contents", ANSWERS_NOTHING),
    Point("gateway.exchange:settle"),
    Point("gateway.exchange:check_unknown", MAY_BE_NONE),
    Point("gateway.exchange:Call"),
    Point("gateway.exchange:session_of"),
    Point("gateway.keeping:session_scope"),
    Point("gateway.state:States.load"),
    Point("storage.sqlite:SqliteLedger.load"),
    Point("gateway.keeping:Session"),
    Point("gateway.inspection:Inspector.inspect"),
    Point("gateway.inspection:inspect_each", (NOTHING, ODD, [Inspection((), False, 0, 0)])),
    Point("redaction.cache:SpanCache.digest", ANSWERS_NOTHING),
    Point("redaction.cache:SpanCache.get", MAY_BE_NONE),
    Point("redaction.cache:SpanCache.put", ANSWERS_NOTHING, fresh=True),
    Point("redaction.detect:Detector.detect", fresh=True),
    Point("redaction.names:NameModel.detect_batch", (NOTHING, ODD, []), fresh=True),
    Point("redaction.inspect:resolve", fresh=True),
    Point("gateway.exchange:prepare"),
    Point("gateway.preparing:decide", (NOTHING, ODD, PROMPT, {})),
    Point("gateway.preparing:apply"),
    Point("vault.session:Session.mint", IS_TEXT),
    Point("gateway.exchange:rewrite"),
    Point("providers.openai_request:ChatPayload.rewrite"),
    Point("gateway.exchange:upward_headers", (ODD, PROMPT), late=True),
    Point("gateway.headers:upward"),
    Point("gateway.keys:Keys.digest", IS_TEXT, late=True),
    Point("gateway.recording:Facts"),
    Point("gateway.recording:opening"),
    Point("gateway.recording:Opening"),
    Point("gateway.exchange:Exchange._open", ANSWERS_NOTHING),
    Point("gateway.keeping:Keeping.before_sending", ANSWERS_NOTHING),
    Point("gateway.state:States.grow", ANSWERS_NOTHING),
    Point("vault.session:Session.new_rows"),
    Point("storage.sqlite:SqliteLedger.save", ANSWERS_NOTHING),
    Point("storage.sqlite:SqliteLedger.append", ANSWERS_NOTHING),
    Point("storage.writer:Writer.ask", ANSWERS_NOTHING),
    Point("gateway.exchange:Exchange._record"),
    Point("gateway.exchange:Delivery", ANSWERS_NOTHING),
    Point("gateway.exchange:urls_of", ANSWERS_NOTHING),
)


@dataclass
class Fault:
    """What a point does instead of, or after, its work."""

    error: BaseException | None = None
    answer: Any = None
    first: bool = False
    reached: int = field(default=0)

    def put(self, point: Point, patch: pytest.MonkeyPatch) -> None:
        """Put it in the place of the point."""
        real = getattr(point.owner, point.name)
        patch.setattr(point.owner, point.name, self._wrapped(real))

    def _wrapped(self, real: Callable[..., Any]) -> Callable[..., Any]:
        async def waiting(*args: Any, **named: Any) -> Any:
            self._before()
            result = await real(*args, **named)
            return self._after(result)

        def working(*args: Any, **named: Any) -> Any:
            self._before()
            return self._after(real(*args, **named))

        return waiting if inspect.iscoroutinefunction(real) else working

    def _before(self) -> None:
        self.reached += 1
        if self.first and self.error is not None:
            raise self.error

    def _after(self, result: Any) -> Any:
        if self.error is not None:
            raise self.error
        return self.answer if not self.first else result


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def running(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[House]:
    async with house(tmp_path_factory.mktemp("house"), policy=POLICY) as at_home:
        yield at_home
        await at_home.assert_nothing_escaped()


async def _post(running: House, *, text: str = PROMPT, **more: Any) -> int:
    """The status; 0 where the connection just ended."""
    body = {"model": "gpt-test", "messages": [{"role": "user", "content": text}]} | more
    try:
        status, _, answer = await running.post(CHAT, json.dumps(body).encode(), **HEADERS)
    except aiohttp.ClientError:
        return 0
    assert status < 400 or json.loads(answer)["error"]["code"]
    return status


_number = iter(range(1_000_000))


async def _refused(running: House, point: Point, fault: Fault) -> None:
    text = f"{PROMPT} Number {next(_number)}." if point.fresh else PROMPT
    running.recipient.heard.clear()
    SEEN.update(leaf["id"] for leaf in running.leaves("open"))
    with pytest.MonkeyPatch.context() as patch:
        fault.put(point, patch)
        async with asyncio.timeout(8):
            status = await _post(running, text=text)
    told = f"{point.where}: {fault.error!r:.30} {fault.answer!r:.30} answered {status}"
    assert fault.reached, f"{point.where} is not in the path"
    assert not running.recipient.heard, told
    assert status == 0 or status >= 400, told
    await _settled(running, told, *(["not_sent", "unknown"] if point.late else []))


SEEN: set[str] = set()
"""Disclosures of earlier cases."""


async def _settled(running: House, told: str, *outcomes: str) -> None:
    """Nothing is under way, and every record of the case has its end."""
    roof = running.gateway.roof
    for _ in range(200):
        if not roof.in_flight and not len(roof.tasks):
            break
        await asyncio.sleep(0.01)
    assert roof.in_flight == 0, told
    ends = {leaf["id"]: leaf["body"]["outcome"] for leaf in running.leaves("close")}
    new = [leaf["id"] for leaf in running.leaves("open") if leaf["id"] not in SEEN]
    SEEN.update(new)
    assert all(ends.get(ident) in (outcomes or ("not_sent",)) for ident in new), (
        f"{told}: {new} in {ends}"
    )


@pytest.mark.parametrize("point", POINTS, ids=lambda point: point.where.partition(":")[2])
@pytest.mark.parametrize("first", [True, False], ids=["before", "after"])
async def test_a_failure_sends_nothing(running: House, point: Point, *, first: bool) -> None:
    for error in ERRORS:
        await _refused(running, point, Fault(error=error, first=first))


@pytest.mark.parametrize(
    "point", [p for p in POINTS if p.wrong], ids=lambda point: point.where.partition(":")[2]
)
async def test_an_answer_of_the_wrong_type_sends_nothing(running: House, point: Point) -> None:
    for answer in point.wrong:
        await _refused(running, point, Fault(answer=answer))


async def test_it_works_when_nothing_fails(running: House) -> None:
    running.recipient.heard.clear()
    assert await _post(running) == 200
    assert len(running.recipient.heard) == 1
    await _settled(running, "nothing failed", "ok")


# --- callers that hang up ---

WAITS = (
    Point("gateway.exchange:read_body"),
    Point("storage.sqlite:SqliteLedger.subject_state"),
    Point("gateway.exchange:Exchange._keeping"),
    Point("gateway.inspection:Inspector.inspect"),
    Point("gateway.exchange:Exchange._pseudonymise"),
    Point("gateway.keeping:Keeping.before_sending"),
    Point("storage.sqlite:SqliteLedger.append"),
)


async def _hang_up(running: House, reached: asyncio.Event) -> None:
    calling = asyncio.ensure_future(_post(running))
    async with asyncio.timeout(5):
        await reached.wait()
    calling.cancel()
    with suppress(asyncio.CancelledError):
        await calling


@pytest.mark.parametrize("point", WAITS, ids=lambda point: point.where.partition(":")[2])
@pytest.mark.parametrize("first", [True, False], ids=["before", "after"])
async def test_who_hangs_up_before_the_send_sends_nothing(
    running: House, point: Point, *, first: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    reached, real = asyncio.Event(), getattr(point.owner, point.name)

    async def hanging(*args: Any, **named: Any) -> Any:
        if args[1:] and type(args[1]).__name__ == "Closing":
            return await real(*args, **named)
        if not first:
            await real(*args, **named)
        reached.set()
        return await asyncio.Event().wait()

    running.recipient.heard.clear()
    monkeypatch.setattr(point.owner, point.name, hanging)
    await _hang_up(running, reached)
    await _settled(running, point.where)
    assert not running.recipient.heard


async def test_who_hangs_up_while_the_record_is_written_sends_nothing(
    running: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The writing thread cannot be cancelled: the record stands and says that nothing was sent."""
    reached, go_on = asyncio.Event(), asyncio.Event()
    writer = resolve_name("storage.journal:Journal")
    real, loop = writer.write, asyncio.get_running_loop()

    def slow(*args: Any) -> Any:
        if not go_on.is_set():
            loop.call_soon_threadsafe(reached.set)
            asyncio.run_coroutine_threadsafe(go_on.wait(), loop).result(10)
        return real(*args)

    running.recipient.heard.clear()
    before = len(running.leaves("open"))
    monkeypatch.setattr(writer, "write", slow)
    monkeypatch.setattr("gateway.keeping:Keeping.before_sending".replace(":", "."), _nothing)
    await _hang_up(running, reached)
    go_on.set()
    await _settled(running, "Journal.write")
    assert not running.recipient.heard
    assert len(running.leaves("open")) == before + 1


async def _nothing(*_: object) -> None:
    """Saves no session, so that the opening is the first thing to be written."""


async def test_who_hangs_up_after_the_send_is_on_record(running: House) -> None:
    running.recipient.heard.clear()
    hang = Hang()
    running.recipient.script(hang)
    calling = asyncio.ensure_future(_post(running))
    for _ in range(500):
        if running.recipient.heard:
            break
        await asyncio.sleep(0.01)
    calling.cancel()
    with suppress(asyncio.CancelledError):
        await calling
    async with asyncio.timeout(2):
        await hang.gone.wait()
    await _settled(running, "after the send", "client_gone")


@pytest.mark.parametrize("where", ["_draft", "_data_keys", "_transact", "_store"])
async def test_a_failure_in_the_writing_thread_sends_nothing(running: House, where: str) -> None:
    point = Point(f"storage.journal:Journal.{where}")
    for error in (RuntimeError(PROMPT), MemoryError(PROMPT), KeyError(PROMPT)):
        for first in (True, False):
            await _refused(running, point, Fault(error=error, first=first))
    assert await _post(running) == 200, "the thread goes on"


@pytest.mark.parametrize("where", ["storage.journal:Journal.write", "storage.notary:Notary.sign"])
async def test_a_thread_that_cannot_go_on_says_so(tmp_path: Path, where: str) -> None:
    """Nobody waits for ever for a record that nobody writes: the process has to end."""
    point, fault = Point(where), Fault(error=RuntimeError(PROMPT), first=True)
    async with house(tmp_path, policy=POLICY) as at_home:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("storage.notary.Notary.seconds_left", lambda *_: 0.0)
            fault.put(point, patch)
            async with asyncio.timeout(8):
                await _post(at_home)
                await _post(at_home)
        assert fault.reached
        assert at_home.gateway.roof.problem() == "ledger"
        heard = len(at_home.recipient.heard)
        assert heard <= 1, "one checkpoint is signed after its record"
        assert await _post(at_home) == 503
        assert len(at_home.recipient.heard) == heard
        await at_home.assert_nothing_escaped()
