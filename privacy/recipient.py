"""Who receives (GDPR Art. 4(9), 28; Art. 30(1)(d))."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from privacy.columns import Columns
from privacy.opaque import Treatment

Scalar = str | int | bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """An AI Service Provider, as the register knows it.

    Attributes:
        id: its name in configuration and records.
        legal_name: the company.
        role: processor or controller in the sense of GDPR Art. 4.
        region: where it processes, e.g. "eu" or "us-central1".
        country: ISO 3166-1 alpha-2.
        agreement: reference of the data-processing agreement.
        transfer: transfer tool, e.g. "SCC 2021/914 module 2", "adequacy", "none".
        retention_days: how long it may hold what it is sent.
        training: whether it may train on what it is sent.
        wire: how it is spoken to: "openai" or "google".
        instructions: fields that the operator sets in every request body, whatever the caller
            wrote, e.g. `store = false` (GDPR Art. 28(3)(a): only on documented instructions).
        buckets: places whose content nobody here inspects and that it may read and write, e.g.
            "gs://approved/prompts/" or "bq://project.dataset".
        opaque: where content that cannot be inspected is treated more strictly than policies say.
        tables: columns of the tables that its endpoints predict from, by endpoint.
    """

    id: str
    legal_name: str
    wire: Literal["openai", "google"]
    role: Literal["processor", "controller"] = "processor"
    region: str = ""
    country: str = ""
    agreement: str = ""
    transfer: str = ""
    retention_days: int = 30
    training: bool = False
    instructions: Mapping[str, Scalar] = field(default_factory=dict)
    buckets: tuple[str, ...] = ()
    opaque: Mapping[str, Treatment] = field(default_factory=dict)
    tables: Mapping[str, Columns] = field(default_factory=dict)

    def approves(self, place: str) -> bool:
        """Whether a place is one of its buckets, or inside of one."""
        return any(_is_inside(place, bucket) for bucket in self.buckets)


def _is_inside(place: str, bucket: str) -> bool:
    """Folders end at a slash, data sets at a dot: another bucket may begin like this one."""
    end = "." if bucket.startswith("bq://") else "/"
    return place == bucket or place.startswith(bucket.removesuffix(end) + end)
