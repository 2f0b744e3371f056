"""National numbers whose letters, dots or dashes say much by themselves, with their checks."""

from stdnum.be import nn
from stdnum.br import cnpj, cpf
from stdnum.ch import ssn as ahv
from stdnum.cl import rut
from stdnum.cn import ric
from stdnum.cz import rc
from stdnum.fi import hetu
from stdnum.ie import pps
from stdnum.kr import rrn
from stdnum.mx import curp, rfc
from stdnum.my import nric as malaysian

from redaction.patterns import Pattern, Recognizer, Validator, digits
from redaction.recognizers.national_names import AGAINST, CONTEXT

_SINGAPORE = "JZIHGFEDCBA"
_SINGAPORE_FOREIGN = "XWUTRQPNMLK"
_SINGAPORE_NEW = "KLJNPQRTUWX"
_HEALTH = (
    "krankenversichert(?:en)?(?:nummer|nr)?",
    "kvnr",
    "versicherten(?:nummer|nr)",
    "krankenkasse",
    "egk",
    "ehic",
    "health insurance",
)


def _singaporean(text: str) -> bool:
    """NRIC and FIN: weights 2, 7, 6, 5, 4, 3, 2, modulo eleven."""
    letter, last = text[0].upper(), text[-1].upper()
    total = sum(w * int(d) for w, d in zip((2, 7, 6, 5, 4, 3, 2), text[1:8], strict=True))
    if letter == "M":
        return last == _SINGAPORE_NEW[10 - (total + 3) % 11]
    table = _SINGAPORE if letter in "ST" else _SINGAPORE_FOREIGN
    return last == table[(total + (4 if letter in "TG" else 0)) % 11]


def _hong_kong(text: str) -> bool:
    """HKID: letters count ten upwards, places nine downwards, modulo eleven."""
    plain = text.upper().replace("(", "").replace(")", "")
    values = [36] * (9 - len(plain)) + [int(char, 36) for char in plain[:-1]]
    check = 10 if plain[-1] == "A" else int(plain[-1])
    total = sum(place * value for place, value in zip(range(9, 1, -1), values, strict=True))
    return (total + check) % 11 == 0


