import pytest

from redaction.name_filters import CALENDAR, ORDINARY, TOOLS, plausible


def judged(value: str, kind: str, before: str = "", after: str = "", score: float = 0.8) -> bool:
    text = f"{before}{value}{after}"
    return plausible(text, len(before), len(before) + len(value), kind, score)


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ("Ann Lee", "PERSON"),
        ("ANN LEE", "PERSON"),
        ("O'Brien", "PERSON"),
        ("McKenzie", "PERSON"),
        ("Jasmine Okoro", "PERSON"),
        ("राम", "PERSON"),
        ("王小明", "PERSON"),
        ("Köln", "LOCATION"),
        ("UK", "LOCATION"),
        ("12 High Street, Springfield", "STREET_ADDRESS"),
    ],
)
def test_names_and_places_pass(value: str, kind: str) -> None:
    assert judged(value, kind)


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ("Jenkins", "PERSON"),
        ("Ruby", "PERSON"),
        ("Spring Oracle", "PERSON"),
        ("April", "PERSON"),
        ("user", "PERSON"),
        ("Token Owner", "PERSON"),
        ("ann", "PERSON"),
        ("JSON", "PERSON"),
        ("HTTPS", "LOCATION"),
        ("userName", "PERSON"),
        ("XMLHttp", "PERSON"),
        ("Ann2", "PERSON"),
        ("a", "PERSON"),
        ("12345", "PERSON"),
        ("12345", "STREET_ADDRESS"),
        ("A" * 81, "PERSON"),
    ],
)
def test_what_only_reads_like_a_name_does_not(value: str, kind: str) -> None:
    assert not judged(value, kind)


@pytest.mark.parametrize(
    ("before", "after"),
    [("self.", ""), ("$", ""), ("_", ""), ("", "_id"), ("", "("), ("", "["), ("`", "`"), ("=", "")],
)
def test_parts_of_code_do_not_pass(before: str, after: str) -> None:
    assert not judged("Nora", "PERSON", before, after)
    assert judged("Nora", "PERSON", "and ", " said")


@pytest.mark.parametrize(("before", "after"), [("met.", ""), ("Ola/", ""), ("", "/Ola")])
def test_prose_without_spaces_passes(before: str, after: str) -> None:
    assert judged("Nora Quist", "PERSON", before, after)


def test_people_in_chats_write_names_small_and_then_the_model_must_be_sure() -> None:
    assert judged("nora quist", "PERSON", score=0.95)
    assert not judged("nora quist", "PERSON", score=0.6)


def test_lists_hold_lower_case_words_once() -> None:
    for words in (CALENDAR, TOOLS, ORDINARY):
        assert all(word == word.lower() for word in words)


@pytest.mark.parametrize("text", ["Counsel", "Apex Court", "Money Market Account"])
def test_words_of_courts_and_banks_are_nobody(text: str) -> None:
    assert not plausible(text, 0, len(text), "PERSON", 1.0)


@pytest.mark.parametrize(
    ("text", "value", "kept"),
    [("ask priya", "priya", True), ("can u come", "u", False), ("what im doing", "im", False)],
)
def test_a_lone_word_in_lower_case_may_be_a_name_if_it_is_long(
    text: str, value: str, kept: bool
) -> None:
    start = text.index(value)
    assert plausible(text, start, start + len(value), "PERSON", 0.95) is kept


def test_the_local_part_of_an_address_is_no_name() -> None:
    assert not plausible("nadia@posteo.example", 0, 5, "PERSON", 1.0)
