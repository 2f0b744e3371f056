"""`python -m gateway.cli`, as the container calls it."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]


def test_it_is_the_same_command_line(tmp_path: Path) -> None:
    command = [sys.executable, "-I", "-m", "gateway.cli", "check-config", "--config"]
    done = subprocess.run(  # noqa: S603 - our own interpreter and our own words
        [*command, str(ROOT / "config.toml")],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "is good" in done.stdout
