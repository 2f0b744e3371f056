"""Fields and columns of special categories, gender, marital status and job titles.

Each check says what a value of such a field is: a word of the lexicons, a code of a classification,
or, where the field's name leaves no doubt, a few words. So `gender: string` of an API and
`diagnosis: disk full` of a log stay.
"""

import re
from collections.abc import Callable

from redaction.health_words import CONDITIONS, NOT_CONDITIONS, STATES, SUFFIXES
from redaction.special_words import (
    CASTES,
    CONVICTIONS,
    DEMONYMS,
    ETHNIC,
    FAITHS,
    IDENTITIES,
    ORIENTATIONS,
    PARTIES,
    RELIGIONS,
    UNIONS,
)

Check = Callable[[str], bool]

GENDERS = """
m, f, w, d, h, v, u, x, male, female, man, woman, boy, girl, men, women, other, non binary,
nonbinary,
diverse, divers, männlich, maennlich, weiblich, mann, frau, masculin, féminin, feminin, homme,
femme,
hombre, mujer, varón, varon, masculino, femenino, macho, hembra, maschio, femmina, maschile,
femminile, uomo, donna, feminino, homem, mulher, man, vrouw, mannelijk, vrouwelijk, purush, mahila,
stri, ladka, ladki, पुरुष, महिला, स्त्री, लड़का, लड़की, अन्य, transgender, trans
"""
"""What fields of gender and sex hold."""

MARITAL = """
single, married, divorced, widowed, widow, widower, separated, legally separated, engaged,
in a relationship, civil partnership, domestic partnership, common law, cohabiting, unmarried,
never married, remarried, annulled, partnered, ledig, verheiratet, geschieden, verwitwet,
getrennt lebend, verlobt, eingetragene lebenspartnerschaft, marié, mariée, célibataire, divorcé,
divorcée, veuf, veuve, pacsé, pacsée, séparé, séparée, concubinage, union libre, soltero, soltera,
casado, casada, divorciado, divorciada, viudo, viuda, separado, separada, pareja de hecho, celibe,
nubile, coniugato, coniugata, sposato, sposata, divorziato, divorziata, vedovo, vedova, separato,
separata, libero, libera, solteiro, solteira, viúvo, viúva, gehuwd, ongehuwd, gescheiden,
shaadishuda,
shadishuda, vivahit, avivahit, talaqshuda, vidhwa, विवाहित, अविवाहित, तलाकशुदा, विधवा, विधुर,
शादीशुदा
"""
"""What fields of marital status hold."""


def _terms(*lists: str) -> frozenset[str]:
    return frozenset(
        _plain(term)
        for text in lists
        for term in text.replace("\n", " ").split(",")
        if term.strip()
    )


def _plain(value: str) -> str:
    return " ".join(value.lower().replace("-", " ").split())


_FEW_WORDS = re.compile(r"[A-ZÀ-ÞЀ-Яऀ-ॿ][\w'()/-]{1,24}(?:[ -][\w'()/&-]{1,24}){0,3}")
_SHORT = re.compile(r"[^\W\d_][^{}<>=;@\\|#$%^*_\n]{1,100}")
_ICD = re.compile(r"(?:ICD[- ]?10[: ]*)?[A-TV-Z]\d[0-9A-Z](?:\.[0-9A-Z]{1,4})?(?:\s*[-:,].{0,80})?")
_BLOOD = re.compile(
    r"(?:A|B|AB|O|0)(?:1|2)?[ -]?(?:\+|-|−|\+ve|-ve|positive?|negative?|pos\.?|neg\.?|"  # noqa: RUF001 - the minus sign
    r"positivo|negativo|rh ?[+-]|rh[- ]?(?:positiv|negativ)e?|rhesus \w+)(?: ?ve)?",
    re.IGNORECASE,
)
_SUFFIXED = re.compile(rf"\b([^\W\d_]{{3,}}(?:{'|'.join(SUFFIXES)}))\b", re.IGNORECASE)
_CODED = re.compile(r"(?=.*[\d+/=])[\w+/=:.,-]{8,}")
_GENES = re.compile(r"(?=.*[A-Z0-9])[\w .,;:()/*+>-]{2,80}")

