"""US social security numbers and numbers of taxpayers (SSA, IRS)."""

from stdnum.us import ein

from redaction.announced import announced, value
from redaction.patterns import Pattern, Recognizer, digits

SSN = (
    "ssns?",
    "ss#",
    "ss ?no",
    "social security(?: (?:number|no|num))?",
    "social (?:number|no|num)",
    "soc(?:ial)? ?sec",
    "socialnum",
    "tax ?payer",
    "tin",
    "ss number",
    "seguro social",
    "sozialversicherungsnummer",
)
ITIN = ("itin", "tax ?payer", "tax id", "individual tax.{0,20}", "tin", "atin")
EIN = (
    "f?ein(?: ?(?:number|no))?",
    "employer id(?:entification)?(?: (?:number|no))?",
    "(?:federal )?tax ?id(?:entification)?(?: ?(?:number|no))?",
    "irs",
    "w-?9",
    "1099",
    "sole propriet(?:or|orship)",
    "tin",
)


def _ssn(text: str) -> bool:
    """Areas 000, 666 and 9xx, group 00 and serial 0000 were never issued."""
    number = digits(text)
    return (
        number[:3] not in {"000", "666"}
        and number[0] != "9"
        and number[3:5] != "00"
        and number[5:] != "0000"
    )


_GROUPS = {*range(50, 66), *range(70, 89), 90, 91, 92, *range(93, 100)}
"""Fourth and fifth digit of an ITIN, and 93 of an adoptee's number (IRS)."""


def _itin(text: str) -> bool:
    """9xx, then a group of 50-65, 70-88, 90-92 or 94-99 (IRS)."""
    number = digits(text)
    return number[0] == "9" and int(number[3:5]) in _GROUPS


RECOGNIZER = Recognizer(
    name="us_ids",
    patterns=(
        Pattern(
            scan=r"\b\d{3}-\d{2}-\d{4}\b",
            entity_type="US_SSN",
            score=0.85,
            context=SSN,
            contextual=0.98,
            against=("order", "invoice", "part", "sku", "ticket", "case no", "isbn"),
            valid=_ssn,
            before="-./",
            after="-/",
        ),
        Pattern(
            scan=r"\b\d{3}\.\d{2}\.\d{4}\b",
            entity_type="US_SSN",
            score=0.55,
            context=SSN,
            contextual=0.95,
            valid=_ssn,
            before="-./",
            after="-/.",
        ),
        # any area, also never issued ones, where a word says what it is
        Pattern(
            scan=r"\b\d{3}[ .-]?\d{2}[ .-]?\d{4}\b",
            entity_type="US_SSN",
            score=0.1,
            context=SSN,
            contextual=0.95,
            against=("order", "invoice", "phone", "routing", "account"),
            before="-./",
            after="-/.",
        ),
        # digit by digit, as over a bad line
        Pattern(
            scan=r"\b\d(?: ?[-.,]? ?\d){8}\b",
            entity_type="US_SSN",
            score=0.1,
            context=SSN,
            contextual=0.93,
            against=("order", "invoice", "phone", "routing", "account"),
            valid=lambda text: len(digits(text)) * 2 - 1 <= len(text),
            before="-./",
            after="-/",
        ),
        # only the last four shown
        Pattern(
            scan=r"(?:[x*#]{3}|•••)[ -]?(?:[x*#]{2}|••)[ -]?\d{4}\b",
            entity_type="US_SSN",
            score=0.6,
            context=SSN,
            contextual=0.95,
            before="-./x*#",
            after="-/",
        ),
        announced(
            r"ssns?|ss#|social(?: security)?|soc(?:ial)? sec|socials",
            "US_SSN",
            rf"(?:\d(?: ?[-.,]? ?\d){{8}}(?!\d)|{value(4)})",
            score=0.92,
        ),
        Pattern(
            scan=r"\b9\d{2}-\d{2}-\d{4}\b",
            entity_type="US_ITIN",
            score=0.7,
            context=ITIN,
            contextual=0.96,
            valid=_itin,
            before="-./",
            after="-/",
        ),
        Pattern(
            scan=r"\b9\d{2}[ -]?\d{2}[ -]?\d{4}\b",
            entity_type="US_ITIN",
            score=0.1,
            context=ITIN,
            contextual=0.95,
            valid=_itin,
            before="-./",
            after="-/.",
        ),
        announced(r"itin|atin", "US_ITIN", value(6)),
        Pattern(
            scan=r"\b\d{2}-\d{7}\b",
            entity_type="TAX_ID",
            score=0.2,
            context=EIN,
            contextual=0.92,
            valid=lambda text: bool(ein.is_valid(text)),
            before="-./",
            after="-/",
        ),
        announced(
            r"f?ein|employer id(?:entification)?|federal (?:tax )?id|ptin|p-tin", "TAX_ID", value(7)
        ),
        Pattern(
            scan=(
                r"\b(?:last (?:4|four)(?: digits)? (?:of )?(?:my |the |his |her |their )?(?:ssn|"
                r"social)[a-z ]{0,16}|(?:ssn|social security(?: number)?) (?:ending|ends)"
                r" (?:in|with) )[: ]{0,2}\d{4}\b"
            ),
            entity_type="US_SSN",
            score=0.8,
            narrow=lambda _text, _start, end: ((end - 4, end),),
        ),
    ),
    examples=(
        "536-90-4399",
        "SSN 536904399",
        "social security number: 536 90 4399",
        "SSN: 5 3 6 - 9 0 - 4 3 9 9",
        "ITIN 912-70-1234",
        "ssn ending in 4399",
        "xxx-xx-4399",
        "EIN 12-3456789",
    ),
)
