"""Who speaks in a thread."""

import json

import pytest

from privacy.text import Role
from providers.openai import OPENAI


@pytest.mark.parametrize("content", ["Dear Ann", [{"type": "text", "text": "Dear Ann"}]])
def test_a_message_that_is_added_is_said_by_the_client(content: object) -> None:
    operation = OPENAI.route("POST", "/v1/threads/thread_abc123/messages", "")
    assert operation is not None
    body = {"role": "user", "metadata": {"note": "x"}, "content": content}
    segments = OPENAI.read(operation, json.dumps(body).encode()).segments
    roles = {segment.text: segment.role for segment in segments}
    assert roles["Dear Ann"] is Role.CLIENT
    assert roles["x"] is Role.SETTING
