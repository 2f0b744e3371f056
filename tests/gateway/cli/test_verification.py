"""How a long verification speaks."""

import pytest

from gateway.cli import verification
from gateway.cli.verification import Progress


def test_short_readings_are_silent(capsys: pytest.CaptureFixture[str]) -> None:
    progress = Progress("verifying")
    for count in range(1000):
        progress(count, 1000)
    assert capsys.readouterr() == ("", "")


def test_long_readings_speak_on_stderr(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verification, "_SILENT_SECONDS", 0.0)
    progress = Progress("verifying")
    progress(5, 10)
    progress(11, 10)  # a log whose own count cannot be trusted
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err == "verifying: 5 of 10 leaves ...\nverifying: 11 leaves ...\n"
