import time

import pytest

from redaction.custom import BadExpression, CustomPattern, bytewise, faults, recognizer
from redaction.detect import Detector
from redaction.registry import RECOGNIZERS
from redaction.scanners import Re2Scanner


def custom(expression: str, **more: object) -> CustomPattern:
    return CustomPattern(name="badge", expression=expression, entity_type="BADGE", **more)  # type: ignore[arg-type]


def found(pattern: CustomPattern, text: str, hint: str = "") -> list[str]:
    spans = Detector((recognizer(pattern),)).detect(text, hint)
    assert all(span.recognizer == "pattern:badge" for span in spans)
    assert all(span.entity_type == "BADGE" for span in spans)
    return [text[span.start : span.end] for span in spans]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("EMP-204917", ["EMP-204917"]),
        ("ask emp-204917, then EMP-204918.", ["emp-204917", "EMP-204918"]),
        ("ＥＭＰ－２０４９１７", ["ＥＭＰ－２０４９１７"]),
        ("E\u200bMP-204917", ["E\u200bMP-204917"]),
        ("TEMP-204917", []),
        ("EMP-2049178", []),
        ("EMP-204917a", []),
        ("EMP-20491", []),
        ("version 2.0.4917", []),
        ("", []),
    ],
)  # fmt: skip
def test_a_pattern_finds_whole_words_in_folded_text(text: str, expected: list[str]) -> None:
    assert found(custom(r"EMP-\d{6}"), text) == expected


def test_case_may_matter_and_words_may_be_opened() -> None:
    assert found(custom(r"EMP-\d{6}", cased=True), "emp-204917 EMP-204917") == ["EMP-204917"]
    assert found(custom(r"EMP-\d{6}", inside_words=True), "XEMP-2049178") == ["EMP-204917"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("order no: 4915702", ["4915702"]),
        ("Order No. 4915702", ["4915702"]),
        ("Bestellung für 4915702", ["4915702"]),
        ("BESTELLUNG FÜR 4915702", ["4915702"]),
        ("4915702 bytes", []),
        ("reorder nothing 4915702", []),
        ("orders: no. " + "x" * 70 + " 4915702", []),
    ],
)  # fmt: skip
def test_a_required_context_word_decides(text: str, expected: list[str]) -> None:
    pattern = custom(r"\d{7}", context=("order no.", "Bestellung für"), context_required=True)
    assert found(pattern, text) == expected


def test_a_key_is_context_too() -> None:
    pattern = custom(r"\d{7}", context=("order",), context_required=True)
    assert found(pattern, "4915702", hint="order_number") == ["4915702"]
    assert found(pattern, "4915702", hint="bytes") == []


def test_context_words_are_words_and_no_expressions() -> None:
    pattern = custom(r"\d{7}", context=("a.c",), context_required=True)
    assert found(pattern, "a.c 4915702") == ["4915702"]
    assert found(pattern, "abc 4915702") == []


def test_scores_say_how_sure_it_is() -> None:
    pattern = custom(r"\d{7}", score=0.6, score_with_context=0.9, context=("order",))
    detector = Detector((recognizer(pattern),))
    assert detector.detect("4915702")[0].score == 0.6
    assert detector.detect("order 4915702")[0].score == pytest.approx(0.899)


@pytest.mark.parametrize(
    ("names", "right", "wrong"),
    [
        (("luhn",), "7992739 8713", "7992739 8714"),
        (("verhoeff",), "2363", "2364"),
        (("damm",), "5724", "5725"),
        (("mod97_10",), "D59", "D58"),
        (("mod11_2",), "079X", "0795"),
        (("mod11_10",), "0794", "0793"),
        (("luhn", "verhoeff"), "", "2363"),
    ],
)
def test_validators_decide(names: tuple[str, ...], right: str, wrong: str) -> None:
    pattern = custom(r"[A-Z]?\d[\dX ]{1,15}", validators=names)
    if names == ("mod11_10",):
        right = next(f"079{last}" for last in "0123456789" if found(pattern, f"079{last}"))
        wrong = "079" + str((int(right[-1]) + 1) % 10)
    assert found(pattern, wrong) == []
    assert not right or found(pattern, right) == [right]


