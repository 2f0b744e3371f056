"""Postal addresses by pattern: US, UK, India, Germany, France, Spain; postcodes beside words."""

import re

from redaction.patterns import Narrow, Pattern, Recognizer, anchored, follow

_CAP = r"[A-Z\xc3][a-z\x80-\xff'.]+"
_ENGLISH = (
    "Street|St|Avenue|Ave|Road|Rd|Lane|Ln|Drive|Dr|Boulevard|Blvd|Court|Ct|"
    "Place|Pl|Square|Sq|Terrace|Ter|Parkway|Pkwy|Highway|Hwy|Way|Close|Crescent|"
    "Cres|"
    "Gardens|Circle|Cir|Trail|Trl|Mews|Row|Hill|Grove|Walk|Park|Green|Plaza|"
    "Loop|Alley|Turnpike|Pike|Quay|Wharf|Rise|Vale|View|Broadway|Heights|Point|"
    "Path|Run|Ridge|Crossing"
)
_INDIAN = (
    "Nagar|Marg|Salai|Colony|Layout|Cross|Main|Sector|Vihar|Enclave|Chowk|Gali|"
    "Puram|Road|Street|Society|Apartments?|Block|Phase"
)
# What may follow a street: flat, town, state, postcode, country.
_REST = (
    r"(?:,? (?:Apt|Apartment|Suite|Ste|Unit|Flat|Floor|Fl|Room|Rm|Bldg|No|#)\.? ?#?[\w-]{1,6})?"
    r"(?:[,\n] ?[A-Z][\w'.-]{1,24}(?: [A-Z][\w'.-]{1,24}){0,3}){0,3}"
    r"(?:,? (?:[A-Z]{2},? )?(?:\d{5}(?:-\d{4})?|\d{6}|\d{3} \d{3}|[A-Z]{1,2}\d[A-Z\d]? "
    r"\d[A-Z]{2})(?!\d))?"
    r"(?:, ?(?:USA|US|UK|United Kingdom|India|Germany|Deutschland|France|España|Spain))?"
)


def _with(expression: str) -> Narrow:
    """The hit, and what is read on behind it."""
    read = re.compile(expression)

    def narrow(text: str, start: int, end: int) -> tuple[tuple[int, int], ...]:
        match = read.match(text, end)
        return ((start, end if match is None else match.end()),)

    return narrow


