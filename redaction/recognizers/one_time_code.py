"""Codes that let somebody in: one-time codes, PINs, of doors, for recovery, security answers."""

import re
from collections.abc import Iterator

from redaction.patterns import Pattern, Recognizer, anchored, follow

_SIX = r"\d{4,8}(?!\d)|\d{3}[ -]\d{3}(?!\d)|\d{2}[ -]\d{2}[ -]\d{2}(?!\d)"
_KINDS = (
    r"otp|one.time(?: pass)?|verification|verify|2fa|mfa|two.factor|m?tan|sms|"
    r"auth(?:entication|enticator|orization)?|login|log.in|sign.in|security|access|confirmation|"
    r"activation|reset|whatsapp|google|telegram|facebook|microsoft|apple|amazon|paypal|passcode|"
    r"entry|door|gate|alarm|safe|locker|lock|vault|garage|building|unlock|sim|puk|"
    r"atm|upi|card|debit|credit|bank|netbanking|phone|device"
)
_WORD = r"(?:code|pin|number|no|password|passcode|combination|combo|otp|key)"
_IS = r"(?:'s| is| was| ist| lautet| est| es| è| é| hai| है)?[\"']?[ ]?(?:[:=#-]|->)?[ ]?[\"'(#*]?"
_ELSEWHERE = (
    r"ओटीपी|पिन|सत्यापन कोड|验证码|驗證碼|校验码|認証コ-ド|確認コ-ド|인증번호|인증 ?코드|"
    r"код(?: подтверждения)?|"
    r"رمز التحقق|código(?: de (?:verificación|verificação|seguridad|segurança|acceso|acesso))?|"
    r"code de (?:vérification|sécurité|confirmation)|bestätigungscode|sicherheitscode|"
    r"einmalpasswort|codice (?:di verifica|otp|pin)|verificatiecode|inlogcode|toegangscode|"
    r"clave dinámica|geheimzahl|pincode van"
)
_ABOUT_CODE = re.compile(
    r"[^.\n]{0,40}\b(?:otp|code|pin|passcode|password|código|tan)\b", re.IGNORECASE
)
_LEADING = re.compile(r"(?:[A-Za-z]{1,3}-)?(?P<v>\d{4,8}|\d{3}[ -]\d{3})(?!\d)")


