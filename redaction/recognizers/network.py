"""Addresses of devices on networks: IPv4, IPv6 (RFC 4291), MAC (IEEE 802)."""

import ipaddress
import re

from redaction.patterns import Pattern, Recognizer, follow

CONTEXT = (
    "ip",
    "ip.?adress?en?",
    "adresse ip",
    "direcci(?:ó|o)n ip",
    "indirizzo ip",
    "endere(?:ç|c)o ip",
    "ip.?adres",
    "आईपी",
    "ips",
    "address(?:es)?",
    "host",
    "server",
    "login",
    "client",
    "remote",
    "src",
    "dst",
    "ping",
    "ssh",
    "addr",
)
MAC = (
    "mac(?:[ _-]?(?:addr(?:ess)?|id))?",
    "hwaddr",
    "hw ?address",
    "hardware address",
    "physical address",
    "physikalische adresse",
    "adresse mac",
    "direcci(?:ó|o)n mac",
    "bluetooth(?: address)?",
    "bssid",
    "wi-?fi mac",
    "ethernet",
    "ether",
)
VERSION = (
    "version",
    "ver",
    "release",
    "build",
    "firmware",
    "section",
    "chapter",
    "sec",
    "clause",
    "oid",
    "object ?identifiers?",
    "rule",
    "upgraded? to",
    "update to",
    "python",
    "chrome",
    "figure",
    "==",
)


_TAIL = re.compile(r"(?:/(?:3[0-2]|[12]?\d)(?![\d/.])|:\d{2,5}(?![\d:]))?")
"""Length of a network's prefix, or a port."""
_TAIL6 = re.compile(r"(?:%[0-9A-Za-z._-]{1,20})?(?:/(?:12[0-8]|1[01]\d|\d{1,2})(?![\d/.]))?")
"""Zone (RFC 4007 §11) and length of the prefix."""
_OCTET = r"(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)"
_IPV4 = re.compile(rf"(?!0\.|255\.|127\.0\.0\.1\Z){_OCTET}(?:\.{_OCTET}){{3}}\Z")
_LONG_PARTS = re.compile(r"\d\d.*\..*\d\d")


def _ipv4(text: str) -> bool:
    """Four octets without leading zeros; 0.x and all-equal small ones are versions and masks."""
    return _IPV4.match(text) is not None


def _likely(text: str) -> bool:
    """An address rather than a section number: some part of two digits or more."""
    return _LONG_PARTS.search(text) is not None and _ipv4(text)


def _ipv6(text: str) -> bool:
    if text.count(":") < 3 and "::" not in text:  # noqa: PLR2004 - 12:30:45 is a time
        return False
    if len(text) < 6 or not any(char.isdigit() for char in text):  # noqa: PLR2004 - `::` and `a::b` are code
        return False
    try:
        return not ipaddress.IPv6Address(text).is_loopback
    except ValueError:
        return False


def _mixed_mac(text: str) -> bool:
    """Not one pair over and over, not only letters."""
    return len(set(text)) > 3 and any(char.isdigit() for char in text)  # noqa: PLR2004 - 00:00


_DRAWN_BEFORE = re.compile(r"\.\d+[ -]\Z")
_DRAWN_AFTER = re.compile(r"[ -]\d*\.\d")


def _with_tail(text: str, start: int, end: int) -> tuple[tuple[int, int], ...]:
    """With a port or the length of a prefix; nothing among the decimals of a drawing's path."""
    if _DRAWN_BEFORE.search(text[max(0, start - 8) : start]) and _DRAWN_AFTER.match(text, end):
        return ()
    tail = _TAIL.match(text, end)
    return ((start, tail.end() if tail else end),)


def _with_zone(text: str, start: int, end: int) -> tuple[tuple[int, int], ...]:
    tail = _TAIL6.match(text, end)
    return ((start, tail.end() if tail else end),)


