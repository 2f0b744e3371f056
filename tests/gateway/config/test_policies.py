"""What a policy's table means once it runs."""

from pathlib import Path

import pytest

from gateway.config.config import Config
from gateway.config.load import load
from gateway.config.problems import Problems
from privacy.entities import ENTITY_TYPES, Category, category_of
from privacy.opaque import Treatment
from privacy.policy import Decision, Enquiry, Policy, decide

GOOD = """\
[deployment]
controller = "Acme Ltd"
[recipients.openai]
legal_name = "OpenAI, L.L.C."
wire = "openai"
base_url = "https://api.openai.com"
[purposes.support]
description = "Answering questions"
legal_basis = "contract"
[purposes.ads]
description = "Advertising"
legal_basis = "contract"
[applications.bot]
purposes = ["support"]
recipients = ["openai"]
"""


def built(tmp_path: Path, source: str, extra: str = "") -> tuple[Config, Policy]:
    file = tmp_path / "config.toml"
    file.write_text(f"{GOOD}{extra}\n[policies.default]\n{source}", "utf-8")
    config = load(file, {})
    assert isinstance(config, Config), str(config)
    return config, config.policies["default"]


def operator(config: Config, policy: Policy, entity_type: str, purpose: str = "support") -> str:
    enquiry = Enquiry(
        application=config.applications["bot"],
        purpose=config.purposes[purpose],
        recipient=config.recipients["openai"],
    )
    decisions = decide([entity_type], policy, enquiry)
    if not isinstance(decisions, dict):
        return "refuse"
    decision = decisions[entity_type]
    assert isinstance(decision, Decision)
    return decision.action.operator


def test_a_type_wins_over_its_category_and_a_rule_over_both(tmp_path: Path) -> None:
    config, policy = built(
        tmp_path,
        """default = "hash"
        actions = { CREDIT_CARD = "mask", "category:financial" = "redact" }
        [[policies.default.rules]]
        id = "ads"
        entities = ["I*"]
        purposes = ["ads"]
        action = "refuse"
        """,
    )
    assert operator(config, policy, "CREDIT_CARD") == "mask"
    assert operator(config, policy, "IBAN_CODE") == "redact"
    assert operator(config, policy, "PERSON") == "hash"
    assert operator(config, policy, "IBAN_CODE", "ads") == "refuse"


def test_the_strict_profile_says_what_security_asks_for(tmp_path: Path) -> None:
    _, policy = built(tmp_path, 'profile = "strict"')
    credentials = {kind for kind in ENTITY_TYPES if category_of(kind) is Category.CREDENTIAL}
    assert policy.restore.never == credentials | {"CREDIT_CARD"}
    assert policy.unknown_fields == "refuse"
    assert policy.coherence == "everywhere"
    assert policy.payload == "digest"
    assert not policy.restore.allows("PERSON", "any_tool")
    assert policy.restore.allows("PERSON")


def test_what_a_strict_policy_says_itself_is_kept(tmp_path: Path) -> None:
    source = """profile = "strict"
    unknown_fields = "scan"
    payload = "sealed"
    restore = { tools = ["crm_*"], never = [] }"""
    _, policy = built(tmp_path, source)
    assert (policy.unknown_fields, policy.payload) == ("scan", "sealed")
    assert policy.restore.allows("PERSON", "crm_find")
    assert policy.restore.never == frozenset()


def test_the_default_profile_is_the_ground_floors_own_default(tmp_path: Path) -> None:
    _, policy = built(tmp_path, "")
    assert policy == Policy(id="default")


def test_custom_types_may_be_named_and_case_is_ignored_in_lists(tmp_path: Path) -> None:
    config, policy = built(
        tmp_path,
        'deny = { "Project Kestrel" = "CODENAME" }\nallow = ["Acme"]\n'
        'thresholds = { CODENAME = 0.9 }\nactions = { CODENAME = "redact" }',
        '[detection]\ncustom_types = ["CODENAME"]',
    )
    assert policy.deny == {"project kestrel": "CODENAME"}
    assert policy.allow == {"acme"}
    assert config.detection.custom_types == {"CODENAME"}
    assert operator(config, policy, "CODENAME") == "redact"


def test_parameters_of_actions_arrive(tmp_path: Path) -> None:
    _, policy = built(
        tmp_path, 'default = { operator = "mask", masking_char = "#", chars_to_mask = 2 }'
    )
    assert policy.default.operator == "mask"
    assert policy.default.params == {"masking_char": "#", "chars_to_mask": 2}


@pytest.mark.parametrize(
    ("source", "image", "pdf"),
    [
        ("", Treatment.REFUSE, Treatment.SCAN),
        ('opaque = ["image", "pdf"]', Treatment.PASS, Treatment.PASS),
        ('opaque = { image = "strip", pdf = "refuse" }', Treatment.STRIP, Treatment.REFUSE),
        ('[policies.default.opaque]\npdf = "strip"', Treatment.REFUSE, Treatment.STRIP),
    ],
)
def test_opaque_content_by_kind_and_the_older_list(
    tmp_path: Path, source: str, image: Treatment, pdf: Treatment
) -> None:
    _, policy = built(tmp_path, source)
    assert (policy.opaque["image"], policy.opaque["pdf"]) == (image, pdf)
    assert policy.opaque["encrypted_content"] is Treatment.PASS


def test_applications_and_recipients_narrow(tmp_path: Path) -> None:
    extra = '[applications.bot.opaque]\nimage = "strip"\n[recipients.openai.opaque]\npdf = "refuse"'
    config, _ = built(tmp_path, "", extra)
    assert config.applications["bot"].opaque == {"image": Treatment.STRIP}
    assert config.recipients["openai"].opaque == {"pdf": Treatment.REFUSE}


@pytest.mark.parametrize(
    ("source", "key", "told"),
    [
        ('opaque = ["imag"]', "policies.default.opaque.imag", "did you mean 'image'?"),
        ('opaque = { images = "pass" }', "policies.default.opaque.images", "did you mean 'image'?"),
        ('opaque = { mcp = "strip" }', "policies.default.opaque.mcp", "'refuse' or 'pass'"),
        ('opaque = { image = "scan" }', "policies.default.opaque.image", "'strip' or 'pass'"),
        ("opaque = 7", "policies.default.opaque", "must be a table"),
    ],
)
def test_unknown_kinds_and_treatments_are_told_with_a_remedy(
    tmp_path: Path, source: str, key: str, told: str
) -> None:
    file = tmp_path / "config.toml"
    file.write_text(f"{GOOD}\n[policies.default]\n{source}", "utf-8")
    found = load(file, {})
    assert isinstance(found, Problems)
    problems = found.items
    assert [problem.key for problem in problems] == [key]
    assert told in f"{problems[0].reason} {problems[0].remedy}"
