"""Small files written on the spot, and the plans made from them."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from tracker.exchange.plans.plan import Plan, make_plan
from tracker.exchange.plans.planned import Existing, Options
from tracker.exchange.sheets.file import read

TODAY = date(2026, 11, 22)


def write_csv(path: Path, rows: Sequence[Sequence[str]], encoding: str = "utf-8") -> Path:
    with path.open("w", newline="", encoding=encoding) as stream:
        csv.writer(stream).writerows(rows)
    return path


def write_xlsx(path: Path, rows: Sequence[Sequence[Any]], name: str = "Register") -> Path:
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = name
    for row in rows:
        sheet.append(list(row))
    book.save(path)
    return path


def plan_of(path: Path, existing: Sequence[Existing] = (), **kwargs: Any) -> Plan:
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
