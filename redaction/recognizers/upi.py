"""Indian payments: IFSC of branches (RBI) and UPI addresses (NPCI)."""

from collections.abc import Iterator

from redaction.announced import announced
from redaction.patterns import Pattern, Recognizer, run_before

# Handles that NPCI lists for payment apps and banks.
_HANDLES = (
    "okhdfcbank|okicici|oksbi|okaxis|ybl|ibl|axl|paytm|apl|upi|ptyes|ptsbi|"
    "pthdfc|ptaxis|yapl|rapl|waicici|wahdfcbank|"
    "wasbi|waaxis|fbl|freecharge|airtel|jio|kotak|icici|sbi|hdfcbank|axisbank|"
    "indus|idfcbank|barodampay|pnb|cnrb|unionbank|"
    "federal|kbl|rbl|yesbank|hsbc|dbs|citi|naviaxis|superyes|axisb|yescred|"
    "jupiteraxis|ikwik|mbk|phonepe|gpay|bhim|postbank"
)
_NAME = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ._-"
_NAME_MOST = 64
BANK = ("ifsc(?: ?code)?", "bank", "branch", "neft", "rtgs", "imps", "a/c", "account")


def _address(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The name before the hit, which is `@` and the handle; a dot after makes it e-mail."""
    begin = run_before(text, start, _NAME, _NAME_MOST)
    dotted = text[end : end + 1] == "." and text[end + 1 : end + 2].isalnum()
    if start - begin > 1 and not dotted:
        yield begin, end


RECOGNIZER = Recognizer(
    name="upi",
    patterns=(
        Pattern(
            scan=rf"@(?:{_HANDLES})\b",
            entity_type="IN_UPI",
            score=0.92,
            open_start=True,
            narrow=_address,
            after="-@",
        ),
        Pattern(
            scan=r"@[a-z_][0-9a-z_]{1,30}\b",  # as for user names, so that it is sought once
            entity_type="IN_UPI",
            score=0.2,
            context=("upi(?: ?id)?", "vpa", "gpay", "phonepe", "paytm", "bhim"),
            contextual=0.85,
            open_start=True,
            narrow=_address,
            after="-@",
        ),
        Pattern(
            scan=r"\b[A-Z]{4}0[A-Z0-9]{6}\b",
            entity_type="IN_IFSC",
            score=0.6,
            cased=True,
            context=BANK,
            contextual=0.95,
            valid=lambda text: sum(char.isdigit() for char in text) > 3,  # noqa: PLR2004 - words have none
        ),
        announced(
            r"ifsc|rtgs code|neft code",
            "IN_IFSC",
            r"(?i:[a-z]{4}(?=[a-z]{0,6}\d)[a-z0-9]{7})(?!\w)",
        ),
    ),
    examples=(
        "pay ravi.k@okicici",
        "UPI id: meera@mybank",
        "IFSC HDFC0001234",
        "ifsc code: sbin0000456",
    ),
)
