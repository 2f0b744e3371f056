"""One device among all: serial numbers, fingerprints, ids of machines and of installations."""

import re

from redaction.patterns import Pattern, Recognizer, follow

_SEPARATOR = r"(?:'s)?(?: (?:is|was|ist|est|es|è))?[\"']?[ ]?[:=#-]?[ ]?[\"']?"
_SERIAL = re.compile(r"(?=[A-Za-z-]*\d)[0-9A-Za-z]{5,24}(?:[-/][0-9A-Za-z]{2,12}){0,4}")
_MARKED = re.compile(r"[A-Za-z]+\d*|\d{1,4}|(?:19|20)\d{2}[-/]\d\d?[-/]\d\d?|v?\d+(?:\.\d+)+")
"""Words, short numbers, dates and versions."""


def _serial(text: str) -> bool:
    """Letters and digits, or many digits; a word with a number behind is none."""
    return len(text) > 5 and _MARKED.fullmatch(text) is None  # noqa: PLR2004 - shorter are words


def _mixed(text: str) -> bool:
    return any(char.isdigit() for char in text)


_ID = (
    r"[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}|[0-9A-Fa-f]{8}-[0-9A-Fa-f]{16}"
    r"|[0-9A-Za-z_-]{12,80}"
)

RECOGNIZER = Recognizer(
    name="hardware",
    patterns=(
        Pattern(
            scan=(
                r"(?:\b(?:serial(?: ?(?:number|num|no|nr|#))?\.?|s/n|ser\. ?no\.?|"
                r"serien(?:nummer|nr\.?)|"
                r"serienummer|n(?:ú|u)mero de s(?:é|e)rie|numero de serie|numero di serie|"
                r"matricola|"
                r"service tag|asset tag|device serial|esn|hardware serial)|"
                rf"numéro de série|n° de série|序列号|シリアル番号|सीरियल नंबर){_SEPARATOR}[0-9a-z]"
            ),
            entity_type="DEVICE_ID",
            score=0.8,
            narrow=follow(_SERIAL.pattern),
            valid=_serial,
            against=("certificate", "cert", "dns", "soa", "zone", "x509", "port", "ssl", "tls"),
            after="-@",
        ),
        Pattern(
            scan=(
                r"\b(?:(?:browser|device|canvas|webgl|client|audio)"
                r"[ _-]?fingerprint(?:[ _-]?(?:id|hash))?|"
                r"fingerprintjs|visitor[ _-]?id|machine[ _-]?(?:id|guid|uuid)|"
                r"hardware[ _-]?(?:id|uuid)|"
                r"hwid|system[ _-]?uuid|platform[ _-]?uuid|install(?:ation)?[ _-]?(?:id|uuid)|"
                r"anonymous[ _-]?id|distinct[ _-]?id|client[ _-]?uuid|"
                r"firebase[ _-]?installation[ _-]?id|"
                r"app[ _-]?instance[ _-]?id|roku[ _-]?id|tv[ _-]?id|device[ _-]?(?:uuid|hash|"
                r"guid|key)|"
                r"ger(?:ä|ae)te-?(?:id|kennung)|id (?:de l'|del |do |del )?(?:appareil|"
                r"dispositivo))"
                rf"{_SEPARATOR}[0-9a-z]"
            ),
            entity_type="DEVICE_ID",
            score=0.85,
            narrow=follow(_ID),
            valid=_mixed,
        ),
        Pattern(
            scan=rf"\bfingerprint{_SEPARATOR}[0-9a-f]",
            entity_type="DEVICE_ID",
            score=0.7,
            narrow=follow(r"[0-9a-f]{32}(?![0-9a-f:])|[0-9a-f]{20}(?![0-9a-f:])"),
            valid=_mixed,
            against=("certificate", "cert", "ssh", "rsa", "key", "sha256", "sha1", "gpg", "pgp"),
        ),
        Pattern(
            scan=(
                r"\b(?:(?:device|push|fcm|apns?|gcm|registration|notification|expo|firebase|"
                r"onesignal)"
                rf"[ _-]?(?:push[ _-]?)?(?:registration[ _-]?)?(?:token|player[ _-]?id)s?)"
                rf"{_SEPARATOR}[0-9a-z]"
            ),
            entity_type="DEVICE_ID",
            score=0.9,
            narrow=follow(r"(?:ExponentPushToken\[)?[0-9A-Za-z_:-]{20,255}\]?"),
            valid=_mixed,
        ),
    ),
    examples=(
        "Serial number: C02XG2JMJGH5",
        "S/N F17VR2ABHG7F",
        "browser fingerprint f9b2a1c8d7e6f5a4b3c2d1e0f9a8b7c6",
        "machine id 4c4c4544-0034-4b10-8059-b7c04f4d3232",
        "device token 740f4707bebcf74f9b7c25d48e3358945f6aa01da5ddb387462c7eaf61bb78ad",
    ),
)
