"""Postal addresses of continental Europe and Japan, where the number mostly follows the street.

Sources: UPU S42 address templates of the countries, DIN 5008, La Poste (NF Z 10-011), Correos,
Poste Italiane, PostNL, CTT, Poczta Polska, PostNord, Posten, Japan Post.
"""

import re
from collections.abc import Iterator

from redaction.patterns import Narrow, Pattern, Recognizer, anchored
from redaction.postal import anchored_at, head, onward, tail

_SOME = "-.$€£₹/#"
_GERMAN_SMALL = (
    r"(?:stra(?:ss|\xc3\x9f)e|str\.|weg|platz|gasse|allee|ring|ufer|damm|steig|stieg|wall|"
    r"chaussee|graben|stiege|promenade|straat|laan|plein|gracht|kade|dijk|singel|hof)"
    r"(?: Nr\.?)? \d{1,4}(?: ?[a-z])?\b"
)
_GERMAN_LARGE = (
    r"(?:Stra(?:ss|\xc3\x9f)e|Str\.|Weg|Platz|Allee|Ring|Ufer|Damm|Markt) \d{1,4}[a-z]?\b"
)
_GERMAN = (
    rf"\b[A-Z\xc3][a-z\x80-\xff-]*{_GERMAN_SMALL}|"
    rf"\b[A-Z\xc3][a-z\x80-\xff-]+(?:er|-) ?{_GERMAN_LARGE}"
)
_GERMAN_AT = (
    r"\b(?:Am|An der|An den|Auf der|Auf dem|"
    r"Im|In der|Unter den|"
    r"Zum|Zur|Hinter der|Beim)"
    r" [A-Z\xc3][a-z\x80-\xff]+(?: [A-Z\xc3][a-z\x80-\xff]+)? \d{1,3}[a-z]?\b"
)
_NOT_GERMAN = re.compile(
    r"(?:Im|Am) (?:Jahre?|Juni|Juli|Mai|M(?:ä|a)rz|Januar|Februar|April|August|September|"
    r"Oktober|November|"
    r"Dezember|Kapitel|Abschnitt|Alter|Schnitt|Anhang|Artikel|Absatz|Punkt|Montag|Dienstag|"
    r"Mittwoch|"
    r"Donnerstag|Freitag|Samstag|Sonntag|Finale|Sommer|Winter|Herbst)\b|In der (?:Saison|"
    r"Version|Ausgabe|"
    r"Tabelle|Zeile|Klasse|Stufe|Nacht|Liga|Bundesliga|Gruppe|Runde|Formel|Woche)\b|"
    r"Zum (?:Preis)\b|"
    r"Unter den Top"
)
_NORDIC_END = (
    r"(?:vej|gade|gata|gatan|v(?:\xc3\xa4)gen|vegen|veien|all(?:\xc3\xa9)|str(?:\xc3\xa6)de|"
    r"gr(?:\xc3\xa4)nd|torget|torg|plads|stien|stigen|bakken|katu|tie|kuja|polku|aukio)"
    r" \d{1,4}(?: ?[A-Za-z])?\b"
)
_NORDIC = (
    rf"\b[A-Z\xc3\xc5][a-z\x80-\xff]*{_NORDIC_END}|"
    r"\b[a-z]{3,}(?:vej|gade|gatan|veien|katu) \d{1,3}[a-z]?\b"
)
_SLAVIC = (
    r"\b(?:ul|al|os|pl|ulica|"
    r"aleja)\.? [A-Z\xc3\xc5][\w\x80-\xff.-]+(?: [A-Z\xc3\xc5][\w\x80-\xff.-]+){0,2}"
    r" \d{1,4}[a-zA-Z]?(?:/\d{1,4})?\b"
)
_HUNGARIAN_END = (
    r" (?:utca|u\.|t(?:\xc3\xa9)r|(?:\xc3\xba)t|(?:\xc3\xba)tja|k(?:\xc3\xb6)r(?:\xc3\xba)t|krt\.|"
    r"ulice|n(?:\xc3\xa1)m(?:\xc4\x9b)st(?:\xc3\xad)) \d{1,4}\b"
)
_HUNGARIAN = rf"\b[A-Z\xc3\xc5][a-z\x80-\xff]+(?: [A-Z\xc3\xc5][a-z\x80-\xff]+)?{_HUNGARIAN_END}"
_FRENCH = (
    r"\b\d{1,4}(?: ?(?:bis|ter|quater))?,? (?:rue|avenue|av\.|ave|boulevard|bd|blvd|place|pl\.|"
    r"impasse|all(?:é|e)e|chemin|quai|route|cours|square|passage|villa|faubourg|sentier|ruelle|"
    r"esplanade|"
    r"mont(?:é|e)e|r(?:é|e)sidence|lotissement|rond-point|voie|venelle|cit(?:é|e)) [A-Za-z\xc3]"
)
_FRENCH_NAME = (
    r"\d{1,4}(?: ?(?:bis|ter|quater))?,? [\w.-]+ (?:(?:de|du|des|la|le|les|l'|d'|l|d|à|aux|et|sur|"
    r"saint|sainte|général|docteur|maréchal)[ -]?)*[A-ZÀ-Ý][\w'-]+(?:[ -](?:(?:de|du|des|la|le|"
    r"les|et) )?"
    r"[A-ZÀ-Ý][\w'-]+){0,4}"
)
_SPANISH = (
    r"\b(?:(?:calle|avda|avd|av|avenid[ao]|plaza|pza|plza|paseo|camino|carretera|ctra|ronda|"
    r"traves(?:í|i)a|glorieta|barrio|urbanizaci(?:ó|o)n|pol(?:í|i)gono|via|viale|vle|piazza|"
    r"piazzale|"
    r"corso|vicolo|strada|contrada|largo|rua|travessa|pra(?:ç|c)a|estrada|pasaje|jr|jir(?:ó|o)n|"
    r"carrera|cra|diagonal|transversal)[.,]? |"
    r"(?:c/|avda\.|av\.|pza\.|plza\.|p\xc2\xba|ctra\.|urb\.|p\.zza|c\.so|v\.le|"
    r"cra\.) ?)[a-z\xc3]"
)
_SPANISH_NAME = re.compile(
    r"[\wº./]+,? ?(?P<name>(?:(?:de|del|la|las|los|el|di|da|do|dos|das|dell[ao]|dell'|dei|degli|"
    r"av\.?|a) ?)*"
    r"(?:[^\W\d_][\w'.-]*)(?: (?:(?:de|del|la|las|los|el|y|di|da|do|e|d') ?)*[^\W\d_][\w'.-]*)"
    r"{0,5}),? ?(?P<n>(?:n[º°o]?\.? ?|número |num\. ?|nro\.? ?|km\.? ?|"
    r"# ?)?\d{1,4}(?:[-,]\d{1,3}(?!\d))?"
    r"(?:[ºª]?[A-Z]?\b)?|s/n(?:º)?\b|snc\b)"
)
_FLOOR = re.compile(
    r"(?:(?:,| ?-| )? ?(?:(?:piso|pta\.?|puerta|esc\.?|escalera|portal|bloque|blq\.?|planta|"
    r"int\.?|interno|scala|"
    r"andar|apto\.?|dpto\.?|p) ?\.?\w{1,3}\b|\d{1,2} ?[ºª°oa]?(?: ?[A-Za-z])?(?![\w.])|[A-H]\b|"
    r"izq(?:da)?\.?|izda?\.?|dcha?\.?|drcha\.?|bajo\b|bj\b|(?:á|a)tico\b|centro\b|dto\.?|"
    r"esq\.?)){0,4}",
    re.IGNORECASE,
)
_AFTER_LOWER = re.compile(r"\s*(?:[,.;)\n]|\Z|\d|-|[A-H]\b)")


