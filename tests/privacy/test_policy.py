"""`admit` and `decide`: what may be disclosed, and in which form."""

from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacy.application import Application
from privacy.consent import Consent, ConsentKind, SubjectState
from privacy.entities import ENTITY_TYPES
from privacy.policy import (
    IMPLIED_SUFFICES,
    Action,
    Decision,
    Enquiry,
    Operator,
    Policy,
    RestoreRules,
    Rule,
    Signals,
    admit,
    decide,
)
from privacy.purpose import LegalBasis, Purpose, SpecialGround
from privacy.recipient import Recipient
from privacy.refusal import Refusal, RefusalCode

SUPPORT = Purpose(id="support", description="Answering", legal_basis=LegalBasis.CONTRACT)
CONSENT = Purpose(id="support", description="Answering", legal_basis=LegalBasis.CONSENT)
BOT = Application(
    id="bot",
    controller="Acme",
    purposes=("support", "newsletter"),
    recipients=("openai",),
    models=("gpt-*",),
    subject_required=True,
)
OPENAI = Recipient(id="openai", legal_name="OpenAI", wire="openai")
GIVEN = Consent("cns_1", 3, ConsentKind.EXPLICIT)
GOOD = Enquiry(
    application=BOT,
    purpose=CONSENT,
    recipient=OPENAI,
    model="gpt-5",
    subject="customer-7",
    state=SubjectState(version=1, consent=GIVEN),
)


def _state(**changes: object) -> dict[str, object]:
    return {"state": replace(GOOD.state, **changes)}  # type: ignore[arg-type]


WRONG: dict[RefusalCode, dict[str, object]] = {
    RefusalCode.PURPOSE_MISSING: {"purpose": None},
    RefusalCode.PURPOSE_NOT_PERMITTED: {"purpose": replace(CONSENT, id="ads")},
    RefusalCode.RECIPIENT_NOT_PERMITTED: {"recipient": replace(OPENAI, id="vertex")},
    RefusalCode.MODEL_NOT_PERMITTED: {"model": "o9"},
    RefusalCode.SUBJECT_MISSING: {"subject": ""},
    RefusalCode.RESTRICTED: _state(restricted=True),
    RefusalCode.OBJECTED: _state(objected=True),
    RefusalCode.SIGNAL_OPT_OUT: {
        "signals": Signals(global_privacy_control=True),
        "purpose": replace(CONSENT, sale=True),
    },
    RefusalCode.CONSENT_WITHDRAWN: _state(consent=replace(GIVEN, withdrawn=True)),
    RefusalCode.CONSENT_MISSING: _state(consent=None),
    RefusalCode.CONSENT_INSUFFICIENT: _state(consent=replace(GIVEN, kind=ConsentKind.IMPLIED)),
}
"""One thing wrong with an enquiry, in the order in which admission looks for it."""

REMEDIES = {
    RefusalCode.PURPOSE_MISSING: "send x-privacy-purpose with one of: support, newsletter",
    RefusalCode.PURPOSE_NOT_PERMITTED: "granted: support, newsletter",
    RefusalCode.RECIPIENT_NOT_PERMITTED: "granted: openai",
    RefusalCode.MODEL_NOT_PERMITTED: "granted: gpt-*",
    RefusalCode.SUBJECT_MISSING: "send x-privacy-subject",
    RefusalCode.RESTRICTED: "ask the privacy team",
    RefusalCode.OBJECTED: "ask the privacy team",
    RefusalCode.SIGNAL_OPT_OUT: "do not send this request",
    RefusalCode.CONSENT_WITHDRAWN: "do not send this request",
    RefusalCode.CONSENT_MISSING: "ask for consent",
    RefusalCode.CONSENT_INSUFFICIENT: "ask for explicit consent",
}


def _admitted(enquiry: Enquiry = GOOD, **changes: object) -> str:
    """The code of the refusal, "" for none."""
    refusal = admit(replace(enquiry, **changes))  # type: ignore[arg-type]
    return refusal.code if refusal else ""


@pytest.mark.parametrize("code", WRONG)
def test_each_wrong_thing_refuses_and_says_what_to_do(code: RefusalCode) -> None:
    refusal = admit(replace(GOOD, **WRONG[code]))  # type: ignore[arg-type]
    assert refusal is not None
    assert refusal.code is code
    assert REMEDIES[code] in refusal.message
    assert GOOD.subject not in refusal.message
    assert refusal.message.count("o9") == 0, "what the caller wrote is not repeated"


