"""Bank accounts and routing: account numbers by context, sort codes, ABA, BIC (ISO 9362)."""

import phonenumbers
from stdnum.es import ccc
from stdnum.us import rtn

from redaction.announced import announced, value
from redaction.patterns import Pattern, Recognizer, digits, follow

ACCOUNT = (
    "a/c",
    "acc(?:oun)?t?(?: ?(?:number|no|num|nr))",
    "acc(?:oun)?t",
    "accounts?",
    "account ?number",
    "savings",
    "checking",
    "konto",
    "konto-?(?:nummer|nr)",
    "kto(?:\\.-?nr)?",
    "bankverbindung",
    "cuenta",
    "compte",
    "rib",
    "conto",
    "conta",
    "rekening(?:nummer|nr)?",
    "bankkonto",
    "khaa?ta",
    "overdraft",
    "nuban",
    "iban",
    "neft",
    "imps",
    "rtgs",
    "खाता",
    "खाते",
    "账号",
)
WEAK = (
    "bank",
    "beneficiary",
    "deposit",
    "payee",
    "wire",
    "current",
    "salary",
    "direct debit",
    "बैंक",
)
"""Words that say less: only longer numbers beside them are accounts."""
AGAINST = (
    "order",
    "invoice",
    "version",
    "tracking",
    "isbn",
    "ticket",
    "timestamp",
    "aws(?: account)?(?: ?(?:id|number|no))?",
    "phone",
    "mobile",
    "tel",
    "ssn",
    "aadhaar",
    "card",
    "imei",
    "routing",
    "issue",
    "commit",
    "build",
    "call",
    "azure",
    "subscription",
    "arn",
    "arn:aws:[a-z0-9:-]+",
    "steuer-?id",
    "passport",
    "utr",
    "rrn",
    "reference",
    "ref",
    "pin ?code",
    "zip",
    "amount",
    "sum of",
    "visa number",
    "npi",
    "ifsc",
    "micr",
    "policy",
    "claim",
)
_ACCOUNT_NAMES = (
    r"(?:bank |savings |checking |current |salary |loan )?acc(?:(?:oun)?t)? "
    r"(?:number|no|num|nr|#)s?|a/c(?: (?:number|no))?|acct|konto-?(?:nummer|nr)|kto\.-?nr|"
    r"(?:n(?:ú|u)mero de )?cuenta(?: bancaria| corriente)?|num(?:é|e)ro de compte|"
    r"compte (?:bancaire|n°)|rib|conto corrente|c/c|numero di conto|(?:n(?:ú|u)mero da )?conta|"
    r"rekeningnummer|nuban|bankkonto(?:nummer)?|khaa?ta (?:number|no)|loan (?:account|number|no)"
)

_COUNTRIES = frozenset(phonenumbers.SUPPORTED_REGIONS)
"""Codes of ISO 3166, as BIC has them."""
_LEAST, _MOST = 6, 18
"""Digits of account numbers of the countries served."""


def _account(text: str) -> bool:
    number = digits(text)
    return _LEAST <= len(number) <= _MOST and len(set(number)) > 1


def _clabe(text: str) -> bool:
    """Mexico's standard key: weights 3, 7, 1, each product modulo ten."""
    total = sum(int(digit) * (3, 7, 1)[at % 3] % 10 for at, digit in enumerate(text[:17]))
    return -total % 10 == int(text[17]) and len(set(text)) > 1


