"""One text of tests for every store: what the roof may rely on."""

import asyncio
import os
from dataclasses import replace
from typing import Any

import pytest

from disclosure.canonical import NotCanonical
from disclosure.kinds import Kind, record_id
from disclosure.records import Event, RecipientFacts, RefusalRecord
from disclosure.verify import Verdict
from privacy.consent import UNKNOWN_SUBJECT, ConsentKind
from storage.ports import (
    ConsentGiven,
    Filters,
    LedgerUnavailable,
    NotOpen,
    StaleState,
    SubjectChange,
)
from tests.support.stores import (
    LATER,
    MENTIONS,
    PAYLOAD,
    SHA256,
    Store,
    closing,
    forget,
    opening,
    spans,
)


async def test_positions_count_up_within_one_shard(store: Store) -> None:
    records = [opening() for _ in range(5)]
    positions = [await store.ledger.append(record) for record in records]
    assert len({position.shard for position in positions}) == 1
    assert [p.seq - positions[0].seq for p in positions] == [0, 1, 2, 3, 4]


async def test_many_at_once_are_all_recorded_once(store: Store) -> None:
    records = [opening() for _ in range(60)]
    positions = await asyncio.gather(*(store.ledger.append(record) for record in records))
    assert len(set(positions)) == 60
    await asyncio.gather(*(store.ledger.append(closing(record.id)) for record in records))
    lines = await store.enquiries.list_disclosures(Filters(), 1000)
    assert {line.id for line in lines} == {record.id for record in records}
    assert {line.outcome for line in lines} == {"ok"}


async def test_only_what_is_open_can_be_closed_and_only_once(store: Store) -> None:
    with pytest.raises(NotOpen):
        await store.ledger.append(closing("dsc_never"))
    record = opening()
    await store.ledger.append(record)
    await store.ledger.append(closing(record.id))
    with pytest.raises(NotOpen):
        await store.ledger.append(closing(record.id))


async def test_two_closings_at_once_close_once(store: Store) -> None:
    record = opening()
    await store.ledger.append(record)
    twice = (store.ledger.append(closing(record.id)) for _ in range(2))
    results = await asyncio.gather(*twice, return_exceptions=True)
    assert sorted(type(result).__name__ for result in results) == ["NotOpen", "Position"]


async def test_a_record_that_no_leaf_can_hold_is_refused_and_others_are_not(store: Store) -> None:
    bad = Event(id="evt_bad", kind=Kind.ADMIN, facts={"rate": 0.5})  # type: ignore[dict-item]
    results = await asyncio.gather(
        store.ledger.append(opening()),
        store.ledger.append(bad),
        store.ledger.append(opening()),
        return_exceptions=True,
    )
    assert isinstance(results[1], NotCanonical)
    assert not isinstance(results[0], BaseException)
    assert not isinstance(results[2], BaseException)
    assert (await store.enquiries.verify()).verdict is Verdict.OK


async def test_no_caller_s_text_stands_in_a_leaf(store: Store) -> None:
    texts = (
        "Ines",
        "ines.moreau",
        "943 476",
        "9434765919",
        "customer-4711",
        "cns-77",
        "trace-99",
        "req-of-theirs",
    )
    record = opening(
        subject="customer-4711", consent_reference="cns-77", caller={"request": "trace-99"}
    )
    await store.ledger.append(record)
    await store.ledger.append(closing(record.id))
    with store.books.snapshot() as log:
        bodies = "".join(leaf.body for leaf in log.leaves)
        sealed = b"".join(row.sealed for row in log.sides)
    for text in (*texts, "EMAIL_a7k2", SHA256.hex()):
        assert text not in bodies
        assert text.encode() not in sealed
    assert "Müller & Söhne GmbH" in bodies


async def test_show_opens_what_was_sealed(store: Store) -> None:
    record = opening(subject="customer-4711", caller={"request": "trace-99"})
    await store.ledger.append(record)
    await store.ledger.append(closing(record.id))
    shown = await store.enquiries.show(record.id[:20])
    assert shown is not None
    assert shown.sealed["subject"] == "customer-4711"
    assert shown.sealed["payload_sha256"] == SHA256.hex()
    assert shown.sealed["recipient_request_id"] == "req-of-theirs"
    assert (shown.payload, shown.payload_complete) == (PAYLOAD, True)
    assert sorted(shown.mentions) == sorted(
        (m.entity_type, m.pseudonym, m.pointer, m.length) for m in MENTIONS
    )
    assert (shown.erased, shown.broken) == (0, ())
    assert shown.closing is not None
    assert shown.closing["restored"] == {"PERSON": 1}
    assert shown.attempts == (record.id,)


