"""Rows of SQL, elements of XML, tables of HTML: their own syntax says what each value is."""

from redaction.header_words import tag_gates
from redaction.markup import cells, elements
from redaction.patterns import Recognizer
from redaction.recognizers.forms import scored
from redaction.sql_rows import rows

SCORE = 0.9

SQL = Recognizer(
    name="sql",
    patterns=(),
    gate=(r"\b(?:insert|create|copy)\b",),
    reads=scored(rows, SCORE),
    examples=(
        "INSERT INTO customers (id, name, city) VALUES (1, 'ann lee', 'pune'), (2, 'bob', 'agra');",
    ),
)

ELEMENTS = Recognizer(
    name="elements",
    patterns=(),
    gate=tag_gates(),
    reads=scored(elements, SCORE),
    examples=("<customer><name>ann lee</name><city>pune</city></customer>",),
)

HTML = Recognizer(
    name="html",
    patterns=(),
    gate=(r"<(?:table|dl)\b[^<>]*>",),
    reads=scored(cells, SCORE),
    examples=("<table><tr><th>Name<th>Phone</tr><tr><td>ann lee<td>98765 43210</tr></table>",),
)
