"""Configuration files: a good one, and how tests load what they write."""

from pathlib import Path

from gateway.config.config import Config
from gateway.config.load import load
from gateway.config.problems import Problems

SECRET = "sk-live-3Vw9planted"

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

[applications.bot]
purposes = ["support"]
recipients = ["openai"]
"""


def loaded(tmp_path: Path, source: str, **environ: str) -> Config | Problems:
    file = tmp_path / "config.toml"
    file.write_text(source, "utf-8")
    return load(file, environ)


def good(tmp_path: Path, source: str = GOOD, **environ: str) -> Config:
    result = loaded(tmp_path, source, **environ)
    assert isinstance(result, Config), str(result)
    return result


def lines(result: Config | Problems) -> list[str]:
    """Each problem as LINE KEY: REASON."""
    assert isinstance(result, Problems)
    return [f"{item.line} {item.key}: {item.reason}" for item in result.items]
