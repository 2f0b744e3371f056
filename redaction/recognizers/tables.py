"""Tables in a text: the header says what each column holds."""

from redaction.header_words import gates
from redaction.patterns import Recognizer
from redaction.recognizers.forms import scored
from redaction.tables import delimited

SCORE = 0.9
"""Confidence in a cell that its header speaks for: more than in a shape, less than a checksum."""

RECOGNIZER = Recognizer(
    name="tables",
    patterns=(),
    gate=gates(),
    reads=scored(delimited, SCORE),
    examples=(
        "id,customer_name,city\n1,ann lee,pune\n2,bob ray,agra\n",
        "| Name | Mobile |\n|---|---|\n| ann lee | 98765 43210 |\n",
    ),
)
