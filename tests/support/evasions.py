"""Ways to write a value so that a pattern does not see it, and values to write so.

Each evasion takes a value and gives it in another writing, or None where the value cannot be
written so. All values are invented, or published as examples by whoever issues them.
"""

import base64
import html
import json
import quopri
import re
from collections.abc import Callable, Mapping

Writing = Callable[[str], str | None]

VALUES: Mapping[str, tuple[str, str]] = {
    "EMAIL_ADDRESS": ("please write to", "nadia.okonkwo@posteo.example"),
    "PHONE_NUMBER": ("call my phone", "+919876543210"),
    "PHONE_NUMBER/us": ("call my phone", "202-555-0142"),
    "CREDIT_CARD": ("charge my card", "4111111111111111"),
    "CREDIT_CARD/gaps": ("charge my card", "4111 1111 1111 1111"),
    "IBAN_CODE": ("pay to the IBAN", "DE89370400440532013000"),
    "IBAN_CODE/gaps": ("pay to the IBAN", "DE89 3704 0044 0532 0130 00"),
    "US_SSN": ("my SSN is", "536-90-4399"),
    "US_ITIN": ("my ITIN is", "912-70-1234"),
    "IN_AADHAAR": ("my Aadhaar number is", "2345 6789 0124"),
    "IN_AADHAAR/plain": ("my Aadhaar number is", "234567890124"),
    "IN_PAN": ("my PAN is", "ABCPK1234L"),
    "IN_GSTIN": ("our GSTIN is", "27AAPFU0939F1ZV"),
    "IN_IFSC": ("the IFSC is", "HDFC0001234"),
    "IN_UPI": ("pay by UPI to", "ravi.k@okicici"),
    "UK_NINO": ("my national insurance number is", "AB123456C"),
    "UK_NHS": ("my NHS number is", "943 476 5919"),
    "PASSPORT": ("my passport number is", "K1234567"),
    "IN_VOTER": ("my voter id is", "ABC1234567"),
    "BANK_ACCOUNT": ("my account number is", "50100234567890"),
    "CRYPTO": ("send the bitcoin to", "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa"),
    "IP_ADDRESS": ("she logged in from the IP", "203.0.113.77"),
    "MAC_ADDRESS": ("her laptop's MAC address is", "00:1A:2B:3C:4D:5E"),
    "IMEI": ("the IMEI of my phone is", "490154203237518"),
    "API_KEY": ("use the key", "sk-proj-abcdEFGH1234567890abcd"),
    "NATIONAL_ID": ("my DNI is", "12345678Z"),
    "ADVERTISING_ID": ("my gaid is", "38400000-8cf0-11bd-b23e-10b96e40000d"),
    "URL": ("my page is", "https://www.linkedin.com/in/nadia-okonkwo-1234"),
    "VEHICLE_PLATE": ("my car's number plate is", "KA05MJ4321"),
}
"""Words before it, and a value, by entity type (and what is particular about it)."""

_WORDS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
_HINDI = ["shunya", "ek", "do", "teen", "char", "paanch", "chhe", "saat", "aath", "nau"]
_DEVANAGARI = ["शून्य", "एक", "दो", "तीन", "चार", "पांच", "छह", "सात", "आठ", "नौ"]
_CYRILLIC = str.maketrans("aceopxyABCEHKMOPTX", "асеорхуАВСЕНКМОРТХ")
_LEET = str.maketrans("aeios", "43105")


def _digits_only(value: str) -> str | None:
    digits = re.sub(r"[\s+-]", "", value)
    return digits if digits.isdigit() else None


def _joined(separator: str) -> Writing:
    """Every character apart from the next by this."""
    return separator.join


def _grouped(separator: str) -> Writing:
    """Groups of four apart by this; groups that are there already keep their places."""

    def write(value: str) -> str | None:
        if re.search(r"[^0-9A-Za-z -]", value):
            return None
        groups = re.split(r"[ -]", value)
        if len(groups) == 1:
            groups = [value[i : i + 4] for i in range(0, len(value), 4)]
        return separator.join(groups)

    return write


def _spelled(words: list[str], separator: str) -> Writing:
    def write(value: str) -> str | None:
        digits = _digits_only(value)
        return digits and separator.join(words[int(digit)] for digit in digits)

    return write


def _doubled(value: str) -> str | None:
    """As people read numbers out: `double one`, `triple five`."""
    digits = _digits_only(value)
    if digits is None or not re.search(r"(\d)\1", digits):
        return None
    runs = [match[0] for match in re.finditer(r"(\d)\1{0,2}", digits)]
    names = {1: "", 2: "double ", 3: "triple "}
    return " ".join(names[len(run)] + _WORDS[int(run[0])] for run in runs)


def _spoken_address(at: str, dot: str) -> Writing:
    def write(value: str) -> str | None:
        local, sign, domain = value.partition("@")
        if not sign or "." not in domain:
            return None
        return local + at + domain.replace(".", dot)

    return write


