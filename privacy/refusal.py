"""Why something was not sent: a closed set of codes, each with what the caller can do.

Refusals are values here; the roof turns them into HTTP answers and log entries.
"""

from dataclasses import dataclass
from enum import StrEnum


class RefusalCode(StrEnum):
    """Reason codes; clients, metrics and the log use the same words."""

    PURPOSE_MISSING = "purpose_missing"
    PURPOSE_UNKNOWN = "purpose_unknown"
    PURPOSE_NOT_PERMITTED = "purpose_not_permitted"
    RECIPIENT_NOT_PERMITTED = "recipient_not_permitted"
    RECIPIENT_AMBIGUOUS = "recipient_ambiguous"
    MODEL_NOT_PERMITTED = "model_not_permitted"
    SUBJECT_MISSING = "subject_missing"
    CONSENT_MISSING = "consent_missing"
    CONSENT_WITHDRAWN = "consent_withdrawn"
    CONSENT_INSUFFICIENT = "consent_insufficient"
    RESTRICTED = "restricted"
    OBJECTED = "objected"
    SIGNAL_OPT_OUT = "signal_opt_out"
    SPECIAL_CATEGORY = "special_category"
    ENTITY_REFUSED = "entity_refused"
    PLACE_FIXED = "place_fixed"
    OPAQUE_CONTENT = "opaque_content"
    UNKNOWN_FIELD = "unknown_field"
    COLUMN = "column"
    ENDPOINT_UNKNOWN = "endpoint_unknown"
    ENDPOINT_REFUSED = "endpoint_refused"
    INSTRUCTION = "instruction"
    STATE_UNKNOWN = "state_unknown"
    STATE_CONFLICT = "state_conflict"


@dataclass(frozen=True, slots=True)
class Refusal:
    """One refusal.

    Attributes:
        code: the reason.
        message: what the caller reads: what is wrong and what to do. Never payload text.
    """

    code: RefusalCode
    message: str


STATE_CHANGED = Refusal(
    RefusalCode.CONSENT_WITHDRAWN,
    "What is known about the data subject changed while this request was prepared; "
    "send it again to have it decided anew.",
)
"""Consent, restriction or erasure overtook a request on its way."""
