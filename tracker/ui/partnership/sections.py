"""The lists on an arrangement's page: their columns, and a row for each record."""

from __future__ import annotations

from collections.abc import Sequence

from tracker.app.partnership.dossier import Dossier, Snapshot
from tracker.domain.agreement import Agreement
from tracker.domain.dates import Answer, show
from tracker.domain.numbering import reference_order
from tracker.domain.partnerships.partnership import MemberOn, Presence, in_words
from tracker.domain.partnerships.service import ServiceLevel, Stage, is_met, shares_on
from tracker.ui.bridge import Place
from tracker.ui.partnership.parts import PRESENCE, short_name, source_mark, source_words
from tracker.ui.parts import format as words
from tracker.ui.parts.format import Look, Shape
from tracker.ui.parts.tables import Cell, Column, Row
from tracker.ui.parts.theme import Tone

MEMBERS = (
    Column("name", "Council", "Hinckley and Bosworth Borough Council"),
    Column("in", "In", "Disputed mm"),
    Column("role", "Role", "prospective"),
    Column("why", "Why", "From some day in December 2008", stretch=True),
    Column("source", "Source", "A, 7 February 2011", drop=1),
)
AGREEMENTS = (
    Column("title", "Agreement", "Provision of ICT services", stretch=True),
    Column("type", "Type", "memorandum of understanding", drop=2),
    Column("status", "Status", "In negotiation mm"),
    Column("starts", "Starts", "some time in December 2008"),
    Column("end", "Current end", "30 September 2026", right=True),
    Column("latest", "Latest end", "30 September 2026", right=True, drop=1),
    Column("signed", "Signed", "some time in December 2008", drop=3),
)
LEVELS = (
    Column("metric", "Service level", "Calls resolved at first point of contact", stretch=True),
    Column("level", "Level", "at least 60 per cent mm"),
    Column("kind", "Kind", "contractual"),
    Column("met", "Met?", "Not known mm"),
    Column("why", "Why", "Not known: it is recorded as an aim only, with no m"),
)
STAFF = (
    Column("what", "Staff", "Former council employees who were transferred", stretch=True),
    Column("from", "From", "Brackenby District Council", drop=2),
    Column("to", "To", "the new organisation mm"),
    Column("how", "How", "none planned"),
    Column("number", "People", "not stated", right=True),
    Column("on", "When", "30 September 2026"),
)
OPTIONS = (
    Column("what", "Option considered", "Provide IT under a service level agreement", stretch=True),
    Column("by", "Proposed by", "Dacorum mm"),
    Column("rating", "Rating", "high risk"),
    Column("reason", "Reason", "the change needed in Dacorum’s IT would"),
    Column("outcome", "Outcome", "rejected mm"),
)
RISKS = (
    Column("what", "Risk", "Key skills reside with a small number of people", stretch=True),
    Column("whose", "Whose", "Oadby and Wigston"),
    Column("state", "State", "before joining"),
    Column("source", "Source", "B, supplier case study, undated", drop=1),
)
SHARES = (
    Column("who", "Council", "Oadby and Wigston Borough Council", stretch=True),
    Column("how", "By", "full-time equivalents"),
    Column("part", "Share", "25.00 per cent", right=True),
    Column("amount", "Amount a year", "£1,200,000", right=True),
    Column("from", "From", "30 September 2026", right=True),
    Column("to", "Until", "30 September 2026", right=True),
)
PEOPLE = (
    Column("post", "Post", "Deputy chief executive, Hinckley and Bosworth", stretch=True),
    Column("name", "Name", "Cllr Andrew Williams mm"),
    Column("body", "Of", "Hinckley and Bosworth Borough"),
    Column("source", "Source", "B, supplier case study, undated"),
)
SOURCES = (
    Column("title", "Source", "Leicestershire councils: mutually beneficial", stretch=True),
    Column("kind", "Kind", "supplier case study"),
    Column("by", "Publisher", "Guardian Government Computing", drop=1),
    Column("when", "Published", "between 1 January 2012 and 31"),
)
STAGES = {
    Stage.LIVE: Look("Live", Shape.CIRCLE, Tone.GOOD),
    Stage.PLANNED: Look("Planned", Shape.HALF, Tone.NOTE),
    Stage.BUSINESS_CASE: Look("Business case", Shape.DIAMOND, Tone.NOTE),
    Stage.CONSIDERED: Look("To be considered", Shape.DASHED, Tone.MUTED),
    Stage.REJECTED: Look("Rejected", Shape.CROSS, Tone.MUTED),
    Stage.ENDED: Look("Ended", Shape.RING, Tone.MUTED),
    Stage.NOT_STATED: Look("Not stated", Shape.NONE, Tone.MUTED),
}
_MET = {
    Answer.YES: Look("Met", Shape.TICK, Tone.GOOD),
    Answer.NO: Look("Not met", Shape.CROSS, Tone.DANGER),
    Answer.POSSIBLY: Look("Not known", Shape.DASHED, Tone.MUTED),
}


