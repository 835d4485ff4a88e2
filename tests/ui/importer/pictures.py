"""Pictures of every state of the import page: reading, a messy file, mending, duplicates, names, coming back, done."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData
from PySide6.QtWidgets import QApplication

from tracker.ui.importer.filters import CHANGES, MISSING, NAMES, TWINS
from tracker.ui.importer.page import ImporterPage

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from tests.ui.stage import Stage

CLEAN = """Contract No,Contract Title,Supplier Name,Start,End,Contract value,Department
K1,Lift maintenance,Ascent Lifts Ltd,01/04/2025,31/03/2028,48000,Property
K2,Tree surgery,Greenway Parks,01/06/2025,31/05/2027,61500,Parks
K3,Payroll software,Tallyhall Systems,01/10/2024,30/09/2029,120000,People
"""
MESSY = """Netherfold Borough Council contracts register,,,,,,,,
Quarter 2,,,,,,,,
Contract No,Contract Title,Supplier Name,Start,Contract End,Initial term,Extension,Value (£),Dept
N1,Play area inspections,Swift & Co,01/04/2024,31/03/2026,2 years,1 year + 1 year,186000,Parks
N2,Pest control,Fellside Kennels,01/10/2023,30/09/2026,3 years,2 years,54000,
N3,Window cleaning,Brightwell FM Ltd,01/10/2023,Rolling,,none,21600,Property
N4,Asbestos surveys,Clearwell,01/03/2024,31/02/2027,3 years,1 year,112000,Property
N5,Library system,Tallyhall Systems,01/04/2023,31/03/3026,,up to 24 months,238500,Culture
N2,Pest control,Fellside Kennels,01/10/2023,30/09/2026,,2 years,55500,Housing
N7,Temporary staff,Bridgewey,01/05/2024,30/04/2027,3 years,as agreed,see note,People
N8,Bus shelters,Roadline Ltd,01/04/2024,31/03/2028,4 years,2 x 12 months,91200,Highways
N9,Trade waste disposal,Greenway Parks Limted,01/07/2024,30/06/2027,3 years,2 years,403000,Waste
N10,Grounds maintenance,Greenway Parks,01/07/2024,30/06/2027,3 years,2 years,£40.3k pa,Parks
Total,,,,,,,1161800,
Prepared by procurement; figures are estimates,,,,,,,,
"""


OTHERS = """Cofrestr Contractau / Contracts Register,,,,,,
CON_REF,CON_TITLE,CON_SUPP_NAME,CON_START_DT,CON_END_DT,CON_VAL_GBP,KEYWORDS
'0012,Home to school transport,Cludiant Cymru Cyf,01042024,31/03/2027 (+1+1),"1.234.567,89",schools; transport
'0013,Winter salt,Halen Mon Ltd,20231001,30/09/2026 with option to extend for 2 years,"98.500,00",highways
'0014,Legionella testing,Clyde Water Safe LLP,13062024,Parhaus / Ongoing,"75.000,00",property; safety
'0015,Taxi framework,See list,05062024,12062028,"480.500,00",schools
,,,,,,
Prepared by,Procurement team,,,,,
"""


def screens(stage: Stage) -> Iterator[tuple[str, Callable[[], QWidget]]]:
    """Each state's name, and how to come to it; they follow one another."""
    yield "import-reading", partial(_reading, stage)
    yield "import-clean", partial(_file, stage, "Clean.csv", CLEAN)
    yield "import-others", partial(_others, stage)
    yield "import-sheets", partial(_sheets, stage)
    yield "import-messy", partial(_file, stage, "Register Q2.csv", MESSY)
    yield "import-many", partial(_many, stage)
    yield "import-duplicates", partial(_list, stage, TWINS)
    yield "import-names", partial(_list, stage, NAMES)
    yield "import-typing", partial(_typing, stage)
    yield "import-columns", partial(_columns, stage)
    yield "import-missing", partial(_missing, stage)
    yield "import-done", partial(_done, stage)
    yield "import-changes", partial(_changes, stage)
    yield "import-pasted", partial(_pasted, stage)
    yield "import-refused", partial(_refused, stage)


def _page(stage: Stage) -> ImporterPage:
    page = stage.go("import")
    assert isinstance(page, ImporterPage)
    return page


