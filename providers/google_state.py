"""What is known of an answer while it comes: which texts are open, which were changed."""

from dataclasses import dataclass, field

from providers.codec import Channel, Container


@dataclass(slots=True)
class Candidate:
    """What is known of one candidate of a stream so far.

    Attributes:
        run: number of the run of text that is open or comes next.
        open: the channel that the next text may continue.
        tool: the name of the tool call that is being streamed.
        call: number of that call.
        arguments: JSON path -> channel of the argument that is being streamed.
        waiting: what came and has not left yet: it is held back, or was replaced.
        changed: whether what left is not the beginning of what came.
        finished: whether its finish reason was seen.
    """

    run: int = 0
    open: Channel | None = None
    tool: str = ""
    call: int = 0
    arguments: dict[str, Channel] = field(default_factory=dict)
    waiting: str = ""
    changed: bool = False
    finished: bool = False

    def write(self, came: str, leaves: str) -> None:
        """Note what came and what leaves of its text."""
        if came == leaves and not self.waiting:
            return
        self.waiting += came
        if self.waiting.startswith(leaves):
            self.waiting = self.waiting[len(leaves) :]
        else:
            self.changed = True


@dataclass(slots=True)
class State:
    """What is known of an answer so far: that of one frame, or of all frames of a stream.

    Attributes:
        candidates: by their index.
        whole: the answer is not streamed.
        drop_logprobs: token probabilities are left out in any case.
        container: what the answer's text is.
        blocked: the prompt was blocked: there will be no candidate.
    """

    candidates: dict[int, Candidate] = field(default_factory=dict)
    whole: bool = False
    drop_logprobs: bool = False
    container: Container = Container.TEXT
    blocked: bool = False

    def finished(self) -> bool:
        """Whether no candidate that was begun is unfinished."""
        return self.blocked or all(each.finished for each in self.candidates.values())
