"""Names that stand alone: `Kwame Mensah`, `And Kwame Mensah?`, a value of a tool's arguments.

The model learnt names in sentences. Of a text that is little more than a name it misses many; read
in a sentence of ours, the same name is found. Such a text is therefore read twice.
"""

import re

from privacy.text import Span
from redaction.name_filters import NO_NAMES

SCORE = 0.96
"""How sure the model must be of a name in a sentence that invites one."""
_BEFORE, _AFTER = "The customer ", " called about an invoice."
_LONGEST = 80
"""Characters: a longer text is a sentence of its own."""
_WORDS = 4
"""Of a text; German sentences are full of capitals."""
_LEAST, _MOST = 2, 4
"""Words of a name that stands alone; a lone word may be anything."""
_WORD = re.compile(r"[^\W\d_]+(?:['\u2019-][^\W\d_]+)*")
_PARTICLE = re.compile(r"van|von|der|den|del?|della|d[aio]s?|l[ae]|bin|ibn|[ae]l|ter")
_PLAIN = re.compile(r"[\w\s.,:;!?'\"\u2018\u2019()-]+")
"""What code, paths, and markup do not consist of."""

Place = tuple[int, int]
"""Start and end in a text."""


def candidates(text: str) -> tuple[Place, ...]:
    """What may be a name in a text that says little else: the longer one first.

    Two to four capitalised words side by side, none of them a word of interfaces; there may be a
    few other words around, and the first may have its capital from its place (`Ask Ann Lee`).
    """
    if len(text) > _LONGEST or _PLAIN.fullmatch(text) is None:
        return ()
    words = list(_WORD.finditer(text))
    runs = _runs(text, words) if _LEAST <= len(words) <= _WORDS else []
    if len(runs) != 1 or not _LEAST <= len(runs[0]) <= _MOST or not _proper(runs[0][-1][0]):
        return ()
    (run,) = runs
    places = [(run[0].start(), run[-1].end())]
    if run[0] is words[0] and len(run) > _LEAST and _proper(run[1][0]):
        places.append((run[1].start(), run[-1].end()))
    return tuple(places)


def _runs(text: str, words: list[re.Match[str]]) -> list[list[re.Match[str]]]:
    """Capitalised words side by side, with what stands between parts of names."""
    runs: list[list[re.Match[str]]] = [[]]
    for word in words:
        beside = bool(runs[-1]) and text[runs[-1][-1].end() : word.start()] == " "
        if _proper(word[0]) or (beside and _PARTICLE.fullmatch(word[0])):
            if beside:
                runs[-1].append(word)
            else:
                runs.append([word])
        else:
            runs.append([])
    return [run for run in runs if run]


def _proper(word: str) -> bool:
    """Whether it has its capital and is no word of interfaces: `Ann`, `O'Neil`, `Lee-Roth`."""
    parts = word.replace("\u2019", "'").replace("'", "-").split("-")
    return (
        parts[0][0].isupper()
        and all(part.istitle() or part.islower() for part in parts)
        and word.lower() not in NO_NAMES
    )


def sentence(name: str) -> str:
    """A sentence about somebody of this name."""
    return f"{_BEFORE}{name}{_AFTER}"


def confirmed(spans: tuple[Span, ...], start: int, end: int) -> Span | None:
    """The name in the text, if the model found all of it in the sentence; else None.

    Args:
        spans: what was found in the sentence.
        start: where the name begins in the text.
        end: one past its end.
    """
    first, last = len(_BEFORE), len(_BEFORE) + end - start
    for span in spans:
        if span.entity_type == "PERSON" and span.start <= first and last <= span.end:
            sure = span.score >= SCORE
            return Span(start, end, "PERSON", span.score, span.recognizer) if sure else None
    return None
