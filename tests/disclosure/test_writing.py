"""What is written straight is what `canonical` writes of the body, letter for letter."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from disclosure.canonical import INTEGER_MAX, NotCanonical, canonical
from disclosure.kinds import Kind, Outcome
from disclosure.records import Closing, Event, Opening, RecipientFacts, Record, RefusalRecord
from disclosure.writing import Parts, body_text

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
NAME = st.text(st.characters(max_codepoint=127), max_size=8)
COUNT = st.integers(-INTEGER_MAX, INTEGER_MAX)
TEXTS = st.lists(TEXT, max_size=3).map(tuple)
HEX = st.binary(max_size=32).map(bytes.hex)

OPENINGS = st.builds(
    Opening,
    id=TEXT,
    request_id=TEXT,
    attempt=COUNT,
    parent=TEXT,
    application=TEXT,
    actor=TEXT,
    controller=TEXT,
    controller_role=TEXT,
    subject_class=TEXT,
    purpose=TEXT,
    legal_basis=TEXT,
    jurisdiction=TEXT,
    consent_version=COUNT,
    consent_kind=TEXT,
    special=TEXTS,
    ground=TEXT,
    recipient=st.builds(RecipientFacts, id=TEXT, legal_name=TEXT, region=TEXT, endpoint=TEXT),
    model=TEXT,
    operation=TEXT,
    instructions=st.dictionaries(NAME, TEXT | COUNT | st.booleans(), max_size=3),
    recipient_until=COUNT,
    entities=st.lists(st.tuples(TEXT, TEXT, COUNT), max_size=3).map(tuple),
    rules=TEXTS,
    detector=TEXT,
    degraded=st.booleans(),
    uninspected=TEXTS,
    stripped=TEXTS,
    scanned=TEXTS,
    payload=st.none() | st.binary(max_size=3),
    payload_sha256=st.just(b"s" * 32),
    payload_size=COUNT,
    do_not_track=st.booleans(),
    global_privacy_control=st.booleans(),
    policy=TEXT,
    notice=TEXT,
    config_hash=TEXT,
    code_version=TEXT,
    t_utc=COUNT,
    retention_until=COUNT,
    payload_until=COUNT,
    note_added=st.booleans(),
)
CLOSINGS = st.builds(
    Closing,
    id=TEXT,
    outcome=st.sampled_from(Outcome),
    reason=TEXT,
    http_status=COUNT,
    bytes_up=COUNT,
    bytes_down=COUNT,
    duration_ms=COUNT,
    restored=st.dictionaries(NAME, COUNT, max_size=3),
    unknown_pseudonyms=COUNT,
    denied=st.dictionaries(NAME, COUNT, max_size=3),
    peer_certificate=TEXT,
    attempts=COUNT,
)
OTHERS = st.builds(Event, id=TEXT, kind=st.just(Kind.ADMIN), facts=st.dictionaries(NAME, TEXT))
REFUSALS = st.builds(RefusalRecord, id=TEXT, request_id=TEXT, code=TEXT, status=COUNT, t_utc=COUNT)
PARTS = st.builds(
    Parts,
    commitments=st.dictionaries(NAME, HEX, max_size=3),
    key=NAME,
    sides=st.lists(
        st.tuples(st.sampled_from(["record", "person", "payload"]), st.integers(0, 99), HEX),
        max_size=3,
    ),
)


@given(OPENINGS | CLOSINGS | OTHERS | REFUSALS, PARTS)
def test_it_is_the_canonical_form_of_the_body(record: Record, parts: Parts) -> None:
    added: dict[str, Any] = {name: part for name, part in parts._asdict().items() if part}
    assert body_text(record, parts) == canonical(record.body() | added).decode()


NOTHING = Parts({}, "", [])
OPENING = Opening(
    id="dsc_1",
    request_id="req_1",
    application="bot",
    actor="key",
    controller="Example Ltd",
    purpose="support",
    legal_basis="contract",
    recipient=RecipientFacts(id="openai", legal_name="OpenAI"),
    operation="chat.completions",
    payload_sha256=b"s" * 32,
    payload_size=1,
    policy="default",
    t_utc=1,
    retention_until=2,
)


@pytest.mark.parametrize(
    "change",
    [
        {"t_utc": 1.5},
        {"payload_size": None},
        {"retention_until": 2**53},
        {"entities": (("PERSON", "drop", 0.5),)},
        {"instructions": {"store": 0.5}},
        {"instructions": {"störe": 1}},
        {"instructions": {"limit": 2**53}},
    ],
)
def test_what_has_no_one_writing_is_refused(change: dict[str, Any]) -> None:
    assert body_text(OPENING, NOTHING)
    with pytest.raises(NotCanonical):
        body_text(replace(OPENING, **change), NOTHING)


def test_a_closing_with_a_fraction_is_refused() -> None:
    closing = Closing(id="dsc_1", outcome=Outcome.OK, denied={"url": 0.5})  # type: ignore[dict-item]
    with pytest.raises(NotCanonical):
        body_text(closing, NOTHING)
