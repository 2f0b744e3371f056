"""Overrides: every setting can be reached, and nothing else."""

import copy
import tomllib
from pathlib import Path
from typing import Any, get_args, get_origin

import pytest

from gateway.config.config import Config
from gateway.config.environment import override, spelled
from gateway.config.load import load
from gateway.config.problems import Problems
from gateway.config.shape import EACH, NAME, Setting, bare, is_text, settings, values

SHIPPED = Path(__file__).parents[3] / "config.toml"
FILE = tomllib.loads(SHIPPED.read_text("utf-8"))
FILE["recipients"]["demo-openai"]["endpoints"] = {"123": {}}  # the shipped file has none
FILE["detection"] |= {name: {"own": {}} for name in ("patterns", "lists", "recognizers")}
NAMES = {
    "recipients": "demo-openai",
    "purposes": "customer-support",
    "applications": "support-bot",
    "policies": "default",
    "actions": "CVV",
    "endpoints": "123",
    "patterns": "own",
    "lists": "own",
    "recognizers": "own",
}
REACHED = [setting for setting in settings() if EACH not in setting.path]


def concrete(setting: Setting) -> tuple[str, ...]:
    path: tuple[str, ...] = ()
    for step in setting.path:
        path = (*path, NAMES[path[-1]] if step == NAME else step)
    return path


def sample(setting: Setting) -> tuple[str, object]:
    """A value of the setting's kind as the environment writes it, and as the file would hold it."""
    kind = setting.kind
    closed = values(kind)
    if closed and get_origin(kind) not in (list, dict):
        return closed[-1], closed[-1]
    if is_text(kind):
        return "8", "8"  # a number to TOML, and text all the same
    for known, text, value in ((bool, "true", True), (int, "17", 17), (float, "0.25", 0.25)):
        if kind is known or known in get_args(kind):
            return text, value
    if get_origin(kind) is list:
        return '["image"]', ["image"]
    if get_origin(kind) is dict:
        return '{ a = "b" }', {"a": "b"}
    return "mask", "mask"  # an action


@pytest.mark.parametrize("setting", REACHED, ids=lambda setting: setting.key)
def test_every_setting_can_be_overridden(setting: Setting) -> None:
    path = concrete(setting)
    text, value = sample(setting)
    table: Any = copy.deepcopy(FILE)
    name = "PRIVACY_GATEWAY__" + "__".join(spelled(step) for step in path)
    result = override(table, {name: text})
    assert not result.problems
    assert result.origins == {path: name}
    for step in path:
        table = table[step]
    assert (type(table), table) == (type(value), value)


def test_settings_of_arrays_of_tables_are_all_that_cannot_be() -> None:
    assert {setting.key.partition("[]")[0] for setting in settings() if EACH in setting.path} == {
        "policies.NAME.rules"
    }


def loaded(**environ: str) -> Config | Problems:
    return load(SHIPPED, {f"PRIVACY_GATEWAY__{name}": value for name, value in environ.items()})


def test_overrides_reach_what_runs() -> None:
    config = loaded(
        SERVER__PORT="0",
        SERVER__LIMITS__TOTAL_SECONDS="1.5",
        RECIPIENTS__DEMO_OPENAI__BASE_URL="http://127.0.0.1:9",
        RECIPIENTS__OPENAI__INSTRUCTIONS__STORE="true",
        APPLICATIONS__SUPPORT_BOT__MODELS='["gpt-5*"]',
        POLICIES__DEFAULT__ACTIONS='{ CVV = "keep", "category:financial" = "mask" }',
        DEPLOYMENT__CONTROLLER='"2024"',
        DEPLOYMENT__NAME="2024-10-19",
    )
    assert isinstance(config, Config), str(config)
    assert config.server.port == 0
    assert config.server.limits.total_seconds == 1.5
    assert config.endpoints["demo-openai"].base_url == "http://127.0.0.1:9"
    assert config.recipients["openai"].instructions == {"store": True}
    assert config.applications["support-bot"].models == ("gpt-5*",)
    assert [rule.id for rule in config.policies["default"].rules] == ["category:financial", "CVV"]
    assert (config.deployment.controller, config.deployment.name) == ("2024", "2024-10-19")


@pytest.mark.parametrize(
    ("name", "value", "reason", "remedy"),
    [
        ("SERVR__PORT", "1", "SERVR: there is no such setting", "did you mean 'SERVER'?"),
        ("SERVER__PROT", "1", "PROT: there is no such setting", "did you mean 'PORT'?"),
        ("SERVER__PORT__X", "1", "there is no such setting", "it leads into a single value"),
        ("SERVER__PORT", "many", "must be a valid integer", "Port that clients"),
        ("SERVER", "many", "must be a table", "The data plane."),
        (
            "RECIPIENTS__AZURE__REGION",
            "eu",
            "AZURE: it is not in the file; overrides reach tables that are",
            "known: ",
        ),
        ("POLICIES__STRICT__RULES", "[]", "arrays of tables cannot be overridden", "change them"),
        ("SERVER__PORT", "1\nhost = '0.0.0.0'", "must be a valid integer", "Port that clients"),
        ("", "1", ": there is no such setting", "known: "),
    ],
)
def test_overrides_that_lead_nowhere(name: str, value: str, reason: str, remedy: str) -> None:
    result = loaded(**{name: value})
    assert isinstance(result, Problems)
    (problem,) = result.items
    assert problem.file == "environment"
    assert (problem.key, problem.reason) == (f"PRIVACY_GATEWAY__{name}", reason)
    assert problem.remedy.startswith(remedy)


def test_a_problem_of_an_overridden_value_names_the_variable_and_not_the_line() -> None:
    result = loaded(RECIPIENTS__OPENAI__BASE_URL="http://u:hidden@example.com")
    assert isinstance(result, Problems)
    (problem,) = result.items
    assert problem.key == "PRIVACY_GATEWAY__RECIPIENTS__OPENAI__BASE_URL"
    assert (problem.file, problem.line) == ("environment", 0)
    assert "hidden" not in str(result)


def test_names_that_are_spelled_alike_are_refused_where_they_are_used() -> None:
    table: dict[str, Any] = {"thresholds": 1, "recipients": {"a-b": {}, "a_b": {}}}
    (problem,) = override(table, {"PRIVACY_GATEWAY__RECIPIENTS__A_B__REGION": "eu"}).problems
    assert problem.reason == "A_B could be a-b or a_b"


def test_other_variables_are_left_alone() -> None:
    config = load(SHIPPED, {"PRIVACY_GATEWAY_CONFIG": "x", "PATH": "/bin", "SERVER__PORT": "1"})
    assert isinstance(config, Config)
    assert config.server.port == 8080


def test_kinds_of_values_are_told_apart() -> None:
    """The sample above must meet each kind of value, else the property shows little."""
    kinds = {str(get_origin(bare(setting.kind)) or setting.kind) for setting in REACHED}
    assert {"<class 'list'>", "<class 'dict'>", "<class 'int'>", "<class 'bool'>"} <= kinds
