"""Documents and code hold together."""

import re
import tomllib
from pathlib import Path

import pytest

from gateway.metrics import Metrics

ROOT = Path(__file__).parents[2]
MARKDOWN = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"\]\((?!https?://|#|mailto:)([^)#\s]+)")


@pytest.mark.parametrize("file", MARKDOWN, ids=lambda f: str(f.relative_to(ROOT)))
def test_links_lead_somewhere(file: Path) -> None:
    broken = [link for link in LINK.findall(file.read_text()) if not (file.parent / link).exists()]
    assert not broken


def test_every_metric_is_documented_and_no_other() -> None:
    exposed = {metric.name for metric in Metrics().registry.collect()}
    text = (ROOT / "docs" / "metrics.md").read_text()
    documented = set(re.findall(r"^\| `(privacy_gateway_\w+)`", text, re.MULTILINE))
    assert {_base(name) for name in documented} == {_base(name) for name in exposed}


def _base(name: str) -> str:
    return re.sub(r"_(total|info)$", "", name)


def test_labels_of_metrics_come_from_closed_sets() -> None:
    allowed = {
        "wire", "operation", "recipient", "outcome", "entity_type", "operator", "code", "reason",
        "result", "kind", "status", "recognizer",
    }  # fmt: skip
    metrics = Metrics()
    for name, metric in vars(metrics).items():
        for label in getattr(metric, "_labelnames", ()):
            assert label in allowed, f"{name}: {label}"


@pytest.mark.parametrize(
    ("name", "extra"), [("server", ""), ("server-grpc", "grpc"), ("server-presidio", "presidio")]
)
def test_the_lock_holds_every_dependency_with_hashes(name: str, extra: str) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    lock = (ROOT / "requirements" / f"{name}.txt").read_text()
    wanted = project["optional-dependencies"][extra] if extra else []
    for requirement in project["dependencies"] + wanted:
        package = re.match(r"[\w.-]+", requirement)
        assert package is not None
        locked = rf"^{package[0]}==.*\\\n\s+--hash=sha256:"
        assert re.search(locked, lock, re.MULTILINE), package[0]


@pytest.mark.parametrize(
    "file", sorted((ROOT / "requirements").glob("*.txt")), ids=lambda f: f.name
)
def test_locks_name_no_index(file: Path) -> None:
    assert not re.search(r"https?://|--(extra-)?index-url|--find-links", file.read_text())
