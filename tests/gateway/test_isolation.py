import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from gateway.errors import Unavailable
from gateway.inspection import Inspector
from gateway.isolation import BuiltIn, DetectorGone, DetectorProcess
from gateway.model_files import load_name_model
from privacy.policy import Action, Operator, Policy
from privacy.text import Place, Role, Segment
from redaction.cache import SpanCache
from tests.support.detection import COMPILED, detector
from tests.support.odd_detector import MakeOdd

TEXTS = (
    "I am Marta Vidal, marta.vidal@posteo.example, card 4111 1111 1111 1111.",
    "IBAN DE89 3704 0044 0532 0130 00, phone +1 202 555 0142, 10 Downing Street, London",
    "nothing to see",
    "😀 e-mail: ana@posteo.example 😀",
)


def until(true: Callable[[], bool], seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end
        time.sleep(0.01)


@pytest.fixture
def odd(tmp_path: Path) -> Iterator[DetectorProcess]:
    process = DetectorProcess(MakeOdd(tmp_path / "starts"), seconds=0.5)
    yield process
    process.close()


@pytest.fixture(scope="module")
def isolated() -> Iterator[DetectorProcess]:
    process = DetectorProcess(BuiltIn(names=True, directory=None, compiled=COMPILED), seconds=20)
    yield process
    process.close()


def test_it_finds_what_detection_in_a_thread_finds(isolated: DetectorProcess) -> None:
    here, names = detector(), load_name_model()
    far = isolated.names()
    assert far is not None
    assert [isolated.detect(text) for text in TEXTS] == [here.detect(text) for text in TEXTS]
    assert isolated.detect("737", "cvv") == here.detect("737", "cvv")
    assert far.detect_batch(TEXTS) == names.detect_batch(TEXTS)
    assert any(far.detect_batch(TEXTS))
    assert (isolated.version, far.version) == (here.version, names.version)


def test_it_is_another_process(odd: DetectorProcess) -> None:
    assert odd.detect("x")[0].recognizer == str(odd.pid) != str(os.getpid())


def test_a_killed_process_is_refused_and_replaced(odd: DetectorProcess) -> None:
    first = odd.pid
    assert first is not None
    os.kill(first, signal.SIGKILL)
    with pytest.raises(DetectorGone):
        odd.detect("x")
    assert not odd.ready
    until(lambda: odd.ready)
    assert odd.detect("x")[0].recognizer == str(odd.pid)
    assert odd.pid != first


def test_an_idle_process_that_dies_is_replaced_unasked(odd: DetectorProcess) -> None:
    first = odd.pid
    assert first is not None
    os.kill(first, signal.SIGKILL)
    until(lambda: odd.pid not in {None, first})
    assert odd.detect("x")


@pytest.mark.parametrize("text", ["hang", "hang" + "x" * 3_000_000], ids=["short", "long"])
def test_a_process_that_hangs_is_killed_at_the_time_limit(odd: DetectorProcess, text: str) -> None:
    first, began = odd.pid, time.monotonic()
    with pytest.raises(DetectorGone):
        odd.detect(text)
    assert 0.4 < time.monotonic() - began < 2
    assert first is not None
    until(lambda: not Path(f"/proc/{first}").exists())
    until(lambda: odd.ready)
    assert odd.detect("x")


def test_a_process_that_is_stopped_takes_no_more_and_is_killed(odd: DetectorProcess) -> None:
    assert odd.pid is not None
    os.kill(odd.pid, signal.SIGSTOP)
    began = time.monotonic()
    with pytest.raises(DetectorGone):
        odd.detect("x" * 3_000_000)  # more than the line takes while nobody reads
    assert time.monotonic() - began < 2
    until(lambda: odd.ready)


def test_while_it_starts_every_request_is_refused_at_once(odd: DetectorProcess) -> None:
    with pytest.raises(DetectorGone):
        odd.detect("die")
    refused = 0
    while not odd.ready:
        began = time.monotonic()
        try:
            odd.detect("x")
        except DetectorGone:
            refused += 1
            assert time.monotonic() - began < 0.2
    assert refused > 1


def test_what_fails_over_there_fails_here_without_its_text(odd: DetectorProcess) -> None:
    first = odd.pid
    with pytest.raises(DetectorGone) as gone:
        odd.detect("fail")
    assert gone.value.args == ("detection failed",)
    assert gone.value.__cause__ is None
    assert odd.pid == first, "it failed, it is not dead"


def test_a_start_that_fails_is_tried_again(odd: DetectorProcess, tmp_path: Path) -> None:
    command = tmp_path / "starts.say"
    command.write_text("broken")
    with pytest.raises(DetectorGone):
        odd.detect("die")
    until(lambda: len((tmp_path / "starts").read_text()) > 2)
    assert not odd.ready
    command.unlink()
    until(lambda: odd.ready)
    assert odd.detect("x")


def test_a_process_of_another_version_is_not_taken(odd: DetectorProcess, tmp_path: Path) -> None:
    (tmp_path / "starts.say").write_text("newer")
    with pytest.raises(DetectorGone):
        odd.detect("die")
    until(lambda: len((tmp_path / "starts").read_text()) > 2)
    assert not odd.ready
    assert odd.version == "odd"


def test_what_never_starts_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "starts.say").write_text("broken")
    with pytest.raises(DetectorGone):
        DetectorProcess(MakeOdd(tmp_path / "starts"), seconds=1)


def test_nothing_is_left_when_it_is_closed_in_mid_question(tmp_path: Path) -> None:
    process = DetectorProcess(MakeOdd(tmp_path / "starts"), seconds=60)
    pid, raised = process.pid, []

    def ask() -> None:
        try:
            process.detect("hang")
        except DetectorGone as gone:
            raised.append(gone)

    thread = threading.Thread(target=ask)
    thread.start()
    time.sleep(0.2)
    process.close()
    thread.join(5)
    assert raised
    assert not Path(f"/proc/{pid}").exists()
    with pytest.raises(DetectorGone):
        process.detect("x")


def test_answers_are_not_mixed_up(odd: DetectorProcess) -> None:
    def ask(length: int) -> None:
        for _ in range(50):
            lengths.add((length, odd.detect("x" * length)[0].end))

    lengths: set[tuple[int, int]] = set()
    threads = [threading.Thread(target=ask, args=(length,)) for length in range(1, 9)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert lengths == {(length, length) for length in range(1, 9)}


async def test_an_inspector_refuses_while_the_process_is_dead(odd: DetectorProcess) -> None:
    inspector = Inspector(odd, None, SpanCache(b"k" * 32, 0), threads=2, seconds=2)
    segments = [Segment("something", "/a", 0, Role.CLIENT, Place.TEXT)]
    policy = Policy(id="p", default=Action(Operator.KEEP), names="off")
    assert (await inspector.inspect(segments, policy, "a"))[0].spans[0]
    assert odd.pid is not None
    os.kill(odd.pid, signal.SIGKILL)
    with pytest.raises(Unavailable):
        await inspector.inspect(segments, policy, "a")
    assert not inspector.ready
    until(lambda: inspector.ready)
    assert (await inspector.inspect(segments, policy, "a"))[0].spans[0]
    inspector.close()
    assert not inspector.ready
