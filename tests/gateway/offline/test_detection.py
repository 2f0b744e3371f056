from pathlib import Path

import pytest

from gateway.offline.detection import USUAL, build
from privacy.policy import Policy
from privacy.text import Segment


def test_it_needs_no_configuration(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    detection = build(None, USUAL, names=False)
    assert detection.names is None
    assert any((tmp_path / "privacy-gateway").iterdir()), "compiled patterns are kept"
    (spans,) = detection.spans([[Segment("ann@posteo.de", "/text")]])[0]
    assert [span.entity_type for span in spans] == ["EMAIL_ADDRESS"]
    (told,) = detection.explained("ann@posteo.de", "", spans)
    assert told.by is not None


def test_a_policy_that_seeks_no_names_loads_no_model(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert build(None, Policy(id="off", names="off"), names=True).names is None
