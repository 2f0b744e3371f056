"""Restoring: pseudonyms in an answer become the originals again, while it streams in.

Rules of this room (DESIGN 3, PROTOCOL 5, SECURITY T01-T07):

- Only pseudonyms of the map that was handed in are found; all others stay as they are, counted.
- One pass, leftmost first, longest match; what was restored is not read again.
- Text that cannot be part of a pseudonym of this map leaves at once. Held back is only a beginning
  of one, at most `tolerant.HOLD_MAX` characters (the longest stand-in, if there are surrogates);
  and, where a URL that the caller sent has a pseudonym in its host, that host to its end.
- Nothing is written into a URL that the caller did not send (`redaction.urls`).
"""

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from privacy.pseudonym import Original
from redaction.tolerant import CONTEXT, OPEN, Literals, Pseudonyms, Reading, Strangers
from redaction.urls import KnownUrls, UrlTracker, ends_in_url

_MANY = 64
_LONG = 2048
"""What passed is read for URLs later, in larger pieces: after so many, or such a long one."""
_LOOSE = re.compile("[\ud800-\udfff]")
_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")
_NO_SURROGATES: Mapping[str, Original] = {}


Trail = tuple[UrlTracker, list[str]]
"""Whether a URL is open, and text that left and was not yet read for URLs and strangers: texts
that are joined leave in one order."""


@dataclass(slots=True)
class RestoreCounts:
    """What became of the pseudonyms in an answer. Holds no text.

    Attributes:
        restored: originals that returned, by entity type.
        denied: pseudonyms of this session that stayed, by reason: "policy", "url".
        unknown: canonical pseudonyms that this session never minted; complete after `flush`.
    """

    restored: Counter[str] = field(default_factory=Counter)
    denied: Counter[str] = field(default_factory=Counter)
    unknown: int = 0


