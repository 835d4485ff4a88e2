"""Small files written on the spot, and the plans made from them."""

from __future__ import annotations

import csv
import marshal
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from tracker.exchange.plans.matching import Known
from tracker.exchange.plans.plan import Plan, make_plan
from tracker.exchange.plans.planned import Existing, Options
from tracker.exchange.sheets import guard
from tracker.exchange.sheets.file import read
from tracker.exchange.sheets.frames import Decoder
from tracker.exchange.sheets.sheet import Workbook

TODAY = date(2026, 11, 22)


def write_csv(path: Path, rows: Sequence[Sequence[str]], encoding: str = "utf-8") -> Path:
    with path.open("w", newline="", encoding=encoding) as stream:
        csv.writer(stream).writerows(rows)
    return path


def write_xlsx(path: Path, rows: Sequence[Sequence[Any]], name: str = "Register") -> Path:
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = name
    for row in rows:
        sheet.append(list(row))
    book.save(path)
    return path


def plan_of(path: Path, existing: Sequence[Existing] | Known = (), **kwargs: Any) -> Plan:
    options = kwargs.pop("options", Options(today=TODAY))
    return make_plan(read(path), options, existing=existing, **kwargs)


def as_existing(plan: Plan) -> list[Existing]:
    """What the register would hold after the plan was committed to an empty one."""
    made: list[Existing] = []
    for row in plan.rows:
        if row.planned is not None and row.outcome.value == "add":
            number = len(made) + 1
            agreement = replace(
                row.planned.agreement, id=number, uid=row.planned.agreement.uid or f"uid-{number}"
            )
            made.append(Existing(agreement, row.planned.parties, row.planned.arrangement))
    return made


def received(frames: bytes) -> Workbook:
    """The workbook that the program makes of what the reading process sent."""
    book = Workbook(Path("a.xlsx"), "xlsx", [])
    decoder = Decoder()
    at = 0
    while at < len(frames):
        size = int.from_bytes(frames[at : at + 4], "little")
        guard._take(book, marshal.loads(frames[at + 4 : at + 4 + size]), decoder, None)
        at += 4 + size
    return book
