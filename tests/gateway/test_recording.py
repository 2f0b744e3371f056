"""From the facts of an exchange to records: what is told, and where pseudonyms stand in it."""

import json
import re
from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from disclosure.kinds import MICROSECONDS_PER_DAY, RANDOMNESS, Outcome
from disclosure.records import Opening
from gateway.authentication import Caller
from gateway.config.config import Config
from gateway.opaque import Contents
from gateway.preparing import Mentioned, Prepared
from gateway.recording import Course, Facts, NotSent, closing, kept_in_clear, opening, refusal
from privacy.consent import Consent, ConsentKind, SubjectState
from privacy.policy import Action, Decision, Enquiry, Operator, Policy, Signals
from privacy.purpose import SpecialGround
from tests.end_to_end.conftest import config_text, read_config

NOW = 1_790_000_000_000_000
EMAIL, PERSON = "EMAIL_q9w4", "PERSON_a7k2"
MENTIONED = (
    Mentioned("EMAIL_ADDRESS", "nadia@posteo.example", EMAIL, "/messages/0/content"),
    Mentioned("EMAIL_ADDRESS", "NADIA@posteo.example", EMAIL + "u2", "/messages/0/content"),
    Mentioned("PHONE_NUMBER", "+1 202 555 0142", "PHONE_x9f3", "/messages/1/content"),
)


@pytest.fixture(scope="module")
def config(tmp_path_factory: pytest.TempPathFactory) -> Config:
    directory: Path = tmp_path_factory.mktemp("config")
    return read_config(directory, config_text("http://127.0.0.1:9"))


@pytest.fixture(scope="module")
def facts(config: Config) -> Facts:
    application = config.applications["bot"]
    prepared = Prepared(
        texts={0: "x"},
        counts={("EMAIL_ADDRESS", "pseudonymise"): 2, ("PERSON", "pseudonymise"): 1},
        decisions={
            "EMAIL_ADDRESS": Decision("EMAIL_ADDRESS", Action("pseudonymise"), ("b", "a")),
            "PERSON": Decision("PERSON", Action("pseudonymise"), ("a",)),
        },
        mentioned=MENTIONED,
    )
    enquiry = Enquiry(
        application=application,
        purpose=config.purposes["support"],
        recipient=config.recipients["openai"],
        model="gpt-5",
        subject="customer-7",
        state=SubjectState(version=4, consent=Consent("cns_1", 3, ConsentKind.EXPLICIT)),
        signals=Signals(global_privacy_control=True),
    )
    return Facts(
        config=config,
        caller=Caller(application, "testkey1", None),
        enquiry=enquiry,
        policy=Policy(id="default", payload_days=30, retention_days=365),
        request_id="req_1",
        operation="chat.completions",
        body=f"say {EMAIL}".encode(),
        prepared=prepared,
        detector="v1+none",
        degraded=False,
        contents=Contents(None, passed=("image",), stripped=("audio",), scanned=("pdf",)),
        note_added=True,
        now=NOW,
        randomness=b"r" * RANDOMNESS,
        caller_request_id="their-1",
        code_version="0.1.0",
    )


def test_an_opening_tells_what_was_not_inspected(facts: Facts) -> None:
    record = opening(facts)
    assert (record.uninspected, record.stripped, record.scanned) == (
        ("image",),
        ("audio",),
        ("pdf",),
    )


def test_an_opening_tells_what_the_law_asks_for(facts: Facts) -> None:
    record = opening(facts)
    told = (record.application, record.actor, record.controller, record.subject)
    assert told == ("bot", "testkey1", "Test Company", "customer-7")
    assert (record.purpose, record.legal_basis) == ("support", "contract")
    consent = (record.consent_reference, record.consent_version, record.consent_kind)
    assert consent == ("cns_1", 3, "explicit")
    assert record.recipient.legal_name == "Recipient One"
    assert (record.recipient.endpoint, record.recipient.region) == ("127.0.0.1", "us")
    assert (record.model, record.operation) == ("gpt-5", "chat.completions")
    assert record.instructions == {"store": False}
    assert record.entities == (
        ("EMAIL_ADDRESS", "pseudonymise", 2),
        ("PERSON", "pseudonymise", 1),
    )
    assert record.rules == ("a", "b")
    assert (record.do_not_track, record.global_privacy_control) == (False, True)
    assert record.payload == facts.body
    assert record.payload_size == len(facts.body)
    assert record.config_hash == facts.config.hash
    assert record.caller == {"request_id": "their-1"}
    assert record.id.startswith("dsc_")


def test_deadlines_are_counted_from_now(facts: Facts) -> None:
    record = opening(facts)
    assert record.recipient_until - NOW == 30 * MICROSECONDS_PER_DAY
    assert record.retention_until - NOW == 365 * MICROSECONDS_PER_DAY
    assert record.payload_until - NOW == 30 * MICROSECONDS_PER_DAY


@pytest.mark.parametrize(
    ("policy", "body"),
    [(Policy(id="p", payload="digest"), b"text"), (Policy(id="p"), b"")],
    ids=["digest only", "no body"],
)
def test_no_payload_is_kept_where_none_may_or_can_be(
    facts: Facts, policy: Policy, body: bytes
) -> None:
    record = opening(replace(facts, policy=policy, body=body))
    assert record.payload is None
    assert record.payload_spans == ()
    assert record.payload_until == 0
    assert len(record.payload_sha256) == 32


