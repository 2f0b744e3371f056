"""What time it is, three ways: the wall's, since boot, and which boot."""

import os
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


class Clock(Protocol):
    """Where a store reads the time."""

    @property
    def boot_id(self) -> str:
        """Which boot the monotonic time counts from."""

    def utc(self) -> int:
        """Microseconds since 1970-01-01 UTC."""

    def mono(self) -> int:
        """Nanoseconds since boot; never goes back within one boot."""


@dataclass(frozen=True, slots=True)
class SystemClock:
    """The machine's own clocks.

    Attributes:
        boot_id: which boot.
    """

    boot_id: str

    @classmethod
    def of_this_boot(cls) -> "SystemClock":
        """The clocks of this boot; where the kernel does not name it, of this process."""
        try:
            return cls(_BOOT_ID.read_text().strip().replace("-", ""))
        except OSError:
            return cls(os.urandom(16).hex())

    def utc(self) -> int:
        """See `Clock.utc`."""
        return time.time_ns() // 1000

    def mono(self) -> int:
        """See `Clock.mono`."""
        return time.monotonic_ns()
