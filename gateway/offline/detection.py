"""Detection as the gateway has it, for texts that stay in this process."""

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from gateway.compiled import built_in_detector
from gateway.config.config import Config
from gateway.model_files import load_name_model
from privacy.policy import Policy
from privacy.text import Segment, Span
from redaction.detect import Detector
from redaction.explain import Explanation, explain
from redaction.inspect import inspect_each
from redaction.names import NameModel

USUAL = Policy(id="usual")
"""What holds where no policy is named: everything is personal data that is sure enough."""


@dataclass(frozen=True, slots=True)
class Detection:
    """What finds personal data.

    Attributes:
        detector: the structured stage.
        names: the name model; None where names are not sought.
        policy: thresholds and lists.
    """

    detector: Detector
    names: NameModel | None
    policy: Policy

    def spans(self, requests: Sequence[Sequence[Segment]]) -> list[tuple[tuple[Span, ...], ...]]:
        """Spans of each text of several requests, each as if it stood alone.

        The name model reads many texts at once sooner than one by one.
        """
        found = inspect_each(requests, self.detector, self.names, None, self.policy)
        return [one.spans for one in found]

    def explained(self, text: str, hint: str, spans: Sequence[Span]) -> tuple[Explanation, ...]:
        """Why these spans are in a text: it is read once more."""
        names = self.names.detect_batch([text])[0] if self.names is not None else ()
        return explain(text, spans, self.detector, hint, names)


def build(config: Config | None, policy: Policy, *, names: bool) -> Detection:
    """Build it; compiling patterns for the first time takes seconds.

    Args:
        config: whose patterns and models are used; None for the built-in ones.
        policy: thresholds and lists.
        names: whether names, places and addresses are sought, if the policy wants them.

    Raises:
        ModelFilesMissing: names are wanted, and the name model cannot be read.
    """
    part = config.detection if config is not None else None
    policy = policy if names else replace(policy, names="off")
    wanted = policy.names != "off"
    if part is None:
        detector = built_in_detector(_cache())
    else:
        detector = built_in_detector(part.compiled, part.patterns)
    model = load_name_model(part.names_model if part is not None else None) if wanted else None
    return Detection(detector, model, policy)


def _cache() -> Path | None:
    """Where compiled patterns are kept without an installation (XDG Base Directory, 0.8)."""
    home = os.environ.get("HOME", "")
    root = os.environ.get("XDG_CACHE_HOME") or (f"{home}/.cache" if home else "")
    return Path(root, "privacy-gateway") if root else None
