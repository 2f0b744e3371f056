import pytest

from tests.support.detection import found


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("thanks @ann_lee!", ["@ann_lee"]),
        ("username: ann99", ["ann99"]),
        ("logged in as ravi_k7", ["ravi_k7"]),
        ("203.0.113.7 - annlee [10/Oct", ["annlee"]),
        ("/home/annlee/notes", ["annlee"]),
        ("ssh -p 22 ann@web1", ["ann"]),
        ("Nutzername: annlee9", ["annlee9"]),
        ("nombre de usuario: annlee9", ["annlee9"]),
        ("identifiant : annlee9", ["annlee9"]),
        ("nome utente: annlee9", ["annlee9"]),
        ("gebruikersnaam: annlee9", ["annlee9"]),
        ("用户名：annlee9", ["annlee9"]),
        ("uid=1000(annlee) gid=1000", ["annlee"]),
        ("Accepted publickey for annlee from 203.0.113.9", ["annlee"]),
        ("Failed password for invalid user annlee from 203.0.113.9", ["annlee"]),
        ("sudo: annlee : TTY=pts/0", ["annlee"]),
        ("user: annlee\npassword: ...", ["annlee"]),
        ("agent: your user name?\nuser: annlee", ["annlee"]),
        ("@ann_lee let me know", ["@ann_lee"]),
        ("the current user is Annabel", ["Annabel"]),
        ("Invalid user oracle9 from 203.0.113.9", ["oracle9"]),
    ],
)
def test_finds(text: str, values: list[str]) -> None:
    assert found(text, "USERNAME") == values


@pytest.mark.parametrize(
    "text",
    [
        "@property\ndef x(self):",
        "user: vpn not working\nit: which one?\nuser: mole on my back",
        "assistant: how much?\nuser: 3900 from renting",
        "import x from '@angular/core'",
        "@app.route('/x')",
        "username: string",
        "the user is logged in",
        "uid=0(root) gid=0(root)",
        "session opened for user root",
        "Failed password for the account",
        "a@b",
        "@media (min-width: 1px)",
        "/home/user/x",
        "    @event._omit_standard\n    def f(): pass",
        "the `@field_validator` decorator",
        '    @State private var name = ""',
        "  @StateObject var model = Model()",
        "@InProceedings{lee2016,",
        "user = session.query(User)",
        "user=options.user_site,",
        "the user is redirected to the form",
        "invalid user input is not kept",
        "invalid user data\n",
        "user_id=user_id,",
    ],
)
def test_leaves(text: str) -> None:
    assert found(text, "USERNAME") == []
