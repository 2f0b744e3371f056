"""Which models an application may use."""

import pytest

from privacy.application import Application


def _application(*models: str) -> Application:
    return Application(
        id="bot", controller="Acme", purposes=("support",), recipients=("openai",), models=models
    )


@pytest.mark.parametrize(
    ("models", "model", "granted"),
    [
        (("*",), "anything-at-all", True),
        (("gpt-*",), "gpt-5", True),
        (("gpt-*",), "GPT-5", False),
        (("gpt-*",), "my-gpt-5", False),
        (("gpt-5", "o9"), "o9", True),
        (("gpt-5", "o9"), "o99", False),
        (("gemini-[12]",), "gemini-2", True),
        (("gemini-[12]",), "gemini-3", False),
        ((), "gpt-5", False),
    ],
)
def test_models_are_granted_by_pattern(
    models: tuple[str, ...], model: str, *, granted: bool
) -> None:
    assert _application(*models).may_use(model) is granted


def test_without_a_word_about_models_all_are_granted() -> None:
    plain = Application(id="bot", controller="Acme", purposes=(), recipients=())
    assert plain.may_use("some-model")
