"""An export that is cut short at any byte, by a kill or a full disk, leaves the old file or the new one."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

_SWEEP = """
import os, resource, signal, sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from tracker.app.outgoing.exporting import export_register
from tracker.app.session import Session
from tracker.domain.errors import TrackerError

folder = Path(sys.argv[2])

def export(kind, out, limit, killed):
    "In a child whose files may have so many bytes and no more."
    pid = os.fork()
    if pid == 0:
        signal.signal(signal.SIGXFSZ, signal.SIG_DFL if killed else signal.SIG_IGN)
        try:
            with Session.open(folder / "register.db", read_only=True) as session:
                resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
                export_register(session, out, kind=kind, overwrite=True)
            os._exit(0)
        except TrackerError:
            os._exit(2)
        except BaseException:
            os._exit(9)
    return os.waitpid(pid, 0)[1]

def sweep(kind, name):
    out = folder / name
    with Session.open(folder / "register.db") as session:  # so that no child has to look for its modules
        export_register(session, out, kind=kind)
    size = out.stat().st_size
    seen = set()
    for killed in (False, True):
        for limit in (0, size // 2, size * 20):
            out.write_bytes(b"the old file")
            status = export(kind, out, limit, killed)
            kept = out.read_bytes() == b"the old file"
            left = [one.name for one in folder.iterdir() if one.suffix == ".part"]
            if status == 0:
                seen.add("whole")
                assert not kept and not left
            elif os.WIFSIGNALED(status):
                seen.add("killed")
                assert os.WTERMSIG(status) == signal.SIGXFSZ and kept, limit
            else:
                seen.add("refused")
                assert os.WEXITSTATUS(status) == 2 and kept and not left, (limit, status, left)
            for one in folder.glob(".tracker-*"):
                one.unlink()
    assert seen == {"whole", "killed", "refused"}, seen

sweep("workbook", "out.xlsx")
sweep("table", "out.csv")
sweep("calendar", "out.ics")
"""


@pytest.mark.slow
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="needs fork and limits on files")
def test_f4_f9_the_old_file_or_the_new_one(tmp_path: Path) -> None:
    from tests.store.storing import fill
    from tracker.store.file import Register

    register = Register.create(tmp_path / "register.db")
    fill(register)
    register.close()
    root = Path(__file__).resolve().parents[3]
    own = {
        "TRACKER_SETTINGS": str(tmp_path / "s"),
        "TRACKER_DATA": str(tmp_path / "d"),
        "TMPDIR": str(tmp_path),
    }
    done = subprocess.run(
        [sys.executable, "-c", _SWEEP, str(root), str(tmp_path)],
        check=False, capture_output=True, text=True, env={**os.environ, **own}, timeout=100,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
