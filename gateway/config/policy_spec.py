"""What people write under `[policies.NAME]`.

A policy takes what it does not say from its profile: the plain default stands in the field, the
strict profile's (SECURITY: credentials and cards one-way, nothing unknown, named tools only)
beside it under `strict`.
"""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    PlainValidator,
    StringConstraints,
    model_validator,
)

from gateway.config.opaque_spec import OpaqueSpec

Fraction = Annotated[float, Field(ge=0, le=1)]
Days = Annotated[int, Field(ge=0, le=36_500)]
Pattern = Annotated[str, StringConstraints(min_length=1, max_length=200)]


def _scalar(value: object) -> str | int | bool:
    if isinstance(value, str | int):
        return value
    raise ValueError("must be a string, an integer, true or false")


Scalar = Annotated[str | int | bool, PlainValidator(_scalar)]
# Defaults are validated too, so that 30 and 30.0 are one value in the configuration's hash.
CLOSED = ConfigDict(
    extra="forbid", strict=True, frozen=True, allow_inf_nan=False, validate_default=True
)


class ActionSpec(BaseModel):
    """What is done with an entity: `"mask"`, or `{ operator = "mask", chars_to_mask = 4 }`.

    Open, because plugged-in operators bring parameters of their own; `build` asks the operator
    itself whether it takes them.
    """

    model_config = ConfigDict(extra="allow", strict=True, frozen=True, allow_inf_nan=False)
    __pydantic_extra__: dict[str, Scalar] = Field(init=False)

    operator: Pattern = Field(
        description="keep, redact, mask, replace, hash, generalise, shift, pseudonymise, surrogate "
        "or refuse (the whole request); or a plugged-in one."
    )
    masking_char: Annotated[str, StringConstraints(min_length=1, max_length=1)] | None = Field(
        default=None, description="mask: the character written, `*` if not said."
    )
    chars_to_mask: int | None = Field(
        default=None, ge=1, description="mask: how many characters; all if not said."
    )
    from_end: bool | None = Field(default=None, description="mask: count from the end.")
    new_value: str | None = Field(default=None, description="replace: the text written instead.")
    to: Literal["year", "month", "decade"] | None = Field(
        default=None, description="generalise: how coarse a date of birth becomes."
    )
    band: int | None = Field(
        default=None,
        ge=2,
        le=50,
        description="generalise: years in a band of ages, 10 if not said.",
    )
    decimals: int | None = Field(
        default=None,
        ge=0,
        le=3,
        description="generalise: digits of a coordinate after the point, 1 (11 km) if not said.",
    )
    prefix: int | None = Field(
        default=None,
        ge=1,
        le=4,
        description="generalise: digits of a postcode that stay, 3 if not said.",
    )
    ipv4_bits: int | None = Field(
        default=None, ge=8, le=24, description="generalise: bits of an address, 24 if not said."
    )
    ipv6_bits: int | None = Field(
        default=None, ge=16, le=56, description="generalise: likewise, 48 if not said."
    )
    days: int | None = Field(
        default=None,
        ge=7,
        le=3650,
        description="shift: how far dates move at most, into either direction, 364 if not said.",
    )
    weeks: bool | None = Field(
        default=None,
        description="shift: by whole weeks, so that days of the week stay; true if not said.",
    )
    day_first: bool | None = Field(
        default=None,
        description="shift: whether 05/06/1990 is the fifth of June; true if not said.",
    )
    hash_type: Literal["sha256", "sha512"] | None = Field(
        default=None, description="hash: the function, `sha256` if not said; salted per session."
    )

    @model_validator(mode="before")
    @classmethod
    def _bare(cls, value: Any) -> Any:  # noqa: ANN401  (pydantic hands over whatever was written)
        return {"operator": value} if isinstance(value, str) else value

    def params(self) -> Mapping[str, str | int | bool]:
        """The operator's parameters that were written."""
        written: Mapping[str, str | int | bool] = self.model_dump(
            exclude={"operator"}, exclude_none=True
        )
        return written


class RuleSpec(BaseModel):
    """[[policies.NAME.rules]]."""

    model_config = CLOSED

    id: Pattern = Field(description="How decisions and records name the rule.")
    entities: list[Pattern] = Field(
        min_length=1, description="Patterns of entity types, or `category:NAME`."
    )
    action: ActionSpec = Field(description="What is done with them.")
    purposes: list[Pattern] = Field(
        default_factory=lambda: ["*"], description="Patterns of purposes it speaks of."
    )
    recipients: list[Pattern] = Field(
        default_factory=lambda: ["*"], description="Patterns of recipients it speaks of."
    )


