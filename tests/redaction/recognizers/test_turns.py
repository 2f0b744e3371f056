import pytest
from hypothesis import given
from hypothesis import strategies as st

from redaction.detect import Detector
from redaction.recognizers.turns import RECOGNIZER
from redaction.turns import speakers

DETECTOR = Detector([RECOGNIZER])


def found(text: str) -> list[tuple[str, str]]:
    return [(text[s.start : s.end], s.entity_type) for s in DETECTOR.detect(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "agent: hello there\nneha: it is late\nagent: so sorry\nneha: ok then",
            [("neha", "PERSON")] * 2,
        ),
        (
            "Ann Lee: are you there?\nBob Ray: yes I am\nAnn Lee: good to hear",
            [("Ann Lee", "PERSON"), ("Bob Ray", "PERSON"), ("Ann Lee", "PERSON")],
        ),
        (
            "[10:02 pm] ann: on my way\n[10:03 pm] bob: see you soon",
            [("ann", "PERSON"), ("bob", "PERSON")],
        ),
        (
            "12/03/2025, 19:22 - Ann Lee: hi all\n12/03/2025, 19:23 - +44 7700 900123: hello Ann",
            [("Ann Lee", "PERSON")],
        ),
        (
            "00:00:04 Ann Lee: Morning all\n00:00:09 Zoë O'Neil: Hi there",
            [("Ann Lee", "PERSON"), ("Zoë O'Neil", "PERSON")],
        ),
        (
            "<ann99> can you see it\n<bobby> no not yet\n<ann99> try again",
            [("ann99", "USERNAME"), ("bobby", "USERNAME"), ("ann99", "USERNAME")],
        ),
        (
            "xXannXx: who is on\nbob_ray7: me and you\nxXannXx: so let us go\nbob_ray7: fine by me",
            [("xXannXx", "USERNAME"), ("bob_ray7", "USERNAME")] * 2,
        ),
        (
            "Support (Ann): hello there\nBob: it broke\nSupport (Ann): one moment\nBob: ok sure",
            [("Ann", "PERSON"), ("Bob", "PERSON")] * 2,
        ),
        (
            "Agent Okoye: good morning\nVisitor: I need help\nAgent Okoye: of course you do",
            [("Okoye", "PERSON")] * 2,
        ),
        (
            "ann lee  9:41 AM\nmorning\nbob  9:43 AM\nlooking at it",
            [("ann lee", "PERSON"), ("bob", "PERSON")],
        ),
        (
            "राहुल: नमस्ते जी\nएजेंट: बताइए क्या हुआ\nराहुल: पैसे नहीं आए",
            [("राहुल", "PERSON")] * 2,
        ),
        (
            "客服：您好，请问\n王芳：我的 订单\n客服：请稍等 一下\n王芳：好的 谢谢",
            [("王芳", "PERSON")] * 2,
        ),
    ],
)
def test_who_speaks_is_found(text: str, expected: list[tuple[str, str]]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "user: hello there\nassistant: how may I help\nuser: what is a tuple",
        "Q: what is it\nA: it is a list\nQ: are you sure",
        "Customer 1: it is late\nAgent 2: so sorry\nCustomer 1: never mind",
        "neha: just one line, and no more of it",
        "Fixed: the crash at start\nAdded: a new theme\nFixed: a typo in docs",
        "feat: add the search box\nfix: trim the input\nfix: do not crash",
        "name: ann lee\ncity: new york\nnotes: none of them",
        "Package: zlib is small\nDepends: libc and more\nPackage: curl the tool",
        "User-agent: * and all\nDisallow: /private for bots\nDisallow: /tmp for all",
        "gcc: error: no input files\nmake: *** no rule to make\ngcc: error: no input files",
        "objectClass: top\nobjectClass: person\ncn: lee\nsn: lee",
        "[09:14:22] webpack: build is done\n[09:14:23] vite: ready in two",
        "12:00:01 INFO: started up\n12:00:02 ERROR: broke down\n12:00:03 INFO: shut down",
        "<b> bold text\n<div> more of it\n<b> and more",
        "Requires-Dist: a and b\nRequires-Dist: c and d\nProvides-Extra: e or f",
        "DateParser: reads a day\nTimeParser: reads an hour\nDateParser: reads a day",
    ],
)
def test_labels_of_nobody_are_left(text: str) -> None:
    assert found(text) == []


@given(st.text(alphabet="an:<> \n[]1().\uff1a", max_size=200))
def test_places_lie_within_the_text_and_on_one_line(text: str) -> None:
    for start, end, _ in speakers(text, range(1, len(text) + 1)):
        assert 0 <= start < end <= len(text)
        assert "\n" not in text[start:end]


def test_many_lines_are_read_in_linear_time() -> None:
    few, many = (f"ann: so it goes\nbob{'x' * 60}\n" * count for count in (50, 5000))
    assert found(few + "bob: yes it does\nann: quite so")
    assert len(found(many)) in {0, 5000}
