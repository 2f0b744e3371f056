import time

import pytest

from tests.support.detection import detector, found


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("https://www.linkedin.com/in/ann-lee-1234", ["https://www.linkedin.com/in/ann-lee-1234"]),
        ("see instagram.com/ann.lee.", ["instagram.com/ann.lee"]),
        ("https://example.com/users/4839", ["https://example.com/users/4839"]),
        ("(https://example.com/?session=8f3a)", ["https://example.com/?session=8f3a"]),
        ("my website www.annlee.example", ["www.annlee.example"]),
    ],
)
def test_finds(text: str, values: list[str]) -> None:
    assert found(text, "URL") == values


@pytest.mark.parametrize(
    "text",
    [
        "https://docs.example.com/latest/userguide/auth.html",
        "https://github.com/python/cpython/issues",
        "https://www.youtube.com/watch",
        "self.se",
        "file.fi",
        "see https://example.com",
    ],
)
def test_leaves(text: str) -> None:
    assert found(text, "URL") == []


@pytest.mark.parametrize("url", ["http://", "https://a.example/x?", "x.http://www."])
def test_urls_in_urls_take_no_quadratic_time(url: str) -> None:
    text = url * 20_000
    began = time.process_time()
    detector().detect(text)
    assert time.process_time() - began < 3.0


def test_a_url_in_a_url_is_found() -> None:
    text = "https://github.com/login?to=https://linkedin.com/in/nadia"
    assert found(text, "URL") == ["https://linkedin.com/in/nadia"]
