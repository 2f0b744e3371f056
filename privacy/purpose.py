"""Purposes and their legal bases (GDPR Art. 5(1)(b), 6; DPDP Act s. 4, 6, 7)."""

from dataclasses import dataclass
from enum import StrEnum


class LegalBasis(StrEnum):
    """Grounds for processing."""

    CONSENT = "consent"
    """GDPR Art. 6(1)(a), DPDP Act s. 6."""
    CONTRACT = "contract"
    """GDPR Art. 6(1)(b)."""
    LEGAL_OBLIGATION = "legal_obligation"
    """GDPR Art. 6(1)(c)."""
    VITAL_INTERESTS = "vital_interests"
    """GDPR Art. 6(1)(d)."""
    PUBLIC_TASK = "public_task"
    """GDPR Art. 6(1)(e)."""
    LEGITIMATE_INTERESTS = "legitimate_interests"
    """GDPR Art. 6(1)(f)."""
    LEGITIMATE_USE = "legitimate_use"
    """DPDP Act s. 7."""
    SERVICE_PROVIDER = "service_provider"
    """CCPA 1798.140(ag)."""


class SpecialGround(StrEnum):
    """Grounds for special categories (GDPR Art. 9(2))."""

    EXPLICIT_CONSENT = "explicit_consent"
    EMPLOYMENT_LAW = "employment_law"
    VITAL_INTERESTS = "vital_interests"
    NON_PROFIT = "non_profit"
    MADE_PUBLIC = "made_public"
    LEGAL_CLAIMS = "legal_claims"
    PUBLIC_INTEREST = "public_interest"
    HEALTH_CARE = "health_care"
    PUBLIC_HEALTH = "public_health"
    RESEARCH = "research"


@dataclass(frozen=True, slots=True, kw_only=True)
class Purpose:
    """Why data is disclosed.

    Attributes:
        id: its name in configuration and records.
        description: one sentence for a privacy notice.
        legal_basis: its one legal basis.
        jurisdiction: the law that the basis belongs to, e.g. "EU", "IN" or "US"; it decides
            whether implied consent suffices (`privacy.policy.IMPLIED_SUFFICES`).
        dpv: identifier in the W3C Data Privacy Vocabulary, e.g. "dpv:CustomerSupport".
        special_ground: the Art. 9(2) ground on which special categories may be sent; None refuses.
        advertising: whether it is advertising.
        training: whether it trains a model of the recipient.
        sale: whether it is a sale or sharing in the sense of CCPA 1798.140.
        solely_automated: whether decisions in the sense of GDPR Art. 22 follow from it.
    """

    id: str
    description: str
    legal_basis: LegalBasis
    jurisdiction: str = ""
    dpv: str = ""
    special_ground: SpecialGround | None = None
    advertising: bool = False
    training: bool = False
    sale: bool = False
    solely_automated: bool = False