def _spanish(text: str, start: int, _end: int) -> Iterator[tuple[int, int]]:
    """Street and number, floor and door; streets in small letters only where a line ends so."""
    match = _SPANISH_NAME.match(text, start, start + 90)
    if match is None:
        return
    named = any(part[:1].isupper() for part in match["name"].replace(".", " ").split())
    if not named and (_AFTER_LOWER.match(text, match.end()) is None or not _typed(match[0])):
        return
    floor = _FLOOR.match(text, match.end())
    end, sure = tail(text, floor.end() if floor else match.end())
    common = _COMMON.match(text, start)
    if sure or common is None or (_ENDS.match(text, end) and _dwelt(text, start, common[0])):
        yield start, end


def _dwelt(text: str, start: int, word: str) -> bool:
    """Whether such a word is a street's: by its capital, or by what leads to it."""
    return word[0].isupper() or _LIVES.search(text[max(0, start - 24) : start]) is not None


_LIVES = re.compile(
    r"(?i:\b(?:in|abit\w+|vivo|vive|resident\w*|indirizzo:?|domicilio:?|moro|mora) )\Z"
)


_COMMON = re.compile(
    r"(?:Via|Largo|Corso|Strada|Ronda|Carrera|Diagonal|Transversal|Contrada|Barrio|Rua|Estrada) |"
    r"(?:via|largo|corso|strada|ronda|carrera|diagonal|transversal|contrada|barrio|av|pasaje|"
    r"camino)\b"
)
"""Words that are as often something else: a postcode must follow, or the address end there."""
_ENDS = re.compile(r"\s*(?:[,.;)\n]|\Z)(?! [a-z])")


def _typed(street: str) -> bool:
    """Whether a street in small letters begins with a word that nothing else begins with."""
    first = street.split(maxsplit=1)[0].lower().rstrip(".")
    return first in {
        "calle",
        "c/",
        "avda",
        "avd",
        "avenida",
        "plaza",
        "pza",
        "paseo",
        "carretera",
        "ctra",
        "av",
    } or (street[:2].lower() == "c/")