_WISHES = frozenset({
    RefusalCode.OBJECTED, RefusalCode.SIGNAL_OPT_OUT, RefusalCode.CONSENT_WITHDRAWN,
    RefusalCode.CONSENT_MISSING, RefusalCode.CONSENT_INSUFFICIENT,
})  # fmt: skip


@pytest.mark.parametrize("code", WRONG)
def test_who_does_not_want_processing_may_have_it_deleted(code: RefusalCode) -> None:
    refusal = admit(replace(GOOD, **WRONG[code]), deletes=True)  # type: ignore[arg-type]
    assert (refusal.code if refusal else "") == ("" if code in _WISHES else code)


def _both(first: object, second: object) -> SubjectState:
    """What is wrong with either state; of two consents the first."""
    assert isinstance(first, SubjectState)
    assert isinstance(second, SubjectState)
    consents = [s.consent for s in (first, second) if s.consent != GIVEN]
    return replace(
        first,
        consent=consents[0] if consents else GIVEN,
        restricted=first.restricted or second.restricted,
        objected=first.objected or second.objected,
    )


@pytest.mark.parametrize(("first", "second"), [*combinations(WRONG, 2)])
def test_of_two_wrong_things_the_earlier_is_told(first: RefusalCode, second: RefusalCode) -> None:
    changes = {**WRONG[second], **WRONG[first]}
    if "state" in WRONG[first] and "state" in WRONG[second]:
        changes["state"] = _both(WRONG[first]["state"], WRONG[second]["state"])
    assert _admitted(**changes) == first


good_purposes = st.builds(
    Purpose,
    id=st.sampled_from(BOT.purposes),
    description=st.just("d"),
    legal_basis=st.sampled_from(LegalBasis),
    jurisdiction=st.sampled_from(["", "EU", "IN", "US", "CA"]),
    special_ground=st.none() | st.sampled_from(SpecialGround),
    advertising=st.booleans(),
    training=st.booleans(),
    sale=st.booleans(),
)
states = st.builds(
    SubjectState,
    version=st.integers(0, 9),
    consent=st.none()
    | st.builds(
        Consent,
        st.just("cns_1"),
        st.integers(1, 9),
        st.sampled_from(ConsentKind),
        withdrawn=st.booleans(),
        stale=st.booleans(),
    ),
    restricted=st.booleans(),
    objected=st.booleans(),
    child=st.booleans(),
)
enquiries = st.builds(
    Enquiry,
    application=st.builds(
        replace,
        st.just(BOT),
        subject_required=st.booleans(),
        subject_class=st.sampled_from(["customer", "child", "unknown"]),
    ),
    purpose=st.none() | good_purposes | st.just(replace(SUPPORT, id="ads")),
    recipient=st.sampled_from([OPENAI, replace(OPENAI, id="vertex")]),
    model=st.sampled_from(["", "gpt-5", "o9"]),
    subject=st.sampled_from(["", "customer-7"]),
    state=states,
    signals=st.builds(Signals, do_not_track=st.booleans(), global_privacy_control=st.booleans()),
)


def _wrongs(enquiry: Enquiry) -> set[str]:
    """All that is wrong with an enquiry, each told by itself: the second oracle."""
    application, purpose, state = enquiry.application, enquiry.purpose, enquiry.state
    child = state.child or application.subject_class == "child"
    opted_out = child or enquiry.signals != Signals()
    wrong = {
        "purpose_missing": purpose is None,
        "recipient_not_permitted": enquiry.recipient.id == "vertex",
        "model_not_permitted": enquiry.model == "o9",
        "subject_missing": application.subject_required and enquiry.subject == "",
        "restricted": state.restricted,
        "objected": state.objected,
    }
    if purpose is not None:
        wrong["purpose_not_permitted"] = purpose.id == "ads"
        flagged = any((purpose.sale, purpose.advertising, purpose.training))
        wrong["signal_opt_out"] = flagged and opted_out
    if purpose is not None and purpose.legal_basis is LegalBasis.CONSENT:
        given_ = state.consent
        kind = given_.kind if given_ else None
        if given_ is None or given_.withdrawn or given_.stale:
            wrong["consent_withdrawn" if given_ and given_.withdrawn else "consent_missing"] = True
        elif child:
            wrong["consent_insufficient"] = kind != "guardian"
        else:
            silent = purpose.jurisdiction in {"US", "CA"}
            wrong["consent_insufficient"] = kind == "implied" and not silent
    return {code for code, is_so in wrong.items() if is_so}