def _taiwanese(text: str) -> bool:
    order = "ABCDEFGHJKLMNPQRSTUVXYWZIO"
    first = order.index(text[0].upper()) + 10
    rest = sum(int(digit) * place for digit, place in zip(text[1:9], range(8, 0, -1), strict=True))
    return (first // 10 + first % 10 * 9 + rest + int(text[9])) % 10 == 0


def _german_card(text: str) -> bool:
    """Identity card and residence permit: weights 7, 3, 1, modulo ten (BSI TR-03127)."""
    number = text.upper()
    total = sum(int(c, 36) * (7, 3, 1)[at % 3] for at, c in enumerate(number[:9]))
    return total % 10 == int(number[9])


def _german_insured(text: str) -> bool:
    """Krankenversichertennummer: the letter as two digits, weights 1 and 2 (§ 290 SGB V)."""
    number = f"{ord(text[0].upper()) - 64:02d}{text[1:9]}"
    total = sum(sum(divmod(int(d) * (1, 2)[at % 2], 10)) for at, d in enumerate(number))
    return total % 10 == int(text[9])


def _german_pension(text: str) -> bool:
    """Versicherungsnummer of the pension (VKVV § 4): weights over digits, the letter as two."""
    plain = text.upper().replace(" ", "")
    number = f"{plain[:8]}{ord(plain[8]) - 64:02d}{plain[9:11]}"
    weights = (2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1)
    total = sum(sum(divmod(int(d) * w, 10)) for d, w in zip(number, weights, strict=True))
    return total % 10 == int(plain[11])


def _code(
    scan: str,
    valid: Validator | None,
    plain: float,
    *,
    cased: bool = False,
    entity_type: str = "NATIONAL_ID",
    context: tuple[str, ...] = CONTEXT,
    sure: float = 0.96,
) -> Pattern:
    return Pattern(
        scan=scan,
        entity_type=entity_type,
        score=plain,
        context=context,
        contextual=sure,
        against=AGAINST,
        valid=valid,
        cased=cased,
        before="-./+#",
        after="-./",
    )


RECOGNIZER = Recognizer(
    name="national_codes",
    patterns=(
        # Belgium, Switzerland, Czechia and Slovakia
        _code(r"\b\d{2}\.\d{2}\.\d{2}[- ]\d{3}[.-]\d{2}\b", lambda t: bool(nn.is_valid(t)), 0.9),
        _code(
            r"\b756[. ]?\d{4}[. ]?\d{4}[. ]?\d{2}\b",
            lambda t: bool(ahv.is_valid(t.replace(" ", ""))),
            0.9,
        ),
        _code(r"\b\d{6}/\d{4}\b", lambda t: bool(rc.is_valid(t)), 0.7),
        _code(r"\b\d{6}/\d{3}\b", None, 0.1, sure=0.9),
        # Finland, Ireland, Poland's and Hungary's cards, Greece's
        _code(
            r"\b\d{6}[-+A-FU-Y]\d{3}[0-9A-FHJ-NPR-Y]\b",
            lambda t: bool(hetu.is_valid(t)),
            0.85,
            cased=True,
        ),
        _code(r"\b\d{7}[A-W][A-IW]?\b", lambda t: bool(pps.is_valid(t)), 0.4),
        _code(
            r"\b[A-Z]{3} ?\d{6}\b|\b\d{6} ?[A-Z]{2}\b|\b[A-Z]{2}[ -]?\d{6,7}\b",
            None,
            0.1,
            cased=True,
            sure=0.72,
        ),
        # Germany: card, pension, health
        _code(
            r"\b[CFGHJKLMNPRTVWXYZ][CFGHJKLMNPRTVWXYZ0-9]{8}\d(?:D)?\b",
            _german_card,
            0.2,
            cased=True,
        ),
        _code(
            r"\b[CFGHJKLMNPRTVWXYZ][CFGHJKLMNPRTVWXYZ0-9]{8}\b",
            lambda t: len(digits(t)) > 1,
            0.1,
            cased=True,
            sure=0.8,
        ),
        _code(r"\b\d{2} ?\d{6} ?[A-Z] ?\d{3}\b", _german_pension, 0.7),
        _code(
            r"\b[A-Z]\d{9}\b",
            _german_insured,
            0.3,
            entity_type="HEALTH_ID",
            context=_HEALTH,
            cased=True,
        ),
        # Sweden, Denmark, Iceland with their dash
        _code(
            r"\b\d{6}[-+]\d{4}\b",
            None,
            0.1,
            context=("person(?:en)?-?(?:nummer|nr)", "pnr", "cpr(?:-?(?:nummer|nr))?", "kennitala"),
            sure=0.9,
        ),
        # Brazil, Chile, Mexico
        _code(r"\b\d{3}\.\d{3}\.\d{3}-\d{2}\b", lambda t: bool(cpf.is_valid(t)), 0.9),
        _code(
            r"\b\d{2}\.\d{3}\.\d{3}/\d{4}-\d{2}\b",
            lambda t: bool(cnpj.is_valid(t)),
            0.9,
            entity_type="TAX_ID",
        ),
        _code(r"\b\d{1,2}\.\d{3}\.\d{3}-[\dK]\b", lambda t: bool(rut.is_valid(t)), 0.9),
        _code(r"\b[A-Z]{4}\d{6}[HMX][A-Z]{5}[A-Z0-9]\d\b", lambda t: bool(curp.is_valid(t)), 0.95),
        _code(
            r"\b[A-Z&]{4}\d{6}[A-Z0-9]{2}[0-9A]\b", lambda t: bool(rfc.is_valid(t)), 0.6, cased=True
        ),
        # Asia and the Gulf
        _code(r"\b[STFGM]\d{7}[A-Z]\b", _singaporean, 0.85),
        _code(r"\b[A-Z]{1,2}\d{6}(?:\([0-9A]\)|[0-9A]\b)", _hong_kong, 0.3),
        _code(r"\b[A-Z][1289]\d{8}\b", _taiwanese, 0.4, cased=True),
        _code(r"\b\d{6}(?:19|20)\d{9}[0-9X]\b", lambda t: bool(ric.is_valid(t)), 0.9),
        _code(r"\b\d{6}-[1-8]\d{6}\b", lambda t: bool(rrn.is_valid(t)), 0.8),
        _code(r"\b\d{6}-\d{2}-\d{4}\b", lambda t: bool(malaysian.is_valid(t)), 0.5),
        _code(r"\b784-?(?:19|20)\d{2}-?\d{7}-?\d\b", None, 0.8),
        _code(r"\b\d{5}-\d{7}-\d\b", None, 0.6),
        _code(r"\b\d{16}\b", None, 0.1, context=("nik", "ktp", "nomor induk"), sure=0.9),
    ),
    examples=(
        "85.07.30-033.28",
        "756.9217.0769.85",
        "131052-308T",
        "CPF 390.533.447-05",
        "S1234567D",
        "11010519491231002X",
        "Emirates ID 784-1984-1234567-9",
        "RVNR 65 070649 B 001",
    ),
)