RECOGNIZER = Recognizer(
    name="street_address",
    patterns=(
        Pattern(
            scan=(
                rf"\b\d{{1,5}}[A-Za-z]?(?:[/-]\d{{1,4}})?,? (?:(?:[NSEW]|North|South|East|"
                rf"West|Old|New|Upper|Lower|St)\.? )?(?:{_CAP} |\d{{1,3}}(?:st|nd|rd|th) "
                rf"){{1,3}}(?:{_ENGLISH})\b"
            ),
            entity_type="STREET_ADDRESS",
            score=0.75,
            cased=True,
            before="-.$€£₹/#",
            narrow=anchored(
                rf"\d{{1,5}}[A-Za-z]?(?:[/-]\d{{1,4}})?,? (?:[\w'.-]+ ){{1,5}}?(?:{_ENGLISH})"
                rf"\b\.?(?: (?:N|S|E|W|NE|NW|SE|SW|North|South|East|West)\b)?" + _REST
            ),
        ),
        # lower case, as typed in chats
        Pattern(
            scan=(
                r"\b\d{1,5} [a-z']+(?: [a-z']+){0,2} (?:street|avenue|ave|road|rd|lane|ln|"
                r"drive|blvd|boulevard|crescent|terrace|parkway)\b"
            ),
            entity_type="STREET_ADDRESS",
            score=0.4,
            context=(
                "address",
                "live",
                "lives",
                "living",
                "home",
                "house",
                "ship",
                "deliver",
                "moved?",
                "reside",
            ),
            contextual=0.75,
            before="-.$€£₹/#",
        ),
        Pattern(
            scan=r"\b(?:P\.? ?O\.?|Post Office) Box \d{1,6}\b",
            entity_type="STREET_ADDRESS",
            score=0.85,
        ),
        # Germany, Austria, Switzerland, Netherlands: the street, then the number
        Pattern(
            scan=(
                r"\b[A-Z\xc3][a-z\x80-\xff-]*(?:stra(?:ss|\xc3\x9f)e|str\.|weg|platz|gasse|"
                r"allee|ring|ufer|damm|straat|laan|plein|gracht)(?: Nr\.?)? \d{1,4}(?: ?[a-z])?\b|"
                r"\b[A-Z\xc3][a-z\x80-\xff-]+(?:er|-) ?(?:Stra(?:ss|\xc3\x9f)e|Str\.|Weg|"
                r"Platz|Allee|Ring) \d{1,4}[a-z]?\b|\b(?:Am|An der|Im|In der|Unter den|Zum|"
                r"Zur) [A-Z\xc3][a-z\x80-\xff]+ \d{1,3}[a-z]?\b"
            ),
            entity_type="STREET_ADDRESS",
            score=0.75,
            cased=True,
            open_start=True,
            narrow=_with(r"(?:,? (?:D-)?\d{4,5} [A-ZÄÖÜ][\w-]+(?: (?:am|an der|im) [A-Z]\w+)?)?"),
        ),
        # France
        Pattern(
            scan=(
                r"\b\d{1,4}(?: ?(?:bis|ter|quater))?,? (?:rue|avenue|av\.|boulevard|bd|place|"
                r"impasse|all(?:é|e)e|chemin|quai|route|cours|square|passage|villa|faubourg)"
                r" [A-Za-z\xc3]"
            ),
            entity_type="STREET_ADDRESS",
            score=0.75,
            before="-.$€£₹/#",
            narrow=anchored(
                r"\d{1,4}(?: ?(?:bis|ter|quater))?,? [\w.]+ (?:(?:de|du|des|la|le|les|l'|"
                r"d'|l|d|à|aux|et|sur|saint|sainte)[ -]?)*[A-ZÀ-Ý][\w'-]+(?:[ -](?:(?:de|"
                r"du|des|la|le|les) )?[A-ZÀ-Ý][\w'-]+){0,4}(?:,? \d{5} [A-ZÀ-Ý][\w'-]+(?:[ "
                r"-][A-ZÀ-Ý][\w'-]+)*)?"
            ),
        ),
        # Spain, Italy, Portugal, Latin America
        Pattern(
            scan=(
                r"\b(?:C/|Calle|Avda\.?|Avenida|Plaza|Pza\.?|Paseo|P\xc2\xba|Camino|Carretera|"
                r"Ronda|Traves(?:í|i)a|Via|Viale|Piazza|Corso|Rua|Largo|Pasaje|Urbanizaci(?:ó|"
                r"o)n) ?[A-Za-z\xc3]"
            ),
            entity_type="STREET_ADDRESS",
            score=0.7,
            cased=True,
            narrow=anchored(
                r"[\wº./]+ ?(?:(?:de|del|la|las|los|el|di|da|do|dos|das|dell[ao]|dei) )*"
                r"[A-ZÀ-Ý][\w'-]+(?: (?:(?:de|del|la|las|los|el|y|di|da|do|e) )*[A-ZÀ-Ý][\w'-]+)"
                r"{0,5},? ?(?:n[º°o]?\.? ?|número |num\. ?)?\d{1,4}(?:[ºª]?[A-Z]?\b)?"
                r"(?:(?:,? |-)(?:piso |\d{1,2}[ºª°]? ?)?"
                r"(?:[A-D]\b|izda?\.?|dcha?\.?|bajo|puerta \w+)){0,2}"
                r"(?:,? \d{5},? [A-ZÀ-Ý][\w'-]+)?"
            ),
        ),
        # India: a number, then localities, then a PIN code
        Pattern(
            scan=(
                r"\b(?:Flat|House|Plot|Door|Shop|H\.No|D\.No|Villa)\.? ?(?:No\.?|Number|"
                r"#)? ?[A-Z]?[-/]?\d{1,4}[A-Za-z]?(?:[/-]\d{1,4})?, ?[A-Z0-9]"
            ),
            entity_type="STREET_ADDRESS",
            score=0.8,
            cased=True,
            narrow=anchored(
                r"[^\n,]{2,30}(?:, ?[A-Z0-9][\w'. -]{1,40}){1,6}(?: ?- ?\d{6}| \d{6}| \d{3} \d{3})?"
            ),
        ),
        Pattern(
            scan=(
                rf"\b#?\d{{1,4}}[A-Za-z]?(?:/\d{{1,4}})?,? (?:\d{{1,2}}(?:st|nd|rd|th) (?:Cross|"
                rf"Main|Block|Floor|Phase|Stage)|(?:[A-Z][A-Za-z.]+ ){{1,3}}(?:{_INDIAN})"
                rf")\b"
            ),
            entity_type="STREET_ADDRESS",
            score=0.7,
            cased=True,
            before="-.$€£₹/",
            narrow=_with(r"(?:, ?[A-Z0-9][\w'. ]{1,30}){0,5}(?: ?- ?\d{6}| \d{6}| \d{3} \d{3})?"),
        ),
        # postcodes
        Pattern(
            scan=r"\b(?:[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}|GIR 0AA)\b",
            entity_type="STREET_ADDRESS",
            score=0.6,
            cased=True,
            context=("postcode", "address", "live", "near", "london"),
            contextual=0.8,
        ),
        Pattern(
            scan=(
                r"\b(?:zip(?: ?code)?|post(?:al)? ?code|pin(?: ?code)|plz|c(?:ó|o)digo postal|"
                r"code postal|cap|c\.p\.)[\"']?(?: is)?[ ]?[:=#-]?[ ]?[\"']?[0-9a-z]"
            ),
            entity_type="STREET_ADDRESS",
            score=0.7,
            narrow=follow(
                r"\d{5}(?:-\d{4})?(?!\d)|\d{6}(?!\d)|\d{3} \d{3}(?!\d)|"
                r"(?i:[a-z]{1,2}\d[a-z\d]? ?\d[a-z]{2})\b|\d{4}(?: ?[A-Z]{2})?(?!\w)"
            ),
            after="-.",
        ),
        Pattern(
            scan=(
                r"\b[A-Z][a-z]+,? (?:A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|"
                r"N[CDEHJMVY]|O[HKR]|PA|RI|S[CD]|T[NX]|UT|V[AT]|W[AIVY]),? \d{5}(?:-\d{4})?\b"
            ),
            entity_type="STREET_ADDRESS",
            score=0.75,
            cased=True,
        ),
    ),
    examples=(
        "lives at 221 Baker Street, London",
        "742 Evergreen Terrace, Springfield, IL 62704",
        "Hauptstraße 12, 10115 Berlin",
        "12 rue de la Paix, 75002 Paris",
        "Calle Mayor 5, 28013 Madrid",
        "Flat 4B, Lotus Enclave, Bengaluru 560001",
        "PO Box 1234",
        "zip code 94105",
        "SW1A 1AA",
    ),
)
