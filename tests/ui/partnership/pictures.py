"""Pictures of what partnerships have beside their pages: panels of verbs, forms, tables behind pictures."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from tests.ui.stage import Stage
    from tracker.ui.partnership.page import PartnershipPage

_VERBS = ("join", "notice", "service", "host", "supersede")


def screens(stage: Stage) -> Iterator[tuple[str, Callable[[], QWidget]]]:
    """Each screen's name, and how to come to it."""
    for key in _VERBS:
        yield f"partnership-{key}", partial(_verb, stage, key)
    yield "partnership-extend", partial(_extend, stage)
    yield "partnership-new", partial(_new, stage)
    yield "partnership-lower", partial(_lower, stage)
    yield "partnership-table", partial(_table, stage)
    yield "costshares", partial(_cost_shares, stage)
    yield "reorganise", partial(_reorganise, stage)
    yield "chain-table", partial(_chain_table, stage)
    yield "claims-for", partial(_claims_for, stage)
    yield "conflict", partial(_conflict, stage)
    yield "totals-year", partial(_totals, stage, "year")
    yield "organisation-lower", partial(_organisation, stage)


def _vale(stage: Stage) -> PartnershipPage:
    """The page of the sample's revenues partnership."""
    (found,) = (a for a in stage.session.read.arrangements() if a.reference == "NBC-P1")
    page: Any = stage.go("partnership", found.id)
    stage.rest()
    return page  # type: ignore[no-any-return]


def _verb(stage: Stage, key: str) -> QWidget:
    page = _vale(stage)
    page.verbs.show_panel(key)
    panel: Any = page.verbs.panel(key)
    if key == "join":
        panel.council.setText("Eastmoor Council")
        panel.joins.set_text("2027/28")
        panel.deed.setText("Deed 4")
        panel.others.setText("Fraud; Debt advice")
    elif key in ("service", "host", "supersede"):
        field = panel.last if key == "service" else panel.starts
        field.set_text("31 March 2027" if key == "service" else "1 April 2027")
    if key == "supersede":
        panel.term.setText("5 years")
        panel.options.setText("2 years + 2 years")
    panel.look_ahead()
    return stage.window


def _extend(stage: Stage) -> QWidget:
    _vale(stage).verbs.show_extend(stage.agreement("NBC-P1-3"))
    return stage.window


def _new(stage: Stage) -> QWidget:
    from tracker.ui.partnership.new import NewArrangementPanel

    stage.go("partnerships", query="new")
    stage.rest()
    form = stage.window.findChild(NewArrangementPanel)
    assert form is not None
    form.title.setText("Shared building control")
    councils = ("Blaby District Council", "Melton Borough Council", "Rutland County Council")
    for row, council in zip(form.members, councils, strict=False):
        row.name.setText(council)
    form.members[0].joined.setText("1 April 2027")
    form.look_ahead()
    return stage.window


def _leicestershire(stage: Stage) -> PartnershipPage:
    found = stage.session.read.find_arrangement("Leicestershire")[0].id
    page: Any = stage.go("partnership", found)
    stage.rest()
    if page.timeline.switch.is_table:
        page.timeline.switch.turn()
    return page  # type: ignore[no-any-return]


def _lower(stage: Stage) -> QWidget:
    page = _leicestershire(stage)
    page.scroller.verticalScrollBar().setValue(page.scroller.verticalScrollBar().maximum())
    return stage.window


def _table(stage: Stage) -> QWidget:
    page = _leicestershire(stage)
    page.timeline.switch.turn()
    return stage.window


def _cost_shares(stage: Stage) -> QWidget:
    _leicestershire(stage)
    page: Any = stage.go("costshares", _vale(stage).place.record)
    stage.rest()
    page.cost.setText("1,200,000")
    page.look_ahead()
    return stage.window


def _reorganise(stage: Stage) -> QWidget:
    page: Any = stage.go("reorganise")
    page.form.days["vesting"].set_text("1 April 2028")
    page.form.days["begins"].set_text("1 January 2024")
    names = ("Netherfold Borough Council", "Ashcombe Vale District Council")
    for (old, new), name in zip(page.form.rows, names, strict=False):
        old.setText(name)
        new.setText("Vale of Loamshire Council")
    page.look_ahead()
    stage.wait_until(lambda: page.found is not None)
    return stage.window


def _chain_table(stage: Stage) -> QWidget:
    page: Any = stage.go("chain")
    stage.rest()
    if not page.switch.is_table:
        page.switch.turn()
    return stage.window


def _claims_for(stage: Stage) -> QWidget:
    body = stage.session.read.find_organisation("Blaby District")[0].id
    stage.go("claims", query=f"beneficiary={body}")
    stage.rest()
    return stage.window


def _conflict(stage: Stage) -> QWidget:
    from tracker.domain.source import Conflict

    found = next(c for c in stage.session.read.records(Conflict) if c.reference == "X8")
    page: Any = stage.go("conflicts", found.id)
    stage.rest()
    page.panel.choose(2)
    page.panel.reason.setPlainText("The signed agreement was seen.")
    return stage.window


def _totals(stage: Stage, by: str) -> QWidget:
    page: Any = stage.go("totals")
    page.keys[by].click()
    stage.rest()
    return stage.window


def _organisation(stage: Stage) -> QWidget:
    body = stage.session.read.find_organisation("Hinckley and Bosworth")[0].id
    stage.go("organisation", body)
    stage.rest()
    return stage.window