_JOB = re.compile(r"[^\W\d_][\w'.&/()-]{1,24}(?:,? [\w'.&/()-]{1,24}){0,6}")

_RELIGION = _terms(RELIGIONS, FAITHS)
_ETHNIC = _terms(
    ETHNIC, DEMONYMS,
    "black, white, white british, mixed, white caucasian, non hispanic, not hispanic or latino,"
    "hispanic or latino, black or african american, american indian or alaska native,"
    "pacific islander",
)  # fmt: skip
_CASTE = _terms(CASTES, "sc, st, obc, ebc, nt, vjnt, bc, bc a, bc b, general, gen, open, ews, ur")
_PARTY = _terms(PARTIES, CONVICTIONS, "green, labour party member, independent")
_UNION = _terms(UNIONS)
_ORIENTATION = _terms(ORIENTATIONS, "straight, bi, lgbtqia, same sex")
_IDENTITY = _terms(IDENTITIES, "trans, cis, cis man, cis woman, cis male, cis female", GENDERS)
_GENDER = _terms(GENDERS)
_MARITAL = _terms(MARITAL)
_HEALTH = _terms(CONDITIONS, STATES)


def _one_of(terms: frozenset[str], more: re.Pattern[str] | None = None) -> Check:
    def check(value: str) -> bool:
        return _plain(value).rstrip(".") in terms or (
            more is not None and bool(more.fullmatch(value))
        )

    return check


def ill(value: str) -> bool:
    """Whether a value names a condition, by word, ending or code (ICD-10)."""
    plain = _plain(value)
    if plain in _HEALTH or _ICD.fullmatch(value.strip()):
        return True
    if any(m[1].lower() not in NOT_CONDITIONS for m in _SUFFIXED.finditer(value[:160])):
        return True
    words = plain[:160].split()
    return any(
        " ".join(words[i : i + size]).strip(".,;()") in _HEALTH
        for size in (1, 2, 3)
        for i in range(len(words) - size + 1)
    )


SPECIAL_CHECKS: dict[str, Check] = {
    "religion": _one_of(_RELIGION, _FEW_WORDS),
    "faith": _one_of(_RELIGION),
    "ethnicity": _one_of(_ETHNIC, _FEW_WORDS),
    "race": _one_of(_ETHNIC),
    "caste": _one_of(_CASTE, _FEW_WORDS),
    "class": _one_of(_CASTE),
    "party": _one_of(_PARTY, _FEW_WORDS),
    "union": _one_of(_UNION, _FEW_WORDS),
    "orientation": _one_of(_ORIENTATION),
    "identity": _one_of(_IDENTITY),
    "gender": _one_of(_GENDER),
    "marital": _one_of(_MARITAL),
    "ill": ill,
    "blood": lambda value: _BLOOD.fullmatch(value) is not None,
    "short": lambda value: _SHORT.fullmatch(value) is not None,
    "coded": lambda value: _CODED.fullmatch(value) is not None,
    "genes": lambda value: _GENES.fullmatch(value) is not None,
    "job": lambda value: (
        _FEW_WORDS.fullmatch(value) is not None or _JOB.fullmatch(value) is not None
    ),
}
"""Checks by the names that the table below calls them by."""

