"""Addresses of devices on networks: IPv4, IPv6 (RFC 4291), MAC (IEEE 802)."""

import ipaddress
import re

from redaction.patterns import Pattern, Recognizer, follow

CONTEXT = (
    "ip",
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
    "rule",
    "upgraded? to",
    "update to",
    "python",
    "chrome",
    "figure",
    "==",
)


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
            valid=_likely,
            before="-.",
            after="-.",
        ),
        Pattern(
            scan=r"\b\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}\b",
            entity_type="IP_ADDRESS",
            score=0.2,
            context=CONTEXT,
            contextual=0.8,
            against=VERSION,
            valid=_ipv4,
            before="-.",
            after="-.",
        ),
        Pattern(
            scan=r"(?:\b|:)(?:[0-9a-f]{0,4}:){2,7}(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-f]{0,4})",
            entity_type="IP_ADDRESS",
            score=0.9,
            valid=_ipv6,
            before=":.",
            after=":",
        ),
        Pattern(
            scan=(
                r"\b[0-9a-f]{2}(?:(?::[0-9a-f]{2}){5}|(?:-[0-9a-f]{2}){5})\b|\b[0-9a-f]{4}\.[0-9a-f]{4}\.["
                r"0-9a-f]{4}\b"
            ),
            entity_type="MAC_ADDRESS",
            score=0.9,
            before=":-.",
            after=":-.",
        ),
        Pattern(
            scan=r"\bmac(?:[ _]?addr(?:ess)?)?[\"']?[ ]?[:= ] ?[\"']?[0-9a-f]",
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
