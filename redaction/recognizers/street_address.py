"""Postal addresses of English-speaking countries, and what a label or a postcode announces.

Sources: USPS Publication 28 (street suffixes, units, states), Royal Mail (postcodes), Canada Post,
Australia Post, An Post (Eircode), Singapore Post.
"""

import re
from collections.abc import Iterator

from redaction.patterns import Narrow, Pattern, Recognizer, follow
from redaction.postal import STATE_NAMES, STATES, UNIT, anchored_at, head, onward, tail
from redaction.statements import sentence_before

_CAP = r"[A-Z\xc3][a-z\x80-\xff'.]+"
_ENGLISH = (
    "Street|St|Avenue|Ave|Av|Road|Rd|Lane|Ln|Drive|Dr|Boulevard|Blvd|Court|Ct|"
    "Place|Pl|Square|Sq|Terrace|Ter|Parkway|Pkwy|Highway|Hwy|Way|Close|Crescent|"
    "Cres|Gardens|Circle|Cir|Trail|Trl|Mews|Row|Hill|Grove|Walk|Park|Green|Plaza|"
    "Loop|Alley|Turnpike|Pike|Quay|Wharf|Rise|Vale|View|Broadway|Heights|Point|"
    "Path|Run|Ridge|Crossing|Esplanade|Parade|Croft|Cove|Bypass|Expressway|Freeway|"
    "Promenade|Causeway|Byway"
)
_RARER = (
    "Pass|Bend|Trace|Landing|Junction|Canyon|Valley|Meadows?|Springs?|Station|Gate|Circuit|"
    "Extension|Fields?|Manor|Spur|Summit|Creek|Village|Islands?|Mountains?|Harbors?|Forges?|"
    "Streets|Squares|Parks|Drives|Lakes?|Motorway|Shores?|Stream|Views|Ports?|Mills?|Bridge|"
    "Knolls?|Forest|Glens?|Hollow|Isle|Orchard|Ranch|River|Rest|Rapids?|Skyway|Stravenue|Camp"
)
"""Words of streets that are as often words of other things: a postcode must follow."""
_DIRECTION = (
    r"(?:[NSEW]|NE|NW|SE|SW|North|South|East|West|Old|New|Upper|Lower|Great|Little|St|Mt)\.? "
)
_NUMBER = r"\d{1,6}[A-Za-z]?(?:[/-]\d{1,4}[A-Za-z]?)?"
_NAMED = (
    rf"(?:{_DIRECTION})?(?:(?:{_CAP}|of|the|de|la|el|los|las|[A-Z]\.?) |"
    r"\d{1,3}(?:st|nd|rd|th) ){1,4}"
)
_SOME = ".$€£₹/#"
_PLURAL = re.compile(
    r" (?!(?:is|was|has|this|plus|as|us|its|his|across|always|thus|address)\b)[a-z]{3,}(?<!s)s\b"
)
_NOT_AFTER = re.compile(
    r"(?:section|article|chapter|figure|fig|table|step|rule|clause|part|page|question|version|act|"
    r"lesson|episode|season|level|top|note|item|grade|class|volume|vol|q|ss?)\.? \Z",
    re.IGNORECASE,
)
_BEFORE_UNIT = re.compile(
    rf"(?:(?:{UNIT}|(?:[A-Z][\w']+ ){{1,2}}(?:House|Court|Cottage|Lodge|Building|Tower|"
    rf"Mansions?)),? ?(?:\n)?)\Z"
)


_NO_STREET = re.compile(
    r"(?:Hard|Google|Flash|USB|Tape|Bit|Data|Disk|Test|Shared|Team|External|SSD|Cloud) Drives?|"
    r"Way Street|"
    r"(?:Critical|File|Test|Data|Dry|Trial|Training|Access|Check|End|Power|Starting|Turning|"
    r"Story|Decimal|"
    r"Tree|List|Table|Web|Page|Grid|Detail|Header|Unit|Full|Feedback|For|While|Event|Game|Main|"
    r"Inner|Outer|"
    r"Supreme|High|District|Federal|County|First|Second|Third|Last|Market|Work|Car|Theme|"
    r"National|Home) "
    r"(?:Path|Run|Point|View|Row|Circle|Loop|Court|Place|Park)"
)
"""Two words of which the second is no street's."""


