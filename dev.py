"""Everything a newcomer types: `make run` is `python3 dev.py run`; Windows says `py dev.py run`.

Needs nothing but Python. Sets up what is missing (a virtual environment in .venv, the
packages, on Debian and Ubuntu the few system libraries that Qt draws with), then does
what was asked. Run it without a word to see the list.
"""

from __future__ import annotations

import ctypes
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
READY = VENV / "ready"
BUILD = ROOT / "build"

# Debian's package for each shared library that Qt loads: to draw at all, and in a real window.
QT_LIBRARIES = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-image.so.0": "libxcb-image0",
}
# What a few tests use where it is installed: a virtual screen with a window manager, LibreOffice, strace.
TEST_TOOLS = {
    "Xvfb": "xvfb",
    "xauth": "xauth",
    "openbox": "openbox",
    "soffice": "libreoffice-calc-nogui",
    "strace": "strace",
}


def main(words: list[str]) -> int:
    """Set up what is missing, then do the verb."""
    verbs = {
        "setup": (lambda rest: 0, "only set up"),
        "run": (run, "open the window on a fresh sample register"),
        "test": (test, "run the tests, without a screen"),
        "check": (check, "style, types, import rule, slow tests, full coverage of domain and store"),
        "faults": (
            faults,
            "print every fault of the list with its outcome and time; `faults long` for all of it",
        ),
        "screens": (screens, "write every screen as a picture to screens/"),
        "bench": (bench, "print the benchmarks, each as a ratio to a reference"),
        "sample": (sample, "write sample.db again, as of its fixed day"),
        "tools": (tools, "install what a few tests use where it is present (Debian, as root)"),
    }
    if not words or words[0] not in verbs:
        print("python3 dev.py VERB")
        for verb, (_, what) in verbs.items():
            print(f"  {verb:8} {what}")
        return 2
    set_up()
    # Tests start hundreds of processes; compiling the program anew for each takes half the time of all.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    return verbs[words[0]][0](words[1:])


def run(rest: list[str]) -> int:
    """A fresh sample for today, and the window on it."""
    BUILD.mkdir(exist_ok=True)
    register = BUILD / "sample.db"
    for leftover in (register, register.with_name("sample.db-journal")):
        leftover.unlink(missing_ok=True)
    made = python("-m", "tracker", "sample", str(register))
    # Without a screen the table of what is due is printed, with status 1 where something is overdue.
    return made or (0 if python("-m", "tracker", str(register), *rest) in (0, 1) else 2)


def test(rest: list[str]) -> int:
    """The tests, offscreen, on every core; those that take seconds are in `check`, the sweeps in `faults`."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    left = ["--ignore=tests/faults", "-m", "not slow"]
    # One more than there are cores, for a test of the window waits a sixth of its time for a worker.
    return python("-m", "pytest", "-q", "-n", str((os.cpu_count() or 2) + 1), *left, *rest)


def check(rest: list[str]) -> int:
    """Everything that can be said of the code without opening a window; stops at the first fault."""
    os.environ |= {"QT_QPA_PLATFORM": "offscreen", "TRACKER_THOROUGH": "1"}
    covered = ["--cov=tracker.domain", "--cov=tracker.store", "--cov-branch", "--cov-fail-under=99.9"]
    pytest = ["pytest", "-q", "-n", str(os.cpu_count() or 2)]
    rooms = [f"tests/{room}" for room in ("domain", "store", "app", "cli")]
    steps = [
        ["ruff", "check", "."],
        ["ruff", "format", "--check", "."],
        ["mypy"],
        ["lint-imports"],
        [*pytest, *rooms, *covered, "--cov-report=term:skip-covered"],
        [*pytest, "-m", "slow", "tests/exchange", "tests/ui"],
    ]
    for tool, *arguments in steps:
        print(f"== {tool}", flush=True)
        failed = subprocess.run([str(PYTHON.with_name(tool)), *arguments], cwd=ROOT, check=False).returncode
        if failed:
            return failed
    return 0


def faults(rest: list[str]) -> int:
    """Every fault of the list, its outcome and its time; a sample of each sweep, or all with `long`."""
    return python("-m", "tests.faults.table", *rest)


def screens(rest: list[str]) -> int:
    """Every screen, light and dark, at 100 % and 200 %, of an empty register, the sample and a full one."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    return python("-m", "tests.screens", *rest)


def bench(rest: list[str]) -> int:
    """Every benchmark in tests/bench."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    names = sorted(path.stem for path in (ROOT / "tests" / "bench").glob("bench_*.py"))
    return max([python("-m", f"tests.bench.{name}") for name in names if not rest or name in rest], default=0)


def sample(rest: list[str]) -> int:
    """The committed sample register, as of the day it is anchored on."""
    (ROOT / "sample.db").unlink(missing_ok=True)
    return python("-m", "tracker", "sample", "sample.db", "--fixed")


def tools(rest: list[str]) -> int:
    """Programs that a few tests skip without."""
    missing = [package for program, package in TEST_TOOLS.items() if not shutil.which(program)]
    return install_for_debian(missing, "A few tests skip without them.") if missing else 0


def python(*arguments: str) -> int:
    """Run the environment's Python here and pass its exit status on."""
    return subprocess.run([str(PYTHON), *arguments], cwd=ROOT, check=False).returncode


def set_up() -> None:
    """Make .venv with every package, unless it is there and pyproject.toml has not changed since."""
    if sys.version_info < (3, 11):  # noqa: UP036 - whoever types the first command may have an older one
        sys.exit(
            f"Tracker needs Python 3.11 or newer; this is {sys.version.split()[0]}. Install a newer one."
        )
    system_libraries()
    wanted = hashlib.sha256((ROOT / "pyproject.toml").read_bytes() + sys.version.encode()).hexdigest()
    if PYTHON.exists() and READY.exists() and READY.read_text() == wanted:
        return
    print("Setting up .venv (once; a few minutes on a slow line) …", flush=True)
    if not PYTHON.exists():
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(VENV)], check=True)
    pip = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    if subprocess.run([*pip, "--editable", ".[dev]"], cwd=ROOT, check=False).returncode:
        sys.exit(
            "The packages could not be installed; pip's message above says why. Nothing else was changed."
        )
    READY.write_text(wanted)


def system_libraries() -> None:
    """On Debian and Ubuntu, see that venv and Qt's libraries are there."""
    if not sys.platform.startswith("linux"):
        return
    missing = [package for library, package in QT_LIBRARIES.items() if not loads(library)]
    try:
        import ensurepip  # noqa: F401 - Debian ships it apart, and venv needs it
    except ImportError:
        missing.append("python3-venv")
    if missing and install_for_debian(missing, "Qt and Python's venv need them."):
        sys.exit(1)


def loads(library: str) -> bool:
    """Whether the system can load that shared library."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def install_for_debian(packages: list[str], why: str) -> int:
    """Install as root; otherwise say the one command to paste."""
    command = "apt-get update && apt-get install -y --no-install-recommends " + " ".join(packages)
    if not shutil.which("apt-get"):
        print(f"Missing on this system: {', '.join(packages)} (Debian's names). {why}", file=sys.stderr)
        return 1
    if os.geteuid() != 0:
        print(
            f"Missing on this system. {why} Paste this, then try again:\n  sudo sh -c '{command}'",
            file=sys.stderr,
        )
        return 1
    print(f"Installing {len(packages)} system packages: {' '.join(packages)}", flush=True)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    return subprocess.run(["sh", "-c", command], stdout=subprocess.DEVNULL, env=quiet, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
