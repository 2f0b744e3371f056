from gateway.offline.marked import coloured, listed, reasons
from privacy.text import Span
from redaction.explain import Because, Candidate, Explanation

TEXT = "I am Ann Lee,\nmail ann@posteo.de"
NAME = Span(5, 12, "PERSON", 0.9, "names")
MAIL = Span(19, 32, "EMAIL_ADDRESS", 0.98, "email")


def test_colours_change_no_character() -> None:
    shown = coloured(TEXT, [NAME, MAIL])
    for code in ("\x1b[0m", "\x1b[2m", "\x1b[30;43m", "\x1b[30;46m"):
        assert code in shown
        shown = shown.replace(code, "")
    assert shown == "I am Ann Lee PERSON,\nmail ann@posteo.de EMAIL_ADDRESS"


def test_long_values_are_cut_in_the_table() -> None:
    (_, row) = listed("x" * 500, [Span(0, 500, "API_KEY", 1.0, "secret")])
    assert len(row) < 120
    assert "..." in row


def test_reasons_name_the_word_and_the_losers() -> None:
    won = Candidate(19, 32, "EMAIL_ADDRESS", 0.98, "email", Because(0.5, "mail", 1, "", "x"))
    lost = Candidate(19, 22, "USERNAME", 0.6, "username")
    told = "\n".join(
        reasons(TEXT, [Explanation(MAIL, won, ((lost, "lower score"),))], colour=False)
    )
    assert 'raised from 0.50 by "mail", 1 character before it' in told
    assert "won against USERNAME 0.60 by username on 'ann': lower score" in told
    assert "read as 'x'" in told


def test_what_no_pattern_read_is_told_as_such() -> None:
    told = "\n".join(reasons(TEXT, [Explanation(NAME, None, ())], colour=True))
    assert "the policy, or the same value elsewhere" in told


def test_a_span_that_grew_is_told_as_such() -> None:
    part = Candidate(5, 8, "PERSON", 0.9, "names")
    told = "\n".join(reasons(TEXT, [Explanation(NAME, part, ())], colour=False))
    assert "grown from 'Ann'" in told
