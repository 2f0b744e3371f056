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
        ("198.51.100.7:8443", ["198.51.100.7:8443"]),
        ("203.0.113.0/24", ["203.0.113.0/24"]),
        ("203.0.113.45-203.0.113.60", ["203.0.113.45", "203.0.113.60"]),
        ("203[.]0[.]113[.]45", ["203[.]0[.]113[.]45"]),
        ("IP: 203 . 0 . 113 . 45", ["203 . 0 . 113 . 45"]),
        ("x-forwarded-for: 203.0.113.45, 70.41.3.18", ["203.0.113.45", "70.41.3.18"]),
        ("IP-Adresse 8.8.4.4", ["8.8.4.4"]),
        ("[2001:db8::1]:443", ["2001:db8::1"]),
        ("2001:db8::/32", ["2001:db8::/32"]),
        ("fe80::1ff:fe23:4567:890a%eth0", ["fe80::1ff:fe23:4567:890a%eth0"]),
        ("001b.4411.3ab7", ["001b.4411.3ab7"]),
        ("HWaddr 001b44113ab7", ["001b44113ab7"]),
        ("mac address 00 1b 44 11 3a b7", ["00 1b 44 11 3a b7"]),
        ("EUI-64 00:1b:44:ff:fe:11:3a:b7", ["00:1b:44:ff:fe:11:3a:b7"]),
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
        "upgraded from 1.2.3.4",
        "the year 2001. 3. 4. 5 items",
        "commit 001b44113ab7",
        "c0 1.52-.87 2.83-2.12 3.51.98.32 2.03.5 3.11",
        "mac 10.15.7",
        "macOS 12.6.1",
        "0.0.0.0:8080",
        "255.255.255.0",
        "Chrome/119.0.6045.105",
        "x = univ.ObjectIdentifier('2.5.29.21')",
    ],
)
def test_leaves(text: str) -> None:
    assert found(text, "IP_ADDRESS", "MAC_ADDRESS") == []
