"""Detection off the event loop: with a time limit, and failing closed."""

import asyncio
import io
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import pytest

import gateway.pdf
from gateway.errors import BadRequest, Unavailable
from gateway.inspection import Inspector
from gateway.logs import configure
from privacy.policy import Policy
from privacy.text import Segment, Span
from redaction.cache import SpanCache
from redaction.detect import Detector
from redaction.inspect import Detecting, Naming
from redaction.names import GivenUp, never
from tests.support.detection import detector as built_in
from tests.support.pdfs import pdf

MAIL = "nadia@posteo.example"
SEGMENTS = (Segment(f"I am {MAIL}.", "/messages/0/content"), Segment("so", "/model"))
OFF, REQUIRE, DEGRADE = (Policy(id="p", names=n) for n in ("off", "require", "degrade"))  # type: ignore[arg-type]


class Slow:
    """Detects nothing, and takes its time about it."""

    version = "slow"

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds

    def detect(self, text: str, hint: str = "") -> tuple[Span, ...]:
        time.sleep(self.seconds)
        return ()

    def detect_batch(
        self, texts: Sequence[str], given_up: GivenUp = never, /
    ) -> list[tuple[Span, ...]]:
        time.sleep(self.seconds)
        return [() for _ in texts]


class Broken:
    """Fails, and quotes what it read."""

    version = "broken"

    def detect(self, text: str, hint: str = "") -> tuple[Span, ...]:
        raise ValueError(text)

    def detect_batch(
        self, texts: Sequence[str], given_up: GivenUp = never, /
    ) -> list[tuple[Span, ...]]:
        raise ValueError(str(texts))


class Short:
    """Answers for fewer texts than it was given."""

    version = "short"

    def detect_batch(
        self, texts: Sequence[str], given_up: GivenUp = never, /
    ) -> list[tuple[Span, ...]]:
        return []


@pytest.fixture(scope="module")
def detector() -> Detector:
    return built_in()


@contextmanager
def _inspector(
    detector: Detecting, names: Naming | None = None, **limits: float
) -> Iterator[Inspector]:
    settings = {"threads": 1, "seconds": 0.2} | limits
    inspector = Inspector(detector, names, SpanCache(b"k" * 32, 16), **settings)  # type: ignore[arg-type]
    try:
        yield inspector
    finally:
        inspector.close()


async def _refused(inspector: Inspector, policy: Policy) -> Unavailable:
    with pytest.raises(Unavailable) as refused:
        await inspector.inspect(SEGMENTS, policy, "bot")
    failure = refused.value
    assert (failure.status, failure.code) == (503, "detector_unavailable")
    assert "Nothing was sent" in failure.message
    assert failure.headers["Retry-After"]
    assert MAIL not in failure.message
    assert failure.__cause__ is None
    assert failure.__suppress_context__
    return failure


@pytest.mark.parametrize("policy", [OFF, DEGRADE])
async def test_what_is_found_and_how_long_it_took(detector: Detector, policy: Policy) -> None:
    with _inspector(detector) as inspector:
        found, seconds = await inspector.inspect(SEGMENTS, policy, "bot")
    assert [span.entity_type for span in found.spans[0]] == ["EMAIL_ADDRESS"]
    assert found.spans[1] == ()
    assert found.degraded is (policy is DEGRADE)
    assert 0 < seconds < 5


async def test_names_that_are_required_and_missing_refuse(detector: Detector) -> None:
    with _inspector(detector) as inspector:
        failure = await _refused(inspector, REQUIRE)
    assert "name model is not loaded" in failure.message


@pytest.mark.parametrize("names", [Slow(1), Broken(), Short()], ids=["slow", "broken", "short"])
async def test_a_name_model_that_fails_refuses(detector: Detector, names: Naming) -> None:
    log = io.StringIO()
    configure("debug", log)
    with _inspector(detector, names) as inspector:
        failure = await _refused(inspector, REQUIRE)
    assert ("longer than allowed" in failure.message) == isinstance(names, Slow)
    assert MAIL not in log.getvalue()