def _each(character: Callable[[str], str]) -> Writing:
    return lambda value: "".join(map(character, value))


def _full_width(char: str) -> str:
    return chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char


def _mathematical(char: str) -> str:
    if char.isdigit():
        return chr(0x1D7CE + int(char))
    if char.isascii() and char.isalpha():
        return chr((0x1D400 - 65 if char.isupper() else 0x1D41A - 97) + ord(char))
    return char


def _circled(char: str) -> str:
    return "⓪①②③④⑤⑥⑦⑧⑨"[int(char)] if char.isdigit() else char


def _superscript(char: str) -> str:
    return "⁰¹²³⁴⁵⁶⁷⁸⁹"[int(char)] if char.isdigit() else char


def _if(needed: str, write: Writing) -> Writing:
    """The writing, where the value holds what it changes."""
    return lambda value: write(value) if re.search(needed, value) else None


def _whole(write: Callable[[bytes], bytes]) -> Writing:
    return lambda value: write(value.encode()).decode()


def _percent(value: str) -> str:
    return "".join(f"%{byte:02X}" for byte in value.encode())


def _json(times: int) -> Writing:
    """A line end and the value in a JSON string in a JSON string ..."""

    def write(value: str) -> str:
        text = "".join(f"\\u{ord(char):04x}" for char in value)
        for _ in range(times - 1):
            text = json.dumps(text)[1:-1]
        return text

    return write


