"""Who asks: an application of the controller, and what it may do."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase

from privacy.opaque import Treatment


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """A client application.

    Attributes:
        id: its name in configuration and records.
        controller: the legal entity on whose behalf it acts (GDPR Art. 4(7)).
        purposes: ids of the purposes granted to it; the first is its default
            unless `purpose_required` says that callers must name one.
        recipients: ids of the recipients granted to it.
        models: patterns of models granted to it, e.g. "gpt-*".
        policy: id of its policy.
        purpose_required: whether each request must name its purpose.
        subject_required: whether each request must name its data subject.
        subject_class: what its data subjects are: customer, employee, child, unknown.
        opaque: where its requests are treated more strictly than its policy says, by kind of
            content that cannot be inspected.
    """

    id: str
    controller: str
    purposes: tuple[str, ...]
    recipients: tuple[str, ...]
    models: tuple[str, ...] = ("*",)
    policy: str = "default"
    purpose_required: bool = False
    subject_required: bool = False
    subject_class: str = "unknown"
    opaque: Mapping[str, Treatment] = field(default_factory=dict)

    def may_use(self, model: str) -> bool:
        """Whether a model is granted to it."""
        return any(fnmatchcase(model, pattern) for pattern in self.models)
