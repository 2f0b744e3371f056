import pytest

from tests.support.detection import found


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Cookie: sessionid=38afes7a8; csrftoken=abcd1234efgh", ["38afes7a8", "abcd1234efgh"]),
        ("Cookie: theme=dark; uid=Xa8kd92jdk", ["Xa8kd92jdk"]),
        ("Set-Cookie: JSESSIONID=8F7A6B5C4D3E2F1A; Path=/; HttpOnly", ["8F7A6B5C4D3E2F1A"]),
        ('{"Cookie": "sid=8f7a6b5c4d3e2f1a"}', ["8f7a6b5c4d3e2f1a"]),
        ("PHPSESSID=r2t5uvjq435r4q7ib3vtdjq120", ["r2t5uvjq435r4q7ib3vtdjq120"]),
        ("/a;jsessionid=8F7A6B5C4D3E2F1A?x", ["8F7A6B5C4D3E2F1A"]),
        ("ASP.NET_SessionId=lit3py55t21z5v55vlm25s55", ["lit3py55t21z5v55vlm25s55"]),
        ("_ga=GA1.2.1234567890.1600000000", ["GA1.2.1234567890.1600000000"]),
        ("_fbp=fb.1.1600000000000.1234567890", ["fb.1.1600000000000.1234567890"]),
        ("gclid=Cj0KCQjw8uOWBhDXARIsAOxKJ2H", ["Cj0KCQjw8uOWBhDXARIsAOxKJ2H"]),
        ("session cookie 8f7a6b5c4d3e2f1a9b", ["8f7a6b5c4d3e2f1a9b"]),
    ],
)
def test_finds(text: str, values: list[str]) -> None:
    assert found(text, "COOKIE") == values


@pytest.mark.parametrize(
    "text",
    [
        "Cookie: <cookie>",
        "Set-Cookie: name=value; Path=/",
        "Cookie: lang=en",
        "cookies are used",
        "sid=123",
        "the cookie policy",
        "csrftoken=${TOKEN}",
        "Set-Cookie: id=your-id; Max-Age=2592000",
        "session cookie settings",
        "xsid=8f7a6b5c4d3e2f1a",
    ],
)
def test_leaves(text: str) -> None:
    assert found(text, "COOKIE") == []
