"""One running program for a register: a second start brings the first one's window up, and ends.

The programs of one person on one machine find each other by a local socket that is named after
the register; nothing goes over a network. A program that was killed answers nobody, so what it
left is swept away and keeps no one out; nor does one that hangs.

A start that finds nobody goes on to its window, and answers others when that is painted. Until then
it holds a lock, on which they wait.
"""

from __future__ import annotations

import getpass
import hashlib
import os
import sys
import tempfile
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLockFile, QObject, QTimer, Signal

if TYPE_CHECKING:
    from PySide6.QtNetwork import QLocalServer, QLocalSocket

_SHOW, _STAY, _DONE = b"show\n", b"stay\n", b"done\n"
_CONNECT = 500
_ANSWER = 5_000
"""Milliseconds for which a program that is just starting, or busy, is waited for."""
_LATEST = 2_000
"""Milliseconds after which others are answered even where no window was painted."""


class Single(QObject):
    """This program's claim on the register that it shows.

    Signals:
        wanted(): somebody started the program again for this register, and wants its window.
    """

    wanted = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._name = ""
        self._server: QLocalServer | None = None
        self._lock: QLockFile | None = None

    def claim(self, register: Path, *, show: bool = True) -> bool:
        """Take a register in place of the one that was held; False where a running program has it.

        That program shows its window then, unless `show` says that it need not. Where the machine
        allows no such claim the register is open all the same, for nobody is to be kept out.
        """
        name = name_of(register)
        if name == self._name:
            return True
        # Two programs that start in the same moment ask one after the other.
        lock = QLockFile(f"{_full(name)}.lock")
        lock.setStaleLockTime(2 * _ANSWER)
        lock.tryLock(2 * _ANSWER)
        if _may_run(name) and _ask(name, _SHOW if show else _STAY):
            lock.unlock()
            return False
        self.release()
        self._name, self._lock = name, lock
        QTimer.singleShot(_LATEST, self, self.listen)
        return True

    def release(self) -> None:
        """Give the claim up."""
        if self._server is not None:
            self._server.close()
            self._server.deleteLater()
        self._server, self._name = None, ""
        self._unlock()

    def listen(self) -> None:
        """Answer from now on whoever starts the program for this register again. A second time does nothing."""
        if self._lock is None:
            return
        from PySide6.QtNetwork import QLocalServer

        QLocalServer.removeServer(_full(self._name))
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._on_call)
        if not self._server.listen(_full(self._name)):
            self._name = ""
        self._unlock()

    def _unlock(self) -> None:
        if self._lock is not None:
            self._lock.unlock()
            self._lock = None

    def _on_call(self) -> None:
        while self._server is not None and (caller := self._server.nextPendingConnection()):
            caller.readyRead.connect(partial(self._hear, caller))
            caller.disconnected.connect(caller.deleteLater)
            self._hear(caller)

    def _hear(self, caller: QLocalSocket) -> None:
        if not caller.canReadLine():
            return
        said = bytes(caller.readLine().data())
        if said == _SHOW:
            self.wanted.emit()
        caller.write(_DONE)
        caller.flush()


def name_of(register: Path) -> str:
    """What a register's program answers to: one name for a file however it was named, and for a person."""
    whose = f"{getpass.getuser()}\n{os.path.normcase(register.resolve())}"
    return f"tracker-{hashlib.sha256(whose.encode('utf-8', 'surrogatepass')).hexdigest()[:24]}"


def _full(name: str) -> str:
    """Where the socket stands: in the person's own folder for such things where the system has one."""
    own = os.environ.get("XDG_RUNTIME_DIR", "")
    return str(Path(own) / name) if own and Path(own).is_dir() else str(Path(tempfile.gettempdir()) / name)


def _may_run(name: str) -> bool:
    """Whether a program of that name may be running: its socket is a file, but on Windows."""
    return sys.platform == "win32" or os.path.lexists(_full(name))


def _ask(name: str, words: bytes) -> bool:
    """Say that to the program of that name; whether one answered."""
    if sys.platform == "win32":  # else the first program's window may not come before the others
        import ctypes

        with suppress(OSError):
            ctypes.windll.user32.AllowSetForegroundWindow(-1)
    from PySide6.QtNetwork import QLocalSocket

    socket = QLocalSocket()
    socket.connectToServer(_full(name))
    if not socket.waitForConnected(_CONNECT):
        return False
    socket.write(words)
    answered = socket.waitForBytesWritten(_CONNECT) and socket.waitForReadyRead(_ANSWER)
    heard = answered and bytes(socket.readLine().data()) == _DONE
    socket.disconnectFromServer()
    return heard
