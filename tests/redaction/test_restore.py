"""Restoring: two oracles, planted tables, hold-back, bounds, and no way between sessions."""

import json
import re
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from privacy.pseudonym import ALPHABET, CANONICAL, Original, well_formed_id
from redaction.restore import RestoreCounts, Restorer
from redaction.tolerant import HOLD_MAX, joints
from tests.support.restoring import ORIGINALS, TEXTS, a_restorer, everything, may

# --- exact expectations -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("PERSON_a7k2", "Ann Lee"),
        ("person_A7K2, Person_a7k2", "Ann Lee, Ann Lee"),
        ("PERSON\\_a7k2 and PERSON\\\\_a7k2", "Ann Lee and Ann Lee"),
        ("PERSON&#95;a7k2 PERSON&lowbar;a7k2 PERSON&#x5F;a7k2", "Ann Lee Ann Lee Ann Lee"),
        ("PERSON\\u005fa7k2 PERSON%5Fa7k2", "Ann Lee Ann Lee"),
        ("PERSON a7k2 PERSON-a7k2 PERSON\u200ba7k2 PERSON \na7k2", " ".join(["Ann Lee"] * 4)),
        ("**PERSON_a7k2** _PERSON_a7k2_ `PERSON_a7k2`", "**Ann Lee** _Ann Lee_ `Ann Lee`"),
        ("PERSON_a7k2's PERSON_a7k2\u2019s", "Ann Lee's Ann Lee\u2019s"),
        ("PERSON_a7k2u2 PERSON_a7k2x PERSON_a7k2", "Ann Zoë 🦊 Ann Lee"),
        ("EMAIL_b3c4", 'PERSON_a7k2 "x"\n@y.example'),
        (
            "\\nPERSON_a7k2 %20PERSON_a7k2 \\u00e9PERSON_a7k2",
            "\\nAnn Lee %20Ann Lee \\u00e9Ann Lee",
        ),
        ("PERSON_a7k2é 李PERSON_a7k2", "Ann Leeé 李Ann Lee"),
        ("PERSON_a7k2_PERSON_a7k2", "Ann Lee_Ann Lee"),
    ],
)
def test_tolerated_writings(text: str, expected: str) -> None:
    assert everything(a_restorer(), text) == expected
    assert everything(a_restorer(), *text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "PERSON_a7k2s PERSON_a7k22 xPERSON_a7k2 9PERSON_a7k2",
        "PERSON_a7k PERSON_a7k3 PERSON_a7kz PERSONS_a7k2 EMAIL_a7k2",
        "PERSON_a7k2u3 PERSON   a7k2 PERSON__a7k2 PERSON_ a7k2 PERSON.a7k2",
        "PERSON_ａ7k2 P\u0415RSON_a7k2 \u212aPERSON",
        "PASSWORD_9z9z",
    ],
)
def test_what_is_not_certain_stays(text: str) -> None:
    assert everything(a_restorer(), text) == text
    assert everything(a_restorer(), *text) == text


def test_unknown_and_denied_are_counted() -> None:
    text = "PERSON_z9y8 email_q1w2 PASSWORD_9z9z https://x.example/PERSON_a7k2 PERSON_a7k2 PERSON_1"
    for chunks in ([text], list(text)):
        restorer = a_restorer()
        assert everything(restorer, *chunks) == text.replace(" PERSON_a7k2 ", " Ann Lee ")
        counts = restorer.counts
        assert (counts.restored, counts.unknown) == ({"PERSON": 1}, 2)
        assert counts.denied == {"policy": 1, "url": 1}


def test_values_are_escaped_for_json() -> None:
    source = json.dumps({"to": "EMAIL_b3c4", "note": "Hi\nPERSON_a7k2\nPERSON\\_a7k2 PERSON\na7k2"})
    for chunks in ([source], list(source)):
        out = json.loads(everything(a_restorer(is_json=True), *chunks))
        assert out["to"] == ORIGINALS["EMAIL_b3c4"].value
        assert out["note"] == "Hi\nAnn Lee\nAnn Lee Ann Lee"


