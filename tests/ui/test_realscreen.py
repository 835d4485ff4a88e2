"""What no offscreen display can show: a reminder never takes the keyboard from another program."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

TOOLS = ("xvfb-run", "openbox", "xdotool")


@pytest.mark.slow
@pytest.mark.skipif(not all(map(shutil.which, TOOLS)), reason="needs Xvfb, openbox and xdotool")
def test_f70_a_reminder_leaves_the_keyboard_where_it_is(sample: Path, tmp_path: Path) -> None:
    root = Path(__file__).resolve().parents[2]
    own = tmp_path / "own.tracker"
    shutil.copyfile(sample, own)
    command = f"openbox & sleep 0.5; exec {sys.executable} -m tests.ui.realscreen {own}"
    environment = {key: value for key, value in os.environ.items() if key != "QT_QPA_PLATFORM"}
    done = subprocess.run(
        ["xvfb-run", "-a", "-s", "-screen 0 1280x800x24", "sh", "-c", command],
        cwd=root,
        env=environment,
        capture_output=True,
        text=True,
        timeout=90,
        check=False,
    )
    assert done.stdout.strip(), done.stderr
    seen = json.loads(done.stdout.strip().splitlines()[-1])
    assert seen["visible"]
    assert seen["listed"]
    assert seen["active"] == "Typist", "the keyboard stays with whoever types"
    assert seen["typed"] == "street \n", "every key went where it was meant to go"
    assert seen["asked"], "somebody who asks for the window gets the keyboard in it"
    assert seen["popup stays"] == seen["tray"], "without a tray, closing the window ends the reminders"