async def test_values_of_one_person_lead_to_one_row(store: Store) -> None:
    await store.ledger.append(opening(payload=None, payload_spans=(), subject="customer-1"))
    with store.books.snapshot() as log:
        rows = [row for row in log.sides if row.field == "person"]
    assert len(rows) == 3  # the e-mail in two writings; the NHS number; who has no such value
    assert len({row.person for row in rows}) == 3


async def test_a_person_s_key_takes_only_that_person(store: Store) -> None:
    record = opening(subject="customer-4711")
    await store.ledger.append(record)
    with store.books.snapshot() as log:
        rows = {row.ordinal: row.person for row in log.sides if row.field == "person"}
    forget(store.keys, rows[0].hex())
    shown = await store.enquiries.show(record.id)
    assert shown is not None
    assert shown.payload is not None
    assert not shown.payload_complete
    assert b"EMAIL_a7k2" not in shown.payload
    assert b"PERSON_b2c3" in shown.payload
    assert b"NHS_9d8e" in shown.payload
    assert len(shown.payload) == len(PAYLOAD)
    assert {mention[0] for mention in shown.mentions} == {"PERSON", "UK_NHS"}


async def test_a_record_s_own_key_takes_what_no_value_identifies(store: Store) -> None:
    record = opening(subject="customer-4711")
    await store.ledger.append(record)
    forget(store.keys, store.books.find(record.id)[0].facts()["key"])
    shown = await store.enquiries.show(record.id)
    assert shown is not None
    assert {mention[0] for mention in shown.mentions} == {"EMAIL_ADDRESS", "UK_NHS"}
    assert shown.payload is not None
    assert b"PERSON_b2c3" not in shown.payload


async def test_records_share_no_key_of_their_own(store: Store) -> None:
    records = [opening() for _ in range(150)]
    await asyncio.gather(*(store.ledger.append(record) for record in records))
    await store.ledger.append(closing(records[0].id))
    with store.books.snapshot() as log:
        keys = {leaf.seq: leaf.facts()["key"] for leaf in log.leaves if "key" in leaf.facts()}
    last = keys.pop(max(keys))
    assert len(set(keys.values())) == len(records)
    assert last in keys.values()  # a closing is sealed under the key of its opening
    materials = {ref: key.material for ref, key in store.keys.ensure(list(keys.values())).items()}
    assert len(set(materials.values())) == len(records)
    assert all(store.keys.find(ref) is not None for ref in materials)


async def test_one_mention_may_stand_in_many_places_of_the_payload(store: Store) -> None:
    again = tuple((start, end, {2: 0}.get(number, number)) for start, end, number in spans())
    record = opening(payload_spans=again)
    await store.ledger.append(record)
    shown = await store.enquiries.show(record.id)
    assert shown is not None
    assert (shown.payload, shown.payload_complete) == (PAYLOAD, True)


@pytest.mark.parametrize("subject", ["", "customer-4711"])
async def test_the_subject_s_key_takes_all(store: Store, subject: str) -> None:
    record = opening(subject=subject)
    await store.ledger.append(record)
    await store.ledger.append(closing(record.id))
    own = store.books.find(record.id)[0].facts()["key"]
    ref = store.ledger.subject_index(subject).hex() if subject else own
    forget(store.keys, ref)
    shown = await store.enquiries.show(record.id)
    assert shown is not None
    assert (shown.sealed, shown.payload, shown.mentions) == ({}, None, ())
    assert shown.opening["purpose"] == "support"
    assert (await store.enquiries.verify()).verdict is Verdict.OK


async def test_filters_choose(store: Store) -> None:
    other = RecipientFacts(id="vertex", legal_name="Google Cloud EMEA")
    a = opening(subject="customer-1")
    b = opening(application="desk", purpose="sales", recipient=other)
    refused = RefusalRecord(
        id=record_id("ref", 1, os.urandom(14)),
        request_id="req_x",
        code="consent_missing",
        status=403,
        application="desk",
        recipient="vertex",
        t_utc=1,
    )
    for record in (a, b, refused):
        await store.ledger.append(record)

    async def ids(**wanted: Any) -> list[str]:
        lines = await store.enquiries.list_disclosures(Filters(**wanted), 10)
        return [line.id for line in lines]

    assert await ids() == [b.id, a.id]
    assert await ids(refusals=True) == [refused.id, b.id, a.id]
    assert await ids(application="desk") == [b.id]
    assert await ids(purpose="support") == [a.id]
    assert await ids(recipient="vertex", refusals=True) == [refused.id, b.id]
    assert await ids(subject=store.ledger.subject_index("customer-1")) == [a.id]
    assert await ids(subject=store.ledger.subject_index("customer-2")) == []
    assert await ids(request=b.request_id) == [b.id]
    assert await ids(since=LATER) == []
    assert await ids(until=1) == []


