import pytest

from tests.support.detection import found


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("IMEI 490154203237518", ["490154203237518"]),
        ("gaid 38400000-8cf0-11bd-b23e-10b96e40000d", ["38400000-8cf0-11bd-b23e-10b96e40000d"]),
        ("android_id=9774d56d682e549c", ["9774d56d682e549c"]),
        (
            "sent by Mozilla/5.0 (X11; Linux) Gecko/2010 Firefox/121.0 today",
            ["Mozilla/5.0 (X11; Linux) Gecko/2010 Firefox/121.0"],
        ),
        ("user-agent: okhttp/4.9.3", ["okhttp/4.9.3"]),
    ],
)
def test_finds(text: str, values: list[str]) -> None:
    assert found(text, "IMEI", "ADVERTISING_ID", "USER_AGENT") == values


@pytest.mark.parametrize(
    "text",
    [
        "request 38400000-8cf0-11bd-b23e-10b96e40000d",
        "490154203237518",
        "commit 9774d56d682e549c",
        "curl/8 is a tool",
    ],
)
def test_leaves(text: str) -> None:
    assert found(text, "IMEI", "ADVERTISING_ID", "USER_AGENT") == []
