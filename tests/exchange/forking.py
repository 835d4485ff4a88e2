"""Reading many files without starting Python anew for each: a process that has all imported forks for every one.

Each file is still read in a process of its own, under the reader's own limits. What is left out
is the start of the interpreter and its imports, four fifths of the time that a small file takes.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tracker.exchange.sheets import guard

_SERVER = """
import os, signal, socket, sys
import python_calamine
from tracker.exchange.sheets import reader, reading
signal.signal(signal.SIGCHLD, signal.SIG_IGN)
listening = socket.socket(socket.AF_UNIX)
listening.bind(sys.argv[1])
listening.listen(8)
print("ready", flush=True)
while True:
    connection, _ = listening.accept()
    _, (given, taken), _, _ = socket.recv_fds(connection, 1, 2)
    if os.fork() == 0:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        os.dup2(given, 0)
        os.dup2(taken, 1)
        os.close(given)
        os.close(taken)
        reader.main()
        sys.stdout.flush()
        os._exit(0)
    os.close(given)
    os.close(taken)
    connection.close()
"""
_CLIENT = """
import array, sys, _socket
link = _socket.socket(_socket.AF_UNIX, _socket.SOCK_STREAM)
link.connect(sys.argv[1])
link.sendmsg([b"x"], [(_socket.SOL_SOCKET, _socket.SCM_RIGHTS, array.array("i", [0, 1]))])
"""


@contextmanager
def forked_readers(folder: Path) -> Iterator[None]:
    """Let `guard` start its readers by forking, for as long as this lasts."""
    place = folder / "readers"
    server = subprocess.Popen(
        [sys.executable, "-P", "-X", "utf8", "-c", _SERVER, str(place)],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(Path(guard.__file__).parents[3])},
        start_new_session=True,
    )
    assert server.stdout is not None and server.stdout.readline() == b"ready\n"
    usual = guard.command
    guard.command = lambda: [sys.executable, "-I", "-S", "-c", _CLIENT, str(place)]
    try:
        yield
    finally:
        guard.command = usual
        os.killpg(server.pid, signal.SIGKILL)
        server.wait()
        server.stdout.close()
