"""Words that need nothing of the domain: a few forms of dates and numbers, of which `format` has the rest, and tooltips."""

from __future__ import annotations

from datetime import date


def weekday(value: date) -> str:
    """A day with its name, "Sunday 22 November 2026"."""
    return f"{value:%A} {day_and_month(value)} {value.year}"


def day_and_month(value: date) -> str:
    """A day without its year, "22 November", where the year is plain."""
    return f"{value.day} {value:%B}"


def count(number: int, noun: str, plural: str = "") -> str:
    """A number with its noun: "1 agreement", "2,310 agreements"."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def plain_tooltip(text: str) -> str:
    """Text for a tooltip that is shown as it stands: Qt takes a tooltip that looks like markup for it."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace("\n", "<br>")
    return f"<p>{escaped}</p>"
