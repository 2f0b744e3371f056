"""What `privacy-gateway doctor` says of recognizers that a deployment brings along."""

from pathlib import Path

import pytest

from gateway.checkup.detection import _guests
from tests.support.config_files import GOOD, good


@pytest.mark.parametrize(
    ("name", "level", "what"),
    [
        ("Badges", "ok", "odd: loaded, and asked once"),
        ("Broken", "error", "recognizer 'odd' cannot be loaded"),
        ("Cold", "error", "'odd' cannot be used: it fails on a plain sentence (raised)"),
        ("Shy", "error", "the test sentence is refused (odd: raised)"),
    ],
)
def test_recognizers_are_loaded_and_asked(tmp_path: Path, name: str, level: str, what: str) -> None:
    recognizer = f'class = "tests.support.odd_guests:{name}"\ntypes = ["BADGE"]\n'
    found = _guests(good(tmp_path, f"{GOOD}\n[detection.recognizers.odd]\n{recognizer}"))
    assert found.level == level
    assert what in found.what
