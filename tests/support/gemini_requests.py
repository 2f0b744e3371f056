"""Requests to Gemini: how tests read them and what is sent."""

import json
from typing import Any

from privacy.text import Place, Role
from providers.codec import Operation
from providers.google_request import GoogleRequest

GENERATE = Operation("generateContent", "POST", "/v1/models/m:generateContent", model="m")
COUNT = Operation("countTokens", "POST", "/v1/models/m:countTokens", model="m")
HELLO = {"role": "user", "parts": [{"text": "I am Amaia Etxeberria."}]}


def read(body: Any, operation: Operation = GENERATE) -> GoogleRequest:
    return GoogleRequest(operation, json.dumps(body, ensure_ascii=False).encode())


def seen(request: GoogleRequest) -> dict[str, tuple[str, Role, Place, int]]:
    return {s.pointer: (s.text, s.role, s.place, s.block) for s in request.segments}


def sent(request: GoogleRequest, changes: dict[str, str], note: str | None = None) -> Any:
    texts = {
        index: changes[segment.text]
        for index, segment in enumerate(request.segments)
        if segment.text in changes
    }
    return json.loads(request.rewrite(texts, {}, note))
