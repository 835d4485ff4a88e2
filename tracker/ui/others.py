"""Hearing that another program has written to the register, without asking again and again.

The system tells when a file on this machine's own disk changes. Of a file on a share it tells
nothing of what other machines do, so there the file is asked: every few seconds while somebody works
in the program, seldom while it lies in the background, and at once when somebody comes back to it.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QFileSystemWatcher, QObject, QStorageInfo, QTimer, Signal
from PySide6.QtGui import QGuiApplication

if TYPE_CHECKING:
    from PySide6.QtCore import Qt

OFTEN = 4_000
"""Milliseconds between looks at a file that nobody tells of, while somebody works in the program."""

SELDOM = 30_000
"""The same while it lies in the background."""

_REST = 300
"""Milliseconds after a change before it is looked at: one saving touches the file several times."""

_OWN_DISKS = frozenset(
    b"apfs btrfs exfat ext2 ext3 ext4 f2fs hfs msdos ntfs ntfs3 overlay tmpfs vfat xfs zfs".split()
)


class Others(QObject):
    """An ear for what others do to a file.

    Args:
        own_disk: whether the system tells of every change; None to find that out.

    Signals:
        stirred(): somebody may have written to it.
    """

    stirred = Signal()

    def __init__(self, path: Path, parent: QObject | None = None, *, own_disk: bool | None = None) -> None:
        super().__init__(parent)
        self._path = str(path)
        self._watcher = QFileSystemWatcher(self)
        self._watcher.fileChanged.connect(self._on_touched)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_REST)
        self._soon.timeout.connect(self.stirred)
        self._often = QTimer(self)
        self._often.timeout.connect(self.stirred)
        self._often.setInterval(OFTEN)
        self._own_disk = is_own_disk(path) if own_disk is None else own_disk
        self.listen()

    def attend(self) -> None:
        """Ask more seldom, from now on, while the program lies in the background."""
        app = QGuiApplication.instance()
        assert isinstance(app, QGuiApplication)
        app.applicationStateChanged.connect(self.on_state)
        self.on_state(app.applicationState())

    @property
    def asks(self) -> bool:
        """Whether the file is asked every few seconds, for nobody would tell."""
        return self._often.isActive()

    def listen(self) -> None:
        """Listen, and again where a file was put in the place of the one that was listened to."""
        heard = self._own_disk and (self._path in self._watcher.files() or self._watcher.addPath(self._path))
        if heard:
            self._often.stop()
        elif not self._often.isActive():
            self._often.start()

    def on_state(self, state: Qt.ApplicationState) -> None:
        """The program came to the front, or went to the back."""
        from PySide6.QtCore import Qt

        if state != Qt.ApplicationState.ApplicationActive:
            self._often.setInterval(SELDOM)
            return
        if self.asks and self._often.interval() == SELDOM:
            self.stirred.emit()
        self._often.setInterval(OFTEN)

    def stop(self) -> None:
        """Listen no more."""
        self._soon.stop()
        self._often.stop()
        if self._watcher.files():
            self._watcher.removePath(self._path)

    def _on_touched(self) -> None:
        self._soon.start()


def is_own_disk(path: Path) -> bool:
    """Whether a file lies on a disk of this machine, as far as the system says."""
    info = QStorageInfo(str(path.parent))
    if sys.platform == "win32":  # a share has no volume here
        return bytes(info.device().data()).startswith(b"\\\\?\\Volume")
    return bytes(info.fileSystemType().data()).lower() in _OWN_DISKS