@given(enquiries)
def test_what_has_nothing_wrong_is_admitted_and_nothing_else(enquiry: Enquiry) -> None:
    wrongs = _wrongs(enquiry)
    refusal = admit(enquiry)
    assert (refusal is None) == (not wrongs)
    assert refusal is None or refusal.code in wrongs


def _righted(enquiry: Enquiry) -> Enquiry:
    """The same enquiry with what is plainly wrong put right."""
    known = enquiry.purpose if enquiry.purpose and enquiry.purpose.id != "ads" else SUPPORT
    state = replace(enquiry.state, restricted=False, objected=False)
    right = replace(GOOD, purpose=known, state=state, signals=enquiry.signals)
    return right if admit(right) is None else replace(right, purpose=SUPPORT)


@given(enquiries.map(_righted), st.sampled_from(list(WRONG)))
def test_one_wrong_thing_is_enough(enquiry: Enquiry, code: RefusalCode) -> None:
    assert admit(enquiry) is None
    changes = dict(WRONG[code])
    if code is RefusalCode.SUBJECT_MISSING:
        changes["application"] = replace(enquiry.application, subject_required=True)
    if code.startswith("consent"):
        changes["purpose"] = CONSENT
    assert admit(replace(enquiry, **changes)) is not None  # type: ignore[arg-type]


# --- consent ---


@pytest.mark.parametrize("jurisdiction", ["", "EU", "IN", "UK", "DE", "us"])
def test_implied_consent_is_none_where_a_clear_act_is_demanded(jurisdiction: str) -> None:
    implied = _state(consent=replace(GIVEN, kind=ConsentKind.IMPLIED))
    purpose = replace(CONSENT, jurisdiction=jurisdiction)
    assert _admitted(purpose=purpose, **implied) == "consent_insufficient"


@pytest.mark.parametrize("jurisdiction", sorted(IMPLIED_SUFFICES))
def test_implied_consent_suffices_where_the_law_knows_it(jurisdiction: str) -> None:
    purpose = replace(CONSENT, jurisdiction=jurisdiction)
    implied = replace(GIVEN, kind=ConsentKind.IMPLIED)
    assert not _admitted(purpose=purpose, **_state(consent=implied))
    child = _state(consent=implied, child=True)
    assert _admitted(purpose=purpose, **child) == "consent_insufficient"


@pytest.mark.parametrize("kind", ConsentKind)
def test_for_a_child_a_guardian_consents(kind: ConsentKind) -> None:
    expected = "" if kind is ConsentKind.GUARDIAN else "consent_insufficient"
    consent = replace(GIVEN, kind=kind)
    assert _admitted(**_state(consent=consent, child=True)) == expected
    children = replace(BOT, subject_class="child")
    assert _admitted(application=children, **_state(consent=consent)) == expected


@pytest.mark.parametrize("basis", [b for b in LegalBasis if b is not LegalBasis.CONSENT])
def test_other_bases_need_no_consent(basis: LegalBasis) -> None:
    purpose = replace(SUPPORT, legal_basis=basis)
    assert not _admitted(purpose=purpose, **_state(consent=None))


def test_a_stale_consent_is_none_and_a_withdrawn_one_is_withdrawn() -> None:
    assert _admitted(**_state(consent=replace(GIVEN, stale=True))) == "consent_missing"
    both = replace(GIVEN, stale=True, withdrawn=True)
    assert _admitted(**_state(consent=both)) == "consent_withdrawn"


# --- signals and children ---


@pytest.mark.parametrize("flag", ["sale", "advertising", "training"])
@pytest.mark.parametrize(
    "wish",
    [
        {"signals": Signals(do_not_track=True)},
        {"signals": Signals(global_privacy_control=True)},
        {"state": SubjectState(child=True)},
        {"application": replace(BOT, subject_class="child")},
    ],
    ids=["DNT", "GPC", "child", "children's application"],
)
def test_sale_advertising_and_training_heed_wishes(flag: str, wish: dict[str, object]) -> None:
    plain = replace(GOOD, purpose=SUPPORT, **wish)  # type: ignore[arg-type]
    flagged = replace(plain, purpose=replace(SUPPORT, **{flag: True}))
    assert not _admitted(plain), "a wish against advertising forbids nothing else"
    assert _admitted(flagged) == "signal_opt_out"
    assert not _admitted(GOOD, purpose=replace(SUPPORT, **{flag: True}))


# --- decide ---

KEEP, MASK = Action(Operator.KEEP), Action(Operator.MASK, {"chars_to_mask": 4})
REDACT, REFUSE = Action(Operator.REDACT), Action(Operator.REFUSE)


