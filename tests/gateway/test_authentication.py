"""Who calls: keys of ours, keys of recipients, and guessers."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.authentication import Authentication
from gateway.config.config import ApplicationKey
from gateway.errors import BadRequest
from privacy.application import Application

OURS = "gw_testkey1_" + "A1b2C3d4E5" * 4 + "xyz"
SECOND = "gw_testkey2_" + "Z9y8X7w6V5" * 4 + "abc"
THEIRS = "sk-proj-registered"
STRANGE = "sk-proj-unknown"


def _digest(key: str) -> bytes:
    return hashlib.sha256(key.encode()).digest()


def _application(name: str) -> Application:
    return Application(id=name, controller="Acme", purposes=(), recipients=())


def _authentication() -> Authentication:
    own = {
        "testkey1": ApplicationKey(id="testkey1", digest=_digest(OURS), application="bot"),
        "testkey2": ApplicationKey(id="testkey2", digest=_digest(SECOND), application="desk"),
    }
    applications = {name: _application(name) for name in ("bot", "desk", "plain")}
    return Authentication(applications, own, {_digest(THEIRS): "plain"})


def _identified(headers: dict[str, str]) -> tuple[str, str, tuple[str, str] | None]:
    caller = _authentication().identify(headers, "10.0.0.1", 0.0)
    return caller.application.id, caller.key_id, caller.credential


FOREIGN_ID = _digest(THEIRS).hex()[:8]
BOT = ("bot", "testkey1", None)


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({"authorization": f"Bearer {OURS}"}, BOT),
        ({"authorization": f"bearer  {OURS} "}, BOT),
        ({"x-goog-api-key": OURS}, BOT),
        ({"x-privacy-key": OURS}, BOT),
        (
            {"x-privacy-key": OURS, "authorization": f"Bearer {STRANGE}"},
            ("bot", "testkey1", ("authorization", f"Bearer {STRANGE}")),
        ),
        (
            {"x-privacy-key": OURS, "x-goog-api-key": "AIza-theirs"},
            ("bot", "testkey1", ("x-goog-api-key", "AIza-theirs")),
        ),
        ({"x-privacy-key": OURS, "authorization": f"Bearer {SECOND}"}, BOT),
        ({"authorization": f"Bearer {OURS}", "x-goog-api-key": SECOND}, BOT),
        (
            {"authorization": f"Bearer {OURS}", "x-goog-api-key": "AIza-theirs"},
            ("bot", "testkey1", ("x-goog-api-key", "AIza-theirs")),
        ),
        (
            {"authorization": f"Bearer {THEIRS}"},
            ("plain", FOREIGN_ID, ("authorization", f"Bearer {THEIRS}")),
        ),
        ({"x-goog-api-key": THEIRS}, ("plain", FOREIGN_ID, ("x-goog-api-key", THEIRS))),
        ({"x-privacy-key": THEIRS}, ("plain", FOREIGN_ID, None)),
    ],
)
def test_an_application_is_known_by_its_key(
    headers: dict[str, str], expected: tuple[str, str, tuple[str, str] | None]
) -> None:
    assert _identified(headers) == expected


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"authorization": ""},
        {"authorization": "Bearer"},
        {"authorization": "Bearer "},
        {"authorization": f"Basic {OURS}"},
        {"authorization": OURS},
        {"authorization": f"Bearer {OURS}x"},
        {"authorization": f"Bearer {OURS[:-1]}"},
        {"authorization": f"Bearer {OURS.swapcase()}"},
        {"authorization": "Bearer gw_testkey1_"},
        {"authorization": "Bearer gw_testkey1"},
        {"authorization": f"Bearer {STRANGE}"},
        {"x-goog-api-key": STRANGE},
        {"x-privacy-key": STRANGE, "authorization": f"Bearer {OURS}"},
        {"x-privacy-key": "gw_nosuchid_" + OURS[12:]},
        {"authorization": "Bearer \udcff\udcfe"},
        {"cookie": OURS},
    ],
)
def test_who_shows_nothing_that_fits_stays_outside(headers: dict[str, str]) -> None:
    with pytest.raises(BadRequest) as refused:
        _identified(headers)
    assert refused.value.status == 401
    assert refused.value.code == "invalid_api_key"
    assert "applications new-key" in refused.value.message


def test_answers_do_not_say_what_was_wrong() -> None:
    messages = set()
    for token in (STRANGE, "gw_testkey1_wrong", "gw_nosuchid_wrong", OURS + "x"):
        with pytest.raises(BadRequest) as refused:
            _identified({"authorization": f"Bearer {token}"})
        messages.add((refused.value.code, refused.value.message))
    assert len(messages) == 1


@given(st.text(max_size=80))
def test_no_other_text_is_a_key(token: str) -> None:
    if token in {OURS, SECOND, THEIRS} or token.strip() in {OURS, SECOND, THEIRS}:
        return
    with pytest.raises(BadRequest):
        _identified({"x-privacy-key": token, "x-goog-api-key": token})


# --- guessers ---


def _status(authentication: Authentication, key: str, source: str, now: float) -> int:
    try:
        authentication.identify({"x-privacy-key": key}, source, now)
    except BadRequest as refused:
        return refused.status
    return 200


def test_twenty_failures_in_a_minute_are_enough() -> None:
    authentication = _authentication()
    statuses = [_status(authentication, f"guess-{n}", "10.0.0.1", n) for n in range(30)]
    assert statuses == [401] * 20 + [429] * 10
    assert _status(authentication, "guess", "10.0.0.2", 30) == 401, "others are not slowed down"
    assert _status(authentication, OURS, "10.0.0.1", 30) == 200, "nor is who has a key"
    assert _status(authentication, "guess", "10.0.0.1", 200) == 401, "a minute later"


def test_the_slowed_down_are_told_for_how_long() -> None:
    authentication = _authentication()
    for _ in range(20):
        _status(authentication, "guess", "10.0.0.1", 0)
    with pytest.raises(BadRequest) as refused:
        authentication.identify({"x-privacy-key": "guess"}, "10.0.0.1", 1)
    assert refused.value.headers["Retry-After"] == "60"


@pytest.mark.parametrize(
    ("headers", "known"),
    [
        ({"authorization": f"Bearer {OURS}"}, True),
        ({"x-goog-api-key": THEIRS}, True),
        ({"x-privacy-key": STRANGE, "authorization": f"Bearer {OURS}"}, False),
        ({"authorization": f"Bearer {STRANGE}"}, False),
        ({}, False),
    ],
)
def test_being_asked_whether_somebody_is_known_counts_against_nobody(
    headers: dict[str, str], known: bool
) -> None:
    authentication = _authentication()
    assert [authentication.knows(headers) for _ in range(30)] == [known] * 30
    assert _status(authentication, STRANGE, "10.0.0.1", 0.0) == 401


def test_memory_of_guessers_is_bounded() -> None:
    authentication = _authentication()
    for number in range(5000):
        _status(authentication, "guess", f"10.0.{number // 256}.{number % 256}", 0)
    for _ in range(1000):
        _status(authentication, "guess", "10.9.9.9", 0)
    assert len(authentication._failures) <= 4096
    assert max(map(len, authentication._failures.values())) <= 21
