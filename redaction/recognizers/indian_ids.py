"""India beside Aadhaar and PAN: voters, rations, health, provident fund, tax, companies.

ECI (EPIC), NHA (ABHA), EPFO (UAN and member id), ESIC, PFRDA (PRAN), Income-tax Rules 114A (TAN),
MCA (CIN, DIN), MSME (Udyam), SEBI (demat account), CERSAI (CKYC).
"""

from redaction.announced import announced, value
from redaction.patterns import Pattern, Recognizer

VOTER = (
    "voters?(?: ?(?:id|card|identity))?(?: ?(?:number|no|card))?",
    "epic(?: ?(?:no|number))?",
    "elector(?:al|s)?",
    "election (?:card|commission)",
    "मतदाता",
    "वोटर",
)
_RATION = ("ration(?: ?card)?(?: ?(?:number|no))?", "rashan", "pds", "राशन", "nfsa")
_HEALTH = (
    "abha(?: ?(?:number|no|id|address|card))?",
    "abdm",
    "ndhm",
    "health id",
    "ayushman",
    "आभा",
    "pmjay",
)
_PROVIDENT = (
    "uan(?: ?(?:number|no))?",
    "universal account",
    "epfo?",
    "pf(?: ?(?:account|number|no|a/c))?",
    "provident fund",
    "esi[c]?",
    "pran",
    "nps",
    "भविष्य निधि",
)
_TAN = ("tan(?: ?(?:number|no))?", "tax deduction", "tds", "form 16a?", "deductor")
_MARKET = (
    "demat",
    "dp ?id",
    "client id",
    "bo ?id",
    "cdsl",
    "nsdl",
    "depository",
    "ckyc",
    "kin",
    "kyc",
    "folio",
    "डीमैट",
)
_DIRECTOR = (
    "din(?: ?(?:number|no))?",
    "director(?:s)?(?: identification)?(?: (?:number|no))?",
    "mca",
    "dpin",
)
_NAMES = (
    r"ration card|rashan card|uan|universal account|pf (?:account|number|no|a/c|id)|"
    r"epf(?:o)?(?: account| member)?|esic?(?: ip)?|insurance person|ip number|pran|"
    r"din|dpin|ckyc|kin|demat(?: account)?|dp ?id|bo ?id|folio|udyam(?: registration)?|"
    r"lpg(?: consumer| id)?|gas consumer|job card|caste certificate|income certificate|"
    r"samagra(?: id)?|jan aadhaar|bhamashah|arogya|family id|parivar pehchan|pnr|fastag(?: id)?|"
    r"apaar(?: id)?|abc id|pen number|enrol?ment id|eid|hall ticket"
)

