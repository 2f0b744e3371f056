from pathlib import Path

import pytest

from gateway.config.config import Config
from tests.support.config_files import GOOD, good, lines, loaded

PATTERN = """
[detection.patterns.employee-id]
pattern = 'EMP-\\d{6}'
type = "EMPLOYEE_ID"
examples = ["EMP-204917 called"]
"""
LIST = """
[detection.lists.projects]
kind = "deny"
phrases = ["Project Heron"]
type = "PROJECT"
"""
NAMES_IT = '[policies.default]\nlists = ["projects"]\n'


def problems(tmp_path: Path, extra: str, base: str = GOOD) -> list[str]:
    return lines(loaded(tmp_path, base + extra))


def test_a_pattern_becomes_what_runs(tmp_path: Path) -> None:
    more = 'context = ["staff"]\nvalidators = ["luhn"]\n'
    config = good(tmp_path, GOOD + PATTERN + more)
    (pattern,) = config.detection.patterns
    assert (pattern.name, pattern.entity_type) == ("employee-id", "EMPLOYEE_ID")
    assert pattern.validators == ("luhn",)
    assert "EMPLOYEE_ID" in config.detection.custom_types


def test_its_type_is_a_word_of_policies(tmp_path: Path) -> None:
    good(tmp_path, GOOD + PATTERN + '[policies.default.actions]\nEMPLOYEE_ID = "redact"\n')


@pytest.mark.parametrize(
    ("before", "after", "key", "reason"),
    [
        (r"EMP-\d{6}", r"(?<=E)MP-\d{6}", "pattern", "Zero-width assertions"),
        (r"EMP-\d{6}", r"(EMP)-\1", "pattern", "Back-references"),
        (r"EMP-\d{6}", r"EMP-\d{5}", "examples[0]", "finds nothing in it"),
        ('type = "EMPLOYEE_ID"', 'type = "employee"', "type", "is not spelled"),
        ('type = "EMPLOYEE_ID"', 'type = "PERSOM"', "type", "almost the built-in type"),
        ('type = "EMPLOYEE_ID"', 'type = "EMPLOYEE_ID"\nvalidators = ["lun"]',
         "validators[0]", "no validator is called 'lun'"),
        ('type = "EMPLOYEE_ID"', 'type = "EMPLOYEE_ID"\ncontext_required = true',
         "context_required", "there are no context words"),
        ('type = "EMPLOYEE_ID"', 'type = "EMPLOYEE_ID"\ncounterexamples = ["EMP-111111"]',
         "counterexamples[0]", "finds something in it"),
        ('type = "EMPLOYEE_ID"', 'type = "EMPLOYEE_ID"\nscore = 2.0', "score", "less than or"),
        ('examples = ["EMP-204917 called"]', "", "examples", "is required"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_pattern_is_said_with_its_line(
    tmp_path: Path, before: str, after: str, key: str, reason: str
) -> None:
    found = problems(tmp_path, PATTERN.replace(before, after))
    assert len(found) == 1
    line, _, said = found[0].partition(" ")
    first = GOOD.count("\n") + 2
    assert first <= int(line) <= first + 5
    assert said.startswith(f"detection.patterns.employee-id.{key}: ")
    assert reason in said


def test_the_same_pattern_is_no_surprise_to_the_hash(tmp_path: Path) -> None:
    one, two = good(tmp_path, GOOD + PATTERN), good(tmp_path, GOOD + PATTERN)
    assert one.hash == two.hash != good(tmp_path).hash


def test_lists_hold_for_policies_and_applications_that_name_them(tmp_path: Path) -> None:
    config = good(tmp_path, GOOD + 'lists = ["projects"]\n' + LIST + NAMES_IT)
    (own,) = config.policies["default"].lists
    assert (own.name, own.phrases, own.entity_type) == ("projects", ("Project Heron",), "PROJECT")
    assert config.application_lists["bot"] == (own,)
    assert good(tmp_path, GOOD + LIST).policies["default"].lists == ()


def test_a_file_holds_more_phrases(tmp_path: Path) -> None:
    file = tmp_path / "projects.txt"
    file.write_text("\ufeff# ours\nProject Egret \n\n  #1 Crane\nProject Heron\n", "utf-8")
    source = GOOD + LIST + 'file = "projects.txt"\n' + NAMES_IT
    first = good(tmp_path, source)
    assert first.policies["default"].lists[0].phrases == (
        "Project Heron", "Project Egret", "#1 Crane",
    )  # fmt: skip
    file.write_text("Project Stork\n")
    second = good(tmp_path, source)
    assert first.hash != second.hash
    assert first.policy_hashes["default"] != second.policy_hashes["default"]


@pytest.mark.parametrize(
    ("extra", "reason"),
    [
        (LIST.replace('type = "PROJECT"', ""), "projects.type: is required"),
        (LIST + 'types = ["PERSON"]\n', "projects.types: deny-lists have no types"),
        (LIST.replace("deny", "allow"), "projects.type: allow-lists have no type"),
        (LIST.replace("deny", "allow").replace('type = "PROJECT"', 'types = ["CREDIT_CARDS"]'),
         "projects.types[0]: no entity type is called 'CREDIT_CARDS'"),
        (LIST.replace('phrases = ["Project Heron"]', ""), "projects: the list is empty"),
        (LIST + 'file = "no.txt"\n', "projects.file: cannot be read"),
        (LIST + 'file = "empty.txt"\n', "projects.file: holds no phrase"),
        (LIST + 'file = "latin.txt"\n', "projects.file: is not UTF-8"),
        (LIST + 'file = "long.txt"\n', "projects.file: line 2 of the file is longer"),
        (LIST + '[policies.default]\nlists = ["project"]\n',
         "policies.default.lists[0]: no list is called 'project'"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_list_is_said(tmp_path: Path, extra: str, reason: str) -> None:
    (tmp_path / "empty.txt").write_text("# nothing\n\n")
    (tmp_path / "latin.txt").write_bytes(b"Andr\xe9\n")
    (tmp_path / "long.txt").write_text("short\n" + "planted" * 40 + "\n")
    found = problems(tmp_path, extra)
    assert any(reason in each for each in found), found
    assert not any("planted" in each for each in found)


def test_an_application_names_lists_that_exist(tmp_path: Path) -> None:
    (found,) = problems(tmp_path, LIST, GOOD + 'lists = ["projekts"]\n')
    assert "applications.bot.lists[0]: no list is called 'projekts'" in found


def test_types_with_validators_are_hidden_by_no_list_that_does_not_name_them(
    tmp_path: Path,
) -> None:
    pattern = PATTERN + 'validators = ["luhn"]\n'
    allow = '[detection.lists.ok]\nkind = "allow"\nphrases = ["EMP-204917"]\n'
    config = good(tmp_path, GOOD + pattern + allow + '[policies.default]\nlists = ["ok"]\n')
    (own,) = config.policies["default"].lists
    assert not own.may_hide("EMPLOYEE_ID")
    assert not own.may_hide("CREDIT_CARD")
    assert own.may_hide("PERSON")


def test_a_broken_list_hides_no_other_problem(tmp_path: Path) -> None:
    result = loaded(tmp_path, GOOD + LIST.replace("deny", "forbid") + NAMES_IT)
    assert not isinstance(result, Config)
    assert any("projects.kind" in each for each in lines(result))
