"""National numbers that are digits alone: each length with the checks of the states that use it.

Digits say little, so a word must stand near; which state's word it is makes no difference.
"""

from stdnum.au import abn, tfn
from stdnum.be import nn
from stdnum.bg import egn
from stdnum.br import cpf
from stdnum.ca import sin
from stdnum.cz import rc
from stdnum.ee import ik
from stdnum.gr import amka
from stdnum.gr import vat as afm
from stdnum.hr import oib
from stdnum.il import idnr as israeli
from stdnum.is_ import kennitala
from stdnum.jp import in_ as my_number
from stdnum.lt import asmens
from stdnum.nl import bsn
from stdnum.no import fodselsnummer
from stdnum.nz import ird
from stdnum.pl import nip, pesel
from stdnum.pt import nif
from stdnum.ro import cnp
from stdnum.si import emso
from stdnum.th import pin
from stdnum.tr import tckimlik
from stdnum.za import idnr as south_african
from stdnum.za import tin as south_african_tax

from redaction.checksums import luhn
from redaction.patterns import Pattern, Recognizer, Validator, digits
from redaction.recognizers.national_names import AGAINST, CONTEXT, NAMES


def _any(*checks: Validator) -> Validator:
    """Whether the digits pass one of these checks."""

    def valid(text: str) -> bool:
        number = digits(text)
        return len(set(number)) > 1 and any(check(number) for check in checks)

    return valid


def _austrian(number: str) -> bool:
    """Serial, check digit, date of birth (ASVG; weights of the social insurance)."""
    weights = (3, 7, 9, 0, 5, 8, 4, 2, 1, 6)
    total = sum(weight * int(digit) for weight, digit in zip(weights, number, strict=True))
    return total % 11 == int(number[3]) and _dated(number[4:8])


def _dated(number: str) -> bool:
    """Day, then month; days may have 40 or 60 added, months 20 or 40."""
    day, month = int(number[:2]), int(number[2:4])
    return 0 < day % 40 <= 31 and 0 < month % 20 <= 15  # noqa: PLR2004 - days, months


def _danish(number: str) -> bool:
    """A date, then four digits; since 2007 there is no check digit."""
    return _dated(number[:4]) and int(number[2:4]) <= 12  # noqa: PLR2004 - months


def _swedish(number: str) -> bool:
    """Also of those who are not registered: sixty is added to their day."""
    short = number[-10:]
    return luhn(short) and 0 < int(short[2:4]) <= 12 and 0 < int(short[4:6]) % 60 <= 31  # noqa: PLR2004 - months, days


def _latvian(number: str) -> bool:
    return number.startswith("32") or _danish(number)


def _luxembourgish(number: str) -> bool:
    return number[:2] in {"18", "19", "20"} and 0 < int(number[4:6]) <= 12 and luhn(number[:12])  # noqa: PLR2004 - months


def _hungarian(number: str) -> bool:
    """TAJ: places weigh three and seven in turn, modulo ten."""
    total = sum(int(digit) * (3, 7)[at % 2] for at, digit in enumerate(number[:8]))
    return total % 10 == int(number[8])


def _hungarian_tax(number: str) -> bool:
    total = sum(int(digit) * place for place, digit in enumerate(number[:9], start=1))
    return number[0] == "8" and total % 11 == int(number[9])


def _medicare(number: str) -> bool:
    """Australia: weights 1, 3, 7, 9 over eight digits, modulo ten."""
    weights = (1, 3, 7, 9, 1, 3, 7, 9)
    total = sum(weight * int(digit) for weight, digit in zip(weights, number, strict=False))
    return number[0] in "23456" and total % 10 == int(number[8])


def _numbered(scan: str, valid: Validator, *, plain: float = 0.2, sure: float = 0.9) -> Pattern:
    return Pattern(
        scan=scan,
        entity_type="NATIONAL_ID",
        score=plain,
        context=CONTEXT,
        contextual=sure,
        against=AGAINST,
        valid=valid,
        before="-.+/#$€£₹",
        after="-./%",
    )


RECOGNIZER = Recognizer(
    name="national_numbers",
    patterns=(
        _numbered(
            r"\b\d{3}[ .-]?\d{3}[ .-]?\d{3}\b",
            _any(
                nif.is_valid,
                bsn.is_valid,
                sin.is_valid,
                tfn.is_valid,
                afm.is_valid,
                _hungarian,
                israeli.is_valid,
                ird.is_valid,
            ),
        ),
        _numbered(
            r"\b\d{4}[ .]?\d{2}[ .]?\d{3}\b",
            _any(bsn.is_valid, afm.is_valid),
        ),
        _numbered(
            r"\b\d{6}[ -]?\d{4}\b",
            _any(_danish, _swedish, egn.is_valid, kennitala.is_valid, rc.is_valid, _hungarian_tax),
        ),
        _numbered(
            r"\b\d{4} ?\d{6}\b|\b\d{4} \d{2} ?\d{2} ?\d{2}\b",
            _any(_austrian, south_african_tax.is_valid),
        ),
        _numbered(r"\b\d{4} ?\d{5} ?\d{1,2}\b", _any(_medicare)),
        _numbered(
            r"\b\d{3}-\d{3}-\d{2}-\d{2}\b|\b\d{3}-\d{2}-\d{2}-\d{3}\b|\b\d{10}\b",
            _any(nip.is_valid),
        ),
        _numbered(
            r"\b\d{11}\b|\b\d{6}[ -]\d{5}\b|\b\d{6}[ -]\d{3}[ -.]\d{2}\b|"
            r"\b\d{2} \d{3} \d{3} \d{3}\b",
            _any(
                pesel.is_valid,
                fodselsnummer.is_valid,
                ik.is_valid,
                asmens.is_valid,
                oib.is_valid,
                tckimlik.is_valid,
                amka.is_valid,
                nn.is_valid,
                cpf.is_valid,
                abn.is_valid,
            ),
        ),
        _numbered(r"\b\d{6}-\d{5}\b", _any(_latvian), plain=0.3),
        _numbered(r"\b(?:18|19|20)\d{6}[ -]?\d{4}\b", _any(_swedish)),
        _numbered(r"\b\d{4}[ -]?\d{4}[ -]?\d{4}\b", _any(my_number.is_valid)),
        _numbered(
            r"\b\d{13}\b|\b\d{6} \d{4} \d{2} \d\b|\b\d-\d{4}-\d{5}-\d{2}-\d\b|"
            r"\b\d{4} \d{2} \d{2} \d{3} \d{2}\b",
            _any(cnp.is_valid, emso.is_valid, south_african.is_valid, pin.is_valid, _luxembourgish),
        ),
        # eleven digits, no check: Nigeria's NIN and BVN; six and four of Denmark stand above
        Pattern(
            scan=r"\b\d{11}\b|\b\d{4} \d{4} \d{3}\b",
            entity_type="NATIONAL_ID",
            score=0.1,
            context=(
                "nin",
                "bvn",
                "nimc",
                "bank verification(?: number)?",
                "national identification number",
            ),
            contextual=0.88,
            against=AGAINST,
            before="-.+/#",
            after="-./",
        ),
        NAMES,
    ),
    examples=(
        "PESEL 44051401359",
        "BSN: 111222333",
        "personnummer 811228-9874",
        "CNP 1630615123457",
        "fødselsnummer 15108695088",
        "OIB 33392005961",
        "NIF 123456789",
        "Sozialversicherungsnummer 1237 010180",
        "NIN 12345678901",
    ),
)