def count_words(on: Snapshot) -> str:
    """How many are in, for certain and at the most: "3 to 4 members"."""
    sure = on.count.get(Presence.YES, 0)
    most = sure + on.count.get(Presence.POSSIBLY, 0) + on.count.get(Presence.DISPUTED, 0)
    if sure == most:
        return words.count(sure, "member")
    return f"{sure} to {most} members" if sure else f"Up to {most} members"


def how_words(found: Dossier, on: Snapshot) -> str:
    """The answers counted, who supplies, and what is not stated."""
    names = {
        Presence.YES: "yes",
        Presence.DISPUTED: "disputed",
        Presence.POSSIBLY: "possibly",
        Presence.NO: "no",
    }
    answers = [f"{number} {names[answer]}" for answer, number in on.count.items()]
    sure = set(on.count) == {Presence.YES}  # then the number of members has said it
    counted = "" if sure else ", ".join(answers)
    inside = [m.organisation_id for m in on.suppliers if m.answer is not Presence.NO]
    governance = "" if found.arrangement.governance else "governance not stated"
    parts = (counted, _start_words(found), _supplier_words(found, inside), governance)
    return " · ".join(part for part in parts if part)


def _supplier_words(found: Dossier, names: Sequence[int]) -> str:
    """Who supplies, in a clause."""
    listed = [found.name(i) for i in names]
    if not listed:
        return ""
    return f"supplier {listed[0]}" if len(listed) == 1 else f"{len(listed)} suppliers"


def _start_words(found: Dossier) -> str:
    """When it began, in a clause."""
    began = found.arrangement.started
    return f"since {in_words(began)}" if began is not None else ""


def members(found: Dossier, on: Snapshot) -> list[Row]:
    """Who is in on the day, with the reason and on whose word; suppliers apart."""
    rows = [_member(found, member) for member in on.members]
    if on.suppliers:
        rows.append(Row((Cell("Suppliers", Tone.MUTED, 600, remark="not counted as members"),), heading=True))
        rows += [_member(found, member) for member in on.suppliers]
    return rows


def _member(found: Dossier, member: MemberOn) -> Row:
    sources = "; ".join(source_words(found.sources.get(i)) for i in member.sources)
    marks = "; ".join(source_mark(found.sources.get(i)) for i in member.sources)
    was = ", ".join(found.name(i) for i in member.was)
    return Row(
        (
            Cell(found.name(member.organisation_id), Tone.ACCENT, 500, remark=f"was {was}" if was else ""),
            Cell(look=PRESENCE[member.answer], chip=True),
            Cell(member.role.value, Tone.MUTED),
            Cell(member.why, help=member.why),
            Cell(marks or "not named", Tone.MUTED, help=sources),
        ),
        Place("organisation", member.organisation_id),
    )


def agreements(found: Dossier, on: Snapshot) -> list[Row]:
    """The agreements as they stand on the day."""
    listed = sorted(found.agreements, key=lambda a: (not a.reference, reference_order(a.reference), a.title))
    return [_agreement(a, on) for a in listed]


def _agreement(agreement: Agreement, on: Snapshot) -> Row:
    stands = on.standings[agreement.id]
    kind = agreement.type.value
    signed = words.when(agreement.signed, agreement.signature.value)
    end = words.day(stands.current_end, "not recorded")
    computed = stands.current_end is not None and (
        agreement.ends is None or agreement.ends.day != stands.current_end
    )
    return Row(
        (
            Cell(f"{agreement.reference}  {agreement.title}".strip(), Tone.ACCENT, 500, help=agreement.title),
            Cell("type not stated" if kind == "unknown" else kind, Tone.MUTED),
            Cell(look=words.status(stands.status), chip=True),
            Cell(words.when(agreement.starts)),
            Cell(
                end,
                Tone.PLAIN if stands.current_end else Tone.MUTED,
                right=True,
                computed=computed,
                help=stands.ladder.workings,
            ),
            Cell(words.day(stands.maximum_end, "not recorded"), Tone.MUTED, right=True),
            Cell(signed, Tone.MUTED),
        ),
        Place("agreement", agreement.id),
    )


def scope(found: Dossier, on: Snapshot) -> tuple[tuple[Column, ...], list[Row]]:
    """The matrix of services and members: a column for each member that has ever been in."""
    bodies = [member.organisation_id for member in on.members]
    wide = "To be considered mm" if len(bodies) <= 4 else "Business case m"
    columns = (
        Column("service", "Service", "Intelligent Service Desk and an onsite team", stretch=len(bodies) <= 6),
        *(Column(f"m{body}", short_name(found.name(body)), wide) for body in bodies),
    )
    rows = []
    for item in found.scope:
        cells = [Cell(item.text, help=item.text, remark=_scope_span(item.starts, item.ends))]
        for body in bodies:
            for_it = item.organisation_id in (None, body)
            look = STAGES[item.stage]
            cells.append(
                Cell(look.word, look.tone, look=look) if for_it else Cell("", help="Not for this one.")
            )
        rows.append(Row(tuple(cells), None))
    return columns, rows


