"""Special categories (GDPR Art. 9(1)): origin, belief, orientation, by words about a person."""

from redaction.patterns import Pattern, Recognizer

_BELIEF = (
    "hindu|muslim|christian|catholic|protestant|sikh|jain|buddhist|jewish|jew|"
    "parsi|zoroastrian|atheist|agnostic|mormon|evangelical|orthodox christian|"
    "sunni|shia|baptist|anglican|lutheran|muslima|katholisch|evangelisch|jüdisch|"
    "musulm(?:á|a)n"
)
_ORIGIN = (
    "african.american|south asian|hispanic|latin[ao]|caucasian|dalit|brahmin|"
    "kurdish|roma|romani|aboriginal|native american|scheduled caste|scheduled "
    "tribe|obc|asian.american|black woman|black man|arab|rajput|adivasi"
)
_ORIENTATION = (
    "gay|lesbian|bisexual|transgender|queer|homosexual|heterosexual|asexual|"
    "non.binary|pansexual|trans (?:man|woman)|schwul|lesbisch"
)
_UNION = "trade union member|union member|gewerkschaftsmitglied"
CONTEXT = (
    "i am",
    "i'm",
    "he is",
    "she is",
    "they are",
    "he's",
    "she's",
    "religion",
    "religious",
    "faith",
    "belief",
    "ethnicity",
    "ethnic",
    "race",
    "caste",
    "community",
    "orientation",
    "sexual",
    "gender",
    "identif(?:y|ies|ied)(?: as)?",
    "converted",
    "came out",
    "ich bin",
    "je suis",
    "soy",
    "patient",
    "applicant",
    "candidate",
    "wife",
    "husband",
    "family",
    "practi[sc]ing",
    "devout",
)

RECOGNIZER = Recognizer(
    name="special",
    patterns=(
        Pattern(
            scan=rf"\b(?:{_BELIEF}|{_ORIGIN}|{_ORIENTATION}|{_UNION})s?\b",
            entity_type="NRP",
            score=0.4,
            context=CONTEXT,
            contextual=0.75,
        ),
        Pattern(
            scan=r"\bhiv[ -]positive\b|\b(?:sexual orientation|sexually attracted to) [a-z]+\b",
            entity_type="NRP",
            score=0.7,
        ),
    ),
    examples=("I am a Muslim woman", "religion: Hindu", "she identifies as bisexual", "he is gay"),
)
