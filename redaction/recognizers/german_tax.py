"""German tax identification numbers (Steuer-ID, § 139b AO; ISO/IEC 7064 MOD 11,10)."""

from collections import Counter

from stdnum.iso7064 import mod_11_10

from redaction.patterns import Pattern, Recognizer, digits

CONTEXT = (
    "steuer-?id(?:ent)?(?:nr|nummer)?",
    "steuer-?identifikationsnummer",
    "steueridentifikationsnummer",
    "idnr",
    "identifikationsnummer",
    "steuernummer",
    "tax(?:payer)? ?id",
    "tax(?: identification)?(?: (?:number|no))?",
    "tin",
    "ssn",
    "finanzamt",
    "national id",
    "steuer",
)


def valid_tax_id(text: str) -> bool:
    """One digit two or three times among the first ten, no other twice; then the check digit."""
    number = digits(text)
    counts = sorted(Counter(number[:10]).values(), reverse=True)
    return (
        number[0] != "0"
        and counts[0] in {2, 3}
        and counts[1] == 1
        and bool(mod_11_10.is_valid(number))
    )


RECOGNIZER = Recognizer(
    name="german_tax",
    patterns=(
        Pattern(
            scan=r"\b\d{2}[ ./]\d{3}[ ./]\d{3}[ ./]\d{3}\b",
            entity_type="NATIONAL_ID",
            score=0.75,
            context=CONTEXT,
            contextual=0.97,
            valid=valid_tax_id,
            before="-.+/,",
            after="-.",
        ),
        Pattern(
            scan=r"\b\d{11}\b",
            entity_type="NATIONAL_ID",
            score=0.45,
            context=CONTEXT,
            contextual=0.97,
            against=(
                "order",
                "invoice",
                "tracking",
                "timestamp",
                "ticket",
                "account",
                "phone",
                "serial",
                "bytes",
            ),
            valid=valid_tax_id,
            before="-.+/#=",
            after="-.",
        ),
        # mistyped, or of the old Steuernummer, but named
        Pattern(
            scan=r"\b\d{2,3}[ /]?\d{3}[ /]?\d{3,4}[ /]?\d{2,3}\b",
            entity_type="NATIONAL_ID",
            score=0.1,
            context=(
                "steuer-?id(?:ent)?(?:nr|nummer)?",
                "idnr",
                "steuernummer",
                "steueridentifikationsnummer",
                "tax ?id",
            ),
            contextual=0.85,
            before="-.+",
            after="-.",
        ),
    ),
    examples=("Steuer-ID 86095742719", "86 095 742 719", "tax id: 86095742719"),
)
