"""What stands in a request, what is done with it, and the bytes that may leave."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pytest

from gateway.preparing import (
    Prepared,
    bound_for,
    check_unknown,
    names_in_path,
    notes,
    prepare,
    rewrite,
    scope_of,
)
from privacy.application import Application
from privacy.policy import Action, Enquiry, Operator, Policy, Rule
from privacy.purpose import LegalBasis, Purpose
from privacy.recipient import Recipient
from privacy.refusal import Refusal, RefusalCode
from privacy.text import Place, Segment, Span
from providers.codec import Operation, Payload, StateRef
from providers.openai import OPENAI
from redaction.operators import Operators
from vault.session import Session

MAIL, NAME, CARD = "nadia@posteo.example", "Nadia Okonkwo", "4111 1111 1111 1111"
KINDS = {MAIL: "EMAIL_ADDRESS", NAME: "PERSON", CARD: "CREDIT_CARD"}
OPERATORS = Operators()
ENQUIRY = Enquiry(
    application=Application(id="bot", controller="Acme", purposes=("s",), recipients=("r",)),
    purpose=Purpose(id="s", description="d", legal_basis=LegalBasis.CONTRACT),
    recipient=Recipient(id="r", legal_name="R", wire="openai", instructions={"store": False}),
)


def _segment(text: str, block: int = 0, place: Place = Place.TEXT, pointer: str = "/m") -> Segment:
    return Segment(text, pointer, block, place=place)


def _spans(segments: Sequence[Segment]) -> list[tuple[Span, ...]]:
    """Where the three values stand."""
    return [
        tuple(
            sorted(
                Span(segment.text.index(value), segment.text.index(value) + len(value), kind)
                for value, kind in KINDS.items()
                if value in segment.text
            )
        )
        for segment in segments
    ]


@dataclass
class _Minting:
    session: Session
    joint: Session


def _minting(*, apart: bool = False) -> _Minting:
    key = b"k" * 32
    return _Minting(Session(key, b"scope", apart=apart), Session(key, b"joint", apart=True))


def _policy(*actions: tuple[str, Action], **more: Any) -> Policy:
    rules = tuple(Rule(id=kind, entities=(kind,), action=action) for kind, action in actions)
    return Policy(id="p", rules=rules, **more)


def _prepared(
    segments: Sequence[Segment], policy: Policy | None = None, minting: _Minting | None = None
) -> Prepared:
    prepared = prepare(
        segments, _spans(segments), policy or _policy(), ENQUIRY, minting or _minting(), OPERATORS
    )
    assert isinstance(prepared, Prepared)
    return prepared


def _refused(segments: Sequence[Segment], policy: Policy) -> Refusal:
    refusal = prepare(segments, _spans(segments), policy, ENQUIRY, _minting(), OPERATORS)
    assert isinstance(refusal, Refusal)
    assert not [value for value in KINDS if value in refusal.message]
    return refusal


def test_where_nothing_was_found_nothing_is_changed_or_decided() -> None:
    policy = _policy(("*", Action(Operator.REFUSE)))
    assert _prepared([_segment("nothing here")], policy) == Prepared({}, {}, {}, ())


def test_only_changed_texts_are_told() -> None:
    segments = [_segment("nothing"), _segment(f"I am {NAME}."), _segment(f"card {CARD}")]
    prepared = _prepared(segments, _policy(("CREDIT_CARD", Action(Operator.KEEP))))
    assert list(prepared.texts) == [1]
    assert prepared.texts[1].startswith("I am PERSON_")
    assert prepared.texts[1].endswith(".")
    assert prepared.counts == {("PERSON", "pseudonymise"): 1, ("CREDIT_CARD", "keep"): 1}
    assert set(prepared.decisions) == {"PERSON", "CREDIT_CARD"}


def test_mentions_name_indexed_values_and_what_stands_for_them() -> None:
    segments = [_segment(f"{NAME}: {MAIL}", pointer="/messages/0/content")]
    prepared = _prepared(segments)
    (mention,) = prepared.mentioned
    assert (mention.entity_type, mention.value) == ("EMAIL_ADDRESS", MAIL)
    assert mention.replacement.startswith("EMAIL_")
    assert mention.replacement in prepared.texts[0]
    assert mention.pointer == "/messages/0/content"


def test_values_are_minted_in_the_order_of_blocks() -> None:
    """A conversation that grows at its end keeps its pseudonyms, wherever settings stand."""
    first = [_segment(f"{NAME}, {MAIL}", 0), _segment(f"card {CARD}", 1)]
    later = [_segment(MAIL.upper().lower(), 5), *first, _segment(f"again {MAIL} {CARD}", 3)]
    before, after = _prepared(first), _prepared(later)
    assert after.texts[1] == before.texts[0]
    assert after.texts[2] == before.texts[1]


def test_a_kind_that_is_refused_refuses_everything() -> None:
    segments = [_segment(NAME), _segment(CARD)]
    refusal = _refused(segments, _policy(("CREDIT_CARD", Action(Operator.REFUSE))))
    assert refusal.code is RefusalCode.ENTITY_REFUSED


@pytest.mark.parametrize("operator", [Operator.PSEUDONYMISE, Operator.REDACT, Operator.MASK])
@pytest.mark.parametrize(
    ("pointer", "told"), [(f"/{MAIL}/1", ""), ("/tools/0/function/name", "(in tools)")]
)
def test_where_nothing_else_may_stand_the_request_is_refused(
    operator: Operator, pointer: str, told: str
) -> None:
    params = {"masking_char": "*", "chars_to_mask": 4, "from_end": False}
    action = Action(operator, params if operator is Operator.MASK else {})
    segments = [_segment(MAIL, place=Place.FIXED, pointer=pointer)]
    refusal = _refused(segments, Policy(id="p", default=action))
    assert refusal.code is RefusalCode.PLACE_FIXED
    assert told in refusal.message
    assert "remove it" in refusal.message


def test_what_is_kept_may_stand_there() -> None:
    segments = [_segment(MAIL, place=Place.FIXED)]
    prepared = _prepared(segments, Policy(id="p", default=Action(Operator.KEEP)))
    assert prepared.texts == {}
    assert prepared.counts == {("EMAIL_ADDRESS", "keep"): 1}


# --- what is not known ---


def test_unknown_fields_are_refused_where_the_policy_says_so() -> None:
    assert check_unknown([f"/{MAIL}"], Policy(id="p")) is None
    strict = Policy(id="p", unknown_fields="refuse")
    assert check_unknown([], strict) is None
    refusal = check_unknown([f"/{MAIL}", "/x"], strict)
    assert refusal is not None
    assert refusal.code is RefusalCode.UNKNOWN_FIELD
    assert "2 fields" in refusal.message
    assert MAIL not in refusal.message


# --- the bytes ---


def _read(body: bytes, query: str) -> tuple[Operation, Payload, Any]:
    operation = OPENAI.route("POST", "/v1/chat/completions", query)
    assert operation is not None
    return operation, OPENAI.read(operation, body), OPENAI.read_query(operation, query)


BODY = b'{"model":"m", "seed":9007199254740993,"messages":[{"role":"user","content":"I am %s"}]}'


def _rewritten(
    texts: Mapping[str, str], query: str = "", *, note: bool = False
) -> tuple[bytes, str]:
    operation, payload, asked = _read(BODY % NAME.encode(), query)
    segments = [*payload.segments, *asked.segments]
    new = {i: texts[s.text] for i, s in enumerate(segments) if s.text in texts}
    assert len(new) == len(texts)
    prepared = Prepared(new, {}, {}, ())
    return rewrite(operation, payload, asked, prepared, ENQUIRY, Policy(id="p", note=note))


def test_texts_are_spliced_and_instructions_set() -> None:
    body, target = _rewritten({f"I am {NAME}": "I am PERSON_a7k2"})
    assert target == "/v1/chat/completions"
    assert body.replace(b'"store":false,', b"") == BODY % b"PERSON_a7k2"


def test_query_strings_are_rewritten_after_the_body() -> None:
    body, target = _rewritten({NAME: "PERSON a7k2/2"}, "x=1&who=Nadia%20Okonkwo")
    assert target == "/v1/chat/completions?x=1&who=PERSON%20a7k2%2F2"
    assert NAME.encode() in body, "texts of the query are not those of the body"


@pytest.mark.parametrize("note", [True, False])
def test_the_recipient_is_told_to_keep_pseudonyms_if_there_are_any(*, note: bool) -> None:
    changed, _ = _rewritten({f"I am {NAME}": "I am PERSON_a7k2"}, note=note)
    plain, _ = _rewritten({}, note=note)
    assert (json.loads(changed)["messages"][0]["role"] == "system") is note
    assert json.loads(plain)["messages"][0]["role"] == "user"


def test_a_call_without_a_body_has_none() -> None:
    operation = OPENAI.route("GET", "/v1/models", "limit=2")
    assert operation is not None
    query = OPENAI.read_query(operation, "limit=2")
    nothing = Prepared({}, {}, {}, ())
    sent = rewrite(operation, None, query, nothing, ENQUIRY, Policy(id="p", note=True))
    assert sent == (b"", "/v1/models?limit=2")


PLAIN = Operation("plain", "POST", "/v1/plain")
COMPARED = Operation(
    "compared", "POST", "/v1/compared", scope="application", moot=frozenset({"store"}), noted=False
)


@pytest.mark.parametrize(
    ("operation", "scope", "explicit", "expected"),
    [
        (PLAIN, "session", None, "session"),
        (COMPARED, "session", None, "application"),
        (COMPARED, "session", "one", "session"),
        (COMPARED, "subject", None, "subject"),
        (PLAIN, "application", "one", "application"),
    ],
)
def test_the_policy_says_the_scope_then_the_caller_then_the_call(
    operation: Operation, scope: Any, explicit: str | None, expected: str
) -> None:
    assert scope_of(operation, Policy(id="p", scope=scope), explicit) == expected


def test_instructions_that_mean_nothing_to_a_call_are_not_given() -> None:
    recipient = Recipient(
        id="r", legal_name="R", wire="openai", instructions={"store": False, "user": "gateway"}
    )
    assert bound_for(recipient, PLAIN) is recipient
    assert dict(bound_for(recipient, COMPARED).instructions) == {"user": "gateway"}
    assert dict(recipient.instructions) == {"store": False, "user": "gateway"}


@pytest.mark.parametrize("wanted", [True, False])
def test_a_note_needs_a_system_prompt_and_something_to_note(*, wanted: bool) -> None:
    policy, changed = Policy(id="p", note=wanted), _prepared([_segment(MAIL)])
    assert notes(PLAIN, policy, changed) is wanted
    assert not notes(COMPARED, policy, changed)
    assert not notes(PLAIN, policy, _prepared([_segment("nothing")]))


def test_compared_texts_do_not_depend_on_their_neighbours() -> None:
    texts = [f"Ask {NAME}", f"ask {NAME.upper()}", f"Ask {NAME}"]
    segments = [_segment(text) for text in texts]
    spans = [(Span(4, len(text), "PERSON"),) for text in texts]
    minting = _minting(apart=True)
    session = minting.session
    prepared = prepare(segments, spans, Policy(id="p"), ENQUIRY, minting, OPERATORS)
    assert isinstance(prepared, Prepared)
    first, shouted, third = (prepared.texts[index] for index in range(3))
    assert first == third
    assert first.lower() == shouted.lower()
    assert [original.value for original in session.originals.values()] == [NAME]


def test_what_is_joined_has_the_pseudonym_of_the_application() -> None:
    joined = replace(_segment(MAIL), joint=True)
    minting = _minting()
    prepared = _prepared([_segment(MAIL), joined], minting=minting)
    assert prepared.texts[0] != prepared.texts[1] == minting.joint.mint("EMAIL_ADDRESS", MAIL)
    assert {original.value for original in minting.session.originals.values()} == {MAIL}
    assert prepared.texts.keys() == {0, 1}
    assert set(prepared.texts.values()) <= minting.session.originals.keys()


def test_ids_of_state_that_a_path_names_are_the_recipients_own() -> None:
    path = "/v1/projects/some-project/locations/us-central1/cachedContents/5555555555554444"
    known = Operation("x", "GET", path, refers=(StateRef("cached_content", "5555555555554444"),))
    assert "5555555555554444" not in [segment.text for segment in names_in_path(known)]
    soft = replace(known, refers=(StateRef("cached_content", "5555555555554444", soft=True),))
    for operation in (soft, replace(known, refers=())):
        assert {"some-project", "5555555555554444"} <= {s.text for s in names_in_path(operation)}
