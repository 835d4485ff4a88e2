"""Showing a file that was written in the system's own window of files."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QDir, QProcess, QUrl
from PySide6.QtGui import QDesktopServices


def command_for(path: Path, platform: str = sys.platform) -> tuple[str, list[str]] | None:
    """The program that shows the file chosen in its folder, with its words; None where there is none for sure."""
    if platform == "win32":
        return "explorer.exe", ["/select,", QDir.toNativeSeparators(str(path))]
    if platform == "darwin":
        return "open", ["-R", str(path)]
    return None


def show_in_folder(path: Path) -> bool:
    """Open the folder of a file, with the file chosen where the system can do that."""
    command = command_for(path)
    if command is not None:
        started, _ = QProcess.startDetached(*command)
        return bool(started)
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent)))
