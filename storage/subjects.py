"""What the ledger's database says about data subjects; on the path of every append, so in SQL."""

import sqlite3

from privacy.consent import UNKNOWN_SUBJECT, Consent, ConsentKind, SubjectState
from storage.ports import SubjectChange

_VERSION = "SELECT version FROM subject WHERE subject = ?"
_STATE = "SELECT version, restricted, child FROM subject WHERE subject = ?"
_OBJECTION = "SELECT 1 FROM objection WHERE subject = ? AND purpose IN (?, '*')"
_CONSENT = (
    "SELECT reference, version, kind, withdrawn, stale FROM consent "
    "WHERE subject = ? AND purpose = ? AND recipient IN (?, '*') ORDER BY version DESC LIMIT 1"
)
_CHANGE = (
    "INSERT INTO subject (subject, version, generation, restricted, child) "
    "VALUES (:subject, 1, :erased, coalesce(:restricted, 0), coalesce(:child, 0)) "
    "ON CONFLICT (subject) DO UPDATE SET version = version + 1, "
    "generation = generation + :erased, restricted = coalesce(:restricted, restricted), "
    "child = coalesce(:child, child)"
)


def version_of(connection: sqlite3.Connection, subject: bytes) -> int:
    """The version of a subject's state; 0 of one that the books do not know."""
    row = connection.execute(_VERSION, (subject,)).fetchone()
    return int(row[0]) if row else 0


def state_of(
    connection: sqlite3.Connection, subject: bytes, purpose: str, recipient: str
) -> SubjectState:
    """The state of a subject for a purpose and recipient; one snapshot."""
    connection.execute("BEGIN")
    try:
        row = connection.execute(_STATE, (subject,)).fetchone()
        if row is None:
            return UNKNOWN_SUBJECT
        objected = connection.execute(_OBJECTION, (subject, purpose)).fetchone() is not None
        found = connection.execute(_CONSENT, (subject, purpose, recipient)).fetchone()
    finally:
        connection.execute("COMMIT")
    return SubjectState(row[0], _consent(found), bool(row[1]), objected, bool(row[2]))


def _consent(row: tuple[str, int, str, int, int] | None) -> Consent | None:
    if row is None:
        return None
    reference, version, kind, withdrawn, stale = row
    return Consent(reference, version, ConsentKind(kind), bool(withdrawn), bool(stale))


def change(connection: sqlite3.Connection, wanted: SubjectChange, t_utc: int) -> None:
    """Change a subject's state, within the transaction that is open."""
    connection.execute(
        _CHANGE,
        {
            "subject": wanted.subject,
            "erased": int(wanted.erased),
            "restricted": wanted.restricted,
            "child": wanted.child,
        },
    )
    if wanted.objects_to is not None:
        connection.execute(
            "INSERT OR IGNORE INTO objection VALUES (?, ?, ?)",
            (wanted.subject, wanted.objects_to, t_utc),
        )
    if wanted.consent is not None:
        given = wanted.consent
        connection.execute(
            "INSERT INTO consent (reference, subject, purpose, recipient, kind, withdrawn, stale, "
            "notice, t_utc) VALUES (?, ?, ?, ?, ?, ?, 0, ?, ?)",
            (
                given.reference,
                wanted.subject,
                given.purpose,
                given.recipient,
                given.kind.value,
                given.withdrawn,
                given.notice,
                t_utc,
            ),
        )
