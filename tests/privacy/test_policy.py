"""`admit` and `decide`: what may be disclosed, and in which form."""

from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacy.consent import Consent, ConsentKind, SubjectState
from privacy.policy import IMPLIED_SUFFICES, Enquiry, Signals, admit
from privacy.purpose import LegalBasis, Purpose, SpecialGround
from privacy.refusal import RefusalCode
from tests.support.enquiries import BOT, CONSENT, GIVEN, GOOD, OPENAI, SUPPORT


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
