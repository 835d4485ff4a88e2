"""The terms of a ladder in words that an officer would use, for the window and for paper alike."""

from __future__ import annotations

from datetime import date

from tracker.domain.dates import show
from tracker.domain.terms.term import Step

_HOW = {
    "both": "Stated, and the term agrees",
    "stated": "Stated",
    "computed": "From the start and the term",
}
_STATES = {"past": "Done", "open": "Open", "lapsed": "Lapsed"}


def step_name(step: Step) -> str:
    """What people call a term: "Initial term", "Option 2", "Renewal 3"."""
    if step.step == "initial":
        return "Initial term"
    return f"Option {step.option}" if step.option is not None else step.step.capitalize()


def step_words(step: Step) -> str:
    """A term with its length, where that is known: "Option 2, 2 years"."""
    return f"{step_name(step)}, {step.length}" if step.length else step_name(step)


def how_known(step: Step) -> str:
    """Where its end comes from, or what is to be done for it, in a few words; "" where nothing is known."""
    if step.option is not None and step.state in ("open", "not yet") and step.decide_by is not None:
        return f"Decide by {show(step.decide_by)}"
    if step.source:
        return step.source[:1].upper() + step.source[1:]
    return _HOW.get(step.how, "")


def step_state(step: Step, today: date) -> str:
    """How it stands on that day: "Done", "Current", "Agreed", "Open", "Later" or "Lapsed"."""
    if step.state in ("exercised", "open") and step.starts is not None and step.starts <= today:
        return "Done" if step.ends is not None and step.ends < today else "Current"
    if step.state == "exercised":
        return "Agreed"
    return _STATES.get(step.state, "Later")
