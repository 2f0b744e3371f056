import pytest

from tests.support.detection import found


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("thanks @ann_lee!", ["@ann_lee"]),
        ("username: ann99", ["ann99"]),
        ("logged in as ravi_k7", ["ravi_k7"]),
        ("203.0.113.7 - annlee [10/Oct", ["annlee"]),
        ("/home/annlee/notes", ["annlee"]),
        ("ssh -p 22 ann@web1", ["ann"]),
    ],
)
def test_finds(text: str, values: list[str]) -> None:
    assert found(text, "USERNAME") == values


@pytest.mark.parametrize(
    "text",
    [
        "@property\ndef x(self):",
        "import x from '@angular/core'",
        "@app.route('/x')",
        "username: string",
        "the user is logged in",
        "a@b",
        "@media (min-width: 1px)",
        "/home/user/x",
        "    @event._omit_standard\n    def f(): pass",
        "the `@field_validator` decorator",
    ],
)
def test_leaves(text: str) -> None:
    assert found(text, "USERNAME") == []
