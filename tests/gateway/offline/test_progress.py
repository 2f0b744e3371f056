import pytest

from gateway.offline.progress import Progress


class _Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_long_work_is_told_every_few_seconds(capsys: pytest.CaptureFixture[str]) -> None:
    clock = _Clock()
    progress = Progress("lines", clock=clock)
    for _ in range(12):
        clock.now += 1
        progress.add(100, 1024 * 1024)
    progress.end()
    told = capsys.readouterr().err.splitlines()
    assert told[0] == "500 lines, 5.0 MB in 5 s (1.0 MB/s)..."
    assert told[-1] == "1,200 lines, 12.0 MB in 12 s (1.0 MB/s)."
    assert len(told) == 3


@pytest.mark.parametrize(("seconds", "quiet"), [(0.1, False), (60.0, True)])
def test_short_and_quiet_work_says_nothing(
    capsys: pytest.CaptureFixture[str], seconds: float, quiet: bool
) -> None:
    clock = _Clock()
    progress = Progress("lines", quiet=quiet, clock=clock)
    clock.now = seconds
    progress.add(1, 10)
    progress.end()
    assert capsys.readouterr().err == ""