def _file(stage: Stage, name: str, content: str) -> QWidget:
    file = stage.path.with_name(name)
    file.write_text(content, encoding="utf-8")
    page = _page(stage)
    page.read(file)
    stage.wait_until(lambda: page.stack.currentWidget() is not page.reading)
    return stage.window


def _sheets(stage: Stage) -> QWidget:
    """A workbook with a sheet for each directorate, of which the last has totals of its own."""
    from openpyxl import Workbook

    first, *rows = (line.split(",") for line in CLEAN.splitlines())
    book = Workbook()
    for name in ("Adult Social Care", "Children’s Services", "Place and Environment"):
        sheet = book.create_sheet(name)
        sheet.append(first[:-1])
        for row in rows:
            sheet.append([f"{row[0]}{name[0]}", f"{row[1]} ({name.split()[0]})", *row[2:-1]])
    sheet.append(["Total", None, None, None, None, 229500])
    book.remove(book.worksheets[0])
    file = stage.path.with_name("Contracts by directorate.xlsx")
    book.save(file)
    page = _page(stage)
    page.read(file)
    stage.wait_until(lambda: page.stack.currentWidget() is not page.reading)
    page.preview.table.take_in_hand(4, 3)
    return stage.window


def _others(stage: Stage) -> QWidget:
    _file(stage, "Cofrestr.csv", OTHERS)
    page = _page(stage)
    page.preview.remarks.click()
    shown = page.preview.table.plan_model.shown
    page.preview.table.take_in_hand(0, next(n for n, one in enumerate(shown) if one.field == "extensions"))
    return stage.window


def _reading(stage: Stage) -> QWidget:
    page = _page(stage)
    page._begin(Path("Contracts Register Nov 2026.xlsx"))
    page.reading.show_progress(48_000, 0)
    return stage.window


def _list(stage: Stage, key: str) -> QWidget:
    page = _page(stage)
    page.preview.filters.choose(key)
    return stage.window


def _many(stage: Stage) -> QWidget:
    page = _page(stage)
    page.preview.filters.choose("")
    page.preview.table.setFocus()
    page.preview.table.selectAll()
    return stage.window


def _typing(stage: Stage) -> QWidget:
    page = _page(stage)
    page.preview.filters.choose("")
    model = page.preview.table.plan_model
    ends = next(n for n, one in enumerate(model.shown) if one.field == "ends" and not one.written)
    page.preview.table.take_in_hand(4, ends)
    page.preview.strip.start_typing()
    page.preview.strip.line.setText("31 March 2026")
    return stage.window


def _columns(stage: Stage) -> QWidget:
    page = _page(stage)
    side = page.preview.side
    page.preview.table.take_in_hand(3, 2)
    side.table.selectRow(3)
    side._choose_for(3)
    picture = QApplication.activePopupWidget()
    assert picture is not None
    return picture


def _missing(stage: Stage) -> QWidget:
    page = _page(stage)
    page.preview.side.menu.hide()
    page.preview.filters.choose(MISSING)
    page.preview.missing.table.choose_line(1)
    page.preview.missing.end.click()
    return stage.window


def _done(stage: Stage) -> QWidget:
    page = _page(stage)
    page.commit()
    stage.wait_until(lambda: page.stack.currentWidget() is page.done)
    return stage.window


def _changes(stage: Stage) -> QWidget:
    newer = MESSY.replace("31/03/2026", "31/03/2027").replace("21600", "23100").replace("Highways", "Roads")
    _file(stage, "Register Q3.csv", newer)
    page = _page(stage)
    page.preview.filters.choose(CHANGES)
    page.preview.changes.keep.click()
    return stage.window


def _pasted(stage: Stage) -> QWidget:
    data = QMimeData()
    data.setText(CLEAN.replace(",", "\t"))
    QApplication.clipboard().setMimeData(data)
    page = _page(stage)
    page.paste_table()
    stage.wait_until(lambda: page.stack.currentWidget() is not page.reading)
    return stage.window


def _refused(stage: Stage) -> QWidget:
    return _file(stage, "Minutes.csv", "The committee met on Tuesday,\nand resolved,\n")
