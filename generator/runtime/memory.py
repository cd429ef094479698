"""How the interpreter deals with the memory of ten thousand records."""

from __future__ import annotations

import ctypes
import gc
from contextlib import suppress


def spare_collector() -> None:
    """Records are no garbage: the collector looks for it a hundredth as often."""
    gc.set_threshold(70_000, 50, 100)


def give_back() -> None:
    """Give the system back what is no longer used; the C library would keep it for later."""
    with suppress(AttributeError, OSError):  # another C library
        ctypes.CDLL(None).malloc_trim(0)
