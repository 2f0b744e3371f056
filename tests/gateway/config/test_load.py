"""A table of broken configurations, each with exactly the problems that it must report."""

from pathlib import Path

import pytest

from gateway.config.config import Config
from gateway.config.load import load
from gateway.config.problems import Problems
from tests.support.config_files import GOOD, good, lines, loaded

SHIPPED = Path(__file__).parents[3] / "config.toml"


def test_the_file_that_ships_is_good_and_says_what_the_readme_promises() -> None:
    config = load(SHIPPED, {})
    assert isinstance(config, Config), str(config)
    assert config.endpoints["openai"].base_url == "https://api.openai.com"
    assert config.endpoints["google"].base_url == "https://generativelanguage.googleapis.com"
    assert config.endpoints["demo-openai"].base_url == "http://127.0.0.1:8091"
    assert config.endpoints["demo-google"].base_url == "http://127.0.0.1:8092"
    assert config.recipients["openai"].instructions == {"store": False}
    assert config.applications["demo"].recipients == ("demo-openai", "demo-google")
    assert set(config.policies) == {"default", "strict"}
    assert config.purposes["marketing-content"].advertising
    for recipient in ("demo-openai", "demo-google"):
        assert config.recipients[recipient].legal_name == "Built-in demo recipient (not a company)"


def test_the_smallest_file_is_good(tmp_path: Path) -> None:
    config = good(tmp_path)
    assert config.applications["bot"].controller == "Acme Ltd"
    assert config.storage.path == tmp_path / "data/gateway.db"
    assert config.server.limits.max_body_bytes == 20 * 1024 * 1024
    assert (config.server.port, config.admin.port) == (8080, 8081)
    assert config.policies["default"].names == "require"


BROKEN = [
    ("[server]\nprt = 1", ["17 server.prt: unknown key"]),
    ("[servr]\nport = 1", ["16 servr: unknown key"]),
    ('[server]\nport = "8080"', ["17 server.port: must be a valid integer"]),
    ("[server]\nport = 65536", ["17 server.port: must be less than or equal to 65535"]),
    ("[server]\nport = 8081", ["0 admin.port: is the same as server.port"]),
    ('[server]\nhost = "0.0.0.0"', ["17 server.host: plain HTTP beyond loopback"]),
    ('[admin]\nhost = "::"', ["17 admin.host: plain HTTP beyond loopback"]),
    (
        '[server]\ntls_certificate = "no.pem"',
        [
            "17 server.tls_certificate: there is no such file",
            "16 server.tls_key: is missing",
        ],
    ),
    ("server = 3", ["16 applications.bot.server: unknown key"]),
    (
        '[logging]\nlevel = "loud"',
        ["17 logging.level: must be 'debug', 'info', 'warning' or 'error'"],
    ),
    ("[detection]\nthreads = 0", ["17 detection.threads: must be greater than or equal to 1"]),
    (
        '[detection]\nnames_model = "nowhere"',
        ["17 detection.names_model: there is no such directory"],
    ),
    (
        '[storage]\nurl = "postgresql://h/d"',
        ["17 storage.url: PostgreSQL arrives in a later release"],
    ),
    ('[storage]\nurl = "mysql://h/d"', ["17 storage.url: is no database that the gateway knows"]),
    ('[storage]\nurl = "sqlite:///"', ["17 storage.url: is no database that the gateway knows"]),
    (
        "[policies.default]\nthreshold = nan",
        ["17 policies.default.threshold: must be a finite number"],
    ),
    (
        '[policies.Default]\nscope = "session"',
        [
            "13 applications.bot.policy: no policy is called 'default'",
            "16 policies.Default: is not a name",
        ],
    ),
    (
        '[policies.other]\nscope = "session"',
        ["13 applications.bot.policy: no policy is called 'default'"],
    ),
    (
        '[policies.default.actions]\nEMAIL_ADRESS = "mask"',
        ["17 policies.default.actions.EMAIL_ADRESS: no entity type is called 'EMAIL_ADRESS'"],
    ),
    (
        '[policies.default.actions]\nCVV = "msk"',
        ["17 policies.default.actions.CVV: no operator is called 'msk'"],
    ),
    (
        '[policies.default]\ndefault = { operator = "mask", masking_chr = "x" }',
        [
            (
                "17 policies.default.default: operator 'mask' takes no parameter 'masking_chr'; "
                "did you mean 'masking_char'?"
            )
        ],
    ),
    (
        (
            '[[policies.default.rules]]\nid = "r"\nentities = ["*"]\naction = "keep"\n'
            'purposes = ["suport"]\nrecipients = ["open*", "azure"]'
        ),
        [
            "20 policies.default.rules[0].purposes[0]: 'suport' matches nothing in the file",
            "21 policies.default.rules[0].recipients[1]: 'azure' matches nothing in the file",
        ],
    ),
    (
        (
            '[policies.default]\ndeny = { "project x" = "CODENAME" }\n[policies.default.restore]\n'
            'never = ["category:money"]'
        ),
        [
            "17 policies.default.deny.\"project x\": no entity type is called 'CODENAME'",
            "19 policies.default.restore.never[0]: no entity type is called 'category:money'",
        ],
    ),
    (
        "[policies.default]\nactions = 3\nallow = 7",
        [
            "17 policies.default.actions: must be a table",
            "18 policies.default.allow: must be a list",
        ],
    ),
    (
        '[recipients.x]\nlegal_name = "X"\nwire = "x"\nbase_url = "https://x"\ncredential = "X"',
        [
            "18 recipients.x.wire: must be 'openai' or 'google'",
            "20 recipients.x.credential: is no reference",
        ],
    ),
    (
        (
            '[recipients.x]\nlegal_name = "X"\nwire = "google"\nbase_url = "https://x"\n'
            'credential = "adc"\ninstructions = { store = 1.5 }'
        ),
        [
            (
                "20 recipients.x.credential: application default credentials arrive in a later "
                "release: they need google-auth, which the server does not install"
            ),
            "21 recipients.x.instructions.store: must be a string, an integer, true or false",
        ],
    ),
    (
        "[purposes.ads]\nadvertising = true",
        [
            "16 purposes.ads.description: is required",
            "16 purposes.ads.legal_basis: is required",
        ],
    ),
    (
        '[applications.b]\npurposes = []\nrecipients = ["openia"]\nkeys = ["x"]\nkeys_file = "."',
        [
            "17 applications.b.purposes: must not be empty",
            "18 applications.b.recipients[0]: no recipient is called 'openia'",
            "19 applications.b.keys[0]: is no hash of a key",
            "20 applications.b.keys_file: cannot be read",
        ],
    ),
    (
        (
            '[purposes.a-b]\ndescription = "x"\nlegal_basis = "consent"\n'
            '[purposes.a_b]\ndescription = "x"\nlegal_basis = "consent"'
        ),
        ["19 purposes.a_b: overrides could not tell it from 'a-b'"],
    ),
    (
        '[plugins]\noperators = ["no.such:Thing"]',
        ["17 plugins.operators[0]: cannot be loaded (ModuleNotFoundError)"],
    ),
]


