"""What a recipient with a memory answers: the pseudonyms that it was shown, in every text.

Which pseudonym stands for what is found by laying what was heard over what was sent, text by
text; the gateway is not asked.
"""

import base64
import json
import random
import re
from collections.abc import Iterator, Mapping
from urllib.parse import parse_qsl

from bench.replay.wire import Json

PSEUDONYM = re.compile(
    r"(?<![0-9A-Za-z])[A-Z]{2,12}_(?=[0-9a-z]*[0-9])(?=[0-9a-z]*[a-z])[0-9a-z]{4,20}(?![0-9A-Za-z])"
    r"|(?<![0-9A-Za-z])(?:person|email|phone|iban|card|location|address)_[0-9a-z]{4,20}(?![0-9A-Za-z])"
)

Texts = list[tuple[str, str]]
"""Place and text."""


def texts_of(query: str, body: bytes) -> Texts:
    """Every text of a request, with its place; a body that is no JSON is one text for a line."""
    found = [(f"?{name}", value) for name, value in parse_qsl(query, keep_blank_values=True)]
    try:
        return found + list(_tree(json.loads(body), ""))
    except ValueError:
        for at, line in enumerate(body.decode("utf-8", "replace").split("\n")):
            found += _tree(line.strip(), f"line {at}")
        return found


def _tree(value: Json, place: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        inner = as_json(value) or _encoded(value)
        if inner is not None:
            yield from _tree(inner, f"{place}#")
        else:
            yield place, value
    elif isinstance(value, dict):
        for at, (key, child) in enumerate(value.items()):
            yield f"{place}/{at}~key", key
            yield from _tree(child, f"{place}/{key}")
    elif isinstance(value, list):
        for at, child in enumerate(value):
            yield from _tree(child, f"{place}/{at}")


def learned(sent: Texts, heard: Texts) -> dict[str, str]:
    """Pseudonym to original, as far as what was heard can be laid over what was sent."""
    by_place = dict(sent)
    everything = [text for _, text in sent]
    found: dict[str, str] = {}
    for place, text in heard:
        if not PSEUDONYM.search(text):
            continue
        same = [by_place[place]] if place in by_place else []
        for original in (*same, *everything):
            laid = _laid(text, original)
            if laid:
                found = laid | found
                break
    return found


def batch_lines(body: bytes) -> dict[str, set[str]]:
    """What each request of a batch file holds: its `custom_id` as heard, its pseudonyms."""
    found: dict[str, set[str]] = {}
    for line in body.decode("utf-8", "replace").split("\n"):
        asked = as_json(line)
        if isinstance(asked, dict) and "custom_id" in asked:
            found[asked["custom_id"]] = set(PSEUDONYM.findall(line))
    return found


def beside_lines(body: bytes) -> set[str]:
    """The pseudonyms of a body that stand in none of its batch lines."""
    lines = body.decode("utf-8", "replace").split("\n")
    rest = (line for line in lines if not batch_lines(line.encode()))
    return {name for line in rest for name in PSEUDONYM.findall(line)}


def _laid(text: str, original: str) -> dict[str, str]:
    names = PSEUDONYM.findall(text)
    literal = [re.escape(part) for part in PSEUDONYM.split(text)]
    match = re.fullmatch("(.+?)".join(literal), original, re.DOTALL)
    if match is None or text == original or not any(len(part) > 2 for part in [*literal, text]):
        return {}
    return dict(zip(names, match.groups(), strict=True))


def woven(text: str, known: Mapping[str, str]) -> str:
    """A recorded text as a recipient would have said it: every original as its pseudonym.

    A text in which nobody stands gets a pseudonym at its end; the same text always the same.
    """
    if not known or not text:
        return text
    inner = as_json(text)
    if inner is not None:
        return json.dumps(_each(inner, known), ensure_ascii=False)
    return _plain(text, known)


def _plain(text: str, known: Mapping[str, str]) -> str:
    told = named(text, known)
    names = sorted(known)
    last = names[sum(map(ord, text)) % len(names)]
    wordy = " " in text or told != text
    return f"{told} {last}" if wordy and "://" not in text else told


def named(text: str, known: Mapping[str, str]) -> str:
    """One pass, so that nothing is replaced inside a pseudonym; short values as whole words."""
    names = {original: pseudonym for pseudonym, original in known.items()}
    if not names:
        return text
    parts = [
        re.escape(one) if len(one) > 6 else rf"(?<!\w){re.escape(one)}(?!\w)"
        for one in sorted(names, key=len, reverse=True)
    ]
    return re.sub("|".join(parts), lambda match: names[match[0]], text)


def _each(value: Json, known: Mapping[str, str]) -> Json:
    if isinstance(value, str):
        return woven(value, known)
    if isinstance(value, dict):
        return {key: _each(child, known) for key, child in value.items()}
    return [_each(child, known) for child in value] if isinstance(value, list) else value


def as_json(text: str) -> Json:
    """The object or list that a text is, None if it is none."""
    if not text.lstrip().startswith(("{", "[")):
        return None
    try:
        return json.loads(text)
    except ValueError:
        return None


def _encoded(text: str) -> Json:
    """The object or list that a text is in base64, as in `httpBody.data`."""
    try:
        return as_json(base64.b64decode(text, validate=True).decode()) if len(text) > 16 else None
    except ValueError:
        return None


def restored(text: str, known: Mapping[str, str]) -> str:
    """The oracle: pseudonyms replaced by originals, naively, and in JSON after decoding it."""
    inner = as_json(text)
    if inner is not None:
        return json.dumps(_back(inner, known), sort_keys=True)
    return PSEUDONYM.sub(lambda match: known.get(match[0], match[0]), text)


def _back(value: Json, known: Mapping[str, str]) -> Json:
    if isinstance(value, str):
        return restored(value, known)
    if isinstance(value, dict):
        return {restored(key, known): _back(child, known) for key, child in value.items()}
    return [_back(child, known) for child in value] if isinstance(value, list) else value


def repointed(value: Json) -> Json:
    """Google's grounding segments, whose positions are bytes of the text that they quote."""
    for candidate in value.get("candidates", ()) if isinstance(value, dict) else ():
        parts = [part.get("text", "") for part in candidate.get("content", {}).get("parts", ())]
        for support in candidate.get("groundingMetadata", {}).get("groundingSupports", ()):
            segment = support.get("segment", {})
            quoted = segment.get("text", "")
            at = next((n for n, text in enumerate(parts) if quoted and quoted in text), None)
            if at is not None:
                start = len(parts[at][: parts[at].index(quoted)].encode())
                length = len(quoted.encode())
                segment |= {"partIndex": at, "startIndex": start, "endIndex": start + length}
    return value


def recut(text: str, count: int, chance: random.Random) -> list[str]:
    """A text in so many pieces, cut anywhere; none is empty where the text is long enough."""
    places = range(1, len(text))
    wanted = min(max(count - 1, 0), len(places))
    cuts = sorted(chance.sample(places, wanted))
    pieces = [text[a:b] for a, b in zip([0, *cuts], [*cuts, len(text)], strict=True)]
    return pieces + [""] * (count - len(pieces)) if count else []