@pytest.mark.parametrize(
    ("expression", "reason"),
    [
        (r"EMP(?=-)\d", "Zero-width assertions"),
        (r"(\d)\1", "Back-references"),
        (r"\d*", "matches empty buffer"),
        (r"[", "Unterminated character class"),
        (r"(EMP", "Missing close parenthesis"),
        (r"\d{1,99999}", "Bounded repeat is too large"),
        (r"(\w{1,60}-){1,60}x", "too large"),
        (r"a++", "Possessive"),
        (r"\p{L}+", "bytes of UTF-8"),
        (r"(*UTF8)a", "bytes of UTF-8"),
        ("[éè]", "beyond ASCII stands in a class"),
        ("[^é]", "beyond ASCII stands in a class"),
    ],
)
def test_what_the_engines_refuse_is_a_fault_with_a_remedy(expression: str, reason: str) -> None:
    (fault,) = faults(custom(expression, examples=("x",)))
    assert fault.field == "pattern"
    assert reason in fault.reason
    assert fault.remedy


def test_characters_beyond_ascii_repeat_as_a_whole() -> None:
    assert bytewise("né+") == "n(?:é)+"
    assert found(custom(r"né+-\d"), "néé-1") == ["néé-1"]
    assert found(custom(r"(?:é|è)\d"), "è1") == ["è1"]
    with pytest.raises(BadExpression):
        bytewise("[]é]")


def test_examples_are_held_against_the_pattern() -> None:
    good = custom(r"EMP-\d{6}", examples=("EMP-204917",), counterexamples=("TEMP-204917",))
    assert [*faults(good)] == []
    bad = custom(r"EMP-\d{6}", examples=("EMP-204917", "EMP-1"), counterexamples=("EMP-204917",))
    assert [(fault.field, fault.number) for fault in faults(bad)] == [
        ("examples", 1),
        ("counterexamples", 0),
    ]


def test_every_change_is_another_version() -> None:
    versions = {
        Detector((recognizer(pattern),)).version
        for pattern in (
            custom(r"\d{7}"),
            custom(r"\d{8}"),
            custom(r"\d{7}", validators=("luhn",)),
            custom(r"\d{7}", validators=("damm",)),
            custom(r"\d{7}", validators=("damm", "luhn")),
            custom(r"\d{7}", context=("order",)),
            custom(r"\d{7}", score=0.7),
            custom(r"\d{7}", cased=True),
        )
    }
    assert len(versions) == 8


def test_both_engines_agree() -> None:
    own = recognizer(custom(r"EMP-\d{4,6}", context=("staff",)))
    text = "staff EMP-2049, EMP-20491, EMP-204917 EMP-2049178 né EMP-2049"
    usual, other = Detector((own,)), Detector((own,), Re2Scanner)
    assert usual.detect(text) == other.detect(text)
    assert len(usual.detect(text)) == 4


def test_beside_the_built_in_recognizers_it_is_found_too() -> None:
    detector = Detector((*RECOGNIZERS, recognizer(custom(r"EMP-\d{6}"))))
    text = "EMP-204917 wrote from ann.lee@posteo.example"
    assert [span.entity_type for span in detector.detect(text)] == ["BADGE", "EMAIL_ADDRESS"]


def test_sixty_kilobytes_of_one_letter_are_quick() -> None:
    detector = Detector((recognizer(custom(r"[A-Z]+-?\d+")), recognizer(custom(r"\d{6}"))))
    began = time.perf_counter()
    for text in ("A" * 60_000, "1" * 60_000, "A1" * 30_000):
        detector.detect(text)
    assert time.perf_counter() - began < 1
