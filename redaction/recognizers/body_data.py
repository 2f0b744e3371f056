"""Genetic and biometric data (GDPR Art. 4(13) and (14), 9(1)): results, genotypes, templates.

Sources: ISO/IEC 19794 (headers of finger, face and iris records), HGVS (variants), dbSNP (rs
numbers), ISCN (karyotypes), UIDAI (PID blocks).
"""

import re
from collections.abc import Iterator

from redaction.patterns import Narrow, Pattern, Recognizer, anchored
from redaction.statements import KIN, SUBJECT, sentence_before

_GENE = (
    r"(?:BRCA[12]|APOE|TP53|PALB2|CHEK2|ATM|MLH1|MSH[26]|PMS2|APC|RB1|PTEN|CFTR|HTT|HBB|"
    r"HBA[12]|FMR1|MTHFR|"
    r"LRRK2|GBA1?|SMN1|HLA-[A-Z]{1,3}\d*(?:\*\d\d(?::\d\d)?)?|EGFR|KRAS|BRAF|HER2|JAK2|FLT3|"
    r"G6PD|CYP2[CD]\d+|"
    r"Factor V Leiden|factor V Leiden)"
)
_STUDIED = re.compile(
    r"[ -]?(?:positive |negative )?[ -]?(?:patients|tumou?rs?|cancers?|cells?|cohorts?|"
    r"carriers|women|men|families|"
    r"populations?|breast|cases|individuals|status (?:of|in) patients|mice|lines?|genes?|"
    r"testing|protein)\b",
    re.IGNORECASE,
)
_TESTED = re.compile(
    rf"(?:{SUBJECT}|(?i:\b(?:patient|my|his|her|result|results|test|genetic test|"
    rf"tested)\b))[^.]{{0,48}}\Z"
)


def _gene(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """`BRCA1 positive` of somebody; no tumours, cells or cohorts."""
    if _STUDIED.match(text, end) or re.search(
        r"(?i:\bpatients|women|families|cohort|tumou?rs)\b", sentence_before(text, start)
    ):
        return
    yield start, end


def _carried(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    if _TESTED.search(sentence_before(text, start)) and not _STUDIED.match(text, end):
        yield start, end


_PRINT = re.compile(
    r"(?:(?i:\b(?:my|his|her|our|your|their|the (?:employee|customer|patient|user|suspect|"
    r"applicant)'s)"
    rf"(?: {KIN}'s)? )|{SUBJECT}'s )(?:\w+ )?\Z"
)


def _owned(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """`her fingerprint template`; the word alone is a subject of manuals."""
    if _PRINT.search(sentence_before(text, start)):
        yield start, end


_VECTOR = re.compile(r"\[?\s*(?P<v>-?\d\.\d{2,}(?:\s*,\s*-?\d(?:\.\d+)?(?:e-?\d+)?){3,})")


def _vector(text: str, _start: int, end: int) -> Iterator[tuple[int, int]]:
    """The numbers of a face or a voice as a network sees them."""
    match = _VECTOR.match(text, end - 1)
    if match is not None:
        yield match.span("v")


def _pattern(
    scan: str, entity_type: str, narrow: Narrow | None, score: float = 0.8, **more: object
) -> Pattern:
    base: dict[str, object] = {
        "scan": scan, "entity_type": entity_type, "score": score, "narrow": narrow, "cased": True,
    }  # fmt: skip
    return Pattern(**{**base, **more})  # type: ignore[arg-type]


RECOGNIZER = Recognizer(
    name="body_data",
    patterns=(
        _pattern(
            rf"\b{_GENE}(?: gene)?(?: mutation)?[ -](?:[Pp]ositive|[Nn]egative|POSITIVE|"
            rf"NEGATIVE|carrier|mutation carrier|mutated|"
            r"[eε][234]/[eε]?[234]|homozygous|heterozygous)\b",
            "GENETIC_DATA",
            _gene,
        ),
        _pattern(
            rf"\b{_GENE}(?: gene)?(?: (?:mutation|variant|deletion))?\b",
            "GENETIC_DATA",
            _carried,
            0.7,
        ),
        _pattern(
            r"\b4[5-8],X{1,4}Y{0,3}(?:[,;+][\w();.+-]{2,24})?",
            "GENETIC_DATA",
            None,
            0.85,
            open_end=True,
        ),
        _pattern(r"\brs\d{3,10}[\t ,;:(=]{1,2}(?:[ACGT][/;|]?[ACGT])\b", "GENETIC_DATA", None),
        _pattern(
            r"\brs\d{3,10}[\t ,]+(?:\d{1,2}|X|Y|MT)[\t ,]+\d{3,10}[\t ,]+[ACGT-]{1,2}\b",
            "GENETIC_DATA",
            None,
            0.85,
        ),
        _pattern(
            r"\b(?:[Mm]y|[Hh]is|[Hh]er) (?:DNA (?:test|profile|sample|results?)|"
            r"genetic test results?|genome|haplogroup)\b",
            "GENETIC_DATA",
            lambda text, start, end: ((text.index(" ", start) + 1, end),),
            0.65,
        ),
        _pattern(
            r"\b(?:Rk1S|RklS|RkFD|SUlS)A[A-Za-z0-9+/]{24,}={0,2}",
            "BIOMETRIC_DATA",
            anchored(r"[A-Za-z0-9+/]+={0,2}"),
            0.9,
            open_end=True,
        ),
        _pattern(
            r"(?:face|facial|voice|speaker|iris|finger(?:print)?|palm|gait)[_ -]?(?:embedding|"
            r"encoding|vector|descriptor|features?|template)s?"
            r"[\"']?\s?[:=]\s?\[?\s?-?\d",
            "BIOMETRIC_DATA",
            _vector,
            cased=False,
            open_start=True,
            open_end=True,
        ),
        _pattern(
            r"\b(?:fingerprint|thumbprint|finger ?print|palm print|face|facial|iris|retina|"
            r"retinal|voice|biometric) "
            r"?(?:templates?|scans?|prints?|embeddings?|data|signature|recognition data|images?)\b",
            "BIOMETRIC_DATA",
            _owned,
            0.7,
            cased=False,
        ),
        _pattern(
            r"\b(?:fingerprints?|faceprint|voiceprint|retina scan|iris scan|biometrics)\b",
            "BIOMETRIC_DATA",
            _owned,
            0.65,
            cased=False,
        ),
    ),
    examples=(
        "She is BRCA1 positive",
        "karyotype 46,XY",
        "rs4477212\t1\t82154\tAA",
        "her fingerprint template is stored",
        "face_embedding: [0.123, -0.456, 0.789, 0.012, 0.345]",
    ),
)
