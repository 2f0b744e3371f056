"""What OpenAI's callers are told of calls that are not served."""

import pytest

from providers.openai import OPENAI
from providers.openai_advice import CLOSED


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/v1/realtime/client_secrets", "client secrets and session tokens"),
        ("/v1/chatkit/sessions/s/cancel", "client secrets and session tokens"),
        ("/v1/realtime/calls/c/accept", "Realtime and Live"),
        ("/v1/realtime", "Realtime and Live"),
        ("/v1/organization/users", "administration"),
        ("/v1/fine_tuning/jobs", "fine-tuning"),
        ("/v1/audio/voices", "voices"),
        ("/v1/models/ft:x", None),
        ("/v1/responsesx", None),
        ("/v1/nothing", None),
        ("/v2/videos", None),
        ("", None),
    ],
)
def test_the_family_of_a_path(path: str, name: str | None) -> None:
    found = OPENAI.closed(path)
    assert (found.name if found else None) == name
    assert OPENAI.advice("POST", path) == (found.advice if found else None)


@pytest.mark.parametrize("path", ["/v1/responses/", "/v1/Responses", "/v1/responses/input_tokens/"])
def test_a_path_that_is_almost_known_is_unknown(path: str) -> None:
    assert OPENAI.route("POST", path, "") is None


def test_each_family_has_its_own_advice() -> None:
    assert len({each.name for each in CLOSED}) == len(CLOSED)
    assert all(each.advice.endswith(".") and len(each.advice.split()) > 9 for each in CLOSED)
