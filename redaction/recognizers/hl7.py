"""Messages of hospitals (HL7 version 2)."""

from redaction.hl7 import SEGMENTS, patients
from redaction.patterns import Recognizer
from redaction.recognizers.forms import scored

SCORE = 0.85

RECOGNIZER = Recognizer(
    name="hl7",
    patterns=(),
    gate=(rf"(?:\b|\\[rn])(?:{SEGMENTS})\|",),
    reads=scored(patients, SCORE),
    examples=("PID|1||88214^^^HOSP^MR||Lee^Ann^Q||19800229|F|||3 Low Rd^^Leeds",),
)
