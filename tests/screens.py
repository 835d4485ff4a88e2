"""Every screen as a picture in screens/: light and dark, at 100 % and 200 %, of three registers.

`python dev.py screens [empty] [sample] [full] [NAME …]`. The sample has every screen, named
NAME-light.png, NAME-dark@2.png and so on; the pictures of an empty register and of a full one
are in folders of their own. With a NAME and no register it is the sample's screens whose names
hold it. One variant alone: `python -m tests.screens --variant dark 2 [the same]`. Each variant is a
process of its own, because the scale of a screen is fixed when Qt starts. Look at them after
every change to the window.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from tests.ui.stage import Stage

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "screens"
VARIANTS = (("light", 1), ("dark", 1), ("light", 2), ("dark", 2))
REGISTERS = ("sample", "empty", "full")
Screens = Iterator[tuple[str, Callable[[], "QWidget"]]]


def main(words: list[str]) -> int:
    """Write all variants, or, inside a child, one of them."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    if words and words[0] == "--variant":
        os.environ["QT_SCALE_FACTOR"] = words[2]
        return write(words[1], int(words[2]), words[3:])
    worst = 0
    for scheme, scale in VARIANTS:
        environment = {**os.environ, "QT_SCALE_FACTOR": str(scale)}
        command = [sys.executable, "-m", "tests.screens", "--variant", scheme, str(scale), *words]
        worst = max(worst, subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode)
    sys.stdout.write(f"{len(list(OUT.rglob('*.png')))} pictures in {OUT}\n")
    return worst


def write(scheme: str, scale: int, words: list[str]) -> int:
    """Write every screen of every register, or those named, in one variant."""
    suffix = scheme if scale == 1 else f"{scheme}@{scale}"
    names = [word for word in words if word not in REGISTERS]
    registers = [word for word in REGISTERS if word in words]
    missing = 0
    for register in registers or (("sample",) if names else REGISTERS):
        with tempfile.TemporaryDirectory() as folder:
            os.environ["TRACKER_SETTINGS"] = os.environ["TRACKER_DATA"] = folder
            missing += write_register(register, Path(folder), scheme, suffix, names)
    return int(missing > 0)


def write_register(register: str, folder: Path, scheme: str, suffix: str, names: list[str]) -> int:
    """Write the screens of one register, which is made in that folder; returns how many are missing."""
    from tests.ui import extremes
    from tests.ui.fullregister import full_at
    from tests.ui.stage import Stage, sample_at

    out = OUT if register == "sample" else OUT / register
    out.mkdir(parents=True, exist_ok=True)
    if register == "empty":
        return show_all(Stage(folder / "Contracts.tracker", scheme), extremes.empty, out, suffix, names)
    if register == "full":
        return show_all(Stage(full_at(folder), scheme), extremes.full, out, suffix, names)
    return show_all(Stage(sample_at(folder), scheme), screens, out, suffix, names)


def show_all(made: Stage, shown: Callable[[Stage], Screens], out: Path, suffix: str, names: list[str]) -> int:
    """Come to each screen and write it; returns how many could not be come to."""
    from PySide6.QtGui import QCursor

    missing = 0
    with made as stage:
        QCursor.setPos(700, 20)
        for name, show in shown(stage):
            if names and not any(wanted in name for wanted in names):
                continue
            put_away(stage)
            try:
                widget = show()
                stage.rest()
            except AssertionError as error:  # the others are written all the same
                sys.stderr.write(f"{name}-{suffix}: {error}\n")
                missing += 1
                continue
            stage.settle()
            widget.grab().save(str(out / f"{name}-{suffix}.png"))
    return missing


def put_away(stage: Stage) -> None:
    """What the screen before has left open beside the pages."""
    window = stage.window
    window.activateWindow()  # a window that was beside it may have been the active one
    for left in (window.help, window.as_at, window.banner, window.welcome, window.finder):
        left.hide()
    if window.menu_row.finding.text():
        window.menu_row.finding.clear()


