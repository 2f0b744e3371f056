"""Indian payments: IFSC of branches (RBI) and UPI addresses (NPCI)."""

from redaction.patterns import Pattern, Recognizer

# Handles that NPCI lists for payment apps and banks.
_HANDLES = (
    "okhdfcbank|okicici|oksbi|okaxis|ybl|ibl|axl|paytm|apl|upi|ptyes|ptsbi|pthdfc|ptaxis|yapl|rapl|waicici|wahdfcbank|"
    "wasbi|waaxis|fbl|freecharge|airtel|jio|kotak|icici|sbi|hdfcbank|axisbank|indus|idfcbank|barodampay|pnb|cnrb|unionbank|"
    "federal|kbl|rbl|yesbank|hsbc|dbs|citi|naviaxis|superyes|axisb|yescred|jupiteraxis|ikwik|mbk|phonepe|gpay|bhim|postbank"
)

RECOGNIZER = Recognizer(
    name="upi",
    patterns=(
        Pattern(
            scan=rf"\b[0-9a-z._-]{{2,}}@(?:{_HANDLES})\b", entity_type="IN_UPI", score=0.92, after="-@",
            # `sbi.co.in` after it makes it an e-mail address
            narrow=lambda text, start, end: () if text[end : end + 1] == "." and text[end + 1 : end + 2].isalnum() else ((start, end),),
        ),
        Pattern(
            scan=r"\b[0-9a-z._-]{2,}@[a-z]{2,}\b", entity_type="IN_UPI", score=0.2, context=("upi", "vpa", "gpay", "phonepe", "paytm", "bhim"),
            contextual=0.85, after=".-@",
            narrow=lambda text, start, end: () if text[end : end + 1] == "." and text[end + 1 : end + 2].isalnum() else ((start, end),),
        ),
        Pattern(scan=r"\b[A-Z]{4}0[A-Z0-9]{6}\b", entity_type="IN_IFSC", score=0.6, cased=True,
                context=("ifsc(?: ?code)?", "bank", "branch", "neft", "rtgs", "imps", "a/c", "account"), contextual=0.95,
                valid=lambda text: sum(char.isdigit() for char in text) > 3),
        Pattern(scan=r"\b[a-z]{4}0[a-z0-9]{6}\b", entity_type="IN_IFSC", score=0.1, context=("ifsc(?: ?code)?",), contextual=0.9),
    ),
    examples=("pay ravi.k@okicici", "UPI id: meera@mybank", "IFSC HDFC0001234", "ifsc code: sbin0000456"),
)
