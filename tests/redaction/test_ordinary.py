import pytest

from redaction.ordinary import ORDINARY, PARTICLES


@pytest.mark.parametrize("word", ["will", "may", "mark", "grace", "hope", "summer", "rosa", "asha"])
def test_words_that_are_names_too_are_known(word: str) -> None:
    assert word in ORDINARY


@pytest.mark.parametrize("name", ["rahul", "nadia", "okonkwo", "sharma", "quist", "fatima"])
def test_names_that_are_no_words_are_not(name: str) -> None:
    assert name not in ORDINARY


def test_words_are_sought_in_lower_case() -> None:
    assert all(word == word.lower() for word in ORDINARY | PARTICLES)