def screens(stage: Stage) -> Screens:
    """Each screen's name, and how to come to it."""
    from tests.ui import pictures, remindershots
    from tests.ui.agreement import pictures as agreements
    from tests.ui.outgoing import pictures as outgoing
    from tests.ui.partnership import pictures as partnerships
    from tracker.ui.bridge import Place

    def at(place: Place) -> Callable[[], QWidget]:
        def show() -> QWidget:
            stage.window.go(place)
            return stage.window

        return show

    yield "home", at(Place("home"))
    yield "register", at(Place("register"))
    yield "register-expiring", at(Place("register", query="status=expiring"))
    yield "register-new", at(Place("register", query="new"))
    for name in ("several", "bulk", "groups", "view"):
        yield f"register-{name}", partial(register, stage, name)
    yield "agreement", at(Place("agreement", stage.agreement("NBC-042")))
    yield "agreement-option", at(Place("agreement", stage.agreement("NBC-041")))
    yield "agreement-fields", partial(scrolled, stage, "NBC-041")
    for verb in ("extend", "notice", "renew", "vary", "supersede", "terminate", "cite", "party"):
        yield f"agreement-{verb}", partial(begun, stage, "NBC-041", verb)
    yield "agreement-rolling", at(Place("agreement", stage.agreement("NBC-052")))
    yield "agreement-article", at(Place("agreement", stage.agreement("L2")))
    yield "history", at(Place("history"))
    yield "history-agreement", at(Place("history", stage.agreement("NBC-041")))
    yield "backups", partial(backed_up, stage)
    leicestershire = stage.session.read.find_arrangement("Leicestershire")[0].id
    waste = stage.session.read.find_arrangement("Waste Depot")[0].id
    council = stage.session.read.find_organisation("Aylesbury Vale District")[0].id
    yield "partnerships", at(Place("partnerships"))
    yield "partnership-today", at(Place("partnership", waste))
    yield "organisations", at(Place("organisations"))
    yield "organisation", at(Place("organisation", council))
    for key in ("claims", "conflicts", "gaps", "totals", "chain", "evidence"):
        yield key, at(Place(key))
    yield "organisations-merge", partial(merging, stage)
    yield "help", partial(helped, stage, "agreement", "NBC-041")
    yield "help-search", partial(helped, stage, "register", "", "notice")
    yield "finder", partial(finding, stage, "insu")
    yield from pictures.screens(stage)
    yield from agreements.screens(stage)
    yield from remindershots.screens(stage)
    yield from outgoing.screens(stage)
    yield from partnerships.screens(stage)
    yield "partnership", partial(as_at, stage, leicestershire)


def backed_up(stage: Stage) -> QWidget:
    """The backups, one of them an entry behind, with the question before one is restored."""
    from tracker.app import edit
    from tracker.app.safety.backups import back_up
    from tracker.ui.backups import BackupsPage

    back_up(stage.session, "daily")
    edit.new_agreement(stage.session, {"title": "Street lighting"})
    page = stage.go("backups")
    assert isinstance(page, BackupsPage)
    stage.rest()
    page.seal.setChecked(True)
    page.put_back.click()
    return stage.window


def as_at(stage: Stage, arrangement: int) -> QWidget:
    """An arrangement as at 1 June 2012; the last picture, for the window stays on that day."""
    from datetime import date

    from tracker.ui.partnership.page import PartnershipPage

    page = stage.go("partnership", arrangement)
    assert isinstance(page, PartnershipPage)
    if page.timeline.switch.is_table:
        page.timeline.switch.turn()
    page.scroller.verticalScrollBar().setValue(0)
    stage.window.bridge.look_at(date(2012, 6, 1))
    stage.wait_until(lambda: stage.session.as_at is not None)
    return stage.window


def register(stage: Stage, what: str) -> QWidget:
    """The register with several rows selected, with their panel, grouped, or with a view to be kept."""
    from tracker.ui.register.page import RegisterPage

    page = stage.go("register")
    assert isinstance(page, RegisterPage)
    page._close_bulk()
    page._close_adding()
    page.show_view(page.views.views[0])
    stage.wait_until(lambda: page.model.complete)
    if what == "view":
        page.show_view(page.views.views[2])
        page.views.ask_for_name()
    elif what == "groups":
        page.facets.group.choose("department")
        page.facets.group.chosen.emit()
    else:
        page.table.select_rows(list(range(2, 14)))
        if what == "bulk":
            page.do_to_several("extend")
    return stage.window


def scrolled(stage: Stage, reference: str) -> QWidget:
    """The lower part of an agreement's page."""
    from tracker.ui.agreement.page import AgreementPage
    from tracker.ui.bridge import Place
    from tracker.ui.parts.widgets import Scroller

    stage.window.go(Place("agreement", stage.agreement(reference)))
    stage.settle(100)
    page = stage.window.current_page()
    assert isinstance(page, AgreementPage)
    scroller = page.findChildren(Scroller)[0]
    scroller.verticalScrollBar().setValue(scroller.verticalScrollBar().maximum())
    return stage.window


def begun(stage: Stage, reference: str, verb: str) -> QWidget:
    """A verb begun on an agreement."""
    from tracker.ui.agreement.page import AgreementPage

    page = stage.go("agreement", stage.agreement(reference))
    assert isinstance(page, AgreementPage)
    page.begin(verb)
    return stage.window


def helped(stage: Stage, page: str, reference: str, text: str = "") -> QWidget:
    """The help beside a page, with something looked for in it."""
    stage.go(page, stage.agreement(reference) if reference else None)
    stage.window.help.open_for(page)
    stage.window.help.search.setText(text)
    return stage.window


def merging(stage: Stage) -> QWidget:
    """Two records of one supplier, about to be made one; the last picture of the register as the sample has it."""
    from tracker.app import edit
    from tracker.ui.organisations.list import OrganisationsPage

    edit.new_agreement(stage.session, {"title": "Cash collection"}, supplier="Ombersley Pike Limited")
    page = stage.go("organisations")
    assert isinstance(page, OrganisationsPage)
    page.merge.click()
    stage.settle()
    if page._merging is not None:
        page._merging.pairs.selectRow(0)
    return stage.window


def finding(stage: Stage, text: str) -> QWidget:
    """The finder with something typed in it."""
    field = stage.window.menu_row.finding
    field.setFocus()
    field.setText(text)
    stage.window.finder.search(text)
    stage.wait_until(lambda: not stage.window.finder._awaited)
    return stage.window


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