def _rule(id_: str, *entities: str, action: Action = MASK, **more: tuple[str, ...]) -> Rule:
    return Rule(id=id_, entities=entities, action=action, **more)


def _decided(entity_type: str, *rules: Rule, enquiry: Enquiry = GOOD) -> Decision:
    decisions = decide([entity_type], Policy(id="p", rules=rules), enquiry)
    assert not isinstance(decisions, Refusal)
    return decisions[entity_type]


def test_without_a_rule_the_default_decides() -> None:
    assert _decided("PERSON") == Decision("PERSON", Action(Operator.PSEUDONYMISE), ("default",))
    decisions = decide(["IBAN_CODE"], Policy(id="p", default=REDACT), GOOD)
    assert not isinstance(decisions, Refusal)
    assert decisions["IBAN_CODE"].action is REDACT


def test_the_last_rule_that_speaks_of_it_decides_and_all_are_named() -> None:
    rules = (
        _rule("all", "*", action=REDACT),
        _rule("people", "PERSON", action=KEEP),
        _rule("cards", "CREDIT_CARD"),
        _rule("identity", "category:identity"),
    )
    assert _decided("PERSON", *rules) == Decision("PERSON", MASK, ("all", "people", "identity"))
    assert _decided("CREDIT_CARD", *rules) == Decision("CREDIT_CARD", MASK, ("all", "cards"))
    assert _decided("IMEI", *rules) == Decision("IMEI", REDACT, ("all",))


@pytest.mark.parametrize(
    ("pattern", "speaks_of"),
    [
        ("US_*", {"US_SSN", "US_ITIN", "US_DRIVER_LICENSE"}),
        ("category:credential", {"PASSWORD", "API_KEY", "PRIVATE_KEY", "CVV"}),
        ("category:special", {"NRP"}),
        ("person", set()),
        ("*", set(ENTITY_TYPES)),
    ],
)
def test_patterns_of_types_and_categories(pattern: str, speaks_of: set[str]) -> None:
    rule = _rule("r", pattern)
    assert {t for t in ENTITY_TYPES if rule.speaks_of(t, "support", "openai")} == speaks_of


def test_custom_types_are_of_the_category_other() -> None:
    assert _decided("ACME_BADGE", _rule("r", "category:other")).rules == ("r",)


@pytest.mark.parametrize(
    ("purposes", "recipients", "applies"),
    [
        (("*",), ("*",), True),
        (("support",), ("openai",), True),
        (("sup*",), ("open*",), True),
        (("newsletter",), ("*",), False),
        (("*",), ("vertex",), False),
        ((), ("*",), False),
    ],
)
def test_rules_speak_of_purposes_and_recipients(
    purposes: tuple[str, ...], recipients: tuple[str, ...], *, applies: bool
) -> None:
    rule = _rule("r", "*", purposes=purposes, recipients=recipients)
    assert _decided("PERSON", rule).rules == (("r",) if applies else ("default",))


def test_one_refused_type_refuses_the_whole_request() -> None:
    policy = Policy(id="p", rules=(_rule("no-passports", "PASSPORT", action=REFUSE),))
    refusal = decide(["EMAIL_ADDRESS", "PASSPORT", "PERSON"], policy, GOOD)
    assert isinstance(refusal, Refusal)
    assert refusal.code is RefusalCode.ENTITY_REFUSED
    assert "rule no-passports" in refusal.message
    assert "remove it" in refusal.message


def test_what_was_found_twice_is_decided_once_and_nothing_found_decides_nothing() -> None:
    decisions = decide(["PERSON", "PERSON", "IMEI"], Policy(id="p"), GOOD)
    assert list(decisions) == ["IMEI", "PERSON"]  # type: ignore[arg-type]
    assert decide([], Policy(id="p", default=REFUSE), GOOD) == {}


rules = st.builds(
    Rule,
    id=st.text("abc", min_size=1, max_size=3),
    entities=st.lists(
        st.sampled_from([*ENTITY_TYPES, "*", "US_*", "category:financial"]), max_size=3
    ).map(tuple),
    action=st.sampled_from([KEEP, MASK, REDACT]),
    purposes=st.sampled_from([("*",), ("support",), ("ads",)]),
)


