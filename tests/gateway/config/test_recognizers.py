from pathlib import Path

import pytest

from gateway.guests.guest import Kind
from tests.support.config_files import GOOD, good, lines, loaded

PRESIDIO = """
[detection.recognizers.meters]
class = "tests.support.odd_guests:Badges"
kwargs = { score = 0.9, words = ["a", { b = 1 }] }
types = ["BADGE"]
"""
SPACY = """
[detection.recognizers.boats]
kind = "spacy"
model = "boats"
labels = { BOAT = "PERSON" }
"""


def test_a_class_becomes_a_guest_and_is_not_imported(tmp_path: Path) -> None:
    config = good(tmp_path, GOOD + PRESIDIO.replace("odd_guests:Badges", "no_such:Thing"))
    (guest,) = config.detection.guests
    assert (guest.name, guest.kind, guest.load) == (
        "meters", Kind.PRESIDIO, "tests.support.no_such:Thing",
    )  # fmt: skip
    assert guest.kwargs == '{"score": 0.9, "words": ["a", {"b": 1}]}'
    assert {"BADGE", "PERSON"} <= guest.types
    assert {guest: "a process"}, "processes are kept by their guests"
    assert "BADGE" in config.detection.custom_types
    assert (guest.seconds, guest.threshold, guest.language) == (2.0, 0.5, "en")


def test_a_model_becomes_a_guest_that_answers_what_its_labels_say(tmp_path: Path) -> None:
    (tmp_path / "boats").mkdir()
    (guest,) = good(tmp_path, GOOD + SPACY).detection.guests
    assert (guest.kind, guest.model, guest.types) == (
        Kind.SPACY, tmp_path / "boats", frozenset({"PERSON"}),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("extra", "reason"),
    [
        (PRESIDIO.replace("tests.support.odd_guests:", "tests.support.odd_guests."),
         "meters.class: is no class"),
        (PRESIDIO.replace("class = ", "# "), "meters.class: is no class"),
        (PRESIDIO.replace("tests.support", "nowhere.at_all"),
         "meters.class: its package is not installed"),
        (PRESIDIO + 'model = "boats"\n', "meters.model: a class loads its own model"),
        (PRESIDIO + 'kind = "gliner"\n', "meters.kind: the package gliner is missing"),
        (PRESIDIO.replace('"BADGE"', '"PERSOM"'), "meters.types[0]: 'PERSOM' is almost"),
        (PRESIDIO.replace('"BADGE"', '"badge"'), "meters.types[0]: is not spelled"),
        (PRESIDIO + 'labels = { x = "WIDGET" }\n', "meters.labels.x: no entity type is called"),
        (PRESIDIO + "time_limit_ms = 1\n", "meters.time_limit_ms: "),
        (PRESIDIO + 'language = "English"\n', "meters.language: is not spelled"),
        (SPACY, "boats.model: there is no such directory"),
        (SPACY.replace('model = "boats"', ""), "boats.model: is missing"),
        (SPACY.replace("labels", "# "), "boats.labels: is missing"),
        (SPACY + 'class = "tests.a:B"\n', "boats.class: spacy takes none"),
        (SPACY + 'types = ["BADGE"]\n', "boats.types: spacy takes none"),
        (SPACY.replace('"spacy"', '"flair"'), "boats.kind: must be"),
        (SPACY.replace("model", "modle"), "boats.modle: unknown key"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_recognizer_is_said(tmp_path: Path, extra: str, reason: str) -> None:
    found = lines(loaded(tmp_path, GOOD + extra))
    assert any(f"detection.recognizers.{reason}" in each for each in found), found
    assert all(int(each.split()[0]) > GOOD.count("\n") for each in found)


def test_what_hangs_at_import_hangs_nobody_here(tmp_path: Path) -> None:
    recognizer = PRESIDIO.replace("odd_guests:Badges", "odd_guests:Broken")
    assert good(tmp_path, GOOD + recognizer).detection.guests
