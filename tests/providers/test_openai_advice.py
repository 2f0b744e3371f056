import pytest

from providers.openai import OPENAI


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/v1/responses/resp_1"),
        ("DELETE", "/v1/responses/resp_1"),
        ("POST", "/v1/responses/resp_1/cancel"),
        ("GET", "/v1/responses/resp_1/input_items"),
        ("POST", "/v1/responses/compact"),
        ("POST", "/v1/conversations"),
        ("GET", "/v1/conversations/conv_1/items"),
    ],
)
def test_what_the_recipient_keeps_is_unknown_and_advised_against(method: str, path: str) -> None:
    assert OPENAI.route(method, path, "") is None
    assert "POST /v1/responses" in (OPENAI.advice(method, path) or "")


@pytest.mark.parametrize("path", ["/v1/responses", "/v1/files", "/v1/responsesx", ""])
def test_there_is_nothing_particular_to_say_of_others(path: str) -> None:
    assert OPENAI.advice("PUT", path) is None


@pytest.mark.parametrize("path", ["/v1/responses/", "/v1/Responses", "/v1/responses/input_tokens/"])
def test_a_path_that_is_almost_known_is_unknown(path: str) -> None:
    assert OPENAI.route("POST", path, "") is None