def _middle(insert: str) -> Writing:
    return lambda value: value[: len(value) // 2] + insert + value[len(value) // 2 :]


EVASIONS: Mapping[str, Writing] = {
    "as it is": str,
    "zero-width space": _joined("\u200b"),
    "zero-width joiner": _joined("\u200d"),
    "word joiner": _joined("\u2060"),
    "byte order mark": _joined("\ufeff"),
    "soft hyphen": _middle("\u00ad"),
    "soft hyphen at a line's end": _middle("\u00ad\n"),
    "left-to-right marks": lambda value: f"\u200e\u202a{value}\u202c",
    "variation selectors": _joined("\ufe0f"),
    "tags": _joined("\U000e0041"),
    "combining marks": _joined("\u0336"),
    "combining marks, two each": _joined("\u0301\u0323"),
    "enclosing keycaps": _if(r"\d", _each(lambda c: f"{c}\ufe0f\u20e3" if c.isdigit() else c)),
    "full width": _each(_full_width),
    "mathematical": _each(_mathematical),
    "circled digits": _if(r"\d", _each(_circled)),
    "superscript digits": _if(r"\d", _each(_superscript)),
    "Devanagari digits": _if(r"\d", _each(lambda c: chr(0x966 + int(c)) if c.isdigit() else c)),
    "Arabic digits": _if(r"\d", _each(lambda c: chr(0x660 + int(c)) if c.isdigit() else c)),
    "Cyrillic look-alikes": _if("[aceopxyABCEHKMOPTX]", lambda value: value.translate(_CYRILLIC)),
    "en dashes": _if("-", lambda value: value.replace("-", "\u2013")),
    "minus signs": _if("-", lambda value: value.replace("-", "\u2212")),
    "no-break hyphens": _if("-", lambda value: value.replace("-", "\u2011")),
    "no-break spaces": _if(" ", lambda value: value.replace(" ", "\u00a0")),
    "one dot leader": _if(r"\.", lambda value: value.replace(".", "\u2024")),
    "ideographic full stop": _if(r"\.", lambda value: value.replace(".", "\u3002")),
    "small commercial at": _if("@", lambda value: value.replace("@", "\ufe6b")),
    "a space after each digit": _if(r"^[\d +-]+$", lambda v: " ".join(re.sub(r"\D", "", v))),
    "a hyphen after each digit": _if(r"^[\d +-]+$", lambda v: "-".join(re.sub(r"\D", "", v))),
    "a dot after each digit": _if(r"^[\d +-]+$", lambda v: ".".join(re.sub(r"\D", "", v))),
    "groups and dots": _grouped("."),
    "groups and slashes": _grouped("/"),
    "groups and underscores": _grouped("_"),
    "groups and two spaces": _grouped("  "),
    "groups and spaced hyphens": _grouped(" - "),
    "groups and line ends": _grouped("\n"),
    "groups and tabs": _grouped("\t"),
    "groups and commas": _grouped(", "),
    "groups and pipes": _grouped(" | "),
    "groups and middle dots": _grouped("\u00b7"),
    "broken over two lines": _middle("\n"),
    "hyphenated over two lines": _middle("-\n"),
    "emphasis around": lambda value: f"**{value}**",
    "emphasis around, underscores": lambda value: f"_{value}_",
    "emphasis inside": _middle("**"),
    "emphasis of a part": lambda value: f"**{value[:4]}**{value[4:]}",
    "code around": lambda value: f"`{value}`",
    "mark-up inside": lambda value: f"{value[:4]}<b>{value[4:6]}</b>{value[6:]}",
    "escaped for Markdown": _if(r"[-.@_+]", lambda v: re.sub(r"([-._+@])", r"\\\1", v)),
    "spelled out": _spelled(_WORDS, " "),
    "spelled out, hyphens": _spelled(_WORDS, "-"),
    "spelled out, commas": _spelled(_WORDS, ", "),
    "spelled out, line ends": _spelled(_WORDS, "\n"),
    "spelled out, capitals": _spelled([word.capitalize() for word in _WORDS], " "),
    "spelled out, doubles": _doubled,
    "spelled out in Hindi": _spelled(_HINDI, " "),
    "spelled out in Devanagari": _spelled(_DEVANAGARI, " "),
    "at and dot": _spoken_address(" at ", " dot "),
    "[at] and [dot]": _spoken_address("[at]", "[dot]"),
    "(at) and dots": _spoken_address("(at)", "."),
    "AT and DOT": _spoken_address(" AT ", " DOT "),
    "_at_ and _dot_": _spoken_address("_at_", "_dot_"),
    "leetspeak": _if("@", lambda v: v.partition("@")[0].translate(_LEET) + "@posteo.example"),
    "base64": _whole(base64.b64encode),
    "base64 without padding": lambda v: base64.b64encode(v.encode()).decode().rstrip("="),
    "base64url": _whole(lambda data: base64.urlsafe_b64encode(b">>>" + data + b"???")),
    "base64 of base64": _whole(lambda data: base64.b64encode(base64.b64encode(data))),
    "base64 in lines": _whole(lambda data: base64.encodebytes(data + b", and so on" * 8)[:-1]),
    "base32": _whole(base64.b32encode),
    "hexadecimal": lambda value: value.encode().hex(),
    "hexadecimal, capitals": lambda value: value.encode().hex().upper(),
    "hexadecimal, spaces": lambda value: value.encode().hex(" "),
    "hexadecimal, 0x": lambda value: "0x" + value.encode().hex(),
    "percent": _percent,
    "percent twice": lambda value: _percent(value).replace("%", "%25"),
    "percent, where needed": _if(
        "[@+:/ ]", lambda v: re.sub("[@+:/ ]", lambda m: _percent(m[0]), v)
    ),
    "entities, decimal": _each(lambda char: f"&#{ord(char)};"),
    "entities, hexadecimal": _each(lambda char: f"&#x{ord(char):x};"),
    "entities, zeros before": _each(lambda char: f"&#{ord(char):07d};"),
    "entities without semicolon": _each(lambda char: f"&#{ord(char)}"),
    "entities, named": _if("[@.+-]", lambda v: v.replace("@", "&commat;").replace(".", "&period;")),
    "entities twice": _each(lambda char: html.escape(f"&#{ord(char)};")),
    "\\u escapes": _json(1),
    "\\u escapes in JSON in JSON": _json(2),
    "\\u escapes, three times": _json(3),
    "\\u{} escapes": _each(lambda char: f"\\u{{{ord(char):x}}}"),
    "\\x escapes": _each(lambda char: f"\\x{ord(char):02x}"),
    "octal escapes": _each(lambda char: f"\\{ord(char):03o}"),
    "quoted-printable": _each(lambda char: f"={ord(char):02X}"),
    "quoted-printable, soft line ends": _whole(
        lambda data: quopri.encodestring(data[:9]) + b"=\n" + quopri.encodestring(data[9:])
    ),
    "character codes": lambda value: " ".join(str(ord(char)) for char in value),
    "glued to letters before": _if("^\\d", lambda value: f"nr{value}"),
    "glued to letters after": _if("\\d$", lambda value: f"{value}end"),
    "a float": _if(r"^\d+$", lambda value: f"{value}.0"),
    "in quotes in quotes": lambda value: f'\\\\\\"{value}\\\\\\"',
    "reversed": lambda value: value[::-1],
}

UNPROMISED = frozenset(
    {
        *("ideographic full stop", "base32", "character codes", "reversed", "_at_ and _dot_"),
    }
)
"""Evasions against which nothing is promised."""

_APART = frozenset({"CRYPTO", "API_KEY", "ADVERTISING_ID"})
_GLUED = VALUES.keys() - {"CREDIT_CARD"}
PARTLY: Mapping[str, frozenset[str]] = {
    **{name: _APART for name in EVASIONS if name.startswith("groups and ")},
    "soft hyphen at a line's end": frozenset({"MAC_ADDRESS", "ADVERTISING_ID"}),
    "broken over two lines": _APART
    | {"PHONE_NUMBER/us", "US_ITIN", "IP_ADDRESS", "MAC_ADDRESS", "URL"},
    "hyphenated over two lines": frozenset({"IP_ADDRESS", "MAC_ADDRESS", "ADVERTISING_ID"}),
    "mark-up inside": frozenset({"MAC_ADDRESS", "URL"}),
    "base64 without padding": frozenset({"PASSPORT"}),
    "glued to letters before": frozenset(_GLUED),
    "glued to letters after": frozenset(_GLUED),
}
"""Types that are not promised to be found in a writing."""
