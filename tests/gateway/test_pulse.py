"""Signs of life: only where clients skip them, only when it is silent, never in an event."""

import pytest

from gateway.pulse import Pulse

COMMENT = b": keep-alive\n"
BOM = b"\xef\xbb\xbf"


class _Written:
    """Takes what is written to an outlet."""

    def __init__(self, keep_alive: float) -> None:
        self.keep_alive = keep_alive
        self.data = b""

    @property
    def sent(self) -> int:
        return len(self.data)

    async def write(self, data: bytes) -> None:
        self.data += data


def _pulse(written: _Written, comment: bytes = COMMENT) -> Pulse:
    return Pulse(comment, written)  # type: ignore[arg-type] # an outlet is all that it needs


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    clock = [100.0]
    monkeypatch.setattr("gateway.pulse.time.monotonic", lambda: clock[0])
    return clock


async def test_a_comment_is_due_after_so_much_silence(now: list[float]) -> None:
    written = _Written(15.0)
    pulse = _pulse(written)
    for second in range(100, 147):
        now[0] = float(second)
        await pulse.beat()
    assert written.data == COMMENT * 3
    await pulse.write(b"data: 1\n\n")
    now[0] = 160.0
    await pulse.beat()
    assert written.data.endswith(b"data: 1\n\n"), "what is written counts as a sign of life"
    now[0] = 161.0
    await pulse.beat()
    assert written.data.endswith(b"data: 1\n\n" + COMMENT)


@pytest.mark.parametrize(("comment", "seconds"), [(b"", 15.0), (COMMENT, 0.0)])
async def test_none_where_clients_fail_on_them_or_nobody_wants_them(
    now: list[float], comment: bytes, seconds: float
) -> None:
    written = _Written(seconds)
    pulse = _pulse(written, comment)
    now[0] += 1000
    await pulse.beat()
    assert written.data == b""
    assert pulse.seconds == 0.0


async def test_a_byte_order_mark_after_a_comment_goes(now: list[float]) -> None:
    written = _Written(15.0)
    pulse = _pulse(written)
    assert not pulse.heard
    now[0] += 20
    await pulse.beat()
    await pulse.write(BOM + b"data: 1\n\n")
    assert written.data == COMMENT + b"data: 1\n\n"
    assert pulse.heard
    first = _Written(15.0)
    await _pulse(first).write(BOM + b"data: 1\n\n")
    assert first.data == BOM + b"data: 1\n\n"
