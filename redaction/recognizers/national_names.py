"""What states call the numbers of their people, in their languages: words for other recognizers."""

from redaction.announced import announced, value

_GENERIC = (
    "national (?:id(?:entity|entification)?|insurance|register)(?: ?(?:card|number|no|code))?s?",
    "identity (?:card|number|no|code|document)s?",
    "id(?:entity|entification)? ?(?:card|number|no|code)s?",
    "personal (?:id(?:entity|entification)?|code|number)(?: ?(?:code|number|no))?s?",
    "citizen(?:ship)?'?s? (?:id|number|no|card|service number)",
    "tax(?:payer)?(?:'s)?(?: (?:id(?:entification)?|file|reference|ref))?(?: ?(?:number|no|code))?",
    "fiscal (?:code|number)",
    "tins?",
    "social (?:security|insurance)(?: ?(?:number|no))?s?",
    "ssn",
    "government id",
    "birth number",
    "vat(?: (?:number|no|id))?",
    "medicare(?: ?(?:number|no|card))?",
)
_GERMAN = (
    "personalausweis(?:nummer|nr)?",
    "ausweis(?:nummer|nr)?",
    "steuer-?id(?:nr)?",
    "sozialversicherungs?(?:nummer|nr)",
    "sv-?(?:nummer|nr)",
    "versicherten(?:nummer|nr)",
    "ahv(?:-?(?:nr|nummer))?",
)
_ROMANCE = (
    "s(?:é|e)curit(?:é|e) sociale",
    "num(?:é|e)ro (?:fiscal|national|de s(?:é|e)cu)",
    "carte (?:nationale )?d'identit(?:é|e)",
    "registre national",
    "cni",
    "niss",
    "dni",
    "nie",
    "nif",
    "c(?:é|e)dula",
    "documento (?:nacional )?de identidad",
    "seguridad social",
    "contribuinte",
    "cart(?:ã|a)o de cidad(?:ã|a)o",
    "bilhete de identidade",
    "cpf",
    "identidade",
    "codice fiscale",
    "carta d'identit(?:à|a)",
    "cnp",
    "cod numeric personal",
    "buletin",
)
_NORTH = (
    "bsn",
    "burgerservicenummer",
    "sofi-?nummer",
    "rijksregister(?:nummer|nr)?",
    "insz",
    "person(?:en)?-?(?:nummer|nr)",
    "samordningsnummer",
    "cpr(?:-?(?:nummer|nr))?",
    "f(?:ø|o|oe)dselsnummer",
    "fnr",
    "d-nummer",
    "henkil(?:ö|o)tunnus",
    "hetu",
    "kennitala",
    "isikukood",
    "personas kods",
    "asmens kodas",
    "pps(?:n| ?(?:number|no))?",
)
_EAST = (
    "pesel",
    "nip",
    "dow(?:ó|o)d(?: osobisty)?",
    "rodn(?:é|e) (?:č|c)(?:í|i)slo",
    "r\\.(?:č|c)\\.",
    "taj(?:-?sz(?:á|a)m)?",
    "ad(?:ó|o)azonos(?:í|i)t(?:ó|o)(?: jel)?",
    "oib",
    "jmbg",
    "em(?:š|s)o",
    "egn",
    "егн",
    "\u0415\u0413\u041d",
    "afm",
    "αφμ",
    "\u0391\u03a6\u039c",  # the same, and the next, in capitals
    "\u0391\u039c\u039a\u0391",
    "amka",
    "αμκα",
    "t\\.?c\\.? ?kimlik(?: no)?",
    "tckn",
)
_WORLD = (
    "sin(?: ?(?:number|no|#))?",
    "tfn",
    "abn",
    "ird(?: ?(?:number|no))?",
    "nric",
    "hkid",
    "hong kong id",
    "rsa id",
    "sa id",
    "id no",
    "mynumber",
    "my number (?:card|id)",
    "マイナンバー",
    "個人番号",
    "emirates id",
    "teudat zehut",
    "curp",
    "nin",
    "पहचान",
)
CONTEXT = (*_GENERIC, *_GERMAN, *_ROMANCE, *_NORTH, *_EAST, *_WORLD)
"""Words near a number that make it a person's."""
AGAINST = (
    "order",
    "invoice",
    "tracking",
    "timestamp",
    "epoch",
    "ticket",
    "version",
    "build",
    "commit",
    "isbn",
    "sku",
    "ean",
    "upc",
    "serial",
    "awb",
    "shipment",
    "parcel",
    "issue",
    "port",
    "bytes",
    "phone",
    "mobile",
    "tel",
    "fax",
    "call",
    "account",
    "iban",
    "bestellung",
    "commande",
    "pedido",
)
_OWN = (
    r"national (?:id(?:entity|entification)?|register)|identity (?:card|number|document)|"
    r"id (?:card|number|no)|personal id(?:entity|entification)?|citizen(?:ship)? (?:id|card)|"
    r"tax(?:payer)? (?:id(?:entification)?|file)|social insurance|fiscal code|government id|"
    r"personalausweis(?:nummer|nr)?|ausweis(?:nummer|nr)|sozialversicherungs?(?:nummer|nr)|"
    r"rentenversicherungs(?:nummer|nr)|sv-?(?:nummer|nr)|svnr|steuer-?(?:id|nummer|nr|idnr)|"
    r"ahv-?(?:nummer|nr)|num(?:é|e)ro (?:fiscal|national|de s(?:é|e)cu(?:rit(?:é|e) sociale)?)|"
    r"carte (?:nationale )?d'identit(?:é|e)|cni|n(?:°|º) ?(?:s(?:é|e)cu|fiscal)|niss|dni|"
    r"c(?:é|e)dula(?: de ciudadan(?:í|i)a| de identidad)?|seguridad social|nuss|curp|"
    r"documento (?:nacional )?de identidad|contribuinte|cart(?:ã|a)o de cidad(?:ã|a)o|"
    r"cpf|codice fiscale|carta d'identit(?:à|a)|cnp|bsn|burgerservicenummer|"
    r"rijksregister(?:nummer|nr)?|identiteitskaart|personnummer|cpr(?:-(?:nummer|nr))?|"
    r"f(?:ø|o|oe)dselsnummer|henkil(?:ö|o)tunnus|hetu|kennitala|isikukood|personas kods|"
    r"asmens kodas|ppsn?|pesel|rodn(?:é|e) (?:č|c)(?:í|i)slo|taj(?:-?sz(?:á|a)m)?|"
    r"ad(?:ó|o)azonos(?:í|i)t(?:ó|o)(?: jel)?|oib|jmbg|em(?:š|s)o|egn|afm|amka|"
    r"tckn|t\.?c\.? ?kimlik|tfn|nric|fin (?:number|no)|cnic|nik|ktp|mykad|emirates id|"
    r"resident id(?:entity)?(?: card)?|bvn|nin|sa id|rsa id|huduma(?: number)?|kra pin|"
    r"ghana card|mynumber|my number (?:card|id)|sin (?:number|no|#)"
)
NAMES = announced(
    _OWN,
    "NATIONAL_ID",
    value(6),
    others=(
        "αφμ|\u0391\u03a6\u039c|\u0391\u039c\u039a\u0391|"
        "αμκα|егн|\u0415\u0413\u041d|"
        "マイナンバー|マイナンバ-|個人番号|身份证(?:号码?)?|주민등록번호|पहचान पत्र"
    ),
)
"""Right behind a number's own name: mistyped ones too, whose check digit is wrong."""