SPECIAL_FIELDS = """
RELIGION religion
    religion, religious belief, religious beliefs, religious affiliation, religione, konfession,
    religionszugehorigkeit, glaubensrichtung, dharm, dharma, godsdienst, religiao, धर्म
ETHNICITY ethnicity
    ethnicity, ethnic group, ethnic origin, ethnic background, racial origin, race ethnicity,
    ethnie, etnia, raza, origine ethnique, origen etnico, volkszugehorigkeit, ethnische herkunft,
    origine etnica, etniciteit
ETHNICITY race
    race
CASTE caste
    caste, sub caste, subcaste, caste category, caste name, jati, jaati, upjati, जाति, उपजाति
CASTE class
    reservation category, social category, caste class, varg, वर्ग
POLITICAL_OPINION party
    political party, politicalparty, political affiliation, party affiliation, political views,
    political opinion, political opinions, voting intention, party membership, political leaning,
    politische einstellung, parteizugehorigkeit, parteimitgliedschaft, parti politique,
    opinions politiques, afiliacion politica, partido politico, partito politico,
    opinioni politiche
TRADE_UNION union
    trade union, tradeunion, union membership, trade union membership, labor union, labour union,
    union name, gewerkschaft, gewerkschaftszugehorigkeit, syndicat, sindicato, sindacato,
    vakbond
SEXUAL_ORIENTATION orientation
    sexual orientation, sexual preference, sexuality, sexuelle orientierung,
    orientation sexuelle, orientacion sexual, orientamento sessuale, seksuele geaardheid
GENDER_IDENTITY identity
    gender identity, geschlechtsidentitat, identite de genre, identidad de genero,
    identita di genere
GENDER gender
    gender, sex, geschlecht, sexe, sexo, sesso, genero, genere, geslacht, ling, लिंग,
    biological sex, sex at birth
MARITAL_STATUS marital
    marital status, maritalstatus, civil status, relationship status, familienstand,
    situation familiale, etat civil, situation matrimoniale, estado civil, stato civile,
    burgerlijke staat, vaivahik sthiti, वैवाहिक स्थिति
HEALTH blood
    blood group, blood type, bloodgroup, bloodtype, blood grp, blutgruppe, groupe sanguin,
    grupo sanguineo, tipo de sangre, gruppo sanguigno, bloedgroep, रक्त समूह, ब्लड ग्रुप
HEALTH ill
    diagnosis, diagnoses, primary diagnosis, secondary diagnosis, final diagnosis,
    provisional diagnosis, dx, condition, conditions, disease, illness, diagnose, diagnosen,
    diagnostico, diagnostic, diagnosi, diagnostico principal, krankheit, vorerkrankung,
    vorerkrankungen, grunderkrankung, maladie, pathologie, enfermedad, malattia, patologia,
    comorbidities, comorbidity, past medical history, pmh, pre existing conditions,
    chief complaint, presenting complaint, impression, bimari, beemari, rog, रोग, बीमारी, निदान,
    icd, icd10, icd 10, icd code, icd10 code, icd 10 code, diagnosis code, dx code
HEALTH short
    medical condition, medical conditions, health condition, health conditions, health issues,
    medical history, family medical history, allergies, known allergies, drug allergies,
    current medications, medications, prescribed medication, disability, disabilities,
    disability status, disability type, hiv status, mental health history, allergien,
    allergie, alergias, antecedents medicaux, antecedentes medicos, dauermedikation,
    behinderung, discapacidad, handicap
GENETIC_DATA genes
    genotype, karyotype, haplogroup, dna profile, dna sequence, brca status, brca1 status,
    brca2 status, genetic test result, genetic mutation, genetic condition, gene mutation
BIOMETRIC_DATA coded
    fingerprint template, fingerprint data, finger template, finger print data, face template,
    face embedding, face encoding, face descriptor, facial template, faceprint, face print,
    voiceprint, voice print, voice embedding, voice template, iris template, iris code,
    iris scan, iris data, retina scan, palm template, palm vein, biometric template,
    biometric data, biometric hash, biometric id, biometrics, minutiae, pidblock
CRIMINAL_RECORD short
    criminal record, criminal history, criminal convictions, previous convictions,
    prior convictions, convictions, vorstrafen, antecedentes penales, casier judiciaire,
    precedenti penali, dbs result
JOB_TITLE job
    job title, jobtitle, designation, occupation, profession, position title, job position,
    job role, beruf, berufsbezeichnung, stellenbezeichnung, tatigkeit, puesto, cargo, poste,
    metier, professione, mansione, qualifica, ocupacion, profesion, profissao, functie,
    beroep, पद, पेशा, व्यवसाय, padnaam
"""
"""Entity type and check, then the keys; read as `redaction.header_words` reads its own."""