RECOGNIZER = Recognizer(
    name="indian_ids",
    patterns=(
        Pattern(
            scan=r"\b[A-Z]{3}\d{7}\b",
            entity_type="IN_VOTER",
            score=0.3,
            cased=True,
            context=VOTER,
            contextual=0.93,
            before="-",
            after="-",
        ),
        Pattern(
            scan=r"\b[a-z]{3} ?\d{7}\b|\b[a-z]{2}/\d{2}/\d{3}/\d{6,7}\b",
            entity_type="IN_VOTER",
            score=0.1,
            context=VOTER,
            contextual=0.85,
            before="-",
            after="-",
        ),
        announced(
            r"voters?(?: ?id(?:entity)?)?(?: ?card)?|epic|elector'?s? photo identity card",
            "IN_VOTER",
            r"(?i:[a-z]{2,3}[ /]?\d{6,12}|[a-z]{2}/\d{2}/\d{3}/\d{6,7})(?!\w)",
            others="मतदाता पहचान पत्र|वोटर आईडी|मतदाता",
            score=0.85,
            after="-",
        ),
        # health account: fourteen digits
        Pattern(
            scan=r"\b\d{2}-\d{4}-\d{4}-\d{4}\b",
            entity_type="HEALTH_ID",
            score=0.6,
            context=_HEALTH,
            contextual=0.96,
            before="-./+",
            after="-./",
        ),
        Pattern(
            scan=r"\b\d{2}[ ]?\d{4}[ ]?\d{4}[ ]?\d{4}\b",
            entity_type="HEALTH_ID",
            score=0.1,
            context=_HEALTH,
            contextual=0.93,
            before="-./+",
            after="-./",
        ),
        Pattern(
            scan=r"\b[a-z0-9][a-z0-9._]{2,30}@(?:abdm|sbx|ndhm)\b",
            entity_type="HEALTH_ID",
            score=0.9,
            after=".-@",
        ),
        announced(
            r"abha|health id|ayushman(?: bharat)?(?: card)?|pmjay(?: id)?", "HEALTH_ID", value(8)
        ),
        # provident fund: region, office, establishment, extension, member
        Pattern(
            scan=r"\b[A-Z]{2}[ /]?[A-Z]{3}[ /]?\d{7}[ /]?(?:\d{3}|[A-Z]\d{2})[ /]?\d{7}\b",
            entity_type="NATIONAL_ID",
            score=0.85,
        ),
        Pattern(
            scan=r"\b[A-Z]{2}/[A-Z]{3}/\d{3,7}(?:/\d{1,3})?/\d{2,7}\b",
            entity_type="NATIONAL_ID",
            score=0.5,
            context=_PROVIDENT,
            contextual=0.95,
        ),
        Pattern(
            scan=r"\b\d{4} ?\d{4} ?\d{4}\b|\b\d{10}\b|\b\d{17}\b",
            entity_type="NATIONAL_ID",
            score=0.1,
            context=_PROVIDENT,
            contextual=0.88,
            before="-./+",
            after="-./",
        ),
        Pattern(
            scan=r"\b(?:[a-z]{1,4}[ -]?)?\d{8,15}\b|\b[a-z]{2,3}\d{2}[a-z]?\d{6,10}\b",
            entity_type="NATIONAL_ID",
            score=0.1,
            context=_RATION,
            contextual=0.85,
            before="-./+",
            after="-./",
        ),
        Pattern(
            scan=r"\b[A-Z]{4}\d{5}[A-Z]\b",
            entity_type="TAX_ID",
            score=0.3,
            context=_TAN,
            contextual=0.93,
            before="-",
            after="-",
        ),
        # companies, of which some are one person: listing, industry, state, year, kind, number
        Pattern(
            scan=r"\b[LU]\d{5}[A-Z]{2}(?:19|20)\d{2}[A-Z]{3}\d{6}\b",
            entity_type="RECORD_ID",
            score=0.9,
        ),
        Pattern(
            scan=r"\b[A-Z]{3}-\d{4}\b|\b\d{8}\b",
            entity_type="RECORD_ID",
            score=0.1,
            context=_DIRECTOR,
            contextual=0.85,
            before="-./+",
            after="-./",
        ),
        Pattern(scan=r"\budyam-[a-z]{2}-\d{2}-\d{7}\b", entity_type="TAX_ID", score=0.95),
        Pattern(
            scan=r"\bIN[- ]?\d{6}[- ]?\d{8}\b|\b\d{8} ?\d{8}\b|\b\d{14}\b",
            entity_type="BANK_ACCOUNT",
            score=0.1,
            context=_MARKET,
            contextual=0.9,
            before="-./+",
            after="-./",
        ),
        announced(_NAMES, "NATIONAL_ID", value(6), others="राशन कार्ड|पेंशन"),
        announced(r"tan|tax deduction account", "TAX_ID", r"(?i:[a-z]{4} ?\d{5} ?[a-z])(?!\w)"),
    ),
    examples=(
        "voter id ABC1234567",
        "ABHA 91-1234-5678-9012",
        "UAN 100904319456",
        "ration card no. 1234567890",
        "MH/BAN/0012345/000/0001234",
        "TAN MUMA12345B",
        "CIN U72200KA2010PTC054321",
        "anita.rao@abdm",
    ),
)
