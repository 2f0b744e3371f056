"""Where pseudonyms stand in what is sent, and what a record says of its recipient."""

import re

from hypothesis import given
from hypothesis import strategies as st

from disclosure.records import Mention
from gateway.recording import _payload_spans
from privacy.entities import LABELS

PSEUDONYMS = st.builds(
    "{}_{}".format,
    st.sampled_from(sorted(LABELS)),
    st.text("ab27", min_size=4, max_size=16),
)
SHORT = st.builds("{}_{}".format, st.sampled_from(["PERSON", "IBAN"]), st.just("a7k2"))
GLUE = st.sampled_from(["", " ", "_", "a", "9", "X", "é", '"', "\\n", "PERSON_", "_a7k2"])
PATTERN = re.compile(
    rb"(?<![0-9A-Za-z])(?:" + "|".join(sorted(LABELS)).encode() + rb")_[0-9a-z]{4,16}"
)


def mention(pseudonym: str) -> Mention:
    return Mention("PERSON", "Ines", pseudonym, "/messages/0/content", 4)


@st.composite
def sent(draw: st.DrawFn) -> tuple[bytes, tuple[Mention, ...]]:
    known = draw(st.lists(PSEUDONYMS | SHORT | st.sampled_from(["****", "Ada"]), max_size=5))
    words = draw(st.lists(GLUE | SHORT | st.sampled_from(known or [""]), max_size=12))
    return "".join(words).encode(), tuple(map(mention, known))


@given(sent())
def test_pseudonyms_are_found_where_one_pattern_of_all_labels_finds_them(
    case: tuple[bytes, tuple[Mention, ...]],
) -> None:
    body, mentions = case
    numbers = {m.pseudonym.encode(): n for n, m in reversed(list(enumerate(mentions)))}
    found = [(m.start(), m.end(), m[0]) for m in PATTERN.finditer(body) if m[0] in numbers]
    assert _payload_spans(body, mentions) == tuple((a, b, numbers[p]) for a, b, p in found)


def test_a_pseudonym_within_a_word_is_none() -> None:
    mentions = (mention("PERSON_a7k2"),)
    assert _payload_spans(b"xPERSON_a7k2 PERSON_a7k2b PERSON_a7k2.", mentions) == ((26, 37, 0),)
