"""The JSON shapes that the command line promises. Dates are ISO text, money decimal text, unknown null."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from tracker.app.fields import show_value
from tracker.domain.check import Finding
from tracker.domain.dates import Period, Precision, When
from tracker.domain.deadlines.deadline import Deadline, state
from tracker.domain.money import Money
from tracker.domain.terms.term import Ladder, Step

if TYPE_CHECKING:
    from tracker.app.due import Due
    from tracker.app.rows import AgreementRow, FieldChange, HistoryRow
    from tracker.domain.agreement import Agreement, Event
    from tracker.domain.deadlines.standing import Standing

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
        "latest_notice_backward": iso(rung.readings.backward) if rung.readings else None,
        "latest_notice_forward": iso(rung.readings.forward) if rung.readings else None,
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


def own_deadline(one: Deadline, row: AgreementRow, today: date) -> Shape:
    """A deadline of an agreement that is looked at alone, in the shape of `deadline`."""
    return {
        "date": iso(one.date),
        "act_by": iso(one.act_by),
        "kind": one.kind,
        "title": one.title or None,
        "agreement": {"id": row.id, "reference": row.reference, "title": row.title},
        "arrangement": row.arrangement or None,
        "organisation": one.party or None,
        "state": state(one, today).value,
        "earliest": iso(one.earliest or one.date),
        "latest": iso(one.latest or one.date),
        "workings": one.workings,
    }


def whole_agreement(whole: Agreement, row: AgreementRow, stands: Standing, today: date) -> Shape:
    """Everything about one agreement on a day."""
    return {
        **agreement(whole),
        "status": stands.status.value,
        "supplier": row.supplier or None,
        "buyer": row.buyer or None,
        "arrangement": row.arrangement or None,
        **{name: value for name, value in ladder(stands.ladder).items() if name != "workings"},
        "workings": stands.ladder.workings,
        "deadlines": [own_deadline(one, row, today) for one in stands.deadlines],
        "events": [event(one) for one in whole.events],
        "findings": [finding(one) for one in stands.findings],
    }


def change(one: FieldChange) -> Shape:
    """One field of one record, before and after, in words."""
    return {
        "table": one.table,
        "record": one.record,
        "kind": one.kind,
        "field": one.field or None,
        "old": show_value(one.old) or None,
        "new": show_value(one.new) or None,
    }


def history_row(row: HistoryRow) -> Shape:
    """One entry of the history."""
    return {
        "id": row.operation,
        "at": row.at,
        "by": row.by,
        "name": row.name,
        "kind": row.kind,
        "undone": row.undone,
        "touched": row.touched,
        "changes": [change(one) for one in row.changes],
    }