@given(st.lists(rules, max_size=6), st.sampled_from(sorted(set(ENTITY_TYPES) - {"NRP"})))
def test_the_last_word_counts(written: list[Rule], entity_type: str) -> None:
    decision = _decided(entity_type, *written)
    spoken = [r for r in written if r.speaks_of(entity_type, "support", "openai")]
    assert decision.rules == (tuple(r.id for r in spoken) or ("default",))
    shorter = [r for r in written if r in spoken]
    assert _decided(entity_type, *shorter) == decision, "rules that do not speak do not matter"


# --- special categories ---


def _kept(ground: SpecialGround | None, consent: Consent | None, *, child: bool = False) -> object:
    enquiry = replace(
        GOOD,
        purpose=replace(SUPPORT, special_ground=ground),
        state=SubjectState(consent=consent, child=child),
    )
    return decide(["NRP"], Policy(id="p", default=KEEP), enquiry)


@pytest.mark.parametrize("ground", SpecialGround)
def test_special_categories_leave_in_clear_on_a_named_ground(ground: SpecialGround) -> None:
    kept = _kept(ground, GIVEN)
    assert kept == {"NRP": Decision("NRP", KEEP, ("default",), ground)}


@pytest.mark.parametrize(
    ("ground", "consent"),
    [
        (None, GIVEN),
        (SpecialGround.EXPLICIT_CONSENT, None),
        (SpecialGround.EXPLICIT_CONSENT, replace(GIVEN, kind=ConsentKind.IMPLIED)),
        (SpecialGround.EXPLICIT_CONSENT, replace(GIVEN, withdrawn=True)),
        (SpecialGround.EXPLICIT_CONSENT, replace(GIVEN, stale=True)),
    ],
    ids=["no ground", "no consent", "implied", "withdrawn", "stale"],
)
def test_special_categories_without_a_ground_in_force_are_refused(
    ground: SpecialGround | None, consent: Consent | None
) -> None:
    refusal = _kept(ground, consent)
    assert isinstance(refusal, Refusal)
    assert refusal.code is RefusalCode.SPECIAL_CATEGORY
    assert "have it pseudonymised" in refusal.message


def test_implied_consent_never_suffices_for_special_categories() -> None:
    purpose = replace(CONSENT, jurisdiction="US", special_ground=SpecialGround.EXPLICIT_CONSENT)
    implied = SubjectState(consent=replace(GIVEN, kind=ConsentKind.IMPLIED))
    enquiry = replace(GOOD, purpose=purpose, state=implied)
    assert admit(enquiry) is None
    assert isinstance(decide(["NRP"], Policy(id="p", default=KEEP), enquiry), Refusal)


@pytest.mark.parametrize("kind", ConsentKind)
def test_a_childs_own_word_is_no_explicit_consent(kind: ConsentKind) -> None:
    kept = _kept(SpecialGround.EXPLICIT_CONSENT, replace(GIVEN, kind=kind), child=True)
    assert isinstance(kept, Refusal) is (kind is not ConsentKind.GUARDIAN)


@pytest.mark.parametrize("action", [MASK, REDACT, Action(Operator.PSEUDONYMISE)])
def test_special_categories_need_no_ground_when_they_do_not_leave(action: Action) -> None:
    decisions = decide(["NRP"], Policy(id="p", default=action), GOOD)
    assert decisions == {"NRP": Decision("NRP", action, ("default",))}


# --- restoring ---


@pytest.mark.parametrize(
    ("rules_", "entity_type", "tool", "allowed"),
    [
        (RestoreRules(), "EMAIL_ADDRESS", None, True),
        (RestoreRules(), "EMAIL_ADDRESS", "send", True),
        (RestoreRules(), "PASSWORD", None, True),
        (RestoreRules(), "PASSWORD", "send", False),
        (RestoreRules(), "CVV", "send", False),
        (RestoreRules(enabled=False), "EMAIL_ADDRESS", None, False),
        (RestoreRules(never=frozenset({"CREDIT_CARD"})), "CREDIT_CARD", None, False),
        (RestoreRules(never=frozenset({"CREDIT_CARD"})), "CREDIT_CARD", "pay", False),
        (RestoreRules(tools=("crm_*",)), "EMAIL_ADDRESS", "crm_find", True),
        (RestoreRules(tools=("crm_*",)), "EMAIL_ADDRESS", "web_search", False),
        (RestoreRules(tools=("crm_*",)), "EMAIL_ADDRESS", None, True),
        (RestoreRules(tools=("crm_*",)), "EMAIL_ADDRESS", "", False),
    ],
)
def test_where_originals_may_return(
    rules_: RestoreRules, entity_type: str, tool: str | None, *, allowed: bool
) -> None:
    assert rules_.allows(entity_type, tool) is allowed
