"""Postal addresses of India: houses, sectors, lanes, villages with post office and district, PIN.

Sources: India Post (PIN, address guide), forms of UIDAI (Aadhaar) and the Election Commission.
"""

import re
from collections.abc import Iterator

from redaction.patterns import Narrow, Pattern, Recognizer
from redaction.postal import REACH, head

_LOCALITY = (
    "Nagar|Marg|Salai|Colony|Layout|Vihar|Enclave|Chowk|Gali|Puram|Road|Rd|Street|Bazaa?r|"
    "Mohalla|Peth|"
    "Society|Apartments?|Apts?|Bagh|Kunj|Ganj|Pura|Puri|Wadi|Halli|Palya|Extension|Extn|"
    "Towers?|Heights|"
    "Residency|Complex|Chawl|Bhavan|Bhawan|Niwas|Sadan|Villa|Township|Estate|Garh|Pally|Para|"
    "Sarani|"
    "Cross|Main|Block|Phase|Stage|Sector|Circle|Chambers|Mandir Road|Market"
)
_HOUSE = (
    r"(?:h\.? ?no|house no|flat no|flat|plot no|plot|door no|d\.? ?no|shop no|room no|"
    r"qtr\.? no|quarter no|"
    r"quarters? no|survey no|sy\.? ?no|khasra no|gali no|gali number|street no|ward no|flat number|"
    r"house number|plot number|bungalow no|villa no|tower no|bldg no|house|makaan no|makan no)"
)
_UP = "A-ZÀ-Þ"
_WORD = (
    rf"(?:[{_UP}][\w'.-]*|\d{{1,4}}(?:st|nd|rd|th)?[A-Z]?(?:[/-]\w{{1,5}}){{0,4}}|"
    r"\([A-Za-z.]{1,6}\))"
)
_NEAR = (
    r"(?:(?:near|nr|opp|opposite|behind|beside|besides|next to|adjacent to|adj|above|below|off|"
    r"via|c/o|"
    r"s/o|d/o|w/o|vill|village|vpo|post|p\.?o|p\.?s|teh|tehsil|tal|taluka|taluk|tq|mandal|dist|"
    r"distt|"
    r"district|state|pin|pin ?code|sector|sec|block|phase|gali|lane|h\.? ?no|flat|plot|ward|"
    r"floor|and|of|no)"
    r"(?:\.|\b)(?: ?(?:no|number)\b\.?)?[ :-]{0,2})"
)
_SEGMENT = re.compile(
    rf"(?:(?i:{_NEAR}))*(?:{_WORD})(?:[ &.-]{{1,2}}(?:(?i:{_NEAR}))?{_WORD}){{0,6}}"
)
_PIN = re.compile(r"[ ,]{0,2}(?:(?i:pin ?code|pin)[ :.-]{0,3}|[-(] ?| )?[1-9]\d{2} ?\d{3}\)?(?!\d)")
_GAP = re.compile(r"[ ]?[,;][ ]?(?:\r?\n[ ]*)?|[ ]?\r?\n[ \t]{0,8}|[ ]?- |\. ?(?=[A-Z])")
_FIELD = re.compile(r"\s?(?:[:=]|@)")
_MOST = 10
_NOT = re.compile(
    r"(?i:phone|ph|tel|mob|mobile|email|e-mail|contact|thanks|regards|dob|date|name|order|"
    r"and my|my|the|he|she|it|"
    r"they|please|we|you|i|call|aadhaar|pan|gst|gstin|age|sex|gender|this|that|is|was|for|from|"
    r"to|hi|hello|dear|if)\b"
)


def _onward(text: str, at: int) -> int:
    """Where localities, landmarks, town, state and PIN end that follow a place."""
    end = at
    for _ in range(_MOST):
        pin = _PIN.match(text, end)
        if pin is not None:
            return pin.end()
        gap = _GAP.match(text, end)
        if gap is None or _NOT.match(text, gap.end()):
            break
        part = _SEGMENT.match(text, gap.end())
        if part is None or _FIELD.match(text, part.end()):
            break
        end = part.end()
    return end