async def test_a_detector_that_fails_refuses_without_its_words() -> None:
    log = io.StringIO()
    configure("debug", log)
    with _inspector(Broken()) as inspector:
        await _refused(inspector, OFF)
    assert '"exception":"ValueError"' in log.getvalue()
    assert MAIL not in log.getvalue()


async def test_what_takes_too_long_refuses_and_the_loop_goes_on() -> None:
    ticks = 0

    async def tick() -> None:
        nonlocal ticks
        while True:
            await asyncio.sleep(0.01)
            ticks += 1

    long = Segment("a" * 10_000, "/messages/0/content")
    with _inspector(Slow(0.6)) as inspector:
        ticking = asyncio.ensure_future(tick())
        began = time.perf_counter()
        with pytest.raises(Unavailable, match="detector_unavailable"):
            await inspector.inspect([long], OFF, "bot")
        ticking.cancel()
    assert time.perf_counter() - began < 0.55
    assert ticks >= 5


async def test_more_text_than_allowed_is_the_callers_fault(detector: Detector) -> None:
    with _inspector(detector, max_chars=10) as inspector, pytest.raises(BadRequest) as refused:
        await inspector.inspect(SEGMENTS, OFF, "bot")
    assert (refused.value.status, refused.value.code) == (413, "text_too_long")
    assert "max_chars" in refused.value.message


async def test_an_answer_that_forgets_a_text_is_none(
    detector: Detector, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A text without an answer must not pass for a text without entities."""
    with _inspector(detector) as inspector:
        whole, _ = await inspector.inspect(SEGMENTS[:1], OFF, "bot")
        monkeypatch.setattr("gateway.inspection.inspect_each", lambda *_: [whole])
        await _refused(inspector, OFF)


async def test_its_version_names_both_stages(detector: Detector) -> None:
    with _inspector(detector) as without, _inspector(detector, Short()) as with_:  # type: ignore[arg-type]
        assert without.version == f"{detector.version}+none"
        assert with_.version == f"{detector.version}+short"
        assert without.ready
        await without.inspect(SEGMENTS, OFF, "bot")
        assert len(without.cache) == len(SEGMENTS)


class Long:
    """Reads many texts, each for a moment; says how many it read."""

    version = "long"

    def __init__(self) -> None:
        self.read = 0

    def detect(self, text: str, hint: str = "") -> tuple[Span, ...]:
        self.read += 1
        time.sleep(0.02)
        return ()


async def test_what_nobody_waits_for_keeps_nobody_waiting() -> None:
    long = Long()
    segments = [Segment("x" * 9000 + str(number), "/x") for number in range(100)]
    with _inspector(long) as inspector:
        with pytest.raises(Unavailable):
            await inspector.inspect(segments, OFF, "bot")
        began = time.monotonic()
        await inspector.inspect(segments[:1], OFF, "bot")
    assert time.monotonic() - began < 0.15
    assert long.read < 20


async def test_a_caller_who_leaves_stops_the_reading() -> None:
    long = Long()
    segments = [Segment("x" * 9000 + str(number), "/x") for number in range(100)]
    with _inspector(long, seconds=9.0) as inspector:
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.1):
                await inspector.inspect(segments, OFF, "bot")
        await inspector.inspect(segments[:1], OFF, "bot")
    assert long.read < 20


async def test_pdfs_are_read_beside_the_event_loop() -> None:
    inspector = Inspector(Slow(0), None, SpanCache(b"k" * 32, 0), threads=1, seconds=20)
    ticks = 0

    async def tick() -> None:
        nonlocal ticks
        while True:
            await asyncio.sleep(0.005)
            ticks += 1

    ticking = asyncio.ensure_future(tick())
    (found,) = await inspector.read_pdfs([pdf(["Dear customer"])])
    ticking.cancel()
    inspector.close()
    assert "Dear customer" in found.texts
    assert ticks > 5


async def test_nothing_is_sent_where_nothing_reads_pdfs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gateway.pdf, "_START_SECONDS", 0.0)
    inspector = Inspector(Slow(0), None, SpanCache(b"k" * 32, 0), threads=1, seconds=20)
    with pytest.raises(Unavailable) as unavailable:
        await inspector.read_pdfs([pdf(["x"])])
    assert "PDFs cannot be read" in unavailable.value.message
    inspector.close()