class Restorer:
    """Restores one channel of an answer.

    Args:
        originals: what each canonical pseudonym of the session stands for.
        may: whether an original of this entity type may return here.
        escape: how a value is written into the container: JSON string escaping; the text is then
            read as the source of JSON strings. None: plain text.
        known_urls: the URLs of the request as it was sent (`redaction.urls.urls_in`).
        surrogates: what each realistic stand-in of the session stands for.
        after: the restorer of the text that this one is joined to: a URL that began there may run
            on here. Both must be of the same container.
    """

    __slots__ = (
        "_context",
        "_escape",
        "_held",
        "_high",
        "_may",
        "_originals",
        "_passed",
        "_seekers",
        "_strangers",
        "_urls",
        "counts",
        "trail",
    )

    def __init__(
        self,
        originals: Mapping[str, Original],
        *,
        may: Callable[[str], bool],
        escape: Callable[[str], str] | None = None,
        known_urls: frozenset[str] = frozenset(),
        surrogates: Mapping[str, Original] = _NO_SURROGATES,
        after: "Restorer | None" = None,
    ) -> None:
        self.counts = RestoreCounts()
        self._may = may
        self._escape = escape
        self._originals = {**surrogates, **originals}
        self._seekers: list[Pseudonyms | Literals] = []
        if originals:
            self._seekers.append(Pseudonyms(originals, json=escape is not None))
        if surrogates:
            self._seekers.append(Literals(surrogates))
        self._strangers = Strangers()
        tracker = UrlTracker(KnownUrls(known_urls), json=escape is not None)
        self.trail: Trail = after.trail if after is not None else (tracker, [])
        self._urls, self._passed = self.trail
        self._context = ""  # the last characters before what is held
        self._held = ""
        self._high = ""  # the first half of a surrogate pair

    @property
    def held(self) -> str:
        """What is held back."""
        return self._held + self._high

    def feed(self, text: str) -> str:
        """The next text of the channel; gives what can leave now."""
        if not text.isascii() or self._high:
            text = self._paired(text)
        if not self._held:
            start = len(self._context)
            joined = self._context + text
            for seeker in self._seekers:
                if seeker.find(joined, start) >= 0:
                    break
            else:
                self._context = joined[-CONTEXT:]
                self._pass(text)
                return text
            return self._drain(joined, start, final=False)
        joined = self._context + self._held + text
        return self._drain(joined, len(self._context), final=False)

    def flush(self) -> str:
        """The channel ends: gives what was held back, restored where it is complete."""
        joined = self._context + self._held + self._high
        self._high = ""
        rest = self._drain(joined, len(self._context), final=True)
        self._settle(final=True)
        self._context = ""
        return rest

    def _paired(self, text: str) -> str:
        """Halves of surrogate pairs joined; a first half at the end waits (PROTOCOL 5.2)."""
        text, self._high = self._high + text, ""
        if _LOOSE.search(text) is None:
            return text
        text = _PAIR.sub(_joined_pair, text)
        if "\ud800" <= text[-1] <= "\udbff":
            text, self._high = text[:-1], text[-1]
        return text

    def _drain(self, text: str, start: int, *, final: bool) -> str:
        """Read a text from `start` on; what stands before it only gives the context."""
        out: list[str] = []
        place = written = start
        while place >= 0:
            place, reading = self._next(text, place, final=final)
            if place < 0 or reading == OPEN:
                break
            if reading is None:
                place += 1
                continue
            end, key = reading
            out.append(text[written:place])
            self._pass(out[-1])
            self._settle(final=True)
            written = place
            reason = self._denied(key, text, end, final=final)
            if reason is None:
                break
            out.append(self._restored(text[place:end], key, reason))
            place = written = end
        stop = len(text) if place < 0 else place
        out.append(text[written:stop])
        self._pass(out[-1])
        self._context = text[max(stop - CONTEXT, 0) : stop]
        self._held = text[stop:]
        return "".join(out)

    def _next(self, text: str, start: int, *, final: bool) -> tuple[int, Reading]:
        """Where the next candidate stands, and what it reads as; (-1, None) if there is none."""
        if len(self._seekers) == 1:
            place = self._seekers[0].find(text, start)
            return place, self._seekers[0].read(text, place, final=final) if place >= 0 else None
        places = [place for seeker in self._seekers if (place := seeker.find(text, start)) >= 0]
        if not places:
            return -1, None
        place = min(places)
        best: Reading = None
        for seeker in self._seekers:
            if seeker.find(text, place) != place:
                continue
            reading = seeker.read(text, place, final=final)
            if reading == OPEN:
                return place, OPEN
            if reading is not None and (best is None or reading > best):
                best = reading
        return place, best

    def _restored(self, match: str, key: str, reason: str) -> str:
        """The original for a match, or the match itself where it may not return."""
        original = self._originals[key]
        if reason:
            self._urls.see(match)
            self.counts.denied[reason] += 1
            return match
        self.counts.restored[original.entity_type] += 1
        self._follow(match, key, original.value)
        return original.value if self._escape is None else self._escape(original.value)

    def _follow(self, match: str, key: str, value: str) -> None:
        """Let the URL guard read on: a restored URL is one, whatever its pseudonym looks like."""
        if not ends_in_url(value):
            self._urls.see(match)
            return
        link = f"LINK_{key.partition('_')[2]}"
        self._urls.see(link)
        self._urls.enter(link)

    def _denied(self, key: str, text: str, end: int, *, final: bool) -> str | None:
        """Why an original may not return here, "" if it may; None: more text will tell."""
        if not self._may(self._originals[key].entity_type):
            return "policy"
        allowed = self._urls.allows(key, text, end, final=final)
        return None if allowed is None else "" if allowed else "url"

    def _pass(self, text: str) -> None:
        """Note text that leaves unchanged."""
        self._passed.append(text)
        if len(self._passed) >= _MANY or len(text) >= _LONG:
            self._settle(final=False)

    def _settle(self, *, final: bool) -> None:
        """Read what passed; `final`: no word runs on from it."""
        text = "".join(self._passed)
        self._passed.clear()
        self._urls.see(text)
        self._strangers.see(text, final=final)
        self.counts.unknown = self._strangers.count


def _joined_pair(found: re.Match[str]) -> str:
    return found[0].encode("utf-16-le", "surrogatepass").decode("utf-16-le")