def _cased(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """What stands behind a house, a sector or a locality."""
    yield start, _onward(text, end)


def _sure(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Likewise, where localities or a PIN follow."""
    stop = _onward(text, end)
    if stop > end:
        yield start, stop


_LOWER = re.compile(
    r"[^\n;|\"<>{}]{0,90}?(?<!\d)[1-9]\d{2} ?\d{3}(?!\d)|"
    r"(?:[ ,]{1,2}(?!(?:and|my|is|was|phone|mobile|ka|ki|par|me|mein|pe|hai|please|pls|call|"
    r"the|i|u|do|does|hereby|hereinafter|solemnly|who|which|that|has|have|had|am|are|since|aged|"
    r"we|he|she|they|it|to|for)\b)[\w/-]+){0,6}"
)


def _small(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """`h no 12 gali no 4 laxmi nagar delhi 110092`: down to the PIN, else a few words."""
    capital = _onward(text, end)
    match = _LOWER.match(text, end)
    yield start, max(capital, match.end() if match else end)


_HINDI = re.compile(
    r"[^\n।;|\"<>{}:]{0,110}?(?<!\d)[1-9]\d{2} ?\d{3}(?!\d)|[^\n।;|\"<>{}:?]{0,70}?(?=[\n।;|]|"
    r"\Z| (?:है|में|पर|और मेरा))"
)


def _hindi(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    match = _HINDI.match(text, end)
    yield start, match.end() if match else end


_RURAL = re.compile(
    r"(?i:village|vill|vpo|gram|gaon|mouza)[.:]?[ -]?",
)
_RURAL_NEXT = re.compile(
    r"[ ,]{0,2}(?:\r?\n ?)?(?i:post|p\.? ?o|post office|p\.? ?s|thana|tehsil|teh|tal|taluka?|"
    r"mandal|dist|distt|district|block|via|zila|jila)\b"
)


def _rural(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """`Vill. Rampur, P.O. Bisauli, Dist. Budaun`: a village needs one of the others behind it."""
    if _RURAL_NEXT.match(text, end) is not None:
        yield start, _onward(text, end)


_DISTRICT = re.compile(r"(?i:nagar|road|colony|marg|vihar|sector|gali|street|no|near|opp)\b")


def _before_pin(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A town and its PIN, where a house or a locality leads to them."""
    begin = head(text, start)
    if begin < start:
        yield begin, end
    elif _STATE.search(text[max(0, start - REACH // 4) : end]):
        yield start, end


_STATE = re.compile(
    r"\b(?:Andhra Pradesh|Arunachal Pradesh|Assam|Bihar|Chhattisgarh|Goa|Gujarat|Haryana|"
    r"Himachal Pradesh|"
    r"Jharkhand|Karnataka|Kerala|Madhya Pradesh|Maharashtra|Manipur|Meghalaya|Mizoram|Nagaland|"
    r"Odisha|"
    r"Punjab|Rajasthan|Sikkim|Tamil ?Nadu|Telangana|Tripura|Uttar Pradesh|Uttarakhand|"
    r"West Bengal|Delhi|"
    r"Mumbai|Kolkata|Chennai|Bengaluru|Bangalore|Hyderabad|Pune|Ahmedabad|Jaipur|Lucknow|"
    r"Kanpur|Nagpur|"
    r"Indore|Thane|Bhopal|Patna|Noida|Gurgaon|Gurugram|Ghaziabad|Ludhiana|Agra|Nashik|"
    r"Faridabad|Meerut|"
    r"Rajkot|Varanasi|Surat|Srinagar|Amritsar|Ranchi|Coimbatore|Kochi|Mysuru|Mysore|Guwahati|"
    r"Chandigarh)\b"
)


def _pattern(scan: str, narrow: Narrow, score: float = 0.75, **more: object) -> Pattern:
    base: dict[str, object] = {
        "scan": scan, "entity_type": "STREET_ADDRESS", "score": score, "cased": True,
        "before": "-.$€£₹/", "narrow": narrow,
    }  # fmt: skip
    return Pattern(**{**base, **more})  # type: ignore[arg-type]


RECOGNIZER = Recognizer(
    name="indian_address",
    patterns=(
        _pattern(
            r"\b(?:Flat|House|Plot|Door|Shop|H\. ?No|D\. ?No|Villa|Room|Qtr|Bungalow|"
            r"Office)\.? ?(?:No\.?|Number|"
            r"#)? ?[:-]? ?[A-Z]?[-/]?\d{1,4}[A-Za-z]?(?:[/-]\d{1,4}[A-Z]?){0,4},? ",
            _sure,
            0.8,
            before="",
            open_end=True,
        ),
        _pattern(
            rf"\b{_HOUSE}\.? ?[:#-]? ?[a-z]?[-/]?\d{{1,4}}[a-z]?"
            r"(?:[/-]\d{1,4}[a-z]?){0,4}\b[ ,]",
            _small,
            0.3,
            cased=False,
            before="",
            open_end=True,
            context=(
                "address",
                "nagar",
                "colony",
                "vihar",
                "sector",
                "gali",
                "mohalla",
                "road",
                "pin",
                "pincode",
                "pin code",
                "rehta",
                "rehti",
                "live",
                "lives",
                "delhi",
                "mumbai",
                "pune",
                "near",
                "opp",
                "street",
                "apartments?",
                "society",
                "marg",
                "enclave",
                "pata",
            ),
            contextual=0.7,
        ),
        _pattern(
            r"\b#?\d{1,4}[A-Za-z]?(?:[/-]\d{1,4}){0,3},? \d{1,2}(?:st|nd|rd|"
            r"th) [\"A-Z]?[\" ]{0,2}(?:Cross|"
            r"Main|Block|Phase|Stage|Street|Floor|Avenue|Lane)\b",
            _cased,
            0.75,
        ),
        _pattern(
            r"\b(?:#|No\.? ?)?[A-Z]?-?\d{1,4}[A-Za-z]?(?:[/-]\d{1,4}[A-Z]?){0,3},? "
            r"(?:[A-Z][A-Za-z.']+ ){1,3}"
            rf"(?:{_LOCALITY})\b",
            _sure,
            0.7,
            ending=rf" (?:{_LOCALITY})\b",
        ),
        _pattern(
            r"\b\d{1,4}[A-Za-z]?(?:[/-]\d{1,4}){0,3},? (?:[A-Z][A-Za-z.']+ ){1,3}(?:Nagar|Marg|"
            r"Salai|Colony|"
            r"Vihar|Enclave|Chowk|Gali|Puram|Layout)\b",
            _cased,
            0.7,
            ending=r" (?:Nagar|Marg|Salai|Colony|Vihar|Enclave|Chowk|Gali|Puram|Layout)\b",
        ),
        _pattern(
            r"\b[A-Z]{1,2}[-/ ]?\d{1,4}[A-Z]?(?:/\d{1,4})?,? (?:Sector|Sec\.?|Block|Phase|"
            r"Pocket|Ward)[- ]?"
            r"(?:\d{1,3}[A-Z]?|[A-Z]{1,2}|I{1,3})\b",
            _cased,
            0.75,
        ),
        _pattern(
            r"\b(?:Sector|Phase|Pocket)[- ]?\d{1,3}[A-Z]?, [A-Z]",
            _cased,
            0.6,
            open_end=True,
            valid=lambda text: bool(_STATE.search(text)),
        ),
        _pattern(
            r"\b(?:Village|Vill\.?|VPO|Gram|Mouza|VILL\.?|"
            r"VILLAGE)[.:]?[ -]{0,2}[A-Z][A-Za-z]+(?: [A-Z][a-z]+)?",
            _rural,
            0.75,
            open_end=True,
        ),
        _pattern(
            r"\b[A-Z][a-z]+(?: [A-Z][a-z]+)?,? ?[-(]? ?[1-9]\d{2} ?\d{3}\b",
            _before_pin,
            0.7,
            ending=r"[a-z,( -][1-9]\d{2} ?\d{3}\b",
        ),
        _pattern(
            r"(?:मकान|फ्लैट|प्लॉट|प्लाट|गली|वार्ड|घर|म\.)(?: ?(?:नंबर|नम्बर|नं\.?|नo|संख्या|"
            r"सं\.?|न\.?)) ?:? ?[0-9A-Z]",
            _hindi,
            0.75,
            open_end=True,
            before="",
        ),
        _pattern(
            r"(?:ग्राम|गाँव|गांव) ?[:-]? ?[^\s,0-9]{2,40},? (?:पोस्ट|तहसील|जिला|ज़िला|थाना|पो\.)",
            _hindi,
            0.75,
            open_end=True,
            before="",
        ),
    ),
    examples=(
        "Flat 4B, Lotus Enclave, Bengaluru 560001",
        "H.No. 12-3-45/A, Street No. 5, Habsiguda, Hyderabad - 500007",
        "#45, 2nd Main, 3rd Cross, Indiranagar, Bangalore 560038",
        "B-42, Sector 62, Noida",
        "Vill. Rampur, P.O. Bisauli, Dist. Budaun, UP",
        "मकान नंबर 12, गली नंबर 4, लक्ष्मी नगर, दिल्ली 110092",
    ),
)
