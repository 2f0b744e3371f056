import string
from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from disclosure.canonical import canonical
from disclosure.kinds import Outcome, present, record_id, safe_name
from disclosure.records import Closing, Event, Mention, Opening, RecipientFacts, RefusalRecord

SECRET = "Ines-Moreau-4711"


def full_opening() -> Opening:
    return Opening(
        id="dsc_1",
        request_id="req_1",
        attempt=2,
        parent="dsc_0",
        application="bot",
        actor="key-1",
        controller="Example Ltd",
        controller_role="processor",
        subject=SECRET,
        subject_class="customer",
        purpose="support",
        legal_basis="consent",
        jurisdiction="EU",
        consent_reference=SECRET,
        consent_version=3,
        consent_kind="explicit",
        special=("NRP",),
        ground="explicit_consent",
        recipient=RecipientFacts(
            id="openai", legal_name="OpenAI", agreement="DPA", country="IE", transfer="SCC"
        ),
        model="gpt-4o",
        operation="chat.completions",
        instructions={"store": False, "retention": "zero"},
        recipient_until=9,
        entities=(("PERSON", "pseudonymise", 2),),
        rules=("default",),
        detector="v1",
        degraded=True,
        uninspected=("image",),
        stripped=("audio",),
        scanned=("pdf",),
        mentions=(Mention("PERSON", SECRET, SECRET, SECRET, 16),),
        payload=SECRET.encode(),
        payload_sha256=b"\xab" * 32,
        payload_size=16,
        do_not_track=True,
        global_privacy_control=True,
        policy="default",
        notice="2024-10-19",
        config_hash="c0ffee",
        code_version="0.1",
        t_utc=5,
        retention_until=7,
        payload_until=6,
        note_added=True,
        caller={"request": SECRET},
    )


def test_every_field_of_an_opening_is_written_somewhere() -> None:
    """A field that is added and forgotten fails here."""
    opening = full_opening()
    body = opening.body()
    sealed = {"subject", "consent_reference", "payload_sha256", "mentions", "payload", "caller"}
    elsewhere = sealed | {"id", "payload_spans"}
    assert len(body) == len([f for f in fields(opening) if f.name not in elsewhere]) + 1
    assert body["payload_kept"] is True


def test_what_a_caller_typed_is_private() -> None:
    opening = full_opening()
    assert SECRET not in canonical(opening.body()).decode()
    assert (b"\xab" * 32).hex() not in canonical(opening.body()).decode()
    assert opening.private() == {
        "caller.request": SECRET,
        "consent": SECRET,
        "payload_sha256": "ab" * 32,
        "subject": SECRET,
    }


@pytest.mark.parametrize(
    "record",
    [
        full_opening(),
        full_opening().mentions[0],
        Closing(id="dsc_1", outcome=Outcome.OK, recipient_request_id=SECRET),
        Event(id="evt_1", kind=Outcome.OK, secrets={"reason": SECRET}),  # type: ignore[arg-type]
    ],
)
def test_no_repr_shows_what_is_sealed(record: object) -> None:
    assert SECRET not in repr(record)


def test_every_field_of_a_closing_is_written_somewhere() -> None:
    closing = Closing(
        id="dsc_1",
        outcome=Outcome.UPSTREAM_ERROR,
        reason="refused",
        http_status=500,
        bytes_up=1,
        bytes_down=2,
        duration_ms=3,
        response_sha256=b"\x01" * 32,
        restored={"PERSON": 1},
        unknown_pseudonyms=4,
        denied={"url": 1},
        recipient_request_id="theirs",
        peer_certificate="ab",
        attempts=2,
    )
    assert len(closing.body()) + len(closing.private()) == len(fields(closing)) - 1


def test_every_field_of_a_refusal_is_written() -> None:
    refusal = RefusalRecord(
        id="ref_1",
        request_id="req_1",
        code="restricted",
        status=403,
        application="bot",
        actor="key",
        purpose="support",
        recipient="openai",
        operation="chat.completions",
        policy="default",
        entities=(("PERSON", "refuse", 1),),
        config_hash="c0",
        t_utc=5,
    )
    assert len(refusal.body()) == len(fields(refusal)) - 1
    assert refusal.private() == {}


def test_zero_and_false_are_facts_and_emptiness_is_none() -> None:
    assert present({"a": 0, "b": False, "c": "", "d": (), "e": {}, "f": []}) == {"a": 0, "b": False}


@given(st.integers(0, 2**47), st.integers(0, 2**47), st.binary(min_size=14, max_size=14))
def test_ids_sort_by_time(first: int, second: int, randomness: bytes) -> None:
    earlier, later = (record_id("dsc", moment, randomness) for moment in sorted((first, second)))
    assert earlier <= later
    assert len(earlier) == 4 + 32
    assert set(earlier[4:]) <= set(string.digits + string.ascii_lowercase)


def test_an_id_needs_its_randomness() -> None:
    with pytest.raises(ValueError, match="14 bytes"):
        record_id("dsc", 1, b"short")


@pytest.mark.parametrize("name", ["gpt-4o", "publishers/google/models/gemini-2.5", "ft:x@y_z", ""])
def test_plain_names_stand_as_they_are(name: str) -> None:
    assert safe_name(name) == name


@pytest.mark.parametrize("name", ["Ines Moreau", "a" * 129, "a\nb", "\x1b[31m", "é", "\ud800"])
def test_other_names_are_hashed(name: str) -> None:
    assert safe_name(name).startswith("sha256:")
    assert name not in safe_name(name)