def _german(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    if _NOT_GERMAN.match(text, start) or " 0" in text[start:end]:
        return
    yield start, tail(text, end)[0]


_FRENCH_READ = anchored(_FRENCH_NAME)


def _french(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for first, last in _FRENCH_READ(text, start, end):
        yield first, tail(text, last)[0]


_DUTCH = re.compile(
    r"\d{4} ?(?:AD|BC|CE|US|UK|EU|UN|AM|PM|IN|TV|GB|MB|KB|PC|IT|GT|SS|SA|SD|KM|CC|HP|HD|ID|OR|"
    r"IS|AT|ON|TO|BY|NO|OF) "
)


_PARTED = re.compile(r"[,\n] ?\Z")


def _dutch(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    begin = head(text, start)
    if _DUTCH.match(text, start) is None and begin < start and _PARTED.search(text[:start][-3:]):
        yield begin, tail(text, end)[0]


_JAPAN = re.compile(
    r" ?(?:(?!。|です|でございます|に住|在住|[、,\s]{0,2}"
    r"(?:お?電話|お?名前|携帯|氏名|担当|連絡|メ|(?i:tel|fax|e-?mail|phone|mobile)))[^\n]){2,60}"
)
"""Down to the end of the sentence, or the label of the next field."""


def _japanese(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    match = _JAPAN.match(text, end)
    yield start, match.end() if match else end


def _pattern(scan: str, narrow: Narrow, score: float = 0.75, **more: object) -> Pattern:
    base: dict[str, object] = {
        "scan": scan, "entity_type": "STREET_ADDRESS", "score": score, "cased": True,
        "before": _SOME, "narrow": narrow,
    }  # fmt: skip
    return Pattern(**{**base, **more})  # type: ignore[arg-type]


RECOGNIZER = Recognizer(
    name="european_address",
    patterns=(
        _pattern(
            *(_GERMAN, _german),
            open_start=True,
            before="",
            ending=rf"(?:{_GERMAN_SMALL}|{_GERMAN_LARGE})",
        ),
        _pattern(_GERMAN_AT, _german, open_start=True, before=""),
        _pattern(
            r"\b[a-z]{3,}(?:stra(?:ss|\xc3\x9f)e|str\.|straat) \d{1,3}[a-z]?\b",
            onward(),
            0.7,
            ending=r"(?:stra(?:ss|\xc3\x9f)e|str\.|straat) \d{1,3}[a-z]?\b",
        ),
        _pattern(_NORDIC, onward(), 0.7, ending=_NORDIC_END),
        _pattern(_SLAVIC, onward()),
        _pattern(_HUNGARIAN, onward(), ending=_HUNGARIAN_END),
        _pattern(_FRENCH, _french, cased=False, open_end=True),
        _pattern(_SPANISH, _spanish, 0.7, cased=False, open_end=True),
        _pattern(
            r"\b(?:apartado(?: de correos)?|postfach|bo(?:î|i)te postale|casella postale|"
            r"caixa postal|postbus|"
            r"skrytka pocztowa|postboks|boks|apdo\.?) (?:n[º°o]?\.? ?)?\d{2,6}\b",
            onward(),
            cased=False,
        ),
        _pattern(
            r"\b[A-Z\xc3][\w\x80-\xff]+(?: (?:de |del |la )?[A-Z\xc3][\w\x80-\xff]+){0,3},? s/n\b",
            onward(),
        ),
        # postcode and town: where a street leads to them, or a country stands before them
        _pattern(
            r"\b(?:D|DE|A|AT|CH|F|FR|I|IT|E|ES|B|BE|L|LU|DK|S|SE|N|NO|FIN|FI|NL)-\d{4,5} [A-Z\xc3]",
            onward(r"[\w\x80-\xff-]+(?: (?:am|an der|im|bei) [A-Z]\w+)?"),
            before="",
            open_end=True,
        ),
        _pattern(
            r"\b(?:\d{4,5}|\d{3} \d{2}|\d{2}-\d{3}|\d{4}-\d{3}) [A-Z\xc3\xc5][a-z\x80-\xff]+",
            anchored_at(alone=False),
            0.7,
            open_end=True,
        ),
        _pattern(r"\b[1-9]\d{3} ?[A-Z]{2},? [A-Z][a-z']+\b", _dutch, 0.65),
        _pattern(r"(?:〒|T) ?\d{3}-\d{4}", _japanese, 0.8, before="", open_end=True),
        _pattern(
            r"\b\d{1,2}-\d{1,2}-\d{1,2},? [A-Z][a-z]+(?:-(?:ku|cho|machi|dori|shi))?,? [A-Z]",
            onward(r"[\w-]*", sure=True),
            open_end=True,
        ),
    ),
    examples=(
        "Hauptstraße 12, 10115 Berlin",
        "12 rue de la Paix, 75002 Paris",
        "Calle Mayor 5, 28013 Madrid",
        "Via Roma 12, 20121 Milano",
        "ul. Marszałkowska 10/5, 00-590 Warszawa",
        "Keizersgracht 12, 1015 CN Amsterdam",
        "Storgatan 5, 113 46 Stockholm",
        "D-10115 Berlin",
    ),
)
