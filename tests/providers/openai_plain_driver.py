"""Golden exchanges of calls without a conversation; a case's name begins with that of its call."""

import json
from pathlib import Path

from providers.codec import Operation, Payload
from providers.openai import OPENAI

GOLDEN = Path(__file__).parents[1] / "golden" / "openai-plain"
CASES = sorted(GOLDEN.iterdir())


def operation(name: str) -> Operation:
    """The call of this name, or the one that a case is of."""
    found = OPENAI.route("POST", f"/v1/{name.partition('-')[0]}", "")
    assert found is not None
    return found


def payload_of(case: Path) -> Payload:
    return OPENAI.read(operation(case.name), (case / "request.json").read_bytes())


def names_of(case: Path) -> dict[str, str]:
    names: dict[str, str] = json.loads((case / "names.json").read_text())
    return names
