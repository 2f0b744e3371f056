"""Check digits that a custom pattern can ask for by name."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from stdnum import damm
from stdnum.iso7064 import mod_11_2, mod_11_10, mod_37_2, mod_37_36, mod_97_10

from redaction.checksums import luhn, verhoeff
from redaction.patterns import Validator, digits


def _of_digits(check: Callable[[str], bool]) -> Validator:
    """The check over a candidate's digits; whatever groups them does not count."""

    def valid(text: str) -> bool:
        number = digits(text)
        return len(number) > 1 and check(number)

    return valid


def _of_signs(check: Callable[[str], bool], last: str = "") -> Validator:
    """The check over a candidate's letters and digits, and a last sign that stands for ten."""

    def valid(text: str) -> bool:
        signs = "".join(char for char in text.upper() if char.isascii() and char.isalnum())
        star = last if last and text.endswith(last) else ""
        return len(signs) > 1 and check(signs + star)

    return valid


VALIDATORS: Mapping[str, Validator] = MappingProxyType(
    {
        "damm": _of_digits(damm.is_valid),
        "luhn": _of_digits(luhn),
        "mod11_10": _of_digits(mod_11_10.is_valid),
        "mod11_2": _of_signs(mod_11_2.is_valid),
        "mod37_2": _of_signs(mod_37_2.is_valid, "*"),
        "mod37_36": _of_signs(mod_37_36.is_valid),
        "mod97_10": _of_signs(mod_97_10.is_valid),
        "verhoeff": _of_digits(verhoeff),
    }
)
"""Luhn (ISO/IEC 7812-1, annex B), Verhoeff (1969), Damm (2004), and the systems of ISO/IEC 7064."""


@dataclass(frozen=True, slots=True)
class _Checks:
    """Several checks; `pattern` tells detectors with other ones apart (`Detector.version`)."""

    pattern: str
    functions: tuple[Validator, ...]


def all_of(names: tuple[str, ...]) -> Validator | None:
    """One check that passes where all of these do; None for none.

    Raises:
        KeyError: there is none of this name.
    """
    if not names:
        return None
    checks = _Checks(",".join(names), tuple(VALIDATORS[name] for name in names))

    def valid(text: str) -> bool:
        return all(check(text) for check in checks.functions)

    return valid
