"""A column policy, applied to the texts of a request."""

import json
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.columns import NO_TABLE, Table, tabled, unfit
from gateway.preparing import Prepared, prepare
from privacy.application import Application
from privacy.columns import NO_COLUMNS, Columns, Kind
from privacy.policy import Action, Decision, Enquiry, Operator, Policy
from privacy.purpose import LegalBasis, Purpose
from privacy.recipient import Recipient
from privacy.refusal import Refusal, RefusalCode
from privacy.text import Place, Segment, Span
from providers.google import GOOGLE
from redaction.inspect import inspect
from redaction.operators import Operators
from vault.session import Session

ENQUIRY = Enquiry(
    application=Application(id="bot", controller="Acme", purposes=("s",), recipients=("r",)),
    purpose=Purpose(id="s", description="d", legal_basis=LegalBasis.CONTRACT),
    recipient=Recipient(id="r", legal_name="R", wire="google"),
)

COLUMNS = Columns(
    kinds={
        ("id",): Kind.IDENTIFIER,
        ("born",): Kind.QUASI_IDENTIFIER,
        ("plan",): Kind.UNTOUCHED,
        ("secret",): Kind.REFUSE,
    },
    order=("id", "plan", "note"),
)


def read(*rows: Any) -> tuple[Segment, ...]:
    operation = GOOGLE.route("POST", "/v1/projects/p/locations/us/endpoints/1:predict", "")
    assert operation is not None
    body = json.dumps({"instances": rows, "parameters": {"plan": "x"}}).encode()
    return tuple(GOOGLE.read(operation, body).segments)


def table(*rows: Any, columns: Columns = COLUMNS) -> Table:
    found = tabled(read(*rows), columns)
    assert isinstance(found, Table)
    return found


def texts(found: Table) -> list[str]:
    return [one.text for one in found.segments if one.column is not None]


def test_without_a_policy_nothing_changes() -> None:
    segments = read({"id": "C-7", "n": 4})
    found = tabled(segments, NO_COLUMNS)
    assert isinstance(found, Table)
    assert found.segments == segments
    assert not found.unseen


def test_names_that_the_operator_wrote_are_nobodys() -> None:
    assert texts(table({"id": "C-7", "Ann": "x"})) == ["", "C-7", "Ann", "x"]


def test_identifiers_are_whole_and_joined() -> None:
    found = table({"id": ["C-7", {"k": "v"}]}, ["C-8"])
    places = {one.text: (one.place, one.joint) for one in found.segments}
    assert places["C-7"] == places["v"] == places["C-8"] == (Place.IDENTIFIER, True)
    assert places["k"] == (Place.TEXT, False)


def test_untouched_values_are_not_seen_at_all() -> None:
    found = table({"plan": {"Ann": ["x", 4]}}, ["C-7", "y", "z"])
    assert texts(found) == ["", "", "", "", "C-7", "", "z"]
    assert found.unseen
    assert [one.text for one in found.segments if one.column is None] == ["plan", "x"]


def test_names_of_columns_that_nobody_named_are_seen_even_if_values_are_not() -> None:
    found = table({"Ann": "x"}, columns=Columns(default=Kind.UNTOUCHED))
    assert texts(found) == ["Ann", ""]


def test_positions_have_the_names_that_settings_give_them() -> None:
    found = table(["C-7", "y", "z", "w"])
    hints = [one.hint for one in found.segments if one.column is not None and one.text]
    assert hints == ["id", "note", ""]


@pytest.mark.parametrize("row", [{"id": 7}, {"secret": "x"}, {"secret": None}, [7]])
def test_what_is_refused(row: Any) -> None:
    found = tabled(read(row), COLUMNS)
    assert isinstance(found, Refusal)
    assert found.code is RefusalCode.COLUMN


def decided(operator: str, kind: str = "DATE_OF_BIRTH") -> dict[str, Decision]:
    return {kind: Decision(kind, Action(operator), ("default",))}


