"""Consent and other wishes of a data subject, as far as an admission needs them."""

from dataclasses import dataclass
from enum import StrEnum


class ConsentKind(StrEnum):
    """How a consent was given (GDPR Art. 7, 9(2)(a); DPDP Act s. 6, 9)."""

    EXPLICIT = "explicit"
    IMPLIED = "implied"
    GUARDIAN = "guardian"
    CONSENT_MANAGER = "consent_manager"


@dataclass(frozen=True, slots=True)
class Consent:
    """The newest consent event for subject, purpose and recipient.

    Attributes:
        reference: its id in the registry.
        version: its position in the registry: the disclosure is opened only if it is still this.
        kind: how it was given.
        withdrawn: whether it was withdrawn.
        stale: whether a material change of the policy made it too old.
    """

    reference: str
    version: int
    kind: ConsentKind
    withdrawn: bool = False
    stale: bool = False


@dataclass(frozen=True, slots=True)
class SubjectState:
    """What the books say about a data subject at one moment.

    Attributes:
        version: changes with every event about the subject (erasure, restriction, consent):
            a disclosure admitted under one version is not opened under another.
        consent: for the purpose and recipient asked about; None if there is none.
        restricted: processing is restricted (GDPR Art. 18).
        objected: the subject objected to this purpose (GDPR Art. 21).
        child: the subject is a child (DPDP Act s. 9).
    """

    version: int = 0
    consent: Consent | None = None
    restricted: bool = False
    objected: bool = False
    child: bool = False


UNKNOWN_SUBJECT = SubjectState()
"""The state of a subject that the books do not know."""
