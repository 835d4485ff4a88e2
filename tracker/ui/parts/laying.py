"""What changes at one go is laid out once, and before it is painted.

Qt lays a whole page out anew for each part that is shown, hidden or added to it while it is to be seen; what
a part asks of those around it goes up one level in each turn of the event loop, and between two turns
the page is painted as it then stands: squeezed into the height that it had before.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QLayout, QScrollArea, QWidget

_PASSES = 4
"""Prose knows its height when it has its width, and what is around it after that."""


@contextmanager
def laid_out_once(area: QScrollArea) -> Iterator[None]:
    """Whatever changes inside that area meanwhile is laid out when all of it has changed."""
    inside = area.widget()
    layout = inside.layout() if inside is not None else None
    assert inside is not None
    assert layout is not None
    with filled_once(layout) as outermost:
        yield
    if outermost:
        _lay_out(area, inside, layout)


@contextmanager
def filled_once(layout: QLayout) -> Iterator[bool]:
    """That layout waits until all has changed; gives whether it does so for nobody around who sees to it already."""
    outermost = layout.isEnabled()
    if not outermost:
        yield False
        return
    layout.setEnabled(False)
    try:
        yield True
    finally:
        layout.setEnabled(True)
        layout.invalidate()


def _lay_out(area: QScrollArea, inside: QWidget, layout: QLayout) -> None:
    """Give what is inside its height first, and then its place."""
    for _ in range(_PASSES):
        before = inside.size()
        layout.setEnabled(False)
        lay_out_now()
        layout.setEnabled(True)
        QCoreApplication.sendEvent(area, QEvent(QEvent.Type.LayoutRequest))
        if not layout.activate() and inside.size() == before:
            return


def lay_out_now() -> None:
    """Let every layout that waits for the next turn do its work now."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