def test_surrogates_come_back_as_whole_words_longest_first() -> None:
    table = {
        "Gideon": Original("Ann", "PERSON"),
        "Gideon Hart": Original("Ann Lee", "PERSON"),
        "+1 202 555 0143": Original("+1 415 867 5309", "PHONE_NUMBER"),
    }
    text = "Gideon Hart, Gideon Har Gideonx xGideon gideon, call +1 202 555 0143. PERSON_a7k2"
    expected = "Ann Lee, Ann Har Gideonx xGideon gideon, call +1 415 867 5309. Ann Lee"
    for chunks in ([text], list(text)):
        assert everything(a_restorer(surrogates=table), *chunks) == expected
    assert a_restorer(surrogates=table).feed("Hello G, hello ") == "Hello G, hello "


# --- surrogate pairs ----------------------------------------------------------------------------


def test_a_pair_cut_in_two_is_joined() -> None:
    restorer = a_restorer()
    assert [restorer.feed("a\ud83e"), restorer.feed("\udd8a b")] == ["a", "🦊 b"]
    assert [restorer.feed("\ud83e"), restorer.feed("x"), restorer.feed("\ud83e")] == [
        "",
        "\ud83ex",
        "",
    ]
    assert restorer.flush() == "\ud83e"


# --- what is held back --------------------------------------------------------------------------

_WRITINGS = {
    (label + joint + ident).lower()
    for (label, _, ident), joint in product(
        (key.partition("_") for key in ORIGINALS), joints(json=False)
    )
}
_PREFIXES = {writing[:end] for writing in _WRITINGS for end in range(1, len(writing) + 1)}


@settings(max_examples=300)
@given(TEXTS)
def test_only_what_may_still_become_a_pseudonym_is_held(text: str) -> None:
    text = re.sub("[\ud800-\udfff]", "", text)
    restorer = a_restorer()
    for char in text:
        restorer.feed(char)
        held = restorer.held
        assert not held or held.lower() in _PREFIXES, held
        assert len(held) <= HOLD_MAX


@given(st.text(max_size=40))
def test_an_empty_map_changes_and_holds_nothing(text: str) -> None:
    text = re.sub("[\ud800-\udfff]", "", text)
    restorer = Restorer({}, may=may)
    for char in text:
        assert restorer.feed(char) == char
    assert restorer.flush() == ""


@pytest.mark.parametrize(
    "text",
    [
        "PERSON" + "\\" * 9999, "PERSON " * 3000, "PERSON_a7k2" * 3000, "P" * 30_000,
        "PERSON_" * 4000,
        "https://" + "a" * 30_000 + "PERSON_a7k2", "a." * 15_000, "a-" * 15_000, "](" * 9000,
        "PERSON&" * 4000, "\ud83e" * 5000, "href=" * 6000, "https://a/(" + "(" * 20_000,
    ],
)  # fmt: skip
@pytest.mark.parametrize("is_json", [False, True])
def test_hostile_streams_hold_little_and_take_little(text: str, is_json: bool) -> None:
    restorer = a_restorer(is_json=is_json)
    most = 0
    for start in range(0, len(text), 7):
        restorer.feed(text[start : start + 7])
        most = max(most, len(restorer.held))
        assert restorer._urls.kept <= 2000
        assert len(restorer._passed) <= 64
    restorer.flush()
    assert most <= HOLD_MAX
    assert everything(a_restorer(is_json=is_json), text)


# --- no way between sessions --------------------------------------------------------------------


def test_no_session_restores_anothers_pseudonyms() -> None:
    """100,000 pairs (G3): 320 sessions, each of which reads the pseudonyms of all others."""
    digits = [a + b for a, b in product(ALPHABET, ALPHABET)]
    idents = [f"{a}{b}" for a, b in product(digits[::9], digits[::7]) if well_formed_id(a + b)]
    sessions = [idents[number * 2 : number * 2 + 2] for number in range(320)]
    text = "\n".join(f"PERSON_{ident}" for idents in sessions for ident in idents)
    for idents in sessions:
        own = {f"PERSON_{ident}": Original(f"<{ident}>", "PERSON") for ident in idents}
        restorer = Restorer(own, may=may)
        expected = re.sub(
            r"PERSON_(\w+)", lambda m, own=idents: f"<{m[1]}>" if m[1] in own else m[0], text
        )
        assert everything(restorer, text) == expected
        assert restorer.counts.restored == {"PERSON": len(idents)}
        assert restorer.counts.unknown == len(CANONICAL.findall(text)) - len(idents)


def test_counts_begin_at_nothing() -> None:
    assert a_restorer().counts == RestoreCounts()
