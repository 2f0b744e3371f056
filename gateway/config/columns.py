"""What people write under `[recipients.NAME.endpoints."ID"]`: columns of a prediction's table."""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Literal

from pydantic import BaseModel, Field, StringConstraints

from gateway.config.policy_spec import CLOSED
from privacy.columns import Columns, Kind, Name

KindWord = Literal["identifier", "quasi_identifier", "text", "untouched", "refuse"]
ColumnName = Annotated[str, StringConstraints(min_length=1, max_length=400)]
EndpointName = Annotated[
    str, StringConstraints(pattern=r"^[A-Za-z0-9*][A-Za-z0-9._@/*-]*$", max_length=400)
]
_DOT = re.compile(r"(?<!\\)\.")


class ColumnsSpec(BaseModel):
    """[recipients.NAME.endpoints."ID"]."""

    model_config = CLOSED

    columns: dict[ColumnName, KindWord] = Field(
        default_factory=dict,
        description="What each column holds: `identifier` (each value is replaced as a whole, by "
        "the same pseudonym in all calls of the application), `quasi_identifier`, `text` "
        "(inspected), `untouched` (passed without a look, and the record says so), `refuse`. "
        "Nested ones by their path, `address.city`; a dot in a name is written `\\.`.",
    )
    others: KindWord = Field(default="text", description="What all other columns hold.")
    order: list[ColumnName] = Field(
        default_factory=list, description="Names of the columns where rows are lists."
    )
    quasi_identifiers: Literal["generalise", "keep"] = Field(
        default="generalise",
        description="What is done with places, dates of birth, addresses and the like in columns "
        "of `quasi_identifier`.",
    )


def columns(spec: ColumnsSpec) -> Columns:
    """Build what runs."""
    kinds: Mapping[Name, Kind] = {
        tuple(step.replace("\\.", ".") for step in _DOT.split(name)): Kind(word)
        for name, word in spec.columns.items()
    }
    return Columns(
        kinds=MappingProxyType(dict(kinds)),
        default=Kind(spec.others),
        order=tuple(spec.order),
        quasi_identifiers=spec.quasi_identifiers,
    )
