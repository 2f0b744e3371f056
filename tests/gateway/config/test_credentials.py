"""Keys of applications: from the file, from keys files, and twice."""

from pathlib import Path

from gateway.config.application_keys import RANDOM_BYTES, digest_of, entry_of, key_id, new_key
from gateway.config.config import Config
from gateway.config.credentials import append
from gateway.config.load import load
from gateway.config.problems import Problems

KEY, OTHER = (new_key(bytes([number]) * RANDOM_BYTES) for number in (1, 2))
FOREIGN = "sk-proj-abcdef"
BASE = """\
[deployment]
controller = "Acme Ltd"
[recipients.openai]
legal_name = "OpenAI, L.L.C."
wire = "openai"
base_url = "https://api.openai.com"
[purposes.support]
description = "Answering questions"
legal_basis = "contract"
"""
APPLICATION = """\
[applications.{}]
purposes = ["support"]
recipients = ["openai"]
{}
"""


def loaded(tmp_path: Path, **applications: str) -> Config | Problems:
    parts = [APPLICATION.format(name, lines) for name, lines in applications.items()]
    file = tmp_path / "config.toml"
    file.write_text(BASE + "".join(parts))
    return load(file, {})


def test_keys_are_found_by_id_and_foreign_ones_by_hash(tmp_path: Path) -> None:
    (tmp_path / "bot.keys").write_text(f"# made on Monday\n\n{entry_of(OTHER)}  # second\n")
    config = loaded(
        tmp_path,
        bot=f'keys = ["{entry_of(KEY)}"]\nkeys_file = "bot.keys"',
        crm=f'keys = ["{entry_of(FOREIGN)}"]',
    )
    assert isinstance(config, Config), str(config)
    for key in (KEY, OTHER):
        registered = config.application_keys[key_id(key) or ""]
        assert (registered.application, registered.digest) == ("bot", digest_of(key))
    assert config.foreign_keys == {digest_of(FOREIGN): "crm"}
    assert config.keys_files == {"bot": tmp_path / "bot.keys"}


def test_a_keys_file_that_is_not_there_holds_no_keys(tmp_path: Path) -> None:
    config = loaded(tmp_path, bot='keys_file = "later/bot.keys"')
    assert isinstance(config, Config)
    assert not config.application_keys


def test_problems_of_a_keys_file_stand_in_that_file_and_show_nothing(tmp_path: Path) -> None:
    (tmp_path / "bot.keys").write_text(f"{entry_of(KEY)}\n{OTHER}\n{entry_of(KEY)}\n")
    result = loaded(tmp_path, bot='keys_file = "bot.keys"')
    assert isinstance(result, Problems)
    assert [(item.file, item.line, item.reason) for item in result.items] == [
        ("bot.keys", 2, "is no hash of a key"),
        ("bot.keys", 3, "is registered already, for 'bot'"),
    ]
    assert OTHER not in str(result)


def test_one_key_cannot_stand_for_two_applications(tmp_path: Path) -> None:
    for key in (KEY, FOREIGN):
        line = f'keys = ["{entry_of(key)}"]'
        result = loaded(tmp_path, bot=line, crm=line)
        assert isinstance(result, Problems)
        assert [(item.key, item.reason) for item in result.items] == [
            ("applications.crm.keys[0]", "is registered already, for 'bot'")
        ]


def test_append_keeps_what_is_there_and_the_file_private(tmp_path: Path) -> None:
    file = tmp_path / "new" / "bot.keys"
    append(file, str(entry_of(KEY)))
    assert file.stat().st_mode & 0o777 == 0o600
    file.write_text(file.read_text().strip() + "  # no line end")
    append(file, str(entry_of(OTHER)))
    assert file.read_text() == f"{entry_of(KEY)}  # no line end\n{entry_of(OTHER)}\n"
