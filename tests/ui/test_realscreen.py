"""What no offscreen display can show: a reminder never takes the keyboard from another program."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

TOOLS = ("xvfb-run", "openbox", "xdotool")
ROOT = Path(__file__).resolve().parents[2]


def on_a_screen(module: str, register: Path, folder: Path) -> dict[str, Any]:
    """Run a module of this folder on a virtual screen with a window manager; what it saw."""
    own = folder / "Netherfold.tracker"
    shutil.copyfile(register, own)
    command = f"openbox & sleep 0.5; exec {sys.executable} -m tests.ui.{module} {own}"
    environment = {key: value for key, value in os.environ.items() if key != "QT_QPA_PLATFORM"}
    environment |= {"XDG_RUNTIME_DIR": str(folder)}
    done = subprocess.run(
        ["xvfb-run", "-a", "-s", "-screen 0 1440x960x24", "sh", "-c", command],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert done.stdout.strip(), done.stderr
    seen: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return seen


@pytest.mark.slow
@pytest.mark.skipif(not all(map(shutil.which, TOOLS)), reason="needs Xvfb, openbox and xdotool")
def test_f70_a_reminder_leaves_the_keyboard_where_it_is(sample: Path, tmp_path: Path) -> None:
    seen = on_a_screen("realscreen", sample, tmp_path)
    assert seen["visible"]
    assert seen["listed"]
    assert seen["active"] == "Typist", "the keyboard stays with whoever types"
    assert seen["typed"] == "street \n", "every key went where it was meant to go"
    assert seen["asked"], "somebody who asks for the window gets the keyboard in it"
    assert not seen["popup stays"], "without a tray, closing the window ends the reminders"


@pytest.mark.slow
@pytest.mark.skipif(not all(map(shutil.which, (*TOOLS, "trayer"))), reason="needs a tray as well")
def test_f39_f69_reminders_in_the_tray_of_a_real_screen(sample: Path, tmp_path: Path) -> None:
    assert on_a_screen("realtray", sample, tmp_path) == {
        "popup": True,
        "no window": True,
        "icon": True,
        "tray asks": True,
        "second ends": 0,
        "window": True,
        "said": True,
        "closed": True,
        "runs on": True,
        "quits": 0,
    }
