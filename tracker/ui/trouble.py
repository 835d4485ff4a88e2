"""The boxes that say what went wrong, and offer what can be done about it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget

from tracker.app.safety import backups, recovery
from tracker.app.session import system_clock
from tracker.domain.errors import TrackerError
from tracker.ui.parts.theme import dress

Way = Callable[[], tuple[Path, str]]
"""Brings a register back: its path then, and the sentence that says what became of it."""


def warning_box(text: str) -> QMessageBox:
    """A box that says one thing, without a window behind it."""
    box = QMessageBox(QMessageBox.Icon.Warning, "Tracker", text)
    box.setTextFormat(Qt.TextFormat.PlainText)
    dress(box)
    return box


def damage_box(register: Path, why: str, recover: Callable[[Way], None]) -> QMessageBox:
    """Offers the newest sound backup of a damaged register, and what can still be read of it.

    Args:
        recover: called with the way that was chosen.
    """
    box = warning_box(why)
    box.setInformativeText(
        f"{recovery.advice(register)} Whatever you choose, the damaged file is kept as it is."
    )
    salvage = box.addButton("&Save what can be read", QMessageBox.ButtonRole.ActionRole)
    salvage.clicked.connect(partial(recover, partial(_salvage, register)))
    if backups.newest_sound(register) is not None:
        restore = box.addButton("&Restore that backup", QMessageBox.ButtonRole.AcceptRole)
        restore.clicked.connect(partial(recover, partial(_restore, register)))
    box.addButton(QMessageBox.StandardButton.Close)
    return box


def crash_box(parent: QWidget | None, text: str, log: Path) -> QMessageBox:
    """Says that the program itself is at fault, with the text of where to copy, which is also in `log`."""
    box = QMessageBox(parent)
    if parent is None:
        dress(box)
    box.setWindowTitle("Something went wrong – Tracker")
    box.setIcon(QMessageBox.Icon.Critical)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText("Something went wrong that should not have. Your register is as it was before this step.")
    box.setInformativeText(
        f"The text below says where in the program; nothing of your register is in it. It is also in {log}. "
        "Please send it with a report."
    )
    box.setDetailedText(text)
    copy = box.addButton("&Copy the text", QMessageBox.ButtonRole.ActionRole)
    copy.clicked.disconnect()
    copy.clicked.connect(partial(_copy_text, text))
    box.addButton(QMessageBox.StandardButton.Close)
    return box


def _copy_text(text: str) -> None:
    QApplication.clipboard().setText(text)


def _salvage(register: Path) -> tuple[Path, str]:
    to = recovery.free_name(register, system_clock())
    found = recovery.salvage_register(register, to)
    lost = f"{len(found.lost)} rows or parts of them could not be read" if found.lost else "Nothing was lost"
    return to, f"This is what could be read of {register.name}, as {to.name}. {lost}: see History."


def _restore(register: Path) -> tuple[Path, str]:
    found = backups.newest_sound(register)
    if found is None:
        raise TrackerError("There is no backup that is sound.")
    aside = backups.restore(register, found.path, system_clock().replace(tzinfo=None))
    kept = f" The damaged file is kept as {aside.name}." if aside else ""
    return register, f"{register.name} is as it was on {moment(found.at)}.{kept}"


def moment(at: datetime) -> str:
    """An instant in words."""
    return f"{at.day} {at:%B %Y at %H:%M}"