@pytest.mark.parametrize(("addition", "problems"), BROKEN)
def test_broken(tmp_path: Path, addition: str, problems: list[str]) -> None:
    assert sorted(lines(loaded(tmp_path, GOOD + addition))) == sorted(problems)


def test_everything_broken_at_once_is_reported_at_once(tmp_path: Path) -> None:
    """Additions that open other tables do not disturb one another: all their problems show."""
    chosen = [BROKEN[index] for index in (0, 9, 11, 23, 25)]
    source = GOOD + "\n".join(addition for addition, _ in chosen)
    found = {line.split(" ", 1)[1] for line in lines(loaded(tmp_path, source))}
    assert found == {line.split(" ", 1)[1] for _, problems in chosen for line in problems}


def test_each_problem_says_what_to_do(tmp_path: Path) -> None:
    for addition, _ in BROKEN:
        result = loaded(tmp_path, GOOD + addition)
        assert isinstance(result, Problems)
        assert all(item.remedy for item in result.items), str(result)


@pytest.mark.parametrize(
    ("word", "remedy"),
    [("server.prt", "did you mean 'port'?"), ("logging.levle", "did you mean 'level'?")],
)
def test_unknown_keys_are_told_the_nearest_one(tmp_path: Path, word: str, remedy: str) -> None:
    result = loaded(tmp_path, f"{word} = 1\n{GOOD}")
    assert isinstance(result, Problems)
    assert [(item.line, item.key, item.remedy) for item in result.items] == [(1, word, remedy)]


