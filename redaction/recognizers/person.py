"""Names that their surroundings announce: titles, greetings, introductions, labels.

The statistical model finds the others.
"""

from redaction.patterns import Pattern, Recognizer, follow

_PART = r"[A-ZÀ-ÖØ-Þ][\w'.-]*[\w]"
_INITIAL = r"[A-Z]\."
_PARTICLE = r"(?:van|von|der|den|de|del|della|di|da|dos|la|le|bin|ibn|al|el|ter|y)"
_NEXT = (
    r"(?!(?:DOB|D\.O\.B|SSN|NHS|NI|MRN|PAN|Hosp|HOSP|Tel|TEL|Phone|Mobile|Mob|Email|E-mail|Age|AGE|"
    r"Sex|SEX|Gender|Aadhaar|Address|Addr|Passport|Date)\b)"
)
"""No label of the field behind the name."""
_FURTHER = rf"[ -]{_NEXT}(?:(?:{_PARTICLE} ){{0,2}}(?:{_PART}|{_INITIAL}))"
_NAME = rf"(?:{_PART}|{_INITIAL})(?:{_FURTHER}){{0,3}}"
_LABELLED = _NAME + r"(?![\w\[(=|]|\.\w)"
"""After `name:`: not a type annotation."""
_TWO = rf"(?:{_PART}|{_INITIAL})(?:{_FURTHER}){{1,3}}"
_HAN = r"[\u4e00-\u9fff]{2,4}(?![\u4e00-\u9fff])"
_CAP = r"[A-Z\xc3]"
# Capitalised words that follow a greeting and are no name.
_NOBODY_TEXT = """
none null true false string optional union list sequence column mapped any type name field sir
madam sirs all team everyone customer customers support friend friends colleague colleagues
hiring manager hr recruiter reader readers there service department admin ladies gentlemen
damen herren valued sales world god lord mr mrs ms dr prof santa diary chatgpt gpt claude
gemini assistant user student students parents committee editor python java the a an not your
our india indian american german french happy sorry glad sure just very here looking writing
trying interested using working going able new currently also still on in at from with i we
you it he she they this that what when where how why if but and or so no yes please thanks
thank hello hi dear google openai microsoft amazon apple monday tuesday wednesday thursday
friday saturday sunday january february march april may june july august september october
november december
"""
_NOBODY = frozenset(_NOBODY_TEXT.split())


def _somebody(text: str) -> bool:
    return (
        text.split(maxsplit=1)[0].strip(".,").lower() not in _NOBODY and not text.isupper()
    ) or (len(text.split()) > 1 and text.split(maxsplit=1)[0].lower() not in _NOBODY)


def _pattern(scan: str, name: str, score: float) -> Pattern:
    return Pattern(
        scan=scan + _CAP,
        entity_type="PERSON",
        score=score,
        cased=True,
        narrow=follow(name),
        valid=_somebody,
        open_end=False,
    )


