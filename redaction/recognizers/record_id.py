"""Numbers that an organisation gives to a person: patient, member, employee, policy, customer."""

from redaction.patterns import Pattern, Recognizer, follow

_KIND = (
    r"medical record|med(?:ical)? rec|health record|mrn|patient|member(?:ship)?|"
    r"employee|emp|student|customer|client|insurance|policy|policyholder|subscriber|"
    r"health plan|"
    r"beneficiary|loyalty|frequent flyer|claim|national id|national identity|"
    r"id card|tax|npi|provider identifier|dea|medicare|medicaid|enrol?lment|"
    r"roll|registration|ein|tin|"
    r"personalausweis|versicherungs|kunden|mitglieds|historia cl(?:í|i)nica|"
    r"nhc|nass|nuhsa|cipa|cip|id de paciente|n(?:ú|u)mero de historia|expediente|"
    r"episodio|colegiado|no ?col|n\. ?col"
)
_NUMBER = r"(?:ids?|i\.d\.|nos?|nr|num|numbers?|nummer|#|code|card|identifier|identification)"

RECOGNIZER = Recognizer(
    name="record_id",
    patterns=(
        Pattern(
            scan=(
                rf"\b(?:{_KIND})(?:[ _-]?{_NUMBER}){{0,3}}\.?(?: (?:is|was|ist|es|est))?[\"'*]*[ "
                rf"\t]*[:=# (*][ \t(*]*[\"'#]?[0-9a-z]"
            ),
            entity_type="RECORD_ID",
            score=0.8,
            # four digits or more, in one word or two; a date or an amount of money is none
            narrow=follow(
                r"(?!(?:19|20)\d\d[-/.]\d)(?!\d{1,2}[-/.]\d{1,2}[-/.])(?:(?=(?:[^\s\d]*\d){4})"
                r"[A-Za-z0-9][A-Za-z0-9/_-]{3,24}(?: \d{2,12})*|\d{2,4}(?:[ -]\d{2,12}){1,3})"
            ),
            after="@.%",
        ),
        Pattern(scan=r"\bMRN[-_#]?\d{5,12}\b", entity_type="RECORD_ID", score=0.7, cased=True),
    ),
    examples=(
        "MRN: 00483920",
        "patient ID 4839201",
        "Employee number E-20394",
        "policy no. PX-883920-1",
        "NHC: 7383920",
    ),
)
