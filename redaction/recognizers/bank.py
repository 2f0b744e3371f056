"""Bank accounts and routing: account numbers by context, sort codes, ABA, BIC (ISO 9362)."""

from stdnum.us import rtn

from redaction.patterns import Pattern, Recognizer, digits, follow

ACCOUNT = (
    "a/c",
    "acc(?:oun)?t(?: ?(?:number|no|num|nr))?",
    "accounts?",
    "account ?number",
    "beneficiary",
    "savings",
    "checking",
    "konto",
    "kontonummer",
    "cuenta",
    "compte",
    "conto",
    "neft",
    "imps",
    "rtgs",
    "bank",
    "deposit",
    "payee",
    "wire",
    "खाता",
    "账号",
)
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
)

_LEAST, _MOST = 6, 18
"""Digits of account numbers of the countries served."""


def _account(text: str) -> bool:
    number = digits(text)
    return _LEAST <= len(number) <= _MOST and len(set(number)) > 1


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
        Pattern(
            scan=r"\b\d{2}[- ]?\d{2}[- ]?\d{2}\b",
            entity_type="BANK_ROUTING",
            score=0.1,
            context=("sort ?code", "sc"),
            contextual=0.85,
            before="-.",
            after="-.",
        ),
        Pattern(
            scan=r"\b\d{9}\b",
            entity_type="BANK_ROUTING",
            score=0.1,
            context=("routing(?: ?(?:number|no))?", "aba", "rtn", "transit"),
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
            context=("bic", "swift(?: ?code)?", "swift/bic", "bank"),
            contextual=0.8,
        ),
    ),
    examples=(
        "my account number is 000123456789",
        "A/c no. 50100234567890",
        "sort code 20-00-00",
        "routing number 021000021",
        "BIC: DEUTDEFF500",
        "Kontonummer 1234567890",
    ),
)
