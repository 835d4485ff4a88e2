"""The three reports: a partnership for its board, the next twelve months, one agreement's sheet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from tracker.app.due import Due, due_within
from tracker.app.fields import show_options
from tracker.app.find import one_agreement, one_arrangement
from tracker.app.partnership.dossier import Dossier, coming, dossier, on_day
from tracker.domain.agreement import Event
from tracker.domain.dates import Period, When, add_months, show
from tracker.domain.errors import CannotWrite
from tracker.domain.partnerships.claim import figure
from tracker.domain.partnerships.partnership import Arrangement, Membership, Presence
from tracker.domain.partnerships.totals import totals
from tracker.domain.terms.stepwords import how_known, step_name, step_state, step_words
from tracker.domain.written import show_when
from tracker.exchange.outgoing.report import Bar, Chart, Part, Report, Rows, Span, bars, html, spans
from tracker.exchange.outgoing.report import made_words as made_words

if TYPE_CHECKING:
    from tracker.app.session import Session

__all__ = [
    "Chart", "Part", "Report", "Rows", "agreement_sheet", "board_report", "html", "keep", "made_words", "make", "write_html",
    "year_report",
]  # fmt: skip

_YEAR = Period(12)


def keep(content: bytes, path: Path, *, overwrite: bool = False) -> None:
    """Write a finished report, whole or not at all.

    Raises:
        CannotWrite: nothing was written, and what was there before still is.
    """
    from tracker.exchange.safewrite import write_bytes

    write_bytes(path, content, overwrite=overwrite)


def write_html(report: Report, path: Path, *, overwrite: bool = False) -> None:
    """Write the report as one HTML file that needs no other.

    Raises:
        CannotWrite: the name is not an HTML file's, or nothing could be written.
    """
    if path.suffix.casefold() not in (".html", ".htm"):
        raise CannotWrite(f"{path.name} has no ending that says what to write. Use .html or .pdf.")
    keep(html(report).encode(), path, overwrite=overwrite)


def make(
    session: Session, *, arrangement: str = "", agreement: str = "", filters: Mapping[str, str] | None = None
) -> Report:
    """The report of what is named: a partnership, an agreement, or the next twelve months of them all.

    Raises:
        TrackerError: nothing has that name, or several have.
    """
    if agreement:
        return agreement_sheet(session, one_agreement(session, agreement).id)
    if arrangement:
        return board_report(session, one_arrangement(session, arrangement))
    return year_report(session, filters=filters)


def year_report(session: Session, *, filters: Mapping[str, str] | None = None) -> Report:
    """Everything to act on in the next twelve months, month by month, what was missed first."""
    found = due_within(session, _YEAR, filters=filters)
    late = [one for one in found if one.state.value == "missed"]
    now = [one for one in found if one.state.value != "missed" and one.act_by <= session.today]
    ahead = [one for one in found if one.state.value != "missed" and one.act_by > session.today]
    months = Counter(one.act_by.replace(day=1) for one in ahead)
    first = session.today.replace(day=1)
    calendar = [add_months(first, number) for number in range(13)]
    values = [Bar(_month(day), months[day]) for day in calendar]
    parts = [
        Part("At a glance", [bars("Dates to act on, by month", [Bar("Now", len(now)), *values])]),
        Part("Missed", [Rows(_DUE, [_due(one) for one in late], "Nothing was missed.")]),
        Part("To act on now", [Rows(_DUE, [_due(one) for one in now], "Nothing.")]),
    ]
    for day in sorted(months):
        rows = [_due(one) for one in ahead if one.act_by.replace(day=1) == day]
        parts.append(Part(_month(day), [Rows(_DUE, rows)]))
    subtitle = f"{show(session.today)} to {show(add_months(session.today, 12))}"
    facts = [
        ("Register", session.path.stem),
        ("Missed", str(len(late))),
        ("To come", str(len(now) + len(ahead))),
    ]
    return Report("The next 12 months", subtitle, session.now(), parts, facts)


_DUE = ("Act by", "Date", "What", "Agreement", "Owner")


def _due(one: Due) -> tuple[str, ...]:
    name = one.row.agreement_title or one.row.arrangement or ""
    title = " · ".join(filter(None, (one.row.reference, name)))
    return show(one.act_by), show(one.date), one.row.title, title, one.row.owner


def _month(day: date) -> str:
    return show(day).split(" ", 1)[1]


def board_report(session: Session, arrangement: Arrangement) -> Report:
    """A partnership for its board: who is in, what changed, what comes, savings as claimed, risks."""
    found = dossier(session, arrangement.id)
    now = on_day(session, found, session.today)
    names = {body.id: body.name for body in found.bodies.values()}
    members = [
        (names.get(one.organisation_id, ""), one.role.value, one.answer.value, one.why)
        for one in now.members
        if one.answer is not Presence.NO
    ]
    heads = ("Member", "Role", f"In on {show(session.today)}" if session.as_at else "In today", "Why")
    since = add_months(session.today, -12)
    last = add_months(session.today, 12)
    dates = [one for one in coming(session, found, now) if one.deadline.act_by <= last]
    risks = [(one.text, names.get(one.organisation_id or 0, ""), one.owner, one.state) for one in found.risks]
    parts = [
        Part("Members", [*_who_when(found, names, session.today), Rows(heads, members, "Nobody is recorded.")]),
        Part(
            "What changed in the last 12 months",
            [Rows(("When", "What", "About"), _changed(found, since, session.today), "Nothing is recorded.")],
        ),
        Part(
            "The next 12 months",
            [
                Rows(
                    ("Act by", "Date", "What", "Agreement", "How it was reckoned"),
                    [
                        (
                            show(one.deadline.act_by), show(one.deadline.date), one.deadline.title,
                            one.agreement.title if one.agreement else "", one.deadline.workings,
                        )
                        for one in dates
                    ],
                    "No date falls in them.",
                )
            ],
        ),
        Part("Savings as claimed", _savings(found)),
        Part("Risks", [Rows(("Risk", "For", "Owner", "State"), risks, "No risk is recorded.")]),
    ]  # fmt: skip
    count = ", ".join(
        str(number) if answer is Presence.YES else f"{number} {answer.value}"
        for answer, number in now.count.items()
        if answer is not Presence.NO
    )
    facts = [
        ("Service", arrangement.category), ("Delivery", arrangement.delivery_model),
        ("Governance", arrangement.governance), ("Members", count), ("Agreements", str(len(found.agreements))),
    ]  # fmt: skip
    shown = [(name, words) for name, words in facts if words]
    return Report(arrangement.title, f"Board report, {show(session.today)}", session.now(), parts, shown)


def _who_when(found: Dossier, names: Mapping[int, str], today: date) -> list[Chart]:
    """When each member was in, where the days are known well enough to draw."""

    def edge(one: Membership) -> date | None:
        return one.joined.earliest or one.joined.latest if one.joined else None

    drawn = [
        Span(
            names.get(one.organisation_id, ""),
            first,
            one.left.latest or one.left.earliest if one.left else None,
        )
        for one in found.memberships
        if (first := edge(one)) is not None
    ]
    if not drawn:
        return []
    pale = " (pale bars: no end is recorded)" if any(one.last is None for one in drawn) else ""
    return [spans(f"When each member was in{pale}", sorted(drawn, key=lambda s: s.first), today)]


def _changed(found: Dossier, since: date, today: date) -> list[tuple[str, ...]]:
    titles = {agreement.id: agreement.title for agreement in found.agreements}
    events: dict[int, Event] = {one.id: one for one in found.events}
    events |= {one.id: one for agreement in found.agreements for one in agreement.events}
    rows = []
    for one in events.values():
        day = one.on.latest or one.on.earliest
        if day is not None and since <= day <= today:
            words = one.text or one.kind.value.capitalize()
            rows.append((day, (_words(one.on), words, titles.get(one.agreement_id or 0, ""))))
    return [row for _, row in sorted(rows)]


def _savings(found: Dossier) -> list[str | Rows]:
    rows = [
        (
            one.reference, one.claimant, figure(one), one.nature.value, one.period_text,
            found.sources[one.source_id].title if one.source_id in found.sources else "",
        )
        for one in found.claims
    ]  # fmt: skip
    sums = [
        (total.basis, total.nature, total.amount or f"No sum: {total.why_not}")
        for total in totals(found.claims)
    ]
    return [
        "Each figure is what a source says, in its own terms; figures of different sorts are not added up.",
        Rows(("Mark", "Who says so", "Figure", "Nature", "Period", "Source"), rows, "No saving is claimed."),
        *([Rows(("Basis", "Nature", "Sum"), sums)] if rows else []),
    ]


def agreement_sheet(session: Session, agreement_id: int) -> Report:
    """One agreement on paper: its facts, the ladder of its ends, its dates and what happened."""
    agreement = session.agreement(agreement_id)
    stands = session.stand(agreement)
    bodies = {body.id: body.name for body in session.read.organisations()}
    facts = [
        ("Reference", agreement.reference), ("Status", _capital(stands.status.value)),
        ("Type", "" if agreement.type.value == "unknown" else _capital(agreement.type.value)),
        ("Parties", "; ".join(f"{bodies[p.organisation_id]} ({p.role.value})" for p in agreement.parties)),
        ("Department", agreement.department), ("Owner", agreement.owner),
        ("Value", str(agreement.value) if agreement.value else agreement.value_text),
        ("Annual value", str(agreement.annual_value or "")),
        ("Signed", _words(agreement.signed)), ("Starts", _words(agreement.starts)),
        ("Initial term", str(agreement.initial_term or "")),
        ("Options", show_options(agreement.options, agreement.extensions_text)),
        ("Current end", show(stands.current_end) if stands.current_end else agreement.end_kind.value),
        ("Latest end", show(stands.maximum_end) if stands.maximum_end else ""),
        ("Notice", "; ".join(f"{n.kind.value}: {n.length or 'not looked up'}" for n in agreement.notices)),
    ]  # fmt: skip
    steps = stands.ladder.steps
    ladder = [
        (step_words(one), show(one.ends) if one.ends else "not known", step_state(one, session.today), how_known(one))
        for one in steps
    ]  # fmt: skip
    drawn = [Span(step_name(one), one.starts, one.ends, one.state) for one in steps if one.starts]
    chart = [spans("From the start to the latest end", drawn, session.today)] if drawn else []
    dates = [
        (show(one.act_by), show(one.date), one.title, "Settled" if one.settled else "", one.workings)
        for one in sorted(stands.deadlines, key=lambda one: one.date)
    ]
    events = [(_words(one.on), _capital(one.kind.value), one.text or one.detail) for one in agreement.events]
    parts = [
        Part(
            "Ends and options",
            [*chart, Rows(("Term", "Last day", "State", "How known, what next"), ladder)],
        ),
        Part("Dates", [Rows(("Act by", "Date", "What", "", "How it was reckoned"), dates, "None follows.")]),
        Part("What happened", [Rows(("When", "What", "Words"), events, "Nothing is recorded.")]),
        *_said("Description", agreement.description),
        *_said("Notes", agreement.notes),
        *_said("To look at", *(finding.message for finding in stands.findings)),
    ]
    shown = [(name, words) for name, words in facts if words]
    return Report(agreement.title, f"As at {show(session.today)}", session.now(), parts, shown)


def _said(heading: str, *words: str) -> Sequence[Part]:
    said = [one for one in words if one]
    return [Part(heading, said)] if said else []


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _words(when: When | None) -> str:
    if when is None:
        return ""
    return show(when.day) if when.day else when.text or show_when(when)
