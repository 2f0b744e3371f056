"""Which session: what may link two conversations, and what may not."""

from vault.scope import Scope, session_scope

KEY = bytes(32)


def _scope(
    scope: Scope = "session", *, app: str = "bot", subject: str = "s1",
    explicit: str | None = None, opening: bytes = b"hello", key: bytes = KEY,
) -> bytes:  # fmt: skip
    return session_scope(key, app, scope=scope, subject=subject, explicit=explicit, opening=opening)


def test_a_resent_conversation_keeps_its_scope() -> None:
    assert _scope() == _scope()
    assert len(_scope()) == 32


def test_sessions_differ_by_application_subject_opening_name_and_key() -> None:
    scopes = [
        _scope(), _scope(app="other"), _scope(subject="s2"), _scope(opening=b"bye"),
        _scope(explicit="hello"), _scope(explicit=""), _scope(key=bytes(range(32))),
    ]  # fmt: skip
    assert len(set(scopes)) == len(scopes)


def test_fields_do_not_run_into_each_other() -> None:
    assert _scope(app="ab", subject="c") != _scope(app="a", subject="bc")


def test_a_policy_may_link_the_sessions_of_an_application_or_subject() -> None:
    one = _scope("application")
    assert one == _scope("application", subject="s2", opening=b"bye", explicit="x")
    assert one != _scope("application", app="other")
    assert _scope("subject") == _scope("subject", opening=b"bye")
    assert _scope("subject") != _scope("subject", subject="s2")


def test_unknown_subjects_are_not_one_subject() -> None:
    assert _scope("subject", subject="") != _scope("subject", subject="", opening=b"bye")