def _announced_after(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The code at the start of `493021 is your verification code`."""
    code = _LEADING.match(text, start)
    if code is not None and _ABOUT_CODE.match(text, end, end + 64) is not None:
        yield code.span("v")


_POSTAL = re.compile(r"pin ?(?:code|number|no)", re.IGNORECASE)
_PIN = re.compile(_SIX)
_POSTAL_DIGITS = 6
_SHADE = re.compile(r"[Tt]an \d")
"""A colour before a number; the TAN of a bank in small letters has six digits."""


def _pin(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The digits behind the word; six behind `PIN code` are an address in India."""
    value = _PIN.match(text, end - 1)
    if value is None:
        return
    if _SHADE.match(text, start) and len(value[0]) != _POSTAL_DIGITS:
        return
    if len(value[0]) != _POSTAL_DIGITS or _POSTAL.match(text, start) is None:
        yield value.span()


_CODES = re.compile(
    r"(?=[A-Za-z-]*\d|[A-Z-]{8})[0-9A-Za-z]{4,10}(?:-[0-9A-Za-z]{2,10}){0,5}(?=[\s,;.)\"'\]]|\Z)"
    r"|\d{2,6}(?: \d{2,6}){1,5}"
)
_GAP = re.compile(r"[\s,;|]{1,4}(?:(?:and|\d\.|\d\)|-|\*) ?)?")
_CODES_MOST = 20


def _each_code(text: str, _start: int, end: int) -> Iterator[tuple[int, int]]:
    """One code after the other, as recovery codes are listed."""
    at = end - 1
    for _ in range(_CODES_MOST):
        code = _CODES.match(text, at)
        if code is None:
            return
        yield code.span()
        gap = _GAP.match(text, code.end())
        if gap is None:
            return
        at = gap.end()


def _code(scan: str, read: str = _SIX, score: float = 0.8, **more: object) -> Pattern:
    base: dict[str, object] = {
        "scan": scan,
        "entity_type": "PASSWORD",
        "score": score,
        "narrow": follow(read),
        "after": "-./%",
        "context": (),
    }
    return Pattern(**{**base, **more})  # type: ignore[arg-type]


_ANSWER = r"[^\s.,;:?!\"'<>(){}\[\]][^.,;:?!\"\n<>(){}\[\]]{1,40}"

RECOGNIZER = Recognizer(
    name="one_time_code",
    patterns=(
        _code(
            rf"\b(?:otp|m-?pin|t-?pin|pin|m?tan|passcode|puk|2fa|one.time (?:password|code|pin))"
            rf"(?: ?{_WORD})?(?: (?:for|to) [a-z' ]{{2,24}})?{_IS}\d",
            narrow=_pin,
            against=("postal", "area", "gpio", "arduino", "board", "connector", "map", "drop"),
        ),
        _code(
            rf"\b(?:{_KINDS})[ -]{_WORD}(?: (?:for|to) [a-z' ]{{2,24}})?{_IS}\d",
            r"\d{4,8}(?!\d)[#*]?|\d{3}[ -]\d{3}(?!\d)|\d{1,2}[ -]\d{1,2}[ -]\d{1,2}(?!\d)",
            against=("postal", "area", "error", "status", "zip", "order"),
        ),
        _code(
            r"\b(?:passcode|pin|code|combination) (?:for|to|of) (?:the |my |his |her |our |your )?"
            rf"[a-z' ]{{2,24}}{_IS}\d",
            against=("postal", "area", "error", "status", "zip", "country", "source"),
        ),
        _code(r"\b(?:your|my) (?:[a-z]{2,12} )?code is:? ?\d", against=("postal", "area", "zip")),
        _code(rf"(?:{_ELSEWHERE}){_IS}\d", against=("ошибки", "postal")),
        _code(
            r"\b(?:[a-z]{1,3}-)?\d{3}[ -]?\d{1,5} (?:is|as|es|est|ist) "
            r"(?:your|the|my|tu|su|votre|ihr|dein)\b",
            narrow=_announced_after,
        ),
        _code(
            r"\b(?:use|enter|type|submit|apply) (?:the |this )?"
            r"(?:code|otp|pin|passcode|number)? ?:?\d{3}[ -]?\d{1,5} (?:to|for|as|on)\b",
            narrow=anchored(r"\D+(?P<v>\d{4,8}|\d{3}[ -]\d{3})(?!\d)"),
        ),
        _code(
            r"\b(?:recovery|backup|back-up|scratch|rescue|emergency|bypass)[ _-](?:codes?|keys?)"
            rf"{_IS}\s{{0,2}}[0-9a-z]",
            narrow=_each_code,
            after="",
        ),
        # seed phrases (BIP-39: 12 to 24 words of three to eight letters)
        _code(
            r"\b(?:seed|recovery|mnemonic|secret|backup|wallet)(?: recovery| seed)?[ _-]?"
            r"(?:phrase|words?|mnemonic)(?: is| are)?[ ]?[:=-]?\s?[\"']?[a-z]",
            r"(?i:[a-z]{3,8}(?:[ ,\n]{1,2}(?:\d{1,2}[.)] ?)?[a-z]{3,8}){10,23})",
            0.9,
        ),
        # answers that banks ask for
        _code(
            r"\b(?:security|secret) (?:answer|word)(?: is| was)?[ ]?[:=-]?[ ]?[\"']?[a-z0-9]",
            _ANSWER,
            0.75,
            after="",
        ),
        _code(
            r"\banswer(?: is)?[ ]?[:=-] ?[a-z0-9]",
            _ANSWER,
            0.2,
            context=("security question", "secret question", "sicherheitsfrage"),
            contextual=0.8,
            after="",
        ),
        _code(
            r"\bmaiden name(?: is| was)?[ ]?[:=-]? ?[A-Z]",
            r"(?:[A-Z]|(?<=[:=] )[a-z])[\w'-]{1,24}(?: [A-Z][\w'-]{1,24})?",
            0.6,
            entity_type="PERSON",
        ),
    ),
    examples=(
        "OTP 493021",
        "my PIN is 4821",
        "493021 is your verification code",
        "door code: 4821#",
        "backup codes: 1234-5678, 8765-4321",
        "security answer: Fluffy",
        "验证码: 493021",
    ),
)