class RestoreSpec(BaseModel):
    """[policies.NAME.restore]."""

    model_config = CLOSED

    enabled: bool = Field(default=True, description="Whether answers are restored at all.")
    never: list[Pattern] = Field(
        default_factory=list,
        description="Entity types (or `category:NAME`) that are never restored: one-way.",
        json_schema_extra={"strict": ["category:credential", "CREDIT_CARD"]},
    )
    never_in_tools: list[Pattern] = Field(
        default_factory=lambda: ["category:credential"],
        description="Entity types (or `category:NAME`) never restored into tool arguments.",
    )
    tools: list[Pattern] = Field(
        default_factory=lambda: ["*"],
        description="Patterns of tools whose arguments are restored.",
        json_schema_extra={"strict": []},
    )


class PolicySpec(BaseModel):
    """[policies.NAME]: how personal data is treated."""

    model_config = CLOSED

    profile: Literal["default", "strict"] = Field(
        default="default", description="Where the policy takes what it does not say."
    )
    default: ActionSpec = Field(
        default_factory=lambda: ActionSpec(operator="pseudonymise"),
        description="What is done with an entity that no action or rule speaks of. Where that is "
        "to pseudonymise, ages become bands, and dates and job titles stay: they name nobody by "
        "themselves, and answers depend on them.",
    )
    actions: dict[Pattern, ActionSpec] = Field(
        default_factory=dict,
        description="Entity type or `category:NAME` to action; a type wins over its category.",
    )
    rules: list[RuleSpec] = Field(
        default_factory=list,
        description="Finer rules, by purpose and recipient too; the last that speaks decides, and "
        "any of them wins over `actions`.",
    )
    restore: RestoreSpec = Field(
        default_factory=RestoreSpec, description="Where originals may return to."
    )
    scope: Literal["session", "subject", "application"] = Field(
        default="session",
        description="Over what a value keeps its pseudonym; with `session`, texts that are "
        "compared (embeddings) keep theirs throughout the application.",
    )
    threshold: Fraction = Field(
        default=0.5, description="Findings with a lower score are not personal data."
    )
    thresholds: dict[Pattern, Fraction] = Field(
        default_factory=dict, description="Likewise by entity type."
    )
    allow: list[Pattern] = Field(
        default_factory=list,
        description="Whole phrases that never are personal data; case is ignored. Values with a "
        "check digit are personal data all the same, unless one of `lists` names their type.",
    )
    deny: dict[Pattern, str] = Field(
        default_factory=dict,
        description="Whole phrases that always are, with their entity type; case is ignored.",
    )
    lists: list[str] = Field(
        default_factory=list,
        description="Names of `[detection.lists]`, for longer lists and files.",
    )
    names: Literal["require", "degrade", "off"] = Field(
        default="require",
        description="The statistical model for names, places and addresses: `require` refuses "
        "when it is not there, `degrade` goes on and records it, `off` does without.",
    )
    coherence: Literal["onward", "everywhere"] = Field(
        default="onward",
        description="Where a value that was found is sought: `onward`, in its message and in later "
        "ones, so that a conversation that is sent again keeps its bytes (recipients' prompt "
        "caches depend on them), or `everywhere`, in earlier ones, too.",
        json_schema_extra={"strict": "everywhere"},
    )
    unknown_fields: Literal["scan", "refuse"] = Field(
        default="scan",
        description="Fields that the gateway does not know: scanned as text and sent, or refused.",
        json_schema_extra={"strict": "refuse"},
    )
    opaque: OpaqueSpec = Field(
        default_factory=OpaqueSpec,
        description="What is done with content that cannot be inspected: `refuse`, `strip` (a "
        "note stands in its place) or `pass`; the record says which. Applications and recipients "
        "can narrow it: the strictest of the three counts. "
        'A list, `opaque = ["image"]`, names kinds that pass.',
    )
    note: bool = Field(
        default=False,
        description="Whether the system prompt is told to keep pseudonyms as they are.",
    )
    payload: Literal["sealed", "digest"] = Field(
        default="sealed",
        description="What the log keeps of what was sent: the pseudonymised text, sealed, or "
        "only its hash.",
        json_schema_extra={"strict": "digest"},
    )
    payload_days: Days = Field(default=30, description="Days that the sealed text is kept.")
    retention_days: Days = Field(
        default=365, description="Days that the erasable parts of a record are kept."
    )