def test_without_a_purpose_there_is_no_disclosure(facts: Facts) -> None:
    with pytest.raises(ValueError, match="purpose"):
        opening(replace(facts, enquiry=replace(facts.enquiry, purpose=None)))


def test_special_categories_and_their_ground_are_named(facts: Facts) -> None:
    ground = SpecialGround.EXPLICIT_CONSENT
    decision = Decision("NRP", Action(Operator.KEEP), ("r",), ground)
    prepared = Prepared({}, {("NRP", "keep"): 1}, {"NRP": decision}, ())
    record = opening(replace(facts, prepared=prepared))
    assert (record.special, record.ground) == (("NRP",), "explicit_consent")
    assert kept_in_clear(prepared)
    assert not kept_in_clear(facts.prepared)


# --- where pseudonyms stand ---


def _spans(facts: Facts, body: bytes) -> list[tuple[bytes, int]]:
    record: Opening = opening(replace(facts, body=body))
    spans = record.payload_spans
    assert list(spans) == sorted(spans)
    assert all(end <= start for (_, end, _), (start, _, _) in pairwise(spans))
    return [(body[start:end], number) for start, end, number in spans]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (f"say {EMAIL}", [(EMAIL, 0)]),
        (EMAIL, [(EMAIL, 0)]),
        (f"{EMAIL}, {EMAIL}u2; {EMAIL}", [(EMAIL, 0), (EMAIL + "u2", 1), (EMAIL, 0)]),
        (f"call PHONE_x9f3 or {EMAIL}", [("PHONE_x9f3", 2), (EMAIL, 0)]),
        (PERSON, []),
        ("EMAIL_zzz1 EMAIL_q9w EMAIL_q9w42", []),
        (f"Dear\n{EMAIL}", [(EMAIL, 0)]),
        (f"Dear\t{EMAIL}\r\n{EMAIL}", [(EMAIL, 0), (EMAIL, 0)]),
        (f"\x0c{EMAIL} \x08{EMAIL}", [(EMAIL, 0), (EMAIL, 0)]),
        (f"\u20ac{EMAIL}\u20ac", [(EMAIL, 0)]),
        (f"\U0001f600{EMAIL}", [(EMAIL, 0)]),
        (f'"{EMAIL}" \\{EMAIL}', [(EMAIL, 0), (EMAIL, 0)]),
        (f"MYEMAIL {EMAIL}.", [(EMAIL, 0)]),
    ],
)
@pytest.mark.parametrize("ascii_", [True, False])
def test_each_stands_where_it_was_written(
    facts: Facts, text: str, found: list[tuple[str, int]], *, ascii_: bool
) -> None:
    body = json.dumps({"messages": [{"content": text}]}, ensure_ascii=ascii_).encode()
    assert _spans(facts, body) == [(word.encode(), number) for word, number in found]
    nested = json.dumps({"arguments": json.dumps({"text": text}, ensure_ascii=ascii_)}).encode()
    assert _spans(facts, nested) == [(word.encode(), number) for word, number in found]


WORDS = (EMAIL, EMAIL + "u2", "PHONE_x9f3")
between = st.text(
    st.characters(exclude_categories=("Cs", "L", "N")) | st.sampled_from('\n\t\r"\\/\b\f\u20ac'),
    min_size=1,
    max_size=4,
)


def _oracle(pieces: Iterable[str]) -> list[tuple[bytes, int]]:
    return [(piece.encode(), WORDS.index(piece)) for piece in pieces if piece in WORDS]


@given(st.lists(st.tuples(between, st.sampled_from([*WORDS, "plain", PERSON])), max_size=6))
def test_all_are_found_however_the_text_is_escaped(
    facts: Facts, pieces: list[tuple[str, str]]
) -> None:
    text = "".join(gap + word for gap, word in pieces)
    body = json.dumps({"content": text}).encode()
    assert _spans(facts, body) == _oracle(word for _, word in pieces)


# --- the end, and what was not sent ---


def test_a_closing_tells_how_it_went() -> None:
    course = Course(
        Outcome.UPSTREAM_ERROR, "upstream_error", 500, 10, 20, {"PERSON": 2}, {"url": 1}, 3, "r-1"
    )
    record = closing("dsc_1", course, 17, b"d" * 32)
    assert record.id == "dsc_1"
    assert (record.outcome, record.reason, record.http_status) == (
        Outcome.UPSTREAM_ERROR, "upstream_error", 500,
    )  # fmt: skip
    assert (record.bytes_up, record.bytes_down, record.duration_ms) == (10, 20, 17)
    assert (record.restored, record.denied) == ({"PERSON": 2}, {"url": 1})
    assert (record.unknown_pseudonyms, record.recipient_request_id) == (3, "r-1")
    assert record.response_sha256 == b"d" * 32


def test_a_refusal_names_no_data_subject(config: Config) -> None:
    caller = Caller(config.applications["bot"], "testkey1", None)
    record = refusal(
        NotSent(
            config=config, caller=caller, request_id="req_1", code="restricted", status=403,
            purpose="support", recipient="openai", operation="chat.completions", now=NOW,
            randomness=b"r" * RANDOMNESS,
        )
    )  # fmt: skip
    assert re.fullmatch(r"ref_[0-9a-v]+", record.id)
    assert (record.code, record.status, record.policy) == ("restricted", 403, "default")
    assert not hasattr(record, "subject")
