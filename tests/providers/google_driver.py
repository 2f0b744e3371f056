"""The roof in small: drives frames as the gateway does, with a restorer made for tests."""

from collections.abc import Iterable, Mapping

from providers.codec import Container, Frame, FrameReader, Slot
from providers.json_text import quote


class Held:
    """Replaces pseudonyms, and holds back what may be the beginning of one."""

    def __init__(self, originals: Mapping[str, str], container: Container) -> None:
        self._originals = dict(sorted(originals.items(), key=lambda each: -len(each[0])))
        self._escape = container is Container.JSON
        self._held = ""

    def feed(self, text: str) -> str:
        text = self._held + text
        keep = max(
            (
                length
                for name in self._originals
                for length in range(1, len(name))
                if text.endswith(name[:length])
            ),
            default=0,
        )
        self._held = text[len(text) - keep :] if keep else ""
        return self._restored(text[: len(text) - keep])

    def flush(self) -> str:
        text, self._held = self._held, ""
        return self._restored(text)

    def _restored(self, text: str) -> str:
        for name, value in self._originals.items():
            text = text.replace(name, quote(value)[1:-1] if self._escape else value)
        return text


def restore_whole(frame: Frame, originals: Mapping[str, str]) -> bytes:
    texts = []
    for slot in frame.slots:
        held = Held(originals, slot.container)
        texts.append(held.feed(slot.text) + held.flush())
    return frame.render(texts)


class Driver:
    """Restores one stream."""

    def __init__(self, reader: FrameReader, originals: Mapping[str, str]) -> None:
        self._reader = reader
        self._originals = originals
        self._open: dict[object, Held] = {}

    def feed(self, data: bytes) -> bytes:
        return b"".join(self._frame(frame) for frame in self._reader.feed(data))

    def all(self, pieces: Iterable[bytes]) -> bytes:
        return b"".join(self.feed(piece) for piece in pieces)

    def _frame(self, frame: Frame) -> bytes:
        out = b""
        for channel in tuple(self._open) if frame.terminal else frame.closes:
            held = self._open.pop(channel, None)
            text = held.flush() if held else ""
            out += frame.before(channel, text) if text else b""
        if not frame.slots:
            return out + frame.raw
        return out + frame.render([self._slot(slot) for slot in frame.slots])

    def _slot(self, slot: Slot) -> str:
        held = self._open.setdefault(slot.channel, Held(self._originals, slot.container))
        text = held.feed(slot.text)
        if slot.closes:
            text += held.flush()
            del self._open[slot.channel]
        return text
