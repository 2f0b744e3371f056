"""What a codec does with each leaf."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from privacy.text import Place
from providers.codec import Frame, MalformedBodyError, Operation, Payload
from providers.registry import CODECS
from tests.coverage.shapes import KEY, PLANTED, PLANTED_BYTES, Leaf


class Outcome(StrEnum):
    """What becomes of a text at some place."""

    WALKED = "walked"
    """A request's segment, an answer's slot."""
    CHECKED = "checked"
    """A segment that may not change: personal data there refuses the request."""
    OPAQUE = "opaque"
    """Listed as what cannot be looked into: passes only if the policy says so."""
    REFUSED = "refused"
    """The codec refuses the request."""
    DROPPED = "dropped"
    """Left out of the answer once its text was changed."""
    REVIEWED = "reviewed"
    """Nobody looks, for a reason that `reviewed.toml` gives."""
    UNKNOWN = "unknown"
    """No table of the codec names it: walked as text, but somebody must decide."""
    UNSEEN = "unseen"
    """Nobody looks, and nobody said why."""


@dataclass(frozen=True, slots=True)
class Verdict:
    path: str
    outcome: Outcome


def operation(wire: str, method: str, path: str, query: str = "") -> Operation:
    found = CODECS[wire].route(method, path, query)
    assert found is not None, f"{wire} does not know {method} {path}"
    return found


def requests(wire: str, call: Operation, leaves: Iterable[Leaf]) -> list[Verdict]:
    """What becomes of each leaf of a request."""
    return [Verdict(leaf.path, _request(wire, call, leaf)) for leaf in leaves]


def _request(wire: str, call: Operation, leaf: Leaf) -> Outcome:
    try:
        payload = CODECS[wire].read(call, json.dumps(leaf.document).encode())
    except MalformedBodyError:
        return Outcome.REFUSED
    if any(f"{leaf.pointer}/".startswith(f"{field}/") for field in _unknown(payload)):
        return Outcome.UNKNOWN
    places = [each.place for each in payload.segments if each.text in (PLANTED, PLANTED_BYTES)]
    if places:
        return Outcome.CHECKED if Place.FIXED in places else Outcome.WALKED
    if any(f"{leaf.pointer}/".startswith(f"{item.pointer}/") for item in payload.opaque):
        return Outcome.OPAQUE
    if any(ref.id == PLANTED for ref in payload.refers):
        return Outcome.REFUSED  # nobody made it here
    return Outcome.UNSEEN


def unknown(wire: str, call: Operation, documents: Iterable[Leaf]) -> list[str]:
    """Paths of leaves that no table of the codec names, whatever they hold."""
    codec = CODECS[wire]
    return [
        leaf.path
        for leaf in documents
        if _unknown(codec.read(call, json.dumps(leaf.document).encode()))
    ]


def unseen(wire: str, call: Operation, planted: Iterable[Leaf]) -> list[str]:
    """Paths at which nobody sees what was planted where no text should stand."""
    verdicts = requests(wire, call, planted)
    return [each.path for each in verdicts if each.outcome is Outcome.UNSEEN]


def _unknown(payload: Payload) -> list[str]:
    """Unknown fields but for those that the types declare free-form: their keys are ours."""
    own = (KEY, PLANTED)
    return [field for field in payload.unknown_fields if field.rpartition("/")[2] not in own]


def answers(wire: str, call: Operation, leaves: Iterable[Leaf]) -> list[Verdict]:
    """What becomes of each leaf of an answer that is not cut."""
    codec = CODECS[wire]
    return [
        Verdict(leaf.path, _frames([codec.whole(call, json.dumps(leaf.document).encode())]))
        for leaf in leaves
    ]


def streams(wire: str, call: Operation, leaves: Iterable[Leaf]) -> list[Verdict]:
    """What becomes of each leaf of an event."""
    codec = CODECS[wire]
    verdicts = []
    for leaf in leaves:
        reader = codec.stream(call, None, drop_logprobs=True)
        event = f"data: {json.dumps(leaf.document)}\n\n".encode()
        verdicts.append(Verdict(leaf.path, _frames(reader.feed(event))))
    return verdicts


def _frames(frames: Sequence[Frame]) -> Outcome:
    if any(slot.text in (PLANTED, PLANTED_BYTES) for frame in frames for slot in frame.slots):
        return Outcome.WALKED
    written = b"".join(frame.render([f"{slot.text}!" for slot in frame.slots]) for frame in frames)
    kept = any(text.encode() in written for text in (PLANTED, PLANTED_BYTES))
    return Outcome.UNSEEN if kept else Outcome.DROPPED


def pointer_to(document: Any, pointer: str = "") -> str | None:
    """Where the planted text stands in a document that an SDK wrote; None if it is not in it."""
    if isinstance(document, dict):
        for key, child in document.items():
            found = pointer_to(child, f"{pointer}/{key}")
            if key == PLANTED or found is not None:
                return found or f"{pointer}/{key}"
        return None
    if isinstance(document, list):
        found_in = (pointer_to(child, f"{pointer}/{at}") for at, child in enumerate(document))
        return next((found for found in found_in if found is not None), None)
    return pointer if document in (PLANTED, PLANTED_BYTES) else None
