"""Who asks: an application of the controller, and what it may do."""

from dataclasses import dataclass
from fnmatch import fnmatchcase


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

    def may_use(self, model: str) -> bool:
        """Whether a model is granted to it."""
        return any(fnmatchcase(model, pattern) for pattern in self.models)
