"""Interactions: conversations that Google keeps, of models and agents.

Source: https://ai.google.dev/api/interactions-api, `google.genai._gaos.interactions` 3.4. An
interaction goes on from an earlier one by its id, so its pseudonyms are kept with it; so are those
of a token with which a long answer goes on, and of the environment in which an agent works.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from providers import google_query
from providers.codec import (
    EVENT_LIMIT,
    Frame,
    FrameReader,
    Framing,
    Operation,
    Payload,
    StateRef,
)
from providers.google_interactions_answer import WholeInteraction
from providers.google_interactions_request import INSTRUCTIONS, InteractionRequest
from providers.google_interactions_stream import InteractionStream
from providers.google_kept import ROOT, Resources, parsed
from providers.google_predict import MOOT
from providers.json_text import Json

_ID = r"[A-Za-z0-9][A-Za-z0-9._=-]{0,511}"
_PATH = re.compile(rf"{ROOT}interactions(?:/(?P<id>{_ID})(?P<cancel>/cancel)?)?", re.ASCII)
_MADE = (b"interaction.created", b"interaction.start", b"continuation_token", b"environment_id")
"""What an event holds that tells of something new."""
_CREATE = Operation("interactions.create", "POST", "", moot=MOOT - INSTRUCTIONS)
# One that is read may have an environment or a token by now.
_CALLS_OF_ONE = {
    "GET": Operation("interactions.get", "GET", "", inspected=False, keeps=True),
    "DELETE": Operation("interactions.delete", "DELETE", "", inspected=False, ends=True),
}
_CANCEL = Operation("interactions.cancel", "POST", "", inspected=False)


class Interactions(Resources):
    """See `providers.google_kept.Family`."""

    def __init__(self) -> None:
        super().__init__("interactions", "interaction", "interactions")

    def route(self, method: str, path: str, query: str) -> Operation | None:
        """The known call; None if it is none of these."""
        match = _PATH.fullmatch(path)
        if match is None:
            return None
        if match["id"] is None:
            return replace(_CREATE, upstream_path=path) if method == "POST" else None
        found = _CALLS_OF_ONE.get(method) if match["cancel"] is None else None
        if match["cancel"] and method == "POST":
            found = _CANCEL
        if found is None:
            return None
        asked = google_query.asked(query)
        streams = method == "GET" and asked.get("stream", "").lower() == "true"
        return replace(
            found,
            upstream_path=path,
            refers=(StateRef(self.kind, match["id"]),),
            framing=Framing.SSE if streams else Framing.NONE,
            resumes=asked.get(google_query.RESUMES, "") if streams else "",
        )

    def read(self, operation: Operation, body: bytes) -> Payload:
        """Read a request's body.

        Raises:
            MalformedBodyError: it cannot be read.
        """
        del operation  # only one of these calls has a body
        return InteractionRequest(body)

    def whole(self, operation: Operation, body: bytes, payload: Payload | None = None) -> Frame:
        """Read an interaction.

        Raises:
            MalformedAnswerError: it is no JSON object.
        """
        del operation
        return WholeInteraction(body, json_answer=payload is not None and payload.json_answer)

    def created(self, operation: Operation, raw: bytes) -> Sequence[StateRef]:
        """What an interaction, or an event, says that is kept now."""
        del operation
        body = raw.lstrip()
        if body.startswith(b"{"):
            return tuple(_of_interaction(parsed(body)))
        if not any(name in raw for name in _MADE):
            return ()
        lines = [line[5:] for line in raw.splitlines() if line.startswith(b"data:")]
        return tuple(_of_event(parsed(b"\n".join(lines))))

    def stream(
        self, operation: Operation, payload: Payload | None, *, event_limit: int = EVENT_LIMIT
    ) -> FrameReader:
        """A reader for the streamed answer."""
        return InteractionStream(
            json_answer=payload is not None and payload.json_answer,
            after=operation.resumes,
            event_limit=event_limit,
        )


def _of_event(event: Json) -> Iterator[StateRef]:
    if isinstance(event, dict):
        inner = event.get("interaction")
        yield from _of_interaction(inner if inner is not None else event)


def _of_interaction(tree: Json) -> Iterator[StateRef]:
    if not isinstance(tree, dict):
        return
    for kind, name in (
        ("interaction", "id" if "id" in tree else "interaction_id"),
        ("environment", "environment_id"),
        ("continuation", "continuation_token"),
    ):
        ident = tree.get(name)
        if isinstance(ident, str) and ident:
            yield StateRef(kind, ident)


INTERACTIONS = Interactions()
"""The family, for the codec."""
