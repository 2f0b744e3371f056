"""Over what a value keeps its pseudonym (DESIGN 3, "Which session?")."""

from typing import Literal

from vault.fields import keyed

Scope = Literal["session", "subject", "application"]


def session_scope(  # the six things that a session may be told from
    key: bytes,
    application: str,
    *,
    scope: Scope,
    subject: str,
    explicit: str | None,
    opening: bytes,
) -> bytes:
    """The name of a session as 32 bytes that tell nothing without the key.

    Args:
        key: K_pseudonym.
        application: id of the application; no two applications ever share a scope.
        scope: what the policy asks for. "application" and "subject" link the sessions of one;
            an unknown subject is nobody in particular, so its sessions stay apart.
        subject: the caller's id of the data subject; "" if unknown.
        explicit: the session's own name (a header, or state kept by the recipient), if it has one.
        opening: canonical bytes of everything through the first message of the client: a stateless
            conversation that is resent with new turns keeps its scope. Identical openings of one
            subject share it.
    """
    if scope == "application":
        return keyed(key, "scope", "application", application)
    if scope == "subject" and subject:
        return keyed(key, "scope", "subject", application, subject)
    if explicit is not None:
        return keyed(key, "scope", "explicit", application, subject, explicit)
    return keyed(key, "scope", "opening", application, subject, opening)


def state_scope(
    key: bytes, application: str, subject: str, recipient: str, kind: str, ident: str
) -> bytes:
    """Under which name the rows of something that a recipient keeps are kept here.

    No other application and no other data subject finds them, even with the same id.

    Args:
        key: K_pseudonym.
        application: id of the application that had it made.
        subject: the caller's id of the data subject; "" if unknown.
        recipient: id of the recipient that keeps it.
        kind: what it is, e.g. "response".
        ident: the recipient's id for it.
    """
    return keyed(key, "scope", "state", application, subject, recipient, kind, ident)
