"""Plays one recording through a gateway and says what came of it."""

import json
import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import aiohttp

from bench.replay import wire
from bench.replay.leaves import changed, joined, leaves
from bench.replay.people import PARTS, WHOLE
from bench.replay.recipient import Heard, Recipient, Said
from bench.replay.recordings import Recording
from bench.replay.weave import (
    PSEUDONYM,
    batch_lines,
    beside_lines,
    learned,
    named,
    recut,
    repointed,
    restored,
    texts_of,
    woven,
)
from tests.support.planted import find

_ID = re.compile(r'"(?:id|name|file_id)": ?"([\w/.-]{8,})"')


@dataclass(slots=True)
class Result:
    """What came of one recording.

    Attributes:
        recording: which.
        echo: whether pseudonyms were woven into the answer.
        kind: "served", "refused", "LEAK", "NOT RESTORED", "CHANGED", "ERROR".
        detail: code and advice, or what and where.
        pseudonyms: how many the recipient was shown.
        parts: parts of names that the recipient was shown.
        woven: how many pseudonyms its echo could say.
    """

    recording: Recording
    echo: bool
    kind: str
    detail: str = ""
    pseudonyms: int = 0
    parts: tuple[str, ...] = ()
    woven: int = 0


@dataclass(slots=True)
class Stage:
    """A gateway, its recipient, and what the recipient knows."""

    gateway: str
    key: str
    recipient: Recipient
    session: aiohttp.ClientSession
    echo: bool
    seed: int = 0
    known: dict[str, str] = field(default_factory=dict)
    ids: set[str] = field(default_factory=set)
    upload: str = ""
    woven: list[wire.Event] | None = None
    mine: dict[str, str] = field(default_factory=dict)
    lines: dict[str, set[str]] = field(default_factory=dict)
    batched: dict[str, str] = field(default_factory=dict)
    unheard: dict[tuple[str, str], Recording] = field(default_factory=dict)
    _chance: random.Random = field(default_factory=random.Random)

    def begin(self) -> None:
        """A new scenario: nothing is remembered of the one before."""
        self.known, self.ids, self.upload = {}, set(), ""
        self.lines, self.batched, self.unheard = {}, {}, {}

    async def play(self, recording: Recording) -> Result:
        """Send it, and judge what came back and what the recipient heard."""
        self._chance.seed(f"{recording.name}/{self.seed}")
        self.recipient.chance = self._chance if self.echo else None
        self.recipient.heard.clear()
        self.woven, self.mine = None, {}
        self.recipient.answer = lambda heard: self._answer(recording, heard)
        if recording.method == "WS":
            return await self._websocket(recording)
        if recording.method == "WSMSG":
            return Result(recording, self.echo, "refused", "a message of the websocket before")
        try:
            status, kind, body, location = await self._send(recording)
        except aiohttp.ClientError as broken:
            result = self._broken(recording, type(broken).__name__)
        else:
            self.upload = location or self.upload
            result = self._judged(recording, status, kind, body)
        result.woven = len(self.mine) if self.woven is not None else 0
        told = b"\n".join(heard.everything for heard in self.recipient.heard)
        result.parts = tuple(sorted({hit.value for hit in find(PARTS, told)}))
        leaked = sorted({(hit.value, hit.form) for hit in find(WHOLE, told)})
        if leaked:
            result.kind, result.detail = "LEAK", "; ".join(f"{v} ({f})" for v, f in leaked)
        return result

    async def _websocket(self, recording: Recording) -> Result:
        url = self.gateway + recording.target
        try:
            async with self.session.ws_connect(
                url, headers={"Authorization": f"Bearer {self.key}"}
            ):
                return Result(recording, self.echo, "ERROR", "a websocket was opened")
        except aiohttp.WSServerHandshakeError as refused:
            kind = "refused" if refused.status == 403 else "ERROR"
            return Result(recording, self.echo, kind, f"{refused.status} websocket")

    async def _send(self, recording: Recording) -> tuple[int, str, bytes, str]:
        headers = recording.headers
        if recording.credential == "authorization" or not recording.credential:
            headers.append(("Authorization", f"Bearer {self.key}"))
        else:
            headers.append((recording.credential, self.key))
        url = self.gateway + recording.target
        if "/upload/session/" in url and self.upload:
            url = self.upload
        async with self.session.request(
            recording.method, url, data=recording.body or None, headers=headers,
            skip_auto_headers=("Content-Type", "User-Agent"),
        ) as response:  # fmt: skip
            body = await response.read()
            location = response.headers.get("X-Goog-Upload-URL", "")
            return response.status, response.headers.get("Content-Type", ""), body, location

    # What the recipient says.

    def _answer(self, recording: Recording, heard: Heard) -> Said:
        recording = self.unheard.get((heard.method, heard.path), recording)
        recorded = recording.response
        if recorded is None:
            return Said(500, {"Content-Type": "application/json"}, b"{}")
        self._learn(recording, heard)
        headers = {
            name: value.replace("http://gateway.test", self.recipient.url)
            for name, value in recorded["headers"].items()
        }
        body = recorded["body"].encode("utf-8", "surrogatepass")
        kind = headers.get("Content-Type", "")
        events = wire.read(kind, body) if self.echo else None
        if events is not None:
            self.woven = self._woven(events)
            self.woven = [wire.Event(one.name, repointed(one.value)) for one in self.woven]
            body = wire.write(kind, body, self.woven)
        return Said(recorded["status"], headers, body)

    def _woven(self, events: list[wire.Event]) -> list[wire.Event]:
        def cut(text: str, count: int) -> list[str]:
            return recut(text, count, self._chance)

        if not all(isinstance(one.value, dict) and "custom_id" in one.value for one in events):
            known = dict(self.mine)
            return changed(events, lambda text: woven(text, known), cut, streamed=len(events) > 1)
        return [self._result(one.value, cut) for one in events]

    def _result(self, value: wire.Json, cut: Callable[[str, int], list[str]]) -> wire.Event:
        """A line of a batch's results: it knows what stood in the line that it answers."""
        ident = named(value["custom_id"], self.batched)
        known = {name: self.batched[name] for name in self.lines.get(ident, ())}
        self.mine |= known
        plain = wire.Event("", {key: child for key, child in value.items() if key != "custom_id"})
        (told,) = changed([plain], lambda text: woven(text, known), cut, streamed=False)
        return wire.Event("", {"custom_id": ident} | told.value)

    def _learn(self, recording: Recording, heard: Heard) -> None:
        sent = texts_of(recording.request["query"], recording.body)
        self.mine |= learned(sent, texts_of(heard.query, heard.body))
        lines = batch_lines(heard.body)
        if lines:
            self.lines |= lines
            self.batched |= self.mine
            beside = beside_lines(heard.body)
            self.mine = {name: told for name, told in self.mine.items() if name in beside}
        asked = recording.target.encode() + recording.body
        if not self.mine or any(known.encode() in asked for known in self.ids):
            self.mine = self.known | self.mine
        self.known |= self.mine
        answer = recording.response["body"] if recording.response else ""
        self.ids |= {ident for ident in _ID.findall(answer) if any(c.isdigit() for c in ident)}

    # What came of it.

    def _judged(self, recording: Recording, status: int, kind: str, body: bytes) -> Result:
        expected = recording.response["status"] if recording.response else 500
        if not self.recipient.heard and status < 300:
            self.unheard[recording.method, recording.request["path"]] = recording
            return Result(recording, self.echo, "served", "by the gateway itself")
        if not self.recipient.heard:
            kind = "refused" if status < 500 else "ERROR"
            return Result(recording, self.echo, kind, f"{status} {_told(body)}")
        if status != expected:
            return Result(recording, self.echo, "ERROR", f"{status} {_told(body)}")
        problems = list(self._problems(recording, kind, body))
        name = "NOT RESTORED" if self.echo else "CHANGED"
        shown = len(
            set(PSEUDONYM.findall(self.recipient.heard[-1].everything.decode("utf-8", "replace")))
        )
        return Result(
            recording, self.echo, name if problems else "served", "; ".join(problems[:6]), shown
        )

    def _broken(self, recording: Recording, error: str) -> Result:
        """An answer that broke off, as one must that the recipient broke off."""
        recorded = recording.response or {"body": "", "headers": {}}
        whole = wire.read(recorded["headers"].get("Content-Type", ""), recorded["body"].encode())
        if whole is None:
            return Result(recording, self.echo, "served", "breaks off, as it was recorded")
        return Result(recording, self.echo, "ERROR", f"broken off: {error}")

    def _problems(self, recording: Recording, kind: str, body: bytes) -> Iterator[str]:
        if recording.response is None:
            return  # the recorder kept no answer: only the request is judged
        recorded = recording.response["body"].encode("utf-8", "surrogatepass")
        recorded_kind = recording.response["headers"].get("Content-Type", "")
        before = self.woven if self.echo else wire.read(recorded_kind, recorded)
        if before is None:
            if body != recorded:
                yield "bytes differ"
            return
        after = wire.read(kind, body)
        if after is None:
            yield "the answer cannot be read"
            return
        text = json.dumps([event.value for event in after], ensure_ascii=False)
        left = {p for p in PSEUDONYM.findall(text) if p in self.mine}
        if left:
            found = leaves(after, streamed=False)
            places = {leaf.place for leaf in found for p in left if p in leaf.text}
            yield f"pseudonyms left at {sorted(places) or 'a protocol field'}"
        yield from self._differences(before, after)

    def _differences(self, before: list[wire.Event], after: list[wire.Event]) -> Iterator[str]:
        streamed = len(before) > 1
        was, now = leaves(before, streamed=streamed), leaves(after, streamed=streamed)
        got = joined(now)
        for channel, text in joined(was).items():
            want = restored(text, self.mine)
            have = restored(got.get(channel, ""), {})
            if want != have and text:
                yield f"channel {channel}: {_differ(want, have)}"
        alone = {(leaf.place, restored(leaf.text, {})) for leaf in now if leaf.channel is None}
        for leaf in was:
            if leaf.channel is None and (leaf.place, restored(leaf.text, self.mine)) not in alone:
                have = next((text for place, text in alone if place == leaf.place), "nothing")
                yield f"{leaf.place}: {_differ(restored(leaf.text, self.mine), have)}"


def _differ(want: str, have: str) -> str:
    at = next((i for i, (a, b) in enumerate(zip(want, have, strict=False)) if a != b), 0)
    at = max(0, at - 12)
    return f"{want[at : at + 50]!r} wanted, {have[at : at + 50]!r} came"


def _told(body: bytes) -> str:
    """Code and message of an error of the gateway, in either dialect."""
    try:
        value = json.loads(body)
        error = (value[0] if isinstance(value, list) else value)["error"]
    except (ValueError, KeyError, TypeError, IndexError):
        return body[:80].decode("utf-8", "replace")
    details = [one.get("reason") for one in error.get("details", ()) if isinstance(one, dict)]
    code = next((one for one in details if one), None) or error.get("code")
    return f"{code}: {error.get('message', '')}"
