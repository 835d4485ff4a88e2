"""Qt's own properties set by the names that Qt gives them and their values.

Whoever names `Qt`, the namespace, makes Python build its 93 enumerations, a tenth of a cold start. So what
is there at the first painting sets its properties here, is a QFrame where it has a ground of its own, and
imports `Qt` where that is used later, in a method. To copy a QColor or a QPalette by its constructor names it too.
"""

from __future__ import annotations

from PySide6.QtCore import QObject


def set_named(what: QObject, name: str, value: str) -> None:
    """Set a property that is an enumeration: `set_named(label, "textFormat", "PlainText")`.

    Raises:
        ValueError: there is no such property, or no such value of it.
    """
    if not what.setProperty(name, value):
        raise ValueError(f"{type(what).__name__} has no {name} that could be {value}")