def _street(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The street, the flat before it and what of the address follows."""
    if _NO_STREET.search(text, start, end):
        return
    if _NOT_AFTER.search(text[max(0, start - 16) : start]):
        return
    at = end + 1 if text[end : end + 1] == "." else end
    turned = re.match(r" (?:N|S|E|W|NE|NW|SE|SW|North|South|East|West)\b\.?", text[at : at + 8])
    stop, sure = tail(text, at + turned.end() if turned else at)
    if sure or not _PLURAL.match(text, end):
        unit = _BEFORE_UNIT.search(text[max(0, start - 40) : start])
        yield (start - len(unit[0]) if unit else start), stop


def _pattern(scan: str, narrow: Narrow | None, score: float = 0.75, **more: object) -> Pattern:
    base: dict[str, object] = {
        "scan": scan, "entity_type": "STREET_ADDRESS", "score": score, "cased": True,
        "before": _SOME + "-", "narrow": narrow,
    }  # fmt: skip
    return Pattern(**{**base, **more})  # type: ignore[arg-type]


_LOWER = re.compile(
    r"(?:,? (?:apt|apartment|unit|suite|ste|flat|floor|#)\.? ?#?[\w-]{1,6})?"
    r"(?:,? [a-z]+(?: [a-z]+)?,? (?:[a-z]{2} )?\d{5}(?:-\d{4})?(?!\w)|"
    r",? [a-z]+(?: [a-z]+)?,? [a-z]{1,2}\d[a-z\d]? ?\d[a-z]{2}(?!\w))?"
)


def _lower(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    match = _LOWER.match(text, end)
    yield start, match.end() if match else end


_LABELLED = re.compile(
    r"(?P<v>[^\s\"'<>{}\[\]|;\t][^\"<>{}\[\]|;\t\n]{4,160}?)(?=[\"'<>{}\[\]|;\t\n]|\.\s|\.?\Z|"
    r",? (?:phone|tel|mobile|email|e-mail|mob|contact|dob|and (?:my|his|her|the)|pin ?code|"
    r"do hereby|do solemnly|hereby|hereinafter|solemnly|who|which|has|have|had|am|states? that|"
    r"aged (?:\d|about))\b|"
    r",? (?:pan|aadhaa?r|passport|ssn|gstin|voter|account|nationality|occupation)"
    r"(?: (?:no|card|number|id)\.?){0,2} ?[:=-])",
    re.IGNORECASE,
)
_NO_ADDRESS = re.compile(
    r"@|://|0x|localhost|=|\\|\d{1,3}(?:\.\d{1,3}){3}|[0-9a-f]{2}:[0-9a-f]{2}|\w\(|^[\w.-]+$|"
    r"\b(?:the|this|that|is|are|was|will|be|your|must|should|can|when|which|not|to)\b",
    re.IGNORECASE,
)
_NO_LABEL = re.compile(
    r"(?:ip|mac|e-?mail|memory|web|wallet|url|contract|btc|eth|server|bind|host|return|base|listen|"
    r"physical|virtual|network|mail|bitcoin|crypto|internet|multicast|gateway|start|end|link|"
    r"site|to|we|"
    r"issues?|concerns?|problem)[ _-]\Z",
    re.IGNORECASE,
)
_LINE = re.compile(r"\r?\n[ \t]{0,8}(?=[A-Z\d#])[^\n:=@<>{}\[\]|;\"]{3,60}(?=\r?\n|\Z)")


_LABEL_AFTER = re.compile(
    r"(?:\A|[\n\r\"'{(,;.|>\t*-]|\b(?:home|billing|shipping|postal|mailing|delivery|"
    r"residential|permanent|"
    r"current|street|office|my|our|his|her|their|your|the|new|old|full|work|registered|"
    r"correspondence|and|is|"
    r"customer|patient|client|employee|company|business|personal|present|communication|house|"
    r"_))[ _]?\Z",
    re.IGNORECASE,
)
_RESIDES = ("res", "r/o", "wohn")


def _announced(text: str, start: int, end: int) -> bool:
    """Whether a label stands where labels do, with a sign or a number behind it."""
    label = text[start:end].lower()
    if label.startswith(_RESIDES) and not label.startswith("residence"):
        return True
    told = (
        any(sign in label for sign in (":", "=", " is", " ist", " est", " es"))
        or label[-1] in "0123456789#"
    )
    return told and _LABEL_AFTER.search(text[max(0, start - 16) : start]) is not None


def _labelled(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The line behind `Address:`, and the lines after it down to a postcode or a town."""
    if _NO_LABEL.search(text[max(0, start - 16) : start]):
        return
    match = _LABELLED.match(text, end - 1)
    if match is None or _NO_ADDRESS.search(match["v"]) or not _announced(text, start, end):
        return
    value = match["v"].rstrip(" ,.")
    if not (any(char.isdigit() for char in value) or re.search(r"[A-Zऀ-ॿ].*,", value)):
        return
    stop, _ = tail(text, match.start("v") + len(value))
    yield match.start("v"), stop


def _near(text: str, start: int) -> bool:
    return head(text, start) < start or bool(_PLACED.search(sentence_before(text, start)))


_PLACED = re.compile(
    r"(?i:\b(?:address|live[sd]?|living|postcode|post code|postal|zip|resid\w+|ship|deliver\w*|"
    r"near|moved|based|located|located in|area|eircode)\b)"
)


def _code(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A postcode, with the lines before it."""
    begin = head(text, start)
    yield begin, tail(text, end)[0]


def _placed_code(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Likewise, where something around it speaks of a place."""
    if _near(text, start):
        yield head(text, start), tail(text, end)[0]


RECOGNIZER = Recognizer(
    name="street_address",
    patterns=(
        _pattern(rf"\b{_NUMBER},? {_NAMED}(?:{_ENGLISH})\b", _street, ending=rf" (?:{_ENGLISH})\b"),
        _pattern(
            rf"\b{_NUMBER},? (?:{_DIRECTION})?(?:{_CAP} ){{1,3}}(?:{_RARER})\b",
            onward(sure=True),
            ending=rf" (?:{_RARER})\b",
        ),
        _pattern(
            r"\b\d{1,6},? (?:(?:Old |US |State |County |Interstate |Farm to Market |N |S |E |W )?"
            r"(?:Highway|Hwy|Route|Rte|Rt|Road|County Road|CR|FM|SR|Interstate|I) ?-?\d{1,4}|"
            r"Broadway|"
            r"The [A-Z][a-z]+(?: [A-Z][a-z]+)?|Avenue (?:of the [A-Z][a-z]+|[A-Z])\b|"
            r"Rural Route \d{1,3})",
            onward(sure=True),
        ),
        _pattern(
            r"\b(?:One|Two|Three|Four|Five|Six|Seven|Eight|Nine|Ten) "
            rf"(?:{_CAP} ){{1,3}}(?:{_ENGLISH})\b",
            onward(sure=True),
            ending=rf" (?:{_ENGLISH})\b",
        ),
        # lower case, as typed in chats
        _pattern(
            (
                r"\b\d{1,6}[a-z]? (?:[nsew]\.? )?(?:[a-z']+|\d{1,3}(?:st|nd|rd|"
                r"th))(?: [a-z']+){0,2} "
                r"(?:street|st|avenue|ave|road|rd|lane|ln|"
                r"drive|dr|blvd|boulevard|crescent|terrace|parkway|ct)\b"
            ),
            _lower,
            0.4,
            cased=False,
            context=(
                "address",
                "lives?",
                "living",
                "home",
                "house",
                "ship(?:ped|ping)?",
                "deliver(?:y|ed)?",
                "moved?",
                "reside[sd]?",
                "stay(?:s|ing)?",
                "apt",
                "located",
                "send",
                "pick ?up",
                "drop",
                "come to",
                "meet",
                "staying",
            ),
            contextual=0.75,
        ),
        _pattern(
            r"\b(?:P\.? ?O\.?|Post Office|Postal|GPO|Private|Locked)\.? ?(?:Box|"
            r"Bag) (?:No\.? ?)?\d{1,6}\b",
            onward(),
            0.85,
            cased=False,
        ),
        _pattern(
            r"\b(?:PSC|CMR|Unit|UNIT) \d{2,5},? (?:Box|BOX) \d{1,5}\b|"
            r"\b(?:USNS|USS|USCGC) [A-Z][a-z]+\b",
            onward(sure=True),
            0.85,
        ),
        _pattern(r"\b(?:APO|FPO|DPO),? A[AEP],? \d{5}(?:-\d{4})?\b", anchored_at(alone=True), 0.85),
        _pattern(
            rf"\b[A-Z][a-z]+,? (?:{STATES}|{STATE_NAMES}),? \d{{5}}(?:-\d{{4}})?\b",
            anchored_at(alone=True),
            ending=rf" (?:{STATES}|{STATE_NAMES}),? \d{{5}}(?:-\d{{4}})?\b",
        ),
        _pattern(
            r"\b(?:Apt|APT|Apartment)\.? (?:No\.? ?|#)?\d{1,5}[A-Z]?\b|\bSuite \d{3,5}\b",
            onward(),
            0.6,
        ),
        # United Kingdom, Ireland, Canada, Australia, Singapore
        _pattern(
            r"\b(?:[A-Z]{1,2}\d[A-Z\d]? \d[ABD-HJLNP-UW-Z]{2}|GIR 0AA)\b",
            _code,
            0.6,
            context=("postcode", "address", "live", "near", "london"),
            contextual=0.8,
        ),
        _pattern(
            r"\b[a-z]{1,2}\d[a-z\d]? ?\d[abd-hjlnp-uw-z]{2}\b",
            _placed_code,
            0.4,
            cased=False,
            context=(
                "post ?code",
                "address",
                "live",
                "lives",
                "living",
                "moved",
                "road",
                "street",
                "lane",
                "avenue",
                "close",
            ),
            contextual=0.7,
        ),
        _pattern(
            r"\b(?:[AC-FHKNPRTV-Y]\d{2}|D6W) [0-9AC-FHKNPRTV-Y]{4}\b",
            _placed_code,
            0.7,
            valid=lambda text: any(char.isdigit() for char in text[-4:]),
        ),
        _pattern(
            r"\b(?:AB|BC|MB|NB|NL|NS|NT|NU|ON|PE|QC|SK|YT|Ontario|Quebec|Québec|Alberta|"
            r"Manitoba),? "
            r"[ABCEGHJ-NPRSTVXY]\d[A-Z][ -]?\d[A-Z]\d\b",
            anchored_at(alone=True),
            0.85,
        ),
        _pattern(r"\b[ABCEGHJ-NPRSTVXY]\d[A-Z] \d[A-Z]\d\b", _code, 0.65),
        _pattern(
            r"\b[A-Z][a-z]+,? (?:NSW|VIC|QLD|WA|SA|TAS|ACT|NT|Vic|Qld|Tas),? \d{4}\b",
            anchored_at(alone=True),
            ending=r" (?:NSW|VIC|QLD|WA|SA|TAS|ACT|NT|Vic|Qld|Tas),? \d{4}\b",
        ),
        _pattern(r"\bSingapore,? \(?\d{6}\b|\bS\(\d{6}\)", anchored_at(alone=True)),
        _pattern(
            (
                r"\b(?:zip(?: ?code)?|post(?:al)? ?code|eircode|pin(?: ?code)|plz|c(?:ó|"
                r"o)digo postal|"
                r"code postal|postleitzahl|cap|c\.p\.|"
                r"postnummer)[\"']?(?: is)?[ ]?[:=#-]?[ ]?[\"']?[0-9a-z]"
            ),
            follow(
                r"\d{5}(?:-\d{4})?(?!\d)|\d{6}(?!\d)|\d{3} \d{3}(?!\d)|\d{2}-\d{3}(?!\d)|"
                r"(?i:[a-z]{1,2}\d[a-z\d]? ?\d[a-z]{2})\b|(?i:[a-z]\d[a-z] ?\d[a-z]\d)\b|"
                r"(?i:[a-z]\d[\dw] ?[a-z\d]{4})\b|\d{4}(?: ?[A-Z]{2})?(?!\w)"
            ),
            0.7,
            cased=False,
            before="",
            after="-.",
        ),
        _pattern(
            r"\b(?:address|anschrift|adresse|wohnhaft(?: in)?|domicilio|direcci(?:ó|o)n|indirizzo|"
            r"endere(?:ç|c)o|morada|adres|adress|residence|pata|resident of|residing at|r/o)"
            r"(?: is| ist| est| es)?[\"']?[ \t]{0,2}(?:[:=]|-|"
            r")[ \t]{0,2}(?:\r?\n[ \t]{0,8})?[\"']?[0-9a-z#\xc0-\xff]",
            _labelled,
            0.7,
            cased=False,
            before="",
            open_end=True,
        ),
        _pattern(
            r"(?:पता|निवासी)[ \t]{0,2}(?:[:-]|है)[ \t]{0,2}[^\s]",
            _labelled,
            0.7,
            before="",
            open_end=True,
        ),
    ),
    examples=(
        "lives at 221 Baker Street, London",
        "742 Evergreen Terrace, Springfield, IL 62704",
        "PO Box 1234",
        "zip code 94105",
        "SW1A 1AA",
        "Address: Rose Cottage, Mill Lane, Ashford TN24 0AB",
        "9 George St, Sydney NSW 2000",
    ),
)
