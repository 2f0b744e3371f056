"""Signs of life in a stream that is silent: while a model thinks, or a text is held back.

What stands between client and gateway closes connections on which nothing comes. Comments of
server-sent events keep them open; a codec says whether its clients skip them. They stand between
events only: what a stream gives is whole events.
"""

import time

from gateway.outlet import Outlet

_BOM = b"\xef\xbb\xbf"


class Pulse:
    """Writes a stream, and a comment where it is silent for too long.

    Attributes:
        seconds: of silence after which a comment is due; 0: never.
        heard: whether anything of the answer was written.
    """

    def __init__(self, comment: bytes, outlet: Outlet) -> None:
        self._comment = comment
        self._outlet = outlet
        self.seconds = outlet.keep_alive if comment else 0.0
        self.heard = False
        self._last = time.monotonic()

    async def write(self, data: bytes) -> None:
        """Write whole events.

        A byte order mark opens a stream (HTML 9.2.5); after a comment it would be part of a name.

        Raises:
            TimeoutError: the caller reads nothing for too long.
        """
        if not self.heard and self._outlet.sent:
            data = data.removeprefix(_BOM)
        self.heard = True
        await self._outlet.write(data)
        self._last = time.monotonic()

    async def beat(self) -> None:
        """Nothing came, or nothing can be given yet: write a comment if one is due.

        Raises:
            TimeoutError: the caller reads nothing for too long.
        """
        now = time.monotonic()
        if self.seconds and now - self._last >= self.seconds:
            self._last = now
            await self._outlet.write(self._comment)