def _scope_span(starts: object, ends: object) -> str:
    parts = []
    for word, when in (("from", starts), ("until", ends)):
        said = words.when(when, "")  # type: ignore[arg-type]
        if said:
            parts.append(f"{word} {said}")
    return " ".join(parts)


def levels(found: Dossier) -> list[Row]:
    """Service levels, and whether anybody knows that they are met."""
    return [_level(level) for level in found.levels]


def _level(level: ServiceLevel) -> Row:
    met = is_met(level)
    what = " ".join(part for part in (level.comparator, level.target, level.unit) if part)
    return Row(
        (
            Cell(level.metric, weight=500, help=f"“{level.quote}”" if level.quote else ""),
            Cell(what or "in words only"),
            Cell(level.kind.value, Tone.MUTED),
            Cell(look=_MET[met.answer], chip=True),
            Cell(met.why, Tone.MUTED, help=met.why),
        )
    )


def staff(found: Dossier) -> list[Row]:
    """Staff who moved, or were said not to."""
    return [
        Row(
            (
                Cell(f"“{one.quote}”" if one.quote else one.note or "Staff", help=one.quote or one.note),
                Cell(short_name(found.name(one.from_organisation_id)) or "not stated", Tone.MUTED),
                Cell(
                    short_name(found.name(one.to_organisation_id)) or one.to_text or "not stated", Tone.MUTED
                ),
                Cell(one.mechanism.value),
                Cell("not stated" if one.number is None else str(one.number), Tone.MUTED, right=True),
                Cell(words.when(one.on, "not stated"), Tone.MUTED),
            )
        )
        for one in found.staff
    ]


def options(found: Dossier) -> list[Row]:
    """Other ways of working that were looked at."""
    return [
        Row(
            (
                Cell(one.proposal, weight=500, help=one.proposal),
                Cell(short_name(found.name(one.proposed_by_id)) or "not stated", Tone.MUTED),
                Cell(one.rating or "not stated"),
                Cell(one.reason, Tone.MUTED, help=one.reason),
                Cell(one.outcome or "not stated"),
            )
        )
        for one in found.options
    ]


def risks(found: Dossier) -> list[Row]:
    """Risks, and whose they are."""
    return [
        Row(
            (
                Cell(one.text, help=one.text),
                Cell(short_name(found.name(one.organisation_id)) or "the partnership’s", Tone.MUTED),
                Cell(one.state or "not stated"),
                Cell(source_words(found.sources.get(one.source_id or 0)), Tone.MUTED),
            )
        )
        for one in found.risks
    ]


def shares(found: Dossier, on: Snapshot) -> list[Row]:
    """What each member bears on the day, and since when."""
    parts = {share.organisation_id: share for share in shares_on(on.on, found.shares)}
    rows = []
    for share in found.shares:
        now = share.starts <= on.on and (share.ends is None or share.ends >= on.on)
        part = parts.get(share.organisation_id) if now else None
        portion = f"{float(part.part) * 100:.2f}%" if part and part.part is not None else ""
        amount = words.amount(share.amount.minor, share.amount.currency) if share.amount else ""
        rows.append(
            Row(
                (
                    Cell(found.name(share.organisation_id), Tone.PLAIN if now else Tone.MUTED, 500),
                    Cell(share.formula.value, Tone.MUTED),
                    Cell(portion or ("" if now else "not on this day"), right=True),
                    Cell(amount, right=True),
                    Cell(show(share.starts), Tone.MUTED, right=True),
                    Cell(show(share.ends) if share.ends else "goes on", Tone.MUTED, right=True),
                )
            )
        )
    return rows


def people(found: Dossier) -> list[Row]:
    """Whom the sources name, with the post held then."""
    return [
        Row(
            (
                Cell(one.post, weight=500),
                Cell(one.name or "not named", Tone.PLAIN if one.name else Tone.MUTED),
                Cell(
                    found.name(one.organisation_id) or "not stated",
                    Tone.MUTED,
                    remark="inferred" if one.organisation_inferred else "",
                ),
                Cell(source_words(found.sources.get(one.source_id or 0)), Tone.MUTED),
            )
        )
        for one in found.people
    ]


def sources(found: Dossier) -> list[Row]:
    """The documents and words on which all this rests."""
    rows = []
    for one in sorted(found.sources.values(), key=lambda one: (reference_order(one.reference), one.title)):
        inferred = "inferred" if one.publisher and one.publisher_inferred else ""
        dated = words.when(one.published, "undated")
        rows.append(
            Row(
                (
                    Cell(f"{one.reference}  {one.title}".strip(), weight=500, help=one.notes),
                    Cell(one.kind.value, Tone.MUTED),
                    Cell(one.publisher or "not stated", Tone.MUTED, remark=inferred),
                    Cell(dated, Tone.WARNING if dated == "undated" else Tone.PLAIN),
                )
            )
        )
    return rows
