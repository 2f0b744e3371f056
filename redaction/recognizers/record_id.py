"""Numbers that an organisation gives to a person: patient, member, employee, policy, customer."""

from redaction.patterns import Pattern, Recognizer, follow

_KIND = (
    r"medical record|health record|mrn|patient|member(?:ship)?|employee|emp|student|customer|client|insurance|policy|policyholder|subscriber|health plan|"
    r"beneficiary|loyalty|frequent flyer|claim|national id|national identity|id card|tax|npi|dea|medicare|medicaid|enrol?lment|roll|registration|"
    r"personalausweis|versicherungs|kunden|mitglieds|historia cl[ií]nica|nhc|nass|nuhsa|cipa|id de paciente|num[eé]ro de historia|expediente|colegiado|ncol|n[ºo°]? ?col"
).replace("í", "(?:í|i)").replace("[i(?:í|i)]", "(?:í|i)").replace("[eé]", "(?:e|é)").replace("[ºo°]", "(?:º|o|°)")
_NUMBER = r"(?:id|i\.d\.|no|nr|num|number|nummer|#|nº|n°|code|card|identifier|identification)"

RECOGNIZER = Recognizer(
    name="record_id",
    patterns=(
        Pattern(
            scan=rf"\b(?:{_KIND})(?:[ _-]?{_NUMBER}){{0,3}}\.?(?: (?:is|was|ist|es|est))?[\"']?[ ]?[:=# ][ ]?[\"'#]?[0-9a-z]",
            entity_type="RECORD_ID", score=0.7,
            # four digits or more, in one word or two; a date or an amount of money is none
            narrow=follow(r"(?!(?:19|20)\d\d[-/.]\d)(?!\d{1,2}[-/.]\d{1,2}[-/.])(?=(?:[^\s\d]*\d){4})[A-Za-z0-9][A-Za-z0-9/-]{3,24}(?: \d{4,12})*"),
            after="@.,%",
        ),
    ),
    examples=("MRN: 00483920", "patient ID 4839201", "Employee number E-20394", "policy no. PX-883920-1", "NHC: 7383920"),
)
