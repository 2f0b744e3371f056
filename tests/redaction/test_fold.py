import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redaction.fold import fold

ODD = "a\u200b\u00e9\u0430\uff21 \u0967-\u2011\U0001d400\U0001f600\u00ad"


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("plain", "plain"),
        ("ａｎｎ＠ｅｘａｍｐｌｅ．ｏｒｇ", "ann@example.org"),
        ("e\u200bx\u00ada\u2060mple", "example"),
        ("९८७६५ ٤٣٢١٠", "98765 43210"),
        ("1\u20112\u20133\u20144\u22125", "1-2-3-4-5"),
        ("a\u00a0b\u2009c\u3000d", "a b c d"),
        ("\u201cAnn\u2019s\u201d", '"Ann\'s"'),
        ("𝐀𝐧𝐧", "Ann"),
        ("\u0430nn@ex\u0430mple.\u043erg", "ann@example.org"),
        ("Привет, мир", "Привет, мир"),
        ("Müller", "Müller"),
    ],
)
def test_folds(text: str, plain: str) -> None:
    assert fold(text).text == plain


@given(st.text(max_size=200))
def test_ascii_is_its_own_fold(text: str) -> None:
    plain = text.encode("ascii", "ignore").decode()
    assert fold(plain).text is plain
    assert fold(plain).original(0, len(plain)) == (0, len(plain))


@given(st.text(st.sampled_from(ODD), max_size=60))
def test_offsets_lead_back_to_what_was_folded(text: str) -> None:
    folded = fold(text)
    for at in range(len(folded.text)):
        start, end = folded.original(at, at + 1)
        assert end == start + 1
        assert fold(text[start:end]).text in {folded.text[at], text[start:end]}


@given(st.text(st.sampled_from(ODD), max_size=60), st.data())
def test_a_slice_leads_back_to_all_of_its_characters(text: str, data: st.DataObject) -> None:
    folded = fold(text)
    if not folded.text:
        return
    start = data.draw(st.integers(0, len(folded.text) - 1))
    end = data.draw(st.integers(start + 1, len(folded.text)))
    old_start, old_end = folded.original(start, end)
    ends = [folded.original(at, at + 1) for at in range(start, end)]
    assert (old_start, old_end) == (ends[0][0], ends[-1][1])


@given(st.text(max_size=100))
def test_only_invisible_characters_go(text: str) -> None:
    gone = len(text) - len(fold(text).text)
    assert gone <= sum(unicodedata.category(char) in {"Cf", "Mn", "Lo", "Cn"} for char in text)
