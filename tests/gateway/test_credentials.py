"""Which credential goes up. An application key never does, whatever headers hold."""

import hashlib
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from multidict import CIMultiDict

from gateway.authentication import Authentication, Caller
from gateway.config.config import ApplicationKey, Endpoint
from gateway.config.secrets import Secret
from gateway.credentials import upward_headers
from gateway.errors import BadRequest
from gateway.keys import Keys
from privacy.application import Application
from privacy.recipient import Recipient
from providers.codec import Operation

OURS = "gw_testkey1_" + "A1b2C3d4E5" * 4 + "xyz"
SECOND = "gw_testkey2_" + "Z9y8X7w6V5" * 4 + "abc"
OPERATORS = "sk-of-the-operator"
KEYS = Keys(b"p" * 32, b"c" * 32)
CHAT = Operation("chat.completions", "POST", "/v1/chat/completions")
MODELS = Operation("models", "GET", "/v1/models", inspected=False)
BOT = Application(id="bot", controller="Acme", purposes=(), recipients=("r",))
DESK = Application(id="desk", controller="Acme", purposes=(), recipients=("r",))

Kind = Literal["operator", "client", "none"]


def _endpoint(kind: Kind) -> Endpoint:
    secret = Secret("env:KEY", OPERATORS) if kind == "operator" else None
    return Endpoint(base_url="https://r.example", credential=secret, passes_client=kind == "client")


def _up(
    headers: dict[str, str] | CIMultiDict[str],
    kind: Kind,
    wire: Literal["openai", "google"] = "openai",
    shown: tuple[str, str] | None = None,
    operation: Operation = CHAT,
    application: Application = BOT,
) -> dict[str, str]:
    recipient = Recipient(id="r", legal_name="R", wire=wire)
    caller = Caller(application, "testkey1", shown)
    return upward_headers(headers, _endpoint(kind), recipient, caller, operation, KEYS)


def test_the_operators_credential_is_written_as_its_wire_wants() -> None:
    assert _up({}, "operator")["authorization"] == f"Bearer {OPERATORS}"
    google = _up({}, "operator", "google")
    assert google["x-goog-api-key"] == OPERATORS
    assert "authorization" not in google


@pytest.mark.parametrize(
    ("path", "header"),
    [
        ("/v1beta/openai/chat/completions", "authorization"),
        ("/v1beta/models/openai:generateContent", "x-goog-api-key"),
        ("/v1/projects/p/locations/global/endpoints/openapi/chat/completions", "x-goog-api-key"),
    ],
)
def test_gemini_takes_its_key_as_openai_does_where_it_speaks_so(path: str, header: str) -> None:
    call = Operation("chat.completions", "POST", path)
    up = _up({}, "operator", "google", operation=call)
    assert OPERATORS in up[header]
    assert len({"authorization", "x-goog-api-key"} & up.keys()) == 1


def test_the_clients_credential_passes_where_that_is_configured() -> None:
    theirs = ("authorization", "Bearer sk-theirs")
    assert _up({}, "client", shown=theirs)["authorization"] == "Bearer sk-theirs"
    key = ("x-goog-api-key", "AIza-theirs")
    assert _up({}, "client", "google", shown=key)["x-goog-api-key"] == "AIza-theirs"
    for kind in ("operator", "none"):
        assert "sk-theirs" not in str(_up({}, kind, shown=theirs))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "shown",
    [
        None,
        ("x-goog-api-key", "AIza"),
        ("authorization", "Bearer \udcff"),
        ("authorization", "Bearer a\r\nx: y"),
        ("authorization", "Bearer \u20ac"),
    ],
)
def test_without_one_that_can_pass_the_caller_is_told(shown: tuple[str, str] | None) -> None:
    with pytest.raises(BadRequest) as refused:
        _up({}, "client", shown=shown)
    assert refused.value.status == 401
    assert refused.value.code == "credential_missing"
    assert "x-privacy-key" in refused.value.message


def test_a_body_has_a_type_and_none_has_none() -> None:
    assert _up({"content-type": "text/evil"}, "none")["Content-Type"] == "application/json"
    assert "Content-Type" not in _up({}, "none", operation=MODELS)


@pytest.mark.parametrize(
    ("name", "said", "sent"),
    [
        ("rawPredict", "text/csv; charset=utf-8", "text/csv"),
        ("streamRawPredict", "application/x-npy", "application/x-npy"),
        ("rawPredict", "application/json", "application/json"),
        ("rawPredict", "application/x-nadia-okonkwo", "application/json"),
        ("rawPredict", "", "application/json"),
        ("predict", "text/csv", "application/json"),
    ],
)
def test_a_raw_body_has_the_type_that_its_caller_says(name: str, said: str, sent: str) -> None:
    call = Operation(name, "POST", "/v1/x")
    assert _up({"content-type": said}, "none", "google", operation=call)["Content-Type"] == sent


def test_an_idempotency_key_is_a_digest_for_each_application_and_subject() -> None:
    plain = {"idempotency-key": "nadia-1"}
    subject = {"idempotency-key": "nadia-1", "x-privacy-subject": "customer-7"}
    sent = [
        _up(plain, "none"),
        _up(plain, "none", application=DESK),
        _up(subject, "none"),
        _up({"idempotency-key": "nadia-2"}, "none"),
    ]
    digests = [one["idempotency-key"] for one in sent]
    assert len(set(digests)) == len(digests)
    assert _up(plain, "none")["idempotency-key"] == digests[0]
    assert all(len(d) == 64 and "nadia" not in d for d in digests)
    assert "idempotency-key" not in _up({}, "none")


# --- never an application key ---

NAMES = (
    "authorization", "x-goog-api-key", "x-privacy-key", "x-api-key", "api-key", "cookie", "accept",
    "openai-organization", "openai-project", "openai-beta", "x-goog-user-project",
    "x-goog-api-client", "idempotency-key", "user-agent", "x-request-id", "proxy-authorization",
)  # fmt: skip
keys = st.sampled_from([OURS, SECOND])
values = st.one_of(
    keys,
    keys.map("Bearer {}".format),
    keys.map("bearer  {}".format),
    keys.map("Bearer sk-theirs {}".format),
    keys.map("Bearer sk-theirs,{}".format),
    keys.map("Bearer\t{}".format),
    keys.map("org-{}".format),
    keys.map("proj_{}".format),
    keys.map("Basic {}".format),
    keys.map(str.upper),
    keys.map('Bearer "{}"'.format),
    st.just("Bearer sk-theirs"),
    st.just("AIza-theirs"),
)


def _authentication() -> Authentication:
    own = {
        key.split("_")[1]: ApplicationKey(
            id=key.split("_")[1], digest=hashlib.sha256(key.encode()).digest(), application="bot"
        )
        for key in (OURS, SECOND)
    }
    return Authentication({"bot": BOT}, own, {})


@given(
    st.lists(st.tuples(st.sampled_from(NAMES), values), max_size=6),
    st.sampled_from(["operator", "client", "none"]),
    st.sampled_from(["openai", "google"]),
)
def test_an_application_key_never_goes_up(
    sent: list[tuple[str, str]], kind: Kind, wire: Literal["openai", "google"]
) -> None:
    headers = CIMultiDict([*sent, ("x-privacy-key", OURS)])
    try:
        caller = _authentication().identify(headers, "10.0.0.1", 0.0)
        up = _up(headers, kind, wire, caller.credential)
    except BadRequest:
        return
    told = " ".join(f"{name} {value}" for name, value in up.items()).lower()
    for key in (OURS, SECOND):
        assert key.lower() not in told
        assert key.split("_")[2].lower() not in told
