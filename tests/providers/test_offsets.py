from hypothesis import given
from hypothesis import strategies as st

from providers.offsets import Shift

NAMES = {
    "PERSON_a7k2": "Ottilie Brandvold",
    "EMAIL_k3mm": "ottilie@brandvold.example",
    "PHONE_9x2c": "+47 22 00 00 00",
    "LOCATION_b4d8": "Tromsø",
}
WORDS = st.sampled_from(
    [*NAMES, "the", "shop", "(in)", "wrote,", "and", "said.", "https://a.example/x"]
)


def restored(text: str) -> str:
    for pseudonym, value in NAMES.items():
        text = text.replace(pseudonym, value)
    return text


@given(st.lists(WORDS, min_size=1, max_size=20), st.data())
def test_marks_between_words_move_with_their_words(words: list[str], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(words)))
    old = " | ".join(words)
    start = len(" | ".join(words[:place])) + 3 * (0 < place < len(words))
    expected = len(restored(" | ".join(words[:place]))) + 3 * (0 < place < len(words))
    assert Shift(old, restored(old))(start) == expected


@given(st.text(max_size=30), st.integers(0, 30))
def test_nothing_moves_in_an_unchanged_text(text: str, offset: int) -> None:
    assert Shift(text, text)(offset) == min(offset, len(text))


@given(st.text("ab _.", max_size=30), st.text("ab _.", max_size=30), st.integers(0, 40))
def test_any_two_texts_give_an_offset_inside_the_new_one(old: str, new: str, offset: int) -> None:
    assert 0 <= Shift(old, new)(offset) <= len(new)
