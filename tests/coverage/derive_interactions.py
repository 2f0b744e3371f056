"""Surfaces of Google's Interactions API, as google-genai declares what it sends and gets.

These types are what stands on the wire: no part of the SDK rewrites them.
"""

from functools import cache
from typing import Any

from google.genai._gaos.types import interactions

from tests.coverage.annotations import shape_of
from tests.coverage.judge import answers, operation, requests, streams, unknown, unseen
from tests.coverage.shapes import Shape, leaves, misplaced, words
from tests.coverage.surfaces import Surface

_WIRE = "google"
_PACKAGE = "google-genai"
_PATH = "/v1beta/interactions"


@cache
def surfaces() -> list[Surface]:
    """All of them, judged once."""
    return [
        _request("model", shape_of(interactions.CreateModelInteraction)),
        _request("agent", shape_of(interactions.CreateAgentInteraction)),
        _answer(shape_of(interactions.Interaction)),
        _events(shape_of(interactions.InteractionSSEEvent)),
    ]


def _request(whose: str, shape: Shape) -> Surface:
    operated = operation(_WIRE, "POST", _PATH)
    return Surface(
        _PACKAGE,
        f"interactions.create, request of a {whose}",
        f"{_WIRE} requests",
        operated.name,
        lambda: requests(_WIRE, operated, leaves(shape)),
        lambda: unknown(_WIRE, operated, words(shape)),
        lambda: unseen(_WIRE, operated, misplaced(shape)),
    )


def _answer(shape: Any) -> Surface:
    operated = operation(_WIRE, "GET", f"{_PATH}/v1_abc")
    return Surface(
        _PACKAGE,
        "interactions, answer",
        f"{_WIRE} answers",
        operated.name,
        lambda: answers(_WIRE, operated, leaves(shape, rich=True)),
    )


def _events(shape: Any) -> Surface:
    operated = operation(_WIRE, "POST", _PATH)
    return Surface(
        _PACKAGE,
        "interactions.create, event",
        f"{_WIRE} answers",
        operated.name,
        lambda: streams(_WIRE, operated, leaves(shape, rich=True)),
    )
