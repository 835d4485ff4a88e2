"""The JSON shapes that the command line promises. Dates are ISO text, money decimal text, unknown null."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from tracker.domain.check import Finding
from tracker.domain.dates import Period, Precision, When
from tracker.domain.money import Money
from tracker.domain.term import Ladder, Step

if TYPE_CHECKING:
    from tracker.app.due import Due
    from tracker.domain.agreement import Agreement, Event
    from tracker.store.queries import AgreementRow

Shape = dict[str, Any]


def iso(day: date | None) -> str | None:
    """A day as ISO text."""
    return day.isoformat() if day else None


def pounds(money: Money | None) -> str | None:
    """An amount as decimal text, the currency beside it elsewhere."""
    return money.decimal if money else None


def period(length: Period | None) -> str | None:
    """A length as people write it."""
    return str(length) if length is not None else None


def when(name: str, value: When | None) -> Shape:
    """A date under its name; one that is not exact has its range and its words beside it."""
    if value is None:
        return {name: None}
    shape: Shape = {name: iso(value.earliest)}
    if value.precision is not Precision.DAY:
        shape |= {
            f"{name}_earliest": iso(value.earliest),
            f"{name}_latest": iso(value.latest),
            f"{name}_as_written": value.text or None,
        }
    return shape


def finding(found: Finding) -> Shape:
    """One thing that is odd."""
    return {
        "code": found.code,
        "severity": found.severity.value,
        "field": found.field or None,
        "record": found.record or None,
        "message": found.message,
    }


def step(rung: Step) -> Shape:
    """One rung of a ladder of ends."""
    return {
        "step": rung.step,
        "ends": iso(rung.ends),
        "how": rung.how,
        "state": rung.state,
        "window_opens": iso(rung.window_opens),
        "decide_by": iso(rung.decide_by),
        "latest_notice": iso(rung.latest_notice),
        "source": rung.workings or None,
    }


def ladder(rungs: Ladder) -> Shape:
    """The ends of an agreement, initial to maximum."""
    return {
        "initial_end": iso(rungs.initial_end),
        "current_end": iso(rungs.current_end),
        "max_end": iso(rungs.maximum_end),
        "ladder": [step(rung) for rung in rungs.steps],
        "workings": rungs.workings,
    }


def deadline(due: Due) -> Shape:
    """One date that the register computed, with its workings."""
    row = due.row
    return {
        "date": row.date,
        "act_by": row.act_by,
        "kind": row.kind,
        "title": row.title or None,
        "agreement": {"id": row.agreement_id, "reference": row.reference, "title": row.agreement_title},
        "arrangement": row.arrangement or None,
        "organisation": row.party or None,
        "state": due.state.value,
        "earliest": row.earliest or row.date,
        "latest": row.latest or row.date,
        "workings": row.workings,
    }


def agreement_row(row: AgreementRow) -> Shape:
    """An agreement as a line of a list."""
    return {
        "id": row.id,
        "uid": row.uid,
        "reference": row.reference or None,
        "title": row.title,
        "type": row.type,
        "status": row.status,
        "starts": row.starts,
        "ends": row.ends,
        "current_end": row.current_end,
        "max_end": row.maximum_end,
        "value": Money(row.value, row.currency or "GBP").decimal if row.value is not None else None,
        "annual_value": Money(row.annual_value, row.currency or "GBP").decimal
        if row.annual_value is not None
        else None,
        "currency": row.currency,
        "supplier": row.supplier or None,
        "buyer": row.buyer or None,
        "parties": [name for name in (row.buyer, row.supplier) if name],
        "department": row.department or None,
        "owner": row.owner or None,
        "arrangement": row.arrangement or None,
        "fictional": bool(row.fictional),
        "next_deadline": {
            "kind": row.next_kind,
            "title": row.next_title,
            "date": row.next_date,
            "act_by": row.next_act_by,
            "workings": row.next_workings,
        }
        if row.next_date
        else None,
    }


def event(happened: Event) -> Shape:
    """One event of an agreement."""
    return {
        "kind": happened.kind.value,
        **when("on", happened.on),
        **when("decided_on", happened.decided_on),
        **when("new_end", happened.new_end),
        "option": happened.option,
        "text": happened.text or None,
    }


def agreement(whole: Agreement) -> Shape:
    """The recorded fields of an agreement."""
    return {
        "id": whole.id,
        "uid": whole.uid,
        "reference": whole.reference or None,
        "parent_reference": whole.parent_reference or None,
        "type": whole.type.value,
        "title": whole.title,
        "description": whole.description or None,
        "department": whole.department or None,
        **when("signed", whole.signed),
        **when("starts", whole.starts),
        **when("ends", whole.ends),
        "end_kind": whole.end_kind.value,
        "term": period(whole.initial_term),
        "extensions": whole.extensions_text or None,
        "notice": whole.notice_text or None,
        **when("review", whole.next_review),
        "value": pounds(whole.value),
        "value_low": pounds(whole.value_low),
        "value_high": pounds(whole.value_high),
        "annual_value": pounds(whole.annual_value),
        "currency": whole.value.currency if whole.value else None,
        "category": whole.category or None,
        "cpv": whole.cpv or None,
        "procurement_route": whole.procurement_route or None,
        "owner": whole.owner or None,
        "sme": whole.sme,
        "vcse": whole.vcse,
        "irrecoverable_vat": pounds(whole.irrecoverable_vat),
        "notes": whole.notes or None,
        "fictional": whole.fictional,
    }
