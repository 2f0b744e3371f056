"""E-mail heads, vCards, calendars and entries of directories."""

from redaction.cards import cards, entries
from redaction.letters import heads
from redaction.patterns import Recognizer
from redaction.recognizers.forms import scored

SCORE = 0.8

HEADS = Recognizer(
    name="mail_heads",
    patterns=(),
    gate=(
        r"\b(?:from|to|cc|bcc|reply-to|sender|von|an|de|para|da|van|aan)[*_]{0,2} ?:[*_]{0,2}[ \t]",
    ),
    reads=scored(heads, SCORE),
    examples=("From: ann lee <ann@example.org>\nTo: bob ray\nSubject: hello\n",),
)

CARDS = Recognizer(
    name="cards",
    patterns=(),
    gate=(r"begin:v(?:card|event|calendar|todo|journal)",),
    reads=scored(cards, SCORE),
    examples=("BEGIN:VCARD\nVERSION:3.0\nN:lee;ann;;;\nTEL;TYPE=CELL:98765 43210\nEND:VCARD\n",),
)

DIRECTORY = Recognizer(
    name="directory",
    patterns=(),
    gate=(r"\bdn::? ",),
    reads=scored(entries, SCORE),
    examples=("dn: uid=alee,ou=people,dc=example,dc=org\ncn: ann lee\nsn: lee\nl: pune\n",),
)
