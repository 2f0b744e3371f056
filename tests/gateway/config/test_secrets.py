"""Secrets of the configuration: looked up, and never shown."""

import json
from pathlib import Path

import pytest

from gateway.config.problems import Problems
from tests.support.config_files import GOOD, SECRET, good, lines, loaded


@pytest.mark.parametrize(
    "place",
    [
        (
            '[recipients.x]\nlegal_name = "X"\nwire = "openai"\nbase_url = "https://x"\n'
            'credential = "{}"'
        ),
        '[recipients.x]\nlegal_name = "X"\nwire = "{}"\nbase_url = "https://x"',
        '[recipients.x]\nlegal_name = "X"\nwire = "openai"\nbase_url = "https://user:{}@x"',
        '[storage]\nurl = "postgresql://u:{}@db/x"',
        '[server]\noutbound_proxy = "http://u:{}@proxy:1"',
        '[server]\nhost = ["{}"]',
        '[applications.b]\npurposes = ["support"]\nrecipients = ["openai"]\nkeys = ["{}"]',
        '[logging]\nlevel = "{}"',
        'x = "{}',
    ],
)
def test_no_problem_shows_what_was_written_where_secrets_may_stand(
    tmp_path: Path, place: str
) -> None:
    result = loaded(tmp_path, GOOD + place.format(SECRET))
    assert isinstance(result, Problems)
    assert SECRET not in str(result) + repr(result) + json.dumps(result.rows())


def test_secrets_are_looked_up_and_never_shown(tmp_path: Path) -> None:
    (tmp_path / "key").write_text(f"{SECRET}\n")
    source = GOOD.replace('wire = "openai"', 'wire = "openai"\ncredential = "file:key"')
    from_file = good(tmp_path, source)
    from_environment = good(tmp_path, source.replace("file:key", "env:KEY"), KEY=SECRET)
    for config in (from_file, from_environment):
        credential = config.endpoints["openai"].credential
        assert credential is not None
        assert credential.reveal() == SECRET
        assert SECRET not in repr(config) + str(config)
    assert from_file.hash != from_environment.hash


@pytest.mark.parametrize("value", ["", "  \n", "two\nlines", "snow☃man"])
def test_references_that_lead_to_no_credential(tmp_path: Path, value: str) -> None:
    (tmp_path / "key").write_text(value, "utf-8")
    source = GOOD.replace('wire = "openai"', 'wire = "openai"\ncredential = "file:key"')
    (line,) = lines(loaded(tmp_path, source))
    assert line.startswith("7 recipients.openai.credential: ")


def test_a_proxy_with_a_password_comes_by_reference(tmp_path: Path) -> None:
    source = GOOD + '[server]\noutbound_proxy = "env:PROXY"'
    config = good(tmp_path, source, PROXY=f"http://u:{SECRET}@proxy:3128")
    assert config.server.outbound_proxy is not None
    assert SECRET not in repr(config)
    assert lines(loaded(tmp_path, source, PROXY="socks5://proxy")) == [
        "17 server.outbound_proxy: is not the URL of an HTTP proxy"
    ]
