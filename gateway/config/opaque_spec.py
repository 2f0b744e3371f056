"""What people write under `opaque`: what is done with content that cannot be inspected."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from privacy.opaque import Treatment

Removable = Literal["refuse", "strip", "pass"]
Readable = Literal["refuse", "strip", "scan", "pass"]
Bare = Literal["refuse", "pass"]

_CLOSED = ConfigDict(
    extra="forbid", strict=True, frozen=True, allow_inf_nan=False, validate_default=True
)


class OpaqueSpec(BaseModel):
    """[policies.NAME.opaque]; a list of kinds says that these pass."""

    model_config = _CLOSED

    image: Removable = Field(default="refuse", description="Pictures, also those inside of PDFs.")
    audio: Removable = Field(default="refuse", description="Sound.")
    video: Removable = Field(default="refuse", description="Films.")
    file: Removable = Field(
        default="refuse",
        description="Files that are neither text nor PDF, and files that are named by an id or a "
        "link. Text in files (`text/*`, JSON, CSV) is inspected, whatever stands here.",
    )
    pdf: Readable = Field(
        default="scan",
        description="PDFs: `scan` reads their text and refuses the request where something "
        "personal stands in it, or where it cannot be read.",
    )
    token_ids: Bare = Field(default="refuse", description="Text as ids of tokens.")
    mcp: Bare = Field(
        default="refuse", description="Remote tool servers, to which the recipient may hand on."
    )
    encrypted_content: Bare = Field(
        default="pass",
        description="What the recipient sealed from what it was shown, hence from pseudonyms: "
        "reasoning, compacted conversations.",
    )
    other: Removable = Field(default="refuse", description="Parts of a kind that is not known.")

    @model_validator(mode="before")
    @classmethod
    def _list(cls, value: Any) -> Any:  # noqa: ANN401  (pydantic hands over whatever was written)
        """The older form, `opaque = ["image"]`."""
        if isinstance(value, list) and all(isinstance(kind, str) for kind in value):
            return dict.fromkeys(value, "pass")
        return value

    def said(self) -> dict[str, Treatment]:
        """What is done, by kind."""
        return {kind: Treatment(word) for kind, word in self.model_dump().items()}


class NarrowerSpec(BaseModel):
    """[applications.NAME.opaque] and [recipients.NAME.opaque]."""

    model_config = _CLOSED

    image: Removable | None = Field(default=None, description="Pictures.")
    audio: Removable | None = Field(default=None, description="Sound.")
    video: Removable | None = Field(default=None, description="Films.")
    file: Removable | None = Field(default=None, description="Files that cannot be read.")
    pdf: Readable | None = Field(default=None, description="PDFs.")
    token_ids: Bare | None = Field(default=None, description="Text as ids of tokens.")
    mcp: Bare | None = Field(default=None, description="Remote tool servers.")
    encrypted_content: Bare | None = Field(
        default=None, description="What the recipient sealed itself."
    )
    other: Removable | None = Field(default=None, description="Parts of a kind that is not known.")

    def said(self) -> dict[str, Treatment]:
        """What is done, by kind; kinds that are not named stay as the policy says."""
        named = self.model_dump(exclude_none=True)
        return {kind: Treatment(word) for kind, word in named.items()}
