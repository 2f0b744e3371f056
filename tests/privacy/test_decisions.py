"""What becomes of what was found, and where originals may return."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacy.consent import Consent, ConsentKind, SubjectState
from privacy.entities import ENTITY_TYPES, Category
from privacy.policy import (
    Action,
    Decision,
    Enquiry,
    Operator,
    Policy,
    RestoreRules,
    Rule,
    admit,
    decide,
)
from privacy.purpose import SpecialGround
from privacy.refusal import Refusal, RefusalCode
from tests.support.enquiries import CONSENT, GIVEN, GOOD, SUPPORT

SPECIAL = {n for n, kind in ENTITY_TYPES.items() if kind.category is Category.SPECIAL}
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


def test_job_titles_are_kept_unless_a_rule_speaks_of_them() -> None:
    assert _decided("JOB_TITLE") == Decision("JOB_TITLE", KEEP, ("default",))
    assert _decided("JOB_TITLE", _rule("all", "*", action=REDACT)).action is REDACT
    hidden = decide(["JOB_TITLE"], Policy(id="p", default=REDACT), GOOD)
    assert hidden == {"JOB_TITLE": Decision("JOB_TITLE", REDACT, ("default",))}


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
        ("US_*", {"US_SSN", "US_ITIN", "US_DRIVER_LICENSE", "US_NPI", "US_MBI"}),
        ("category:credential", {"PASSWORD", "API_KEY", "PRIVATE_KEY", "CVV"}),
        ("category:special", SPECIAL),
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


@given(st.lists(rules, max_size=6), st.sampled_from(sorted(set(ENTITY_TYPES) - SPECIAL)))
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


@pytest.mark.parametrize("entity_type", sorted(SPECIAL))
def test_every_special_type_is_refused_in_clear_and_may_go_as_a_pseudonym(
    entity_type: str,
) -> None:
    refusal = decide([entity_type], Policy(id="p", default=KEEP), GOOD)
    assert isinstance(refusal, Refusal)
    assert refusal.code is RefusalCode.SPECIAL_CATEGORY
    hidden = decide([entity_type], Policy(id="p"), GOOD)
    assert hidden == {entity_type: Decision(entity_type, Action("pseudonymise"), ("default",))}


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
