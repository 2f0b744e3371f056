"""Adapters for models of one's own, with real libraries and tiny random models."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
HERE = Path(__file__).parent
PYTHON = ROOT / ".venv-models" / "bin" / "python"

pytestmark = [
    pytest.mark.models,
    pytest.mark.skipif(not PYTHON.exists(), reason="its environment .venv-models is missing"),
]


def run(script: str, *arguments: str, given: str = "") -> str:
    environment = os.environ | {"HF_HUB_OFFLINE": "1", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(  # noqa: S603 - our own scripts
        [PYTHON, HERE / script, *arguments], input=given, env=environment, text=True,
        capture_output=True, check=False, timeout=100,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("models")
    run("make.py", str(place))
    return place


def ask(model: Path, kind: str, labels: dict[str, str], *texts: str, threshold: float = 0.0) -> Any:
    question = {
        "kind": kind, "model": str(model), "labels": labels, "texts": texts, "threshold": threshold,
    }  # fmt: skip
    return json.loads(run("ask.py", given=json.dumps(question)).splitlines()[-1])


def covered(found: list[list[Any]]) -> set[int]:
    return {at for start, end, _ in found for at in range(start, end)}


def test_a_token_classifier_reads_long_texts_to_their_end(made: Path) -> None:
    long = "ab " * 400 + "zz " + "ab " * 400 + "z"
    short, far, none = ask(made / "classifier", "transformers", {"PER": "PERSON"},
                           "ab zz ab", long, " ")  # fmt: skip
    assert covered(short) == {3, 4}
    assert covered(far) == {1200, 1201, 2403}
    assert {kind for _, _, kind in far} == {"PERSON"}
    assert none == []


def test_a_label_that_the_model_does_not_have_is_told(made: Path) -> None:
    told = ask(made / "classifier", "transformers", {"PERSON": "PERSON"}, "ab")
    assert told == "Unfit: the model has no label 'PERSON'"


def test_labels_that_are_not_named_are_not_sought(made: Path) -> None:
    assert ask(made / "classifier", "transformers", {"LOC": "LOCATION"}, "ab zz ab") == [[]]


def test_gliner_reads_long_texts_to_their_end(made: Path) -> None:
    text = "ab cd ef. " * 300
    (found,) = ask(made / "gliner", "gliner", {"person": "PERSON"}, text)
    assert all(0 <= start < end <= len(text) for start, end, _ in found)
    assert {kind for _, _, kind in found} == {"PERSON"}
    assert max(end for _, end, _ in found) > len(text) - 100


def test_what_is_no_model_is_an_error(tmp_path: Path) -> None:
    for kind in ("transformers", "gliner"):
        assert isinstance(ask(tmp_path, kind, {"PER": "PERSON"}, "ab"), str)