@pytest.mark.parametrize(
    "url",
    [
        "http://api.example.com",
        "https://u:p@example.com",
        "https://example.com?x=1",
        "https://example.com/#x",
        "https://example.com/v1",
        "https://example.com:port",
        "https://",
        "example.com",
        "ftp://example.com",
        "https://exa mple.com",
        "http://127.0.0.1.example.com",
    ],
)
def test_addresses_that_are_refused(tmp_path: Path, url: str) -> None:
    source = GOOD.replace("https://api.openai.com", url)
    assert [line.split(":")[0] for line in lines(loaded(tmp_path, source))] == [
        "7 recipients.openai.base_url"
    ]


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://example.openai.azure.com/openai/", "https://example.openai.azure.com/openai"),
        ("http://localhost:1", "http://localhost:1"),
        ("http://[::1]:9", "http://[::1]:9"),
        ("http://127.8.9.1", "http://127.8.9.1"),
    ],
)
def test_addresses_that_are_taken(tmp_path: Path, url: str, kept: str) -> None:
    config = good(tmp_path, GOOD.replace("https://api.openai.com", url))
    assert config.endpoints["openai"].base_url == kept


@pytest.mark.parametrize(
    ("data", "line", "reason"),
    [
        (b"a = = 1", 1, "Invalid value (column 5)"),
        (b"[a]\n[a]\n", 2, "Cannot declare ('a',) twice (column 3)"),
        (b"a = '\xff'", 0, "is not UTF-8"),
    ],
)
def test_what_is_no_toml(tmp_path: Path, data: bytes, line: int, reason: str) -> None:
    file = tmp_path / "config.toml"
    file.write_bytes(data)
    result = load(file, {})
    assert isinstance(result, Problems)
    assert [(item.line, item.reason) for item in result.items] == [(line, reason)]


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    assert lines(load(tmp_path / "no.toml", {})) == [
        "0 : cannot be read (No such file or directory)"
    ]


def test_an_empty_file_lacks_three_things(tmp_path: Path) -> None:
    assert lines(loaded(tmp_path, "")) == [
        "0 deployment: is required",
        "0 purposes: is required",
        "0 recipients: is required",
    ]


def test_the_hash_is_of_the_meaning_not_of_the_writing(tmp_path: Path) -> None:
    plain = good(tmp_path)
    assert good(tmp_path, "# a comment\n" + GOOD).hash == plain.hash
    assert good(tmp_path, GOOD + "[server.limits]\ntotal_seconds = 600").hash == plain.hash
    assert good(tmp_path, GOOD + "[server.limits]\ntotal_seconds = 600.0").hash == plain.hash
    assert good(tmp_path, GOOD + "[server.limits]\ntotal_seconds = 601").hash != plain.hash
    assert good(tmp_path, PRIVACY_GATEWAY__SERVER__PORT="9").hash != plain.hash
    (tmp_path / "other").mkdir()
    assert good(tmp_path / "other").hash == plain.hash
    assert plain.version == plain.hash[:12]


def test_a_secret_does_not_change_the_hash_but_a_new_key_does(tmp_path: Path) -> None:
    source = GOOD.replace('wire = "openai"', 'wire = "openai"\ncredential = "env:KEY"')
    one, two = good(tmp_path, source, KEY="one"), good(tmp_path, source, KEY="two")
    assert one.hash == two.hash
    source += 'keys_file = "keys"'
    before = good(tmp_path, source, KEY="one")
    (tmp_path / "keys").write_text(f"sha256:{'a' * 64}\n")
    after = good(tmp_path, source, KEY="one")
    assert before.hash != after.hash
    assert before.policy_hashes == after.policy_hashes


def test_the_policy_hash_follows_the_policy_only(tmp_path: Path) -> None:
    plain = good(tmp_path)
    other = good(tmp_path, GOOD + "[policies.default]\nthreshold = 0.4")
    again = good(tmp_path, GOOD + "[policies.default]\nthreshold = 0.5\n[server]\nport = 1")
    assert plain.policy_hashes["default"] != other.policy_hashes["default"]
    assert plain.policy_hashes == again.policy_hashes


def test_tls_or_a_word_allow_other_addresses(tmp_path: Path) -> None:
    for name in ("cert.pem", "key.pem"):
        (tmp_path / name).write_text("pem")
    tls = '[server]\nhost = "0.0.0.0"\ntls_certificate = "cert.pem"\ntls_key = "key.pem"'
    config = good(tmp_path, GOOD + tls)
    assert config.server.tls is not None
    assert config.server.tls.key == tmp_path / "key.pem"
    assert good(tmp_path, GOOD + '[server]\nhost = "0.0.0.0"\ninsecure_plain_http = true')


def test_several_workers_are_refused_until_they_exist(tmp_path: Path) -> None:
    result = loaded(tmp_path, GOOD + "[server]\nworkers = 2")
    assert lines(result) == [
        "17 server.workers: more than one process in one command arrives in a later release"
    ]
    assert isinstance(result, Problems)
    assert "several gateways behind a balancer" in result.items[0].remedy
    assert good(tmp_path, GOOD + "[server]\nworkers = 1").server.workers == 1
