"""What every process that holds payloads does first."""

import ctypes
import os
import resource
from contextlib import suppress

_PR_SET_DUMPABLE = 4


def harden() -> None:
    """Keep memory out of core dumps and away from other processes (SECURITY T15)."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
    os.umask(0o077)