def _bare(text: str) -> str:
    """The address without what stands behind it, its dots plain."""
    plain = text.replace("[.]", ".").replace("(.)", ".").replace("[:]", ":").replace(" ", "")
    return re.split(r"[/%]|(?<=\d):(?=\d{2,5}\Z)", plain, maxsplit=1)[0]


RECOGNIZER = Recognizer(
    name="network",
    patterns=(
        Pattern(
            scan=r"\b\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}\b",
            entity_type="IP_ADDRESS",
            score=0.85,
            context=CONTEXT,
            contextual=0.95,
            against=VERSION,
            valid=lambda text: _likely(_bare(text)),
            narrow=_with_tail,
            before=".",
            after=".",
        ),
        Pattern(
            scan=r"\b\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}\b",
            entity_type="IP_ADDRESS",
            score=0.2,
            context=CONTEXT,
            contextual=0.8,
            against=VERSION,
            valid=lambda text: _ipv4(_bare(text)),
            narrow=_with_tail,
            before=".",
            after=".",
        ),
        Pattern(
            scan=r"(?:\b|:)(?:[0-9a-f]{0,4}:){2,7}(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-f]{0,4})",
            entity_type="IP_ADDRESS",
            score=0.9,
            valid=lambda text: _ipv6(re.split(r"[/%]", text, maxsplit=1)[0]),
            narrow=_with_zone,
            before=":.",
            after=":",
        ),
        # with its dots hidden from link finders, or spaced
        Pattern(
            scan=(
                r"\b\d{1,3}(?:\[\.\]\d{1,3}){3}|\b\d{1,3}(?:\(\.\)\d{1,3}){3}|"
                r"\b\d{1,3}(?: ?\. ?\d{1,3}){3}\b"
            ),
            entity_type="IP_ADDRESS",
            score=0.4,
            context=CONTEXT,
            contextual=0.85,
            against=VERSION,
            valid=lambda text: _ipv4(_bare(text)),
            before=".",
            after=".",
        ),
        Pattern(
            scan=r"\b\d{1,3}(?:\[\.\]\d{1,3}){1,3}(?:\.\d{1,3}){0,2}\b",
            entity_type="IP_ADDRESS",
            score=0.85,
            valid=lambda text: _ipv4(_bare(text)),
        ),
        # EUI-64
        Pattern(
            scan=r"\b[0-9a-f]{2}(?::[0-9a-f]{2}){7}\b|\b[0-9a-f]{2}(?:-[0-9a-f]{2}){7}\b",
            entity_type="MAC_ADDRESS",
            score=0.95,
            valid=_mixed_mac,
            before=":-.",
            after=":-.",
        ),
        Pattern(
            scan=(
                r"\b[0-9a-f]{2}(?: [0-9a-f]{2}){5}\b|\b[0-9a-f]{6}[-:][0-9a-f]{6}\b|"
                r"\b[0-9a-f]{12}\b"
            ),
            entity_type="MAC_ADDRESS",
            score=0.2,
            context=MAC,
            contextual=0.85,
            valid=_mixed_mac,
            before=":-.",
            after=":-.",
        ),
        Pattern(
            scan=(
                r"\b[0-9a-f]{2}(?:(?::[0-9a-f]{2}){5}|(?:-[0-9a-f]{2}){5})\b|"
                r"\b[0-9a-f]{4}\.[0-9a-f]{4}\.["
                r"0-9a-f]{4}\b"
            ),
            entity_type="MAC_ADDRESS",
            score=0.9,
            before=":-.",
            after=":-.",
        ),
        Pattern(
            scan=r"\b(?:mac|hwaddr)(?:[ _]?addr(?:ess)?)?[\"']?[ ]?[:= ] ?[\"']?[0-9a-f]",
            entity_type="MAC_ADDRESS",
            score=0.8,
            narrow=follow(r"[0-9A-Fa-f]{12}"),
        ),
    ),
    examples=(
        "login from 203.0.113.77",
        "2001:db8:85a3::8a2e:370:7334",
        "00:1A:2B:3C:4D:5E",
        "ip 10.0.0.1",
    ),
)
