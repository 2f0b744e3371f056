"""Labels of transcripts, chat logs and IRC logs: who speaks."""

from redaction.patterns import Recognizer
from redaction.recognizers.forms import scored
from redaction.turns import speakers

SCORE = 0.7

RECOGNIZER = Recognizer(
    name="turns",
    patterns=(),
    gate=(
        r"\n(?:\*\*)?[^\n:{}=;|<>\[\]]+:(?:\*\*)?[ \t]",
        r"\n[^\n:{}=;|<>\[\]]+:[^ -~\t\n]",
        r"\n[\[(]?\d[\d./:, -]*[^\n:{}=;|<>]+: ",
        r"\n<[^\n<>:/=]+> ",
        r"\d:\d\d(?: ?[ap]m)?[\])]?\n",
    ),
    reads=scored(speakers, SCORE),
    examples=("agent: hello there\nneha: my order is late\nagent: so sorry\nneha: it is ok",),
)
