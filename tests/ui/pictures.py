"""Pictures of the import page, the reminder window, the Dates page and the preferences."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from tests.ui.stage import Stage
    from tracker.ui.reminders.window import ReminderWindow

_SHEET = """Netherfold Borough Council contracts register,,,,,,,,,
,,,,,,,,,
Contract No,Contract Title,Supplier Name,Start,Contract End,Initial term,Extension,Value (£),Dept,Days left
N1,Play area inspections,Swift & Co,01/04/2024,31/03/2026,2 years,1 year + 1 year,186000,Parks,10
N2,Pest control,Fellside Kennels,01/10/2023,30/09/2026,3 years,2 years,54000,Housing,11
N3,Window cleaning,Brightwell FM Ltd,01/10/2023,Rolling,,none,21600,Property,12
N4,Asbestos surveys,Clearwell,01/03/2024,31/02/2027,3 years,1 year,112000,Property,13
N5,Library system,Tallyhall Systems,01/04/2023,31/03/2026,,up to 24 months,238500,Culture,14
N6,Christmas lights,Ascent Lifts Ltd,15/10/2025,14/10/2028,3 years,none,66000,Events,15
N7,Temporary staff,Bridgeway,01/05/2024,30/04/2027,3 years,as agreed,see note,People,16
N8,Bus shelters,Roadline Ltd,01/04/2024,31/03/2028,4 years,2 x 12 months,91200,Highways,17
N9,Trade waste disposal,Greenway Parks,01/07/2024,30/06/2027,3 years,2 years,403000,Waste,18
N1,Play area inspections,Swift and Co,01/04/2024,31/03/2026,2 years,1 year + 1 year,186000,Parks,19
N11,Archive storage,Wheelhouse,01/01/2025,31/12/2027,3 years,none,12480,Legal,20
N12,Cemetery upkeep,Greenway Parks,01/04/2025,31/03/2028,3 years,1+1,148700,Parks,21
N13,Fire door checks,Clearwell,01/02/2025,31/01/2027,2 years,none,4950,Property,22
Total,,,,,,,1525430,,
"""


def screens(stage: Stage) -> Iterator[tuple[str, Callable[[], QWidget]]]:
    """Each screen's name, and how to come to it."""
    from tests.ui.importer import pictures as importing

    yield "import-start", partial(_page, stage, "import")
    yield "import", partial(_import, stage)
    yield from importing.screens(stage)
    for title in stage.window.menu_actions.menus:
        yield f"menu-{title.replace('&', '').lower()}", partial(_menu, stage, title)
    yield "dates", partial(_dates, stage)
    yield "dates-what-if", partial(_page, stage, "dates", "NBC-041")
    yield "preferences", partial(_page, stage, "preferences")
    yield "reminders", partial(_reminders, stage)
    yield "reminders-decision", partial(_reminders, stage, "_on_decide")
    yield "reminders-help", partial(_reminders_help, stage)
    yield "reminders-none", partial(_no_reminders, stage)


def _menu(stage: Stage, title: str) -> QWidget:
    """A menu as it drops down from its word."""
    stage.go("home")
    menu = stage.window.menu_actions.menus[title]
    menu.aboutToShow.emit()
    menu.resize(menu.sizeHint())
    return menu


def _page(stage: Stage, key: str, reference: str = "") -> QWidget:
    stage.go(key, stage.agreement(reference) if reference else None)
    return stage.window


def _import(stage: Stage) -> QWidget:
    from tracker.ui.importer.page import ImporterPage

    file = stage.path.with_name("Contracts Register Nov 2026.csv")
    file.write_text(_SHEET, encoding="utf-8")
    page = stage.go("import", query=str(file))
    assert isinstance(page, ImporterPage)
    stage.wait_until(lambda: page.stack.currentWidget() is page.preview)
    shown = page.preview.table.plan_model.shown
    ends = next(n for n, one in enumerate(shown) if one.field == "ends" and not one.written)
    page.preview.table.take_in_hand(3, ends)
    return stage.window


def _dates(stage: Stage) -> QWidget:
    from tracker.ui.calculator import DatesPage

    page = stage.go("dates")
    assert isinstance(page, DatesPage)
    typed = {"start": "1/4/2024", "term": "5y", "options": "2y+2y", "notice": "6 months"}
    for name, text in typed.items():
        page.calculator.fields[name].set_text(text)
    page.calculator.reckon()
    return stage.window


def _window(stage: Stage) -> ReminderWindow:
    """The reminder window; it is made once, and the stage keeps it."""
    from tracker.ui.reminders.keeper import Keeper
    from tracker.ui.tray import Tray

    keeper = stage.window.findChild(Keeper)
    if keeper is None:
        keeper = Keeper(stage.window, Tray(stage.window, bool))
    keeper.check()
    keeper.popup.come_up()
    return keeper.popup


def _reminders(stage: Stage, step: str = "") -> ReminderWindow:
    window = _window(stage)
    window.leave_panel()
    lines = window.list.lines
    number = next(
        n
        for n in range(lines.rowCount())
        if (line := lines.line(n)) and line.row and "option" in line.row.reminders[0].watched.deadline.kind
    )
    window.list.setCurrentIndex(lines.index(number))
    window.list.scrollToTop()
    if step:
        getattr(window, step)()
    return window


def _reminders_help(stage: Stage) -> QWidget:
    """The reminder window with its help beside it, as F1 opens it."""
    window = _reminders(stage)
    window.resize(760, window.height())
    window.help.toggle()
    return window


def _no_reminders(stage: Stage) -> QWidget:
    from tracker.domain.reminding.reminder import Due

    window = _window(stage)
    if (panel := window.help.panel) is not None and panel.isVisible():
        panel.close_help()
    window.leave_panel()
    now = stage.session.now()
    window.show_due(Due(reminders=(), snoozed=(), next=now.replace(day=30, tzinfo=None), held=False), now)
    return window
