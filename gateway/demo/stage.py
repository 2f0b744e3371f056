"""The demonstration from curtain to curtain: steps, entries, checks, and how to go on.

Works on whatever answers at a URL and reads whatever log it is handed: it knows no gateway.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Protocol

from disclosure.leaves import Leaf
from gateway.demo import examples, people
from gateway.demo.conversation import Connection, failures
from gateway.demo.memory import Memory
from gateway.demo.record import entry_of
from gateway.demo.show import Entry, Screen
from gateway.demo.steps import Line, Step
from privacy.pseudonym import CANONICAL

_CLOSE_SECONDS = 3.0
"""How long after an answer its entry may take to be closed."""

Talk = Callable[[Connection], AsyncIterator[Step]]


class DisclosureLog(Protocol):
    """What the demonstration asks of the disclosure log; both block."""

    def find(self, ident: str) -> Sequence[Leaf]:
        """The leaves of a disclosure."""

    def verify(self) -> "Verdict":
        """Check the whole log."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The result of a check, in one sentence."""

    good: bool
    text: str


@dataclass(slots=True)
class Play:
    """What was shown.

    Attributes:
        steps: of the conversation.
        entries: of the disclosure log, by id.
        verdicts: what was checked at the end.
    """

    steps: list[Step] = field(default_factory=list)
    entries: dict[str, Entry] = field(default_factory=dict)
    verdicts: list[Verdict] = field(default_factory=list)

    @property
    def good(self) -> bool:
        """Whether every check was passed."""
        return all(verdict.good for verdict in self.verdicts)

    def report(self) -> Mapping[str, Any]:
        """All of it as plain data, for `--json`."""
        return {
            "steps": [step.row() for step in self.steps],
            "disclosures": [asdict(entry) for entry in self.entries.values()],
            "checks": [asdict(verdict) for verdict in self.verdicts],
            "good": self.good,
        }


async def play(
    talks: Sequence[tuple[Talk, Connection]],
    log: DisclosureLog,
    screen: Screen | None,
    *,
    faithful: bool = True,
) -> Play:
    """Drive the conversations, show each step with its entry, and check what must hold.

    Args:
        talks: conversations, each with its way through the gateway.
        log: the gateway's disclosure log.
        screen: where to show it; None shows nothing.
        faithful: whether the recipients repeat pseudonyms exactly; language models may not.
    """
    shown = Play()
    for talk, connection in talks:
        try:
            await _talk(talk(connection), shown, log, screen)
        except failures() as failed:
            said = f"A request failed: {type(failed).__name__}: {failed}"
            shown.verdicts.append(Verdict(good=False, text=said))
    memories = [connection.memory for _, connection in talks]
    shown.verdicts += [_sent(memories), _received(shown, faithful=faithful), _recorded(shown)]
    shown.verdicts.append(await asyncio.to_thread(log.verify))
    if screen is not None:
        screen.heading("What must hold")
        for verdict in shown.verdicts:
            screen.verdict(good=verdict.good, text=verdict.text)
    return shown


async def _talk(
    steps: AsyncIterator[Step], shown: Play, log: DisclosureLog, screen: Screen | None
) -> None:
    """Show the steps of one conversation as they are made."""
    async for step in steps:
        shown.steps.append(step)
        entry = await _entry(log, step.disclosure)
        if entry is not None:
            shown.entries[entry.id] = entry
        if screen is not None:
            screen.step(len(shown.steps), step)
            if entry is not None:
                screen.entry(entry)


async def _entry(log: DisclosureLog, ident: str) -> Entry | None:
    """The entry of a disclosure, once it is closed or has had time to be."""
    if not ident:
        return None
    deadline = asyncio.get_running_loop().time() + _CLOSE_SECONDS
    while True:
        entry = entry_of(await asyncio.to_thread(log.find, ident))
        late = asyncio.get_running_loop().time() > deadline
        if late or (entry is not None and entry.outcome):
            return entry
        await asyncio.sleep(0.02)


# --- checks ---


def _sent(memories: Iterable[Memory]) -> Verdict:
    leaked = leaks(memories)
    if leaked:
        named = ", ".join(leaked)
        return Verdict(good=False, text=f"The recipients were sent originals: {named}.")
    return Verdict(good=True, text="The recipients were sent none of the originals.")


def _received(shown: Play, *, faithful: bool) -> Verdict:
    left = _pseudonyms(line for step in shown.steps for line in step.client_received)
    if not left:
        return Verdict(good=True, text="The client received originals only, no pseudonym.")
    named = ", ".join(left)
    if faithful:
        return Verdict(good=False, text=f"The client received pseudonyms: {named}.")
    return Verdict(
        good=True,
        text=f"The language model made up or changed {named}: nobody's, so left as they are.",
    )


def _recorded(shown: Play) -> Verdict:
    silent = [step.title for step in shown.steps if step.disclosure not in shown.entries]
    if silent:
        return Verdict(good=False, text=f"Not in the disclosure log: {'; '.join(silent)}.")
    count = len(shown.steps)
    return Verdict(good=True, text=f"Each of {count} requests has its entry in the disclosure log.")


def leaks(memories: Iterable[Memory]) -> list[str]:
    """Personal data of the demonstration that a recipient was sent, as typed or re-cased."""
    heard = "\n".join(
        one.body.decode("utf-8", "replace").casefold()
        for memory in memories
        for one in memory.exchanges
    )
    return [value for value in people.PLANTED if value.casefold() in heard]


def _pseudonyms(lines: Iterable[Line]) -> list[str]:
    found = (match.group() for line in lines for match in CANONICAL.finditer(line.text))
    return list(dict.fromkeys(found))


# --- how to go on ---


def invitation(screen: Screen, data_url: str, admin_url: str, key: str, database: str) -> None:
    """Tell where the gateway listens and how to try it."""
    screen.heading("Try it")
    screen.table(
        [
            ("OpenAI base URL", f"{data_url}/openai/v1"),
            ("Google base URL", f"{data_url}/google"),
            ("key", key),
            ("health", f"{admin_url}/livez  {admin_url}/readyz"),
            ("metrics", f"{admin_url}/metrics"),
            ("disclosure log", database),
        ]
    )
    for title, code in (
        ("With curl:", examples.curl(data_url, key)),
        ("With OpenAI's SDK:", examples.openai_python(data_url, key)),
        ("With Google's SDK:", examples.google_python(data_url, key)),
    ):
        screen.line()
        screen.line(f"  {title}")
        screen.code(code)
    screen.line()
    screen.note(
        "The recipients behind it are demo servers on this machine: nothing leaves it. To reach "
        "OpenAI or Google, make a key for the application support-bot and see config.toml."
    )
