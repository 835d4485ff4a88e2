"""`tracker dates`: the calculator, no register needed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from tracker.app.calculator import Answer, Question, answer, answers
from tracker.app.calendars import NATIONS, calendar_for
from tracker.cli import shapes
from tracker.cli.output import json_option, on_option, print_json, print_table
from tracker.domain.dates import Calendar, show
from tracker.domain.errors import TrackerError


@click.command()
@click.option("--start", default="", metavar="DATE", help="First day of the term.")
@click.option("--term", default="", metavar="PERIOD", help="Length of the first term: 5y, 18m, 2 years.")
@click.option("--options", default="", metavar="LIST", help="Extension options: 2y+2y, 3 x 12m, up to 24m.")
@click.option("--end", default="", metavar="DATE", help="A last day, to reckon a notice back from.")
@click.option("--given", default="", metavar="DATE", help="The day on which a notice was given.")
@click.option("--notice", default="", metavar="PERIOD", help="Length of the notice: 6m, 90d, 28 clear days.")
@click.option(
    "--calendar", "nation", default="england-and-wales", type=click.Choice(NATIONS), help="Bank holidays."
)
@click.option("--batch", type=click.Path(path_type=Path), help="A csv of questions, answered a line each.")
@on_option
@json_option
def dates(batch: Path | None, nation: str, on: date | None, as_json: bool, **parts: str) -> int:
    """Work out a term, its options and its notices."""
    today = on or date.today()  # noqa: DTZ011 - the local calendar day is what is meant
    if batch is not None:
        return _batch(batch, nation, today, as_json)
    told = answer(Question(**parts), today, calendar_for(nation))
    if as_json:
        print_json(shape(told))
        return 0
    rows = [(name, show(day)) for name, day in _days(told)]
    odd = [found.message for found in told.ladder.findings] if told.ladder else []
    print_table("Dates", ("", ""), rows, " ".join([told.workings, *odd]))
    return 0


def _batch(path: Path, nation: str, today: date, as_json: bool) -> int:
    lines = []
    failed = False
    for number, question, told in answers(path, today, lambda name: _calendar(name or nation)):
        failed |= isinstance(told, TrackerError)
        result = {"error": str(told)} if isinstance(told, TrackerError) else shape(told)
        lines.append({"line": number, "question": _asked(question), **result})
    if as_json:
        print_json({"answers": lines})
    else:
        rows = [(str(line["line"]), str(line.get("workings") or line.get("error"))) for line in lines]
        print_table(f"Dates of {path.name}", ("Line", "Answer"), rows)
    return 1 if failed else 0


def _calendar(name: str) -> Calendar:
    if name not in NATIONS:
        raise TrackerError(f"“{name}” is no calendar. Write one of {', '.join(NATIONS)}.")
    return calendar_for(name)


def _asked(question: Question) -> dict[str, str]:
    names = ("start", "term", "options", "end", "given", "notice")
    return {name: getattr(question, name) for name in names if getattr(question, name)}


def shape(told: Answer) -> shapes.Shape:
    """The JSON of an answer: only what was asked for."""
    document: shapes.Shape = {}
    if told.ladder:
        document |= shapes.ladder(told.ladder)
        document["findings"] = [shapes.finding(found) for found in told.ladder.findings]
    if told.given:
        document |= {"given": shapes.iso(told.given), "takes_effect": shapes.iso(told.takes_effect)}
    if told.latest_notice:
        document |= {
            "end": shapes.iso(told.end),
            "latest_notice": {
                "backward": shapes.iso(told.latest_notice.backward),
                "forward": shapes.iso(told.latest_notice.forward),
            },
            "act_by": shapes.iso(told.act_by),
        }
    return document | {"workings": told.workings}


def _days(told: Answer) -> list[tuple[str, date]]:
    days: list[tuple[str, date | None]] = []
    if told.ladder:
        days += [(step.step.capitalize() + " ends", step.ends) for step in told.ladder.steps]
    if told.latest_notice:
        days += [
            ("Latest notice, counted back", told.latest_notice.backward),
            ("Latest notice, counted forward", told.latest_notice.forward),
            ("Act by", told.act_by),
        ]
    days += [("Takes effect", told.takes_effect)]
    return [(name, day) for name, day in days if day]


VERBS: tuple[click.Command, ...] = (dates,)
