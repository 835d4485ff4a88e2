"""Making many small records without the garbage collector looking them over again and again."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_MANY = 200_000
"""Records that take the collector too long to look over while somebody waits."""


@contextmanager
def collector_paused() -> Iterator[None]:
    """Hold the cyclic garbage collector while records are made that all stay.

    A third of the time of a large import went into finding that nothing was garbage. What was
    made counts as old afterwards, so that it is not looked over as soon as this ends. Where it is
    very much it is not looked over at all until `look_again`: that takes a second, in which no
    window answers.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            made, *_ = gc.get_count()
            gc.freeze()
            if made < _MANY:
                gc.unfreeze()
            gc.enable()


def look_again() -> None:
    """Have the garbage collector look over what was kept from it: by now it is thrown away, or little."""
    gc.unfreeze()
