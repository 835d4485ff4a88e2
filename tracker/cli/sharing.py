"""The verbs about partnerships: members, claims, totals, gaps."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from tracker.app.find import one_arrangement, one_organisation
from tracker.app.gaps import gaps as find_gaps
from tracker.app.partnership.evidence import evidence
from tracker.app.partnership.partnerships import TOTALS_BY, ClaimsView, claims_view, roll, totals_by
from tracker.app.session import open_as_at
from tracker.cli import shapes
from tracker.cli.output import (
    filter_option,
    json_option,
    on_option,
    print_json,
    print_table,
    read_filters,
    register_argument,
)
from tracker.domain.dates import show
from tracker.domain.errors import TrackerError
from tracker.domain.partnerships.claim import SavingsClaim, figure, says_no_savings
from tracker.domain.partnerships.partnership import MemberOn, in_words
from tracker.domain.partnerships.totals import Total, average_per_year


@click.command()
@register_argument
@click.argument("arrangement")
@on_option
@json_option
def members(register: Path, arrangement: str, on: date | None, as_json: bool) -> int:
    """Who is in an arrangement on a day: yes, no, possibly or disputed, and why."""
    with open_as_at(register, on) as session:
        found = roll(session, one_arrangement(session, arrangement))
        if as_json:

            def shape(one: MemberOn) -> shapes.Shape:
                return {
                    "organisation": found.names[one.organisation_id],
                    "role": one.role.value,
                    "answer": one.answer.value,
                    **shapes.when("joined", one.joined),
                    **shapes.when("left", one.left),
                    "no_end_recorded": one.unended,
                    "why": one.why,
                    "sources": [found.sources[source] for source in one.sources],
                }

            print_json(
                {
                    "arrangement": found.arrangement.title,
                    "on": found.on.isoformat(),
                    "count": {answer.value: number for answer, number in found.count.items()},
                    "members": [shape(one) for one in found.members],
                    "suppliers": [shape(one) for one in found.suppliers],
                }
            )
            return 0
        rows = [
            (
                one.answer.value,
                found.names[one.organisation_id],
                one.role.value,
                in_words(one.joined),
                one.why,
            )
            for one in (*found.members, *found.suppliers)
        ]
        title = f"Members of {found.arrangement.title} on {show(found.on)}"
        print_table(title, ("In", "Organisation", "Role", "Joined", "Why"), rows)
    return 0


@click.command()
@register_argument
@click.option("--for", "organisation", default="", metavar="ORGANISATION")
@click.option("--arrangement", default="", metavar="NAME")
@json_option
def claims(register: Path, organisation: str, arrangement: str, as_json: bool) -> int:
    """Savings as claimed, by whom; what agrees, what cannot be compared, and what may be added."""
    with open_as_at(register, None) as session:
        body = one_organisation(session, organisation) if organisation else None
        inside = one_arrangement(session, arrangement) if arrangement else None
        view = claims_view(session, body, inside)
        if as_json:
            print_json(claims_shape(view))
            return 0
        rows = [
            (
                str(number),
                claim.reference,
                claimant(view, claim),
                beneficiaries(view, claim),
                figure(claim),
                claim.nature.value,
            )
            for number, claim in enumerate(view.claims, start=1)
        ]
        print_table("Savings as claimed", ("", "Mark", "Claimed by", "For", "Figure", "Nature"), rows)
        pairs = [(f"{i + 1} and {j + 1}", told.verdict.value, told.why) for i, j, told in view.comparisons]
        print_table("Side by side", ("Claims", "Verdict", "Why"), pairs)
        sums = [
            (total.basis, total.nature, total.amount or "no total", total.why_not) for total in view.totals
        ]
        print_table("Totals", ("Basis", "Nature", "Amount", "Why not"), sums)
    return 0


def claimant(view: ClaimsView, claim: SavingsClaim) -> str:
    """Who says so, in words."""
    if claim.claimant:
        return claim.claimant
    return view.names.get(claim.claimant_id or 0, "not stated")


def beneficiaries(view: ClaimsView, claim: SavingsClaim) -> str:
    """For whom, in words; joint stays joint."""
    return (
        " and ".join(view.names[one.organisation_id] for one in claim.beneficiaries)
        or "the whole arrangement"
    )


def claims_shape(view: ClaimsView) -> shapes.Shape:
    """The promised JSON of `claims`."""
    return {
        "claims": [
            {
                "mark": claim.reference or None,
                "claimant": claimant(view, claim),
                "beneficiaries": [view.names[one.organisation_id] for one in claim.beneficiaries],
                "scope": "alone"
                if at < view.alone
                else "joint"
                if at < view.alone + view.joint
                else "whole arrangement",
                "quote": claim.quote,
                "low": shapes.pounds(claim.low),
                "high": shapes.pounds(claim.high),
                "bound": claim.bound.value,
                "basis": claim.basis.value,
                "nature": claim.nature.value,
                "period": claim.period_text or None,
                "source": view.sources[claim.source_id].title if claim.source_id else None,
                "derived_from": source_of(view, claim.derived_from_id),
                "interpretation": claim.interpretation or None,
                "says_no_savings": says_no_savings(claim),
                "average_per_year": average_shape(claim),
            }
            for at, claim in enumerate(view.claims)
        ],
        "comparisons": [
            {"claims": [i, j], "verdict": told.verdict.value, "why": told.why}
            for i, j, told in view.comparisons
        ],
        "totals": [total_shape(total) for total in view.totals],
    }


def average_shape(claim: SavingsClaim) -> shapes.Shape | None:
    """A computed yearly average, labelled as such; null where the claim gives none."""
    average = average_per_year(claim)
    if average is None:
        return None
    return {"low": shapes.pounds(average.low), "high": shapes.pounds(average.high), "why": average.why}


def source_of(view: ClaimsView, claim_id: int | None) -> str | None:
    """The title of the source of another claim."""
    other = next((claim for claim in view.claims if claim.id == claim_id), None)
    return view.sources[other.source_id].title if other and other.source_id else None


def total_shape(total: Total) -> shapes.Shape:
    """One line of totals; `amount` is null where a sum was refused, and `why_not` says why."""
    return {
        "basis": total.basis,
        "nature": total.nature,
        "amount": total.amount or None,
        "low": shapes.pounds(total.low),
        "high": shapes.pounds(total.high),
        "why_not": total.why_not or None,
        "parts": list(total.parts),
        "left_out": list(total.left_out),
    }


@click.command()
@register_argument
@click.option("--by", type=click.Choice(TOTALS_BY), required=True)
@on_option
@filter_option
@json_option
def totals(register: Path, by: str, on: date | None, filters: tuple[str, ...], as_json: bool) -> int:
    """Arrangements by region, category, year or council, with the rule by which they were counted."""
    with open_as_at(register, on) as session:
        told = totals_by(session, by, fictional=fictional_only(filters))
        if as_json:
            print_json(
                {
                    "by": by,
                    "rows": [
                        {
                            "key": row.key,
                            "arrangements": row.arrangements,
                            "agreements": row.agreements,
                            "councils": row.councils,
                            "savings": [total_shape(total) for total in row.savings],
                        }
                        for row in told.rows
                    ],
                    "distinct": {"arrangements": told.arrangements, "councils": told.councils},
                    "rule": told.rule,
                }
            )
            return 0
        rows = [(row.key, str(row.arrangements), str(row.agreements), str(row.councils)) for row in told.rows]
        rows.append(("In all", str(told.arrangements), "", str(told.councils)))
        print_table(
            f"Arrangements by {by}",
            (by.capitalize(), "Arrangements", "Agreements", "Councils"),
            rows,
            told.rule,
        )
    return 0


@click.command()
@register_argument
@filter_option
@json_option
def gaps(register: Path, filters: tuple[str, ...], as_json: bool) -> int:
    """What is missing: signature, date, value, end, owner, host, measurement; and what rests on one source."""
    with open_as_at(register, None) as session:
        found = find_gaps(session, fictional=fictional_only(filters))
        weak = [one for one in evidence(session) if one.one or one.undated]
        if as_json:
            names = ("kind", "record_id", "name", "missing", "message")
            facts = ("record_kind", "record_id", "name", "field", "sources", "one", "undated", "inferred")
            print_json(
                {
                    "gaps": [{name: getattr(gap, name) for name in names} for gap in found],
                    "evidence": [{name: getattr(fact, name) for name in facts} for fact in weak],
                }
            )
            return 0
        print_table(
            "What is missing", ("Record", "Missing", ""), [(g.name, g.missing, g.message) for g in found]
        )
        rows = [(w.name, w.field, "; ".join(w.sources), "undated" if w.undated else "") for w in weak]
        print_table("What rests on one source, or on undated ones", ("Fact", "Field", "Source", ""), rows)
    return 0


def fictional_only(filters: tuple[str, ...]) -> bool | None:
    """What a `fictional=yes|no` filter asks for; these verbs take no other."""
    told = read_filters(filters)
    other = set(told) - {"fictional"}
    if other:
        raise TrackerError(
            f"This list filters by fictional=yes or fictional=no, not by {', '.join(sorted(other))}."
        )
    if "fictional" not in told:
        return None
    if told["fictional"] not in ("yes", "no"):
        raise TrackerError("Write fictional=yes or fictional=no.")
    return told["fictional"] == "yes"


VERBS: tuple[click.Command, ...] = (members, claims, totals, gaps)
