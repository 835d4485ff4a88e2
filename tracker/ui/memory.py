"""Memory that workers are done with goes back to the system.

The C library of Linux keeps a pool for each thread, and in it what was freed: after some searches
among a million agreements a third of the program's memory would be such leavings.
"""

from __future__ import annotations

import sys
import time
from functools import cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from ctypes import CDLL

_POOLS: Final = (-8, 2)
"""M_ARENA_MAX: one pool for the window's thread, one for all workers."""
_APART: Final = (-3, 256 * 1024)
"""M_MMAP_THRESHOLD: what is larger is taken from the system by itself, and given back at once."""
_PAUSE: Final = 2.0
"""Seconds between two clearings at the least."""


class _Clearing:
    """When it was last done."""

    last = 0.0


def keep_little() -> None:
    """Let the C library keep few pools; nothing where it is another one."""
    libc = library()
    if libc is not None:
        for parameter, value in (_POOLS, _APART):
            libc.mallopt(parameter, value)


def give_back() -> None:
    """Give back what was freed: some milliseconds, so it is left to a worker, and not after every job."""
    libc, now = library(), time.monotonic()
    if libc is not None and now - _Clearing.last > _PAUSE:
        _Clearing.last = now
        libc.malloc_trim(0)


@cache
def library() -> CDLL | None:
    """The GNU C library, where the program runs on it."""
    if not sys.platform.startswith("linux"):
        return None
    import ctypes

    libc = ctypes.CDLL(None)
    return libc if hasattr(libc, "malloc_trim") else None
