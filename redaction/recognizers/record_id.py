"""Numbers that an organisation gives to a person: patient, member, employee, policy, customer."""

from redaction.announced import announced, value
from redaction.patterns import Pattern, Recognizer

# An organisation's people: the number may be as short as four digits.
_PEOPLE = (
    r"patients?|members?(?:hip)?|employees?|emp|staff|payroll|students?|customers?|clients?|"
    r"subscribers?|beneficiary|loyalty|frequent flyer|enrol?lments?|roll|registration|badge|"
    r"consumer|matriculation|kunden|mitglieds?|personal|matrikel|client[eo]?|abonn(?:é|e)|"
    r"socio|afiliado|empleado"
)
_HEALTH = (
    r"medical records?(?: management)?|med(?:ical)? rec|health records?|mrns?|m\.r\.n\.|"
    r"medical record (?:number|no)s?|charts?|uhid|hosp(?:ital)? (?:number|no)|"
    r"op(?:d)? (?:number|no)|ipd? (?:number|no)|"
    r"encounter|admission (?:number|no)|accession|lab(?:oratory)? (?:number|no)|"
    r"fallnummer|patientennummer|patienten-?(?:id|nr)|num(?:é|e)ro de dossier|"
    r"dossier m(?:é|e)dical|"
    r"historia cl(?:í|i)nica|nhc|nass|nuhsa|cipa|cip|id de paciente|n(?:ú|u)mero de historia|"
    r"expediente|episodio|cartella clinica|pati(?:ë|e)ntnummer|prontu(?:á|a)rio|"
    r"colegiado|n ?(?:º|°|o) ?col|n\. ?col"
)
_INSURANCE = (
    r"insurance(?: policy| member| card)?|polic(?:y|ies)|policyholder|insured|claims?|"
    r"health plan|group(?: policy)? (?:number|no|id)|certificate (?:number|no)|cover note|"
    r"versicherungs(?:schein)?(?:nummer|nr)?|policen?(?:nummer|nr)|schaden(?:s)?(?:nummer|nr)|"
    r"num(?:é|e)ro d(?:e |')(?:adh(?:é|e)rent|contrat|police|sinistre|assur(?:é|e))|"
    r"p(?:ó|o)liza|siniestro|polizza|sinistro|ap(?:ó|o)lice|polis(?:nummer)?|schadenummer|"
    r"beneficiary (?:number|no|id)|medicaid"
)
_CHART = (
    "medical records?(?: (?:number|no|id)s?)?",
    "mrns?",
    "health records?",
    "patients?(?: (?:id|number|no)s?)?",
    "chart",
    "hospital",
    "uhid",
)
_NUMBERED = r"(?:ids?|i\.d\.|nos?|nrs?|num|numbers?|nummer|#|codes?|cards?)"

RECOGNIZER = Recognizer(
    name="record_id",
    patterns=(
        announced(_PEOPLE, "RECORD_ID", others="ग्राहक|कर्मचारी|रोगी|मरीज|सदस्य", score=0.8),
        announced(_HEALTH, "RECORD_ID"),
        announced(_INSURANCE, "RECORD_ID", value(5), others="पॉलिसी|बीमा|दावा"),
        # letters and a number, as charts are filed
        Pattern(
            scan=r"\b[A-Z]{1,3}-?\d{5,10}\b",
            entity_type="RECORD_ID",
            score=0.1,
            cased=True,
            context=_CHART,
            contextual=0.72,
            valid=lambda text: not text.startswith("NCT"),  # a registered trial
            before="-./#",
            after="-/",
        ),
        Pattern(scan=r"\bMRN[-_# ]?\d{5,12}\b", entity_type="RECORD_ID", score=0.7, cased=True),
    ),
    examples=(
        "MRN: 00483920",
        "patient ID 4839201",
        "Employee number E-20394",
        "policy no. PX-883920-1",
        "NHC: 7383920",
        "Medical Record Numbers: L1171006, R3918669 and B5551234",
    ),
)
