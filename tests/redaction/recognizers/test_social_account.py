import pytest

from tests.support.detection import found


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("my insta is ann_lee98", ["ann_lee98"]),
        ("follow me on instagram @ann.lee", ["@ann.lee"]),
        ("Telegram: @annlee", ["@annlee"]),
        ("snap: annlee98", ["annlee98"]),
        ("discord annlee#1234", ["annlee#1234"]),
        ("skype live:ann.lee_2", ["live:ann.lee_2"]),
        ("reddit u/annlee98", ["u/annlee98"]),
        ("PSN: ann_lee98", ["ann_lee98"]),
        ("xbox gamertag AnnL98", ["AnnL98"]),
        ("WeChat ID: annlee98", ["annlee98"]),
        ("微信号：annlee98", ["annlee98"]),
        ("facebook id: 100012345678901", ["100012345678901"]),
        ('"fb_id": "100012345678901"', ["100012345678901"]),
        ("twitter_id: 1234567890", ["1234567890"]),
        ("google account id 112233445566778899001", ["112233445566778899001"]),
        ("steam id 76561198012345678", ["76561198012345678"]),
        ("SteamID: STEAM_0:1:12345678", ["STEAM_0:1:12345678"]),
        (
            "sub 001234.abcdef0123456789abcdef0123456789.1234",
            ["001234.abcdef0123456789abcdef0123456789.1234"],
        ),
        ("ORCID: 0000-0002-1825-0097", ["0000-0002-1825-0097"]),
        ("insta@ann_lee", ["@ann_lee"]),
    ],
)
def test_finds(text: str, values: list[str]) -> None:
    assert found(text, "USERNAME", "USER_ID") == values


@pytest.mark.parametrize(
    "text",
    [
        "github: enabled",
        "discord is a chat",
        "telegram: bot",
        "line: 12",
        "signal: SIGTERM",
        "steam is hot",
        "switch: on",
        "github user profile page",
        "issue #1234",
        "w/o u/s",
        "0000-0002-1825-0098",
        "line = sys.stdin.readline()",
        "signal: ac.signal",
        "@cache_handle.setter\ndef handle(self): ...",
        "x id 12",
        "@scope.name/package",
        "instance_of(x)",
        "if ignored_codes and not used:",
        "self.installed_models",
        '"install_requires"',
    ],
)
def test_leaves(text: str) -> None:
    assert found(text, "USERNAME", "USER_ID") == []


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("friends: Ann Lee, Ravi Rao and Maria Ruiz", ["Ann Lee", "Ravi Rao", "Maria Ruiz"]),
        ('"friends": ["Ann Lee", "Ravi Rao"]', ["Ann Lee", "Ravi Rao"]),
        ("Tagged: Ann Lee", ["Ann Lee"]),
    ],
)
def test_finds_friends(text: str, values: list[str]) -> None:
    assert found(text, "PERSON") == values


@pytest.mark.parametrize("text", ["friends: 12", "followers = []", "tagged: latest"])
def test_leaves_what_is_no_list_of_friends(text: str) -> None:
    assert found(text, "PERSON") == []
