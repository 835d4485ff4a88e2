"""What was looked at before an import is let go of bit by bit, and only where nobody holds it any more."""

from __future__ import annotations

import gc
from datetime import date
from pathlib import Path

from tracker.app.incoming import importing
from tracker.app.incoming.sight import Sight, put_away
from tracker.app.session import Session
from tracker.domain.dates import show

SHEET = (
    "Reference,Title,Supplier,Start date,End date\nC1,Pest control,Fellside Ltd,01/10/2023,30/09/2026\n"
    + "".join(f"D{number},Lot {number},Clearwell Ltd,01/10/2023,30/09/2026\n" for number in range(300))
)


def _rows_alive() -> int:
    return sum(type(one).__name__ == "PlanRow" for one in gc.get_objects())


def test_a_plan_is_let_go_of_whole_and_what_others_hold_stays(tmp_path: Path) -> None:
    (tmp_path / "register.csv").write_text(SHEET, encoding="utf-8")
    gc.collect()
    before = _rows_alive()
    with Session.create(tmp_path / "Small.tracker") as session:
        book = importing.read_workbook(tmp_path / "register.csv")
        plan = importing.plan_import(book, importing.Choices(), date(2026, 11, 22))
        things: list[object] = [Sight.of(plan, session.read)]
        put_away(things, last=False)
        assert not things
        show(date(2026, 11, 22))
        assert len(plan.rows) == 301
        assert plan.rows[0].planned is not None
        things = [plan, book]
        del plan, book
        put_away(things, last=True)
    assert _rows_alive() == before
    assert show.cache_info().currsize == 0, "what was reckoned for its rows"
    assert gc.get_freeze_count() == 0
