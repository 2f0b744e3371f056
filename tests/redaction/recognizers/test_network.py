import pytest

from tests.support.detection import found


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("login from 203.0.113.77", ["203.0.113.77"]),
        ("2001:db8:85a3::8a2e:370:7334", ["2001:db8:85a3::8a2e:370:7334"]),
        ("00:1A:2B:3C:4D:5E", ["00:1A:2B:3C:4D:5E"]),
        ("00-1a-2b-3c-4d-5e", ["00-1a-2b-3c-4d-5e"]),
        ("ip 10.0.0.1", ["10.0.0.1"]),
        ("::ffff:192.0.2.128 connected", ["::ffff:192.0.2.128"]),
    ],
)
def test_finds(text: str, values: list[str]) -> None:
    assert found(text, "IP_ADDRESS", "MAC_ADDRESS") == values


@pytest.mark.parametrize(
    "text",
    [
        "version 10.20.30.40",
        "section 1.2.3.4",
        "127.0.0.1",
        "12:30:45",
        "std::vector",
        "a::b::c",
        "999.10.20.30",
        "1.2.3.4.5",
        "upgrade to 12.14.16.18",
    ],
)
def test_leaves(text: str) -> None:
    assert found(text, "IP_ADDRESS", "MAC_ADDRESS") == []
