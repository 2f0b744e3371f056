import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacy.opaque import Treatment, treatment

REFUSE, STRIP, SCAN, PASS = Treatment.REFUSE, Treatment.STRIP, Treatment.SCAN, Treatment.PASS
TREATMENTS = st.sampled_from(Treatment)


@pytest.mark.parametrize(
    ("kind", "policy", "application", "recipient", "done"),
    [
        ("image", {}, {}, {}, REFUSE),
        ("image", {"audio": PASS}, {}, {}, REFUSE),
        ("image", {"image": PASS}, {}, {}, PASS),
        ("image", {"image": PASS}, {"image": STRIP}, {}, STRIP),
        ("image", {"image": PASS}, {"audio": REFUSE}, {"image": REFUSE}, REFUSE),
        ("image", {"image": STRIP}, {"image": PASS}, {"image": PASS}, STRIP),
        ("image", {}, {"image": PASS}, {"image": PASS}, REFUSE),
        ("pdf", {}, {}, {}, SCAN),
        ("pdf", {"pdf": PASS}, {}, {"pdf": SCAN}, SCAN),
        ("encrypted_content", {}, {}, {}, PASS),
        ("encrypted_content", {}, {}, {"encrypted_content": REFUSE}, REFUSE),
        ("never heard of", {}, {}, {}, REFUSE),
    ],
)
def test_the_strictest_of_policy_application_and_recipient_counts(
    kind: str,
    policy: dict[str, Treatment],
    application: dict[str, Treatment],
    recipient: dict[str, Treatment],
    done: Treatment,
) -> None:
    assert treatment(kind, policy, application, recipient) is done


@given(TREATMENTS, TREATMENTS, TREATMENTS)
def test_nobody_widens_what_the_policy_says(
    policy: Treatment, application: Treatment, recipient: Treatment
) -> None:
    done = treatment("image", {"image": policy}, {"image": application}, {"image": recipient})
    order = [PASS, SCAN, STRIP, REFUSE]
    assert order.index(done) == max(map(order.index, (policy, application, recipient)))
