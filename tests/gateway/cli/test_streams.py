"""Output and input that are closed, full, or of another encoding: no command trips over them."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

SHIPPED = Path(__file__).parents[3] / "config.toml"
SAFE = {"PATH": os.environ["PATH"], "PYTHONPATH": str(SHIPPED.parent)}


def _run(
    redirected: str, *, given: bytes = b"", **environment: str
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(  # noqa: S603 - our own command, arguments of this file
        ["/bin/sh", "-c", f'exec "{sys.executable}" -m gateway.cli {redirected}'],
        input=given,
        env=SAFE | environment,
        cwd=SHIPPED.parent,
        capture_output=True,
        check=False,
        timeout=60,
    )


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="Linux has a device that is full")
def test_a_full_disk_is_said_in_a_sentence() -> None:
    ended = _run("check-config > /dev/full")
    assert ended.returncode == 1
    assert ended.stderr == b"The output cannot be written: No space left on device.\n"


@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&-"])
def test_closed_streams_are_no_error(closed: str) -> None:
    ended = _run(f"check-config {closed}")
    assert ended.returncode == 0
    assert ended.stderr == b""


def test_a_closed_input_holds_no_text() -> None:
    ended = _run("try - --application demo <&-")
    assert (ended.returncode, ended.stderr) == (1, b"There is no text to try.\n")


@pytest.mark.parametrize("language", ["C", "C.UTF-8"])
def test_bytes_that_are_no_text_are_said_in_a_sentence(language: str) -> None:
    ended = _run("try - --application demo", given=b"\xff\xfeAnn", LC_ALL=language)
    assert (ended.returncode, ended.stderr) == (1, b"The text is not UTF-8.\n")


def test_what_an_encoding_lacks_is_shown_by_its_number(tmp_path: Path) -> None:
    file = tmp_path / "größe.toml"
    shutil.copy(SHIPPED, file)
    ended = _run(f"check-config --config '{file}'", PYTHONIOENCODING="ascii", LC_ALL="C.UTF-8")
    assert ended.returncode == 0
    assert rb"gr\xf6\xdfe.toml is good" in ended.stdout