@pytest.mark.parametrize(
    ("setting", "kind", "operator"),
    [
        ("generalise", "DATE_OF_BIRTH", Operator.GENERALISE),
        ("keep", "LOCATION", Operator.KEEP),
        ("keep", "EMAIL_ADDRESS", Operator.PSEUDONYMISE),
        ("generalise", "PERSON", Operator.PSEUDONYMISE),
    ],
)
def test_quasi_identifiers_are_made_coarser_or_kept(
    setting: Any, kind: str, operator: Operator
) -> None:
    columns = Columns(kinds={("born",): Kind.QUASI_IDENTIFIER}, quasi_identifiers=setting)
    found = table({"born": "1984-03-02", "note": "n"}, columns=columns)
    (index,) = (at for at, one in enumerate(found.segments) if one.text == "1984-03-02")
    common = decided(Operator.PSEUDONYMISE, kind)
    assert found.decisions(index, common)[kind].action.operator == operator
    assert found.decisions(index + 1, common) == common


def test_a_lone_word_among_quasi_identifiers_is_a_place() -> None:
    found = table({"born": "Bonn", "note": "Bonn"}, {"born": "Ann Lee"})
    spans = [
        [Span(0, len(one.text), "PERSON", 0.9, "names")] if one.text and one.text[0] in "BA" else []
        for one in found.segments
    ]
    kinds = [[span.entity_type for span in each] for each in found.spans(spans)]
    assert [each for each in kinds if each] == [["LOCATION"], ["PERSON"], ["PERSON"]]


def test_a_finer_rule_of_the_policy_stays() -> None:
    found = table({"born": "1984-03-02"})
    action = Action(Operator.GENERALISE, {"to": "decade"})
    common = {"DATE_OF_BIRTH": Decision("DATE_OF_BIRTH", action, ("x",))}
    assert found.decisions(1, common)["DATE_OF_BIRTH"].action == action


def test_what_can_be_done_about_a_number() -> None:
    assert "no column is named there" in unfit(NO_COLUMNS)
    assert "its column is not" in unfit(COLUMNS)
    assert NO_TABLE.decisions(0, {}) == {}


# --- joins ------------------------------------------------------------------------


class _NoDetector:
    version = "none"

    def detect(self, text: str, hint: str = "") -> tuple[Span, ...]:
        del text, hint
        return ()


@dataclass
class _Minting:
    session: Session
    joint: Session


def _sent(rows: list[Any], opening: bytes) -> list[Any]:
    """Rows as they leave, in a session of their own."""
    operation = GOOGLE.route("POST", "/v1/projects/p/locations/us/endpoints/1:predict", "")
    assert operation is not None
    payload = GOOGLE.read(operation, json.dumps({"instances": rows}).encode())
    found = tabled(payload.segments, COLUMNS)
    assert isinstance(found, Table)
    policy = Policy(id="p", names="off")
    spans = inspect(found.segments, _NoDetector(), None, None, policy).spans
    key = b"k" * 32
    minting = _Minting(Session(key, opening), Session(key, b"application", apart=True))
    prepared = prepare(found.segments, spans, policy, ENQUIRY, minting, Operators(), found)
    assert isinstance(prepared, Prepared)
    sent: list[Any] = json.loads(payload.rewrite(prepared.texts, {}, None))["instances"]
    return sent


ids = st.text("bcdf0123456789", min_size=2, max_size=12)
others = st.dictionaries(st.sampled_from(["note", "n"]), st.integers() | st.text(max_size=5))
tables = st.lists(st.tuples(ids, others), min_size=1, max_size=5)


@given(tables, tables, ids)
def test_rows_of_two_calls_can_be_joined(one: Any, two: Any, shared: str) -> None:
    calls = [[*one, (shared, {})], [(shared, {"note": "x"}), *two]]
    sent = [
        _sent([{**rest, "id": name} for name, rest in call], opening)
        for call, opening in zip(calls, (b"1", b"2"), strict=True)
    ]
    assert sent[0][-1]["id"] == sent[1][0]["id"] != shared
    pairs = {
        (row["id"], name)
        for rows, call in zip(sent, calls, strict=True)
        for row, (name, _) in zip(rows, call, strict=True)
    }
    assert len({pseudonym for pseudonym, _ in pairs}) == len(pairs)
