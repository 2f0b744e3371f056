"""Calls of interactions, and texts that they carry."""

import json
from typing import Any

from providers.codec import Operation
from providers.google import GOOGLE
from providers.google_interactions_request import InteractionRequest

PATH = "/v1beta/interactions"
VALUE = 'Nadia "Naddy" Ök\u2028onkwo'


def operation_of(method: str = "POST", path: str = PATH, query: str = "") -> Operation:
    found = GOOGLE.route(method, path, query)
    assert found is not None
    return found


def read_interaction(**body: Any) -> InteractionRequest:
    return InteractionRequest(json.dumps(body).encode())


def text_block(text: str) -> dict[str, str]:
    return {"type": "text", "text": text}