async def test_pages_follow_each_other(store: Store) -> None:
    records = [opening() for _ in range(7)]
    for record in records:
        await store.ledger.append(record)
    seen: list[str] = []
    while page := await store.enquiries.list_disclosures(
        Filters(), 3, after=seen[-1] if seen else ""
    ):
        seen += [line.id for line in page]
    assert sorted(seen) == sorted(record.id for record in records)
    assert len(seen) == 7


async def test_attempts_of_one_request_are_shown_together(store: Store) -> None:
    first = opening()
    second = opening(request_id=first.request_id, attempt=2, parent=first.id)
    for record in (first, second, opening()):
        await store.ledger.append(record)
    shown = await store.enquiries.show(second.id)
    assert shown is not None
    assert shown.attempts == (first.id, second.id)


async def test_a_subject_that_the_books_do_not_know(store: Store) -> None:
    index = store.ledger.subject_index("nobody")
    assert await store.ledger.subject_state(index, "support", "openai") == UNKNOWN_SUBJECT
    await store.ledger.append(opening(subject="nobody"), expected_version=0)


def about(store: Store, subject: str, **change: Any) -> Any:
    event = Event(
        id=record_id("evt", 1, os.urandom(14)),
        kind=Kind.CONSENT,
        secrets={"reason": "asked by telephone"},
        retention_until=LATER,
    )
    index = store.ledger.subject_index(subject)
    return store.ledger.append(event, change=SubjectChange(subject=index, **change))


async def test_consent_is_found_for_its_purpose_and_recipient(store: Store) -> None:
    given = ConsentGiven(
        reference="cns_1", purpose="support", recipient="openai", kind=ConsentKind.EXPLICIT
    )
    await about(store, "c1", consent=given)
    index = store.ledger.subject_index("c1")
    state = await store.ledger.subject_state(index, "support", "openai")
    assert state.consent is not None
    assert (state.consent.reference, state.consent.withdrawn) == ("cns_1", False)
    assert (await store.ledger.subject_state(index, "support", "vertex")).consent is None
    assert (await store.ledger.subject_state(index, "sales", "openai")).consent is None
    await about(store, "c1", consent=replace(given, recipient="*", withdrawn=True))
    later = await store.ledger.subject_state(index, "support", "openai")
    assert later.consent is not None
    assert later.consent.withdrawn
    assert later.consent.version > state.consent.version
    assert later.version > state.version


async def test_wishes_are_kept(store: Store) -> None:
    await about(store, "c1", restricted=True, child=True)
    await about(store, "c1", objects_to="ads")
    index = store.ledger.subject_index("c1")
    ads = await store.ledger.subject_state(index, "ads", "openai")
    support = await store.ledger.subject_state(index, "support", "openai")
    assert (ads.restricted, ads.child, ads.objected, support.objected) == (True, True, True, False)
    await about(store, "c1", restricted=False, objects_to="*")
    support = await store.ledger.subject_state(index, "support", "openai")
    assert (support.restricted, support.child, support.objected) == (False, True, True)


async def test_nothing_is_opened_under_a_state_that_changed(store: Store) -> None:
    index = store.ledger.subject_index("c1")
    state = await store.ledger.subject_state(index, "support", "openai")
    await about(store, "c1", restricted=True)
    with pytest.raises(StaleState):
        await store.ledger.append(opening(subject="c1"), expected_version=state.version)
    assert await store.enquiries.list_disclosures(Filters()) == ()
    now = await store.ledger.subject_state(index, "support", "openai")
    await store.ledger.append(opening(subject="c1"), expected_version=now.version)


async def test_a_stopped_ledger_takes_nothing(store: Store) -> None:
    await store.ledger.stop()
    await store.ledger.stop()
    with pytest.raises(LedgerUnavailable):
        await store.ledger.append(opening())
    with pytest.raises(LedgerUnavailable):
        await store.ledger.subject_state(b"x" * 32, "support", "openai")
    with pytest.raises(LedgerUnavailable):
        await store.ledger.load(b"scope")


async def test_the_last_checkpoint_covers_all_and_proves_each(store: Store) -> None:
    record = opening()
    await store.ledger.append(record)
    await store.ledger.append(closing(record.id))
    await store.ledger.stop()
    report = await store.enquiries.verify()
    assert (report.verdict, report.open) == (Verdict.OK, ())
    assert report.checkpoints >= 1
    shown = await store.enquiries.show(record.id)
    assert shown is not None
    assert len(shown.proofs) == 2


async def test_names_of_models_that_are_not_plain_are_hashed(store: Store) -> None:
    await store.ledger.append(opening(model="gpt for Ines Moreau"))
    (line,) = await store.enquiries.list_disclosures(Filters())
    assert line.model.startswith("sha256:")