RECOGNIZER = Recognizer(
    name="bank",
    patterns=(
        Pattern(
            scan=r"\b\d{6,18}\b|\b\d{2,6}(?:[ -]\d{2,6}){2,4}\b",
            entity_type="BANK_ACCOUNT",
            score=0.1,
            context=ACCOUNT,
            contextual=0.72,
            against=AGAINST,
            valid=_account,
            before="-.+$€£₹#/",
            after="-.%/",
        ),
        Pattern(
            scan=r"\b\d{9,18}\b",
            entity_type="BANK_ACCOUNT",
            score=0.1,
            context=WEAK,
            contextual=0.68,
            against=AGAINST,
            valid=_account,
            before="-.+$€£₹#/",
            after="-.%/",
        ),
        # with the bank's letters before, or its last digits only
        Pattern(
            scan=r"\baccount (?:number|no|num|nr)\.?(?: is|:)? ?[\"'#]?[0-9a-z*]",
            entity_type="BANK_ACCOUNT",
            score=0.75,
            narrow=follow(r"[A-Za-z*]{0,6}[ -]?\d{6,18}\w?"),
            after="-.",
        ),
        Pattern(
            scan=r"\baccount(?: number)? (?:ending|ends)(?: in| with)? [x*]{0,8}\d{3,4}\b",
            entity_type="BANK_ACCOUNT",
            score=0.6,
            narrow=lambda text, start, end: ((text.rindex(" ", start, end) + 1, end),),
        ),
        announced(
            _ACCOUNT_NAMES,
            "BANK_ACCOUNT",
            value(5, 24),
            others="खाता संख्या|खाता नंबर|खाता",
            score=0.92,
            after="@%",
        ),
        # masked but for its last digits
        Pattern(
            scan=r"(?:[x*]{2,14}[ -]?){1,4}\d{3,6}\b",
            entity_type="BANK_ACCOUNT",
            score=0.1,
            context=ACCOUNT,
            contextual=0.7,
            before="-.x*",
        ),
        # Spain before IBAN; New Zealand; Mexico
        Pattern(
            scan=r"\b\d{4}[ -]?\d{4}[ -]?\d{2}[ -]?\d{10}\b",
            entity_type="BANK_ACCOUNT",
            score=0.6,
            context=ACCOUNT,
            contextual=0.95,
            against=AGAINST,
            valid=lambda text: bool(ccc.is_valid(text)) and len(set(digits(text))) > 1,
            before="-.+$€£₹#/",
            after="-.%/",
        ),
        Pattern(
            scan=r"\b\d{2}-\d{4}-\d{7}-\d{2,3}\b",
            entity_type="BANK_ACCOUNT",
            score=0.6,
            before="-./",
            after="-./",
        ),
        Pattern(
            scan=r"\b\d{18}\b",
            entity_type="BANK_ACCOUNT",
            score=0.1,
            context=("clabe", "cuenta", "transferencia"),
            contextual=0.93,
            valid=_clabe,
        ),
        # a sort code and its account side by side
        Pattern(
            scan=r"\b\d{2}-\d{2}-\d{2}[ ,/|]{1,3}\d{8}\b",
            entity_type="BANK_ACCOUNT",
            score=0.6,
            context=ACCOUNT,
            contextual=0.9,
            before="-./",
            after="-./",
        ),
        announced(
            r"routing|aba(?: routing)?|rtn|routing transit|micr|sort ?code|bsb|blz|bankleitzahl|"
            r"transit|institution|branch code|code (?:banque|guichet)|abi|cab",
            "BANK_ROUTING",
            r"(?!(?:19|20)\d\d[-/.])(?i:\d{9}|\d{2}[ -]?\d{2}[ -]?\d{2}|"
            r"\d{3} ?\d{3} ?\d{2}|\d{3}[- ]?\d{3}|\d{5}(?:-\d{3})?)(?![A-Za-z0-9])",
            score=0.9,
        ),
        announced(
            r"bic|swift(?:[ /-](?:bic|code))*",
            "BANK_ROUTING",
            r"[A-Z]{4} ?[A-Z]{2} ?[A-Z0-9]{2}(?: ?[A-Z0-9]{3})?(?![A-Za-z0-9])",
            score=0.85,
        ),
        Pattern(
            scan=r"\b\d{2}[- ]?\d{2}[- ]?\d{2}\b",
            entity_type="BANK_ROUTING",
            score=0.1,
            context=("sort ?code", "sc", "s/c"),
            contextual=0.85,
            before="-.",
            after="-.",
        ),
        Pattern(
            scan=r"\b\d{9}\b",
            entity_type="BANK_ROUTING",
            score=0.1,
            context=("routing(?: ?(?:number|no))?", "aba", "rtn", "transit", "wire", "ach", "micr"),
            contextual=0.86,
            valid=lambda text: bool(rtn.is_valid(text)),
            before="-.",
            after="-.",
        ),
        Pattern(
            scan=r"\b[A-Z]{6}[A-Z2-9][A-NP-Z0-9](?:[A-Z0-9]{3})?\b",
            entity_type="BANK_ROUTING",
            score=0.1,
            cased=True,
            context=(
                "bic",
                "swift(?: ?code)?",
                "swift/bic",
                "bank",
                "iban",
                "banque",
                "banco",
                "banca",
            ),
            contextual=0.8,
            valid=lambda text: text[4:6] in _COUNTRIES,
        ),
    ),
    examples=(
        "my account number is 000123456789",
        "A/c no. 50100234567890",
        "sort code 20-00-00",
        "routing number 021000021",
        "BIC: DEUTDEFF500",
        "Kontonummer 1234567890",
        "BLZ 37040044",
        "a/c XXXXXX1234",
    ),
)
