import pytest

from tests.support.detection import found


@pytest.mark.parametrize(
    ("text", "values"),
    [
        (
            "sent by Mozilla/5.0 (X11; Linux) Gecko/2010 Firefox/121.0 today",
            ["Mozilla/5.0 (X11; Linux) Gecko/2010 Firefox/121.0"],
        ),
        ("user-agent: okhttp/4.9.3", ["okhttp/4.9.3"]),
        (
            "User-Agent: MyApp/3.2 (iPhone14,2; iOS 17.0) CFNetwork/1408",
            ["MyApp/3.2 (iPhone14,2; iOS 17.0) CFNetwork/1408"],
        ),
        (
            "ua=Dalvik/2.1.0 (Linux; U; Android 13; SM-G991B)",
            ["Dalvik/2.1.0 (Linux; U; Android 13; SM-G991B)"],
        ),
        (
            "Opera/9.80 (X11; Linux i686; U; en) Presto/2.10 Version/12.00",
            ["Opera/9.80 (X11; Linux i686; U; en) Presto/2.10 Version/12.00"],
        ),
        ("Referer: https://shop.example.com/cart?n=839", ["https://shop.example.com/cart?n=839"]),
        ("referring url https://news.example.com/a/b.", ["https://news.example.com/a/b"]),
        (
            '"GET / HTTP/1.1" 200 512 "https://a.example/b" "curl/8.4.0"',
            ["https://a.example/b", "curl/8.4.0"],
        ),
        ('"GET / HTTP/1.1" 304 - "-" "curl/8.4.0"', ["curl/8.4.0"]),
    ],
)
def test_finds(text: str, values: list[str]) -> None:
    assert found(text, "USER_AGENT", "URL") == values


@pytest.mark.parametrize(
    "text",
    [
        "curl/8 is a tool",
        "User-Agent header is required",
        "the user agent string",
        "Referer: <url>",
        "Referer: https://example.com/",
        "application/json; q=0.9",
        "browser: chrome",
    ],
)
def test_leaves(text: str) -> None:
    assert found(text, "USER_AGENT", "URL") == []