RECOGNIZER = Recognizer(
    name="person",
    patterns=(
        _pattern(
            (
                r"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Professor|Doctor|Herrn?|Frau|Mme|Mlle|Madame|"
                r"Monsieur|Se(?:ñ|n)ora?|Sr|Sra|D\.|D(?:ñ|n)a|Do(?:ñ|n)a|Don|Signora?|Dott|"
                r"Shri|Sri|Smt|Kumari|Sir|Dame|Lady|Rev|Fr|Capt|Lt|Col|Sgt|Hon'ble|Justice|"
                r"Adv|Er)\b\.?(?: (?:Dr|Prof|Justice)\.?)? "
            ),
            _NAME,
            0.75,
        ),
        _pattern(
            (
                r"\b(?:[Mm]y (?:full |first |last |legal |real )?name is|[Mm]y name's|[Nn]ame's|"
                r"[Hh](?:is|er) name is|[Tt]heir name is|[Mm]ein Name ist|[Ii]ch hei(?:ss|"
                r"ß)e|[Jj]e m'appelle|[Mm]e llamo|[Mm]i nombre es|[Mm]i chiamo|named|[Cc]all "
                r"me) "
            ),
            _NAME,
            0.75,
        ),
        _pattern(r"\b(?:I am|I'm|[Tt]his is|[Ii]ch bin|[Jj]e suis|[Ss]oy) ", _TWO, 0.6),
        _pattern(
            (
                r"\b(?:Dear|Hi|Hello|Hey|Liebe[rs]?|Cher|Ch(?:è|e)re|Querid[oa]|Estimad[oa]|"
                r"Namaste|Guten Tag|Bonjour|Hola),? "
            ),
            _NAME + r"(?=[ ]?[,!:\n]|$)",
            0.6,
        ),
        _pattern(
            (
                r"\b(?:(?:Best|Kind|Warm)? ?[Rr]egards|Sincerely|Yours(?: truly| sincerely|"
                r" faithfully)?|Cheers|Thanks|Best wishes|Mit freundlichen Gr(?:ü|u)(?:ß|"
                r"ss)en|Cordialement|Saludos|Atentamente|Best),?\s{1,3}"
            ),
            _NAME + r"(?=[ ]?[\n,.]|$)",
            0.6,
        ),
        _pattern(
            (
                r"\b(?:[Pp]atient|[Cc]laimant|[Dd]efendant|[Pp]laintiff|[Pp]etitioner|[Aa]ccused|"
                r"[Tt]enant|[Ww]itness|[Ee]mployee|[Cc]ustomer|[Cc]lient|[Pp]aciente) (?:is "
                r"|named |is named )?"
            ),
            _TWO,
            0.55,
        ),
        _pattern(
            (
                r"\b(?:[Ff]irst|[Ll]ast|[Ff]ull|[Gg]iven|[Ff]amily|[Mm]iddle|[Mm]aiden|[Ll]egal|"
                r"[Cc]ustomer|[Pp]atient|[Cc]lient|[Ee]mployee|[Cc]ontact|[Aa]ccount [Hh]older|"
                r"[Cc]ardholder|[Bb]eneficiary|[Aa]pplicant)?[ _-]?(?:[Nn]ame|NAME|[Ss]urname|"
                r"SURNAME|Vorname|Nachname|Nom|Pr(?:é|e)nom|Nombre|Apellidos?|Nome|Cognome|"
                r"Remitente|M(?:é|e)dico|Attn|Patient|PATIENT)\s?[:=]\s{0,2}"
            ),
            _LABELLED,
            0.65,
        ),
        _pattern(r"(?:नाम|姓名|氏名|이름|الاسم)\s?:\s?", _NAME, 0.65),
        Pattern(
            scan="(?:नाम|मेरा नाम|姓名|氏名|이름|الاسم) ?[:=-]? ?[^\\s:=-]",
            entity_type="PERSON",
            score=0.6,
            narrow=follow(r"[^\W\d_][\w\u0900-\u097f]+(?: [^\W\d_][\w\u0900-\u097f]+)?"),
            open_end=True,
            open_start=True,
        ),
        # a name at birth, in Latin script or in Han
        Pattern(
            scan=r"\b(?:n(?:é|e|è)e|né|geb\.|geborene|nata|nacida) [^\s:=-]",
            entity_type="PERSON",
            score=0.95,
            narrow=follow(rf"(?:{_HAN}|{_PART}(?:[ -]{_PART})?)"),
            open_end=True,
        ),
        # the sender of a message, the first of a From or To header
        _pattern(
            r"\b(?:From|To|Cc|Reply-To|Author|Signed-off-by|Co-authored-by): \"?",
            _TWO + r"(?=\"? ?<)",
            0.7,
        ),
    ),
    examples=(
        "Mr. Lee called",
        "my name is Ann Lee",
        "I am Ann Lee from Pune",
        "Dear Ravi,",
        "Regards,\nMeera Nair",
        "Name: Ann Lee",
        "From: Ann Lee <ann@example.org>",
        "Ann (née 王小明)",
    ),
)
