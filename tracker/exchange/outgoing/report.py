"""Reports for paper and for the screen: headings, paragraphs, tables and plain charts, as one HTML file.

The file holds everything that it shows, charts as inline SVG, and prints well from any browser.
The window prints the same report to paper or PDF, with the charts as pictures (`html` takes the
function that places them). What a chart shows is in the table below it as well.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from html import escape
from typing import NamedTuple

from tracker.domain.dates import show

_WIDTH, _LINE, _LEFT = 680, 22, 230
_LABEL = 34
_INK, _BAR, _PALE, _TODAY = "#1d2327", "#0b5d5e", "#ddedec", "#1d2327"


class Bar(NamedTuple):
    """A bar of a chart."""

    label: str
    value: int


class Span(NamedTuple):
    """A stretch of time in a chart; `last` None where no end is known."""

    label: str
    first: date
    last: date | None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing that says at a glance what the words in `title` and the table below it say too."""

    title: str
    svg: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Rows:
    """A table; `empty` is said where it has no rows, `right` are the places of columns of numbers."""

    headings: Sequence[str]
    rows: Sequence[Sequence[str]]
    empty: str = "None."
    right: Sequence[int] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a report, under a heading of its own."""

    heading: str
    blocks: Sequence[str | Rows | Chart]


@dataclass(frozen=True, slots=True)
class Report:
    """A report, ready to be written.

    Attributes:
        facts: pairs of a name and what it is, for the head.
        made: when, with its zone.
    """

    title: str
    subtitle: str
    made: datetime
    parts: Sequence[Part]
    facts: Sequence[tuple[str, str]] = ()


def bars(title: str, values: Sequence[Bar]) -> Chart:
    """Numbers as bars, from the top."""
    most = max((bar.value for bar in values), default=0) or 1
    height = _LINE * len(values) + 8
    room = _WIDTH - _LEFT - 50
    drawn = []
    for number, bar in enumerate(values):
        y = number * _LINE + 4
        width = room * bar.value / most
        drawn.append(_text(_LEFT - 8, y + 15, bar.label, "end"))
        drawn.append(f'<rect x="{_LEFT}" y="{y + 3}" width="{width:.1f}" height="15" fill="{_BAR}"/>')
        drawn.append(_text(_LEFT + width + 6, y + 15, str(bar.value)))
    return _chart(title, drawn, height)


def spans(title: str, values: Sequence[Span], today: date) -> Chart:
    """Stretches of time one below the other, with a line at today; an open end fades out."""
    known = [one.first for one in values] + [one.last for one in values if one.last] + [today]
    first, last = min(known), max(known)
    days = max((last - first).days, 1)
    room = _WIDTH - _LEFT - 20

    def at(day: date) -> float:
        return _LEFT + room * (day - first).days / days

    height = _LINE * len(values) + 34
    drawn = []
    for number, one in enumerate(values):
        y = number * _LINE + 4
        end = at(one.last) if one.last else _LEFT + room
        fill = _BAR if one.last else _PALE
        drawn.append(_text(_LEFT - 8, y + 15, one.label, "end"))
        width = max(end - at(one.first), 2)
        drawn.append(
            f'<rect x="{at(one.first):.1f}" y="{y + 3}" width="{width:.1f}" height="15" '
            f'fill="{fill}" stroke="{_BAR}"/>'
        )
    bottom = height - 26
    drawn.append(
        f'<line x1="{at(today):.1f}" y1="0" x2="{at(today):.1f}" y2="{bottom}" stroke="{_TODAY}" '
        'stroke-width="2" stroke-dasharray="4 3"/>'
    )
    middle = min(max(at(today), _LEFT + 70), _LEFT + room - 70)
    drawn.append(_text(middle, bottom + 18, show(today), "middle"))
    if middle > _LEFT + 110:
        drawn.append(_text(_LEFT, bottom + 18, str(first.year)))
    if middle < _LEFT + room - 110:
        drawn.append(_text(_LEFT + room, bottom + 18, str(last.year), "end"))
    return _chart(title, drawn, height)


def _chart(title: str, drawn: Sequence[str], height: int) -> Chart:
    body = "".join(drawn)
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH}" height="{height}" '
        f'viewBox="0 0 {_WIDTH} {height}" role="img" aria-label="{_clean(title)}">'
        f"<title>{_clean(title)}</title>{body}</svg>"
    )
    return Chart(title, svg, _WIDTH, height)


def _text(x: float, y: float, words: str, anchor: str = "start") -> str:
    shown = words if len(words) <= _LABEL else words[: _LABEL - 1] + "…"
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-family="sans-serif" font-size="11" fill="{_INK}" '
        f'text-anchor="{anchor}">{_clean(shown)}</text>'
    )


def html(report: Report, picture: Callable[[Chart], str] | None = None) -> str:
    """The report as one HTML document.

    Args:
        picture: what stands for a chart; its own SVG where None.
    """
    place = picture or (lambda chart: chart.svg)
    head = "".join(
        f"<tr><th>{_clean(name)}</th><td>{_clean(words)}</td></tr>" for name, words in report.facts
    )
    parts = "".join(
        (f"<h2>{_clean(part.heading)}</h2>" if part.heading else "")
        + "".join(_block(block, place) for block in part.blocks)
        for part in report.parts
    )
    return (
        '<!DOCTYPE html>\n<html lang="en-GB"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{_clean(report.title)}</title><style>{_STYLE}</style></head><body>"
        f"<h1>{_clean(report.title)}</h1><p>{_clean(report.subtitle)}</p>"
        + (f'<table class="facts">{head}</table>' if head else "")
        + parts
        + f"<p><small>{_clean(made_words(report))}</small></p></body></html>\n"
    )


def made_words(report: Report) -> str:
    """The line at the foot: when it was made."""
    return f"Made with Tracker on {show(report.made.date())} at {report.made:%H:%M}."


def _block(block: str | Rows | Chart, place: Callable[[Chart], str]) -> str:
    if isinstance(block, str):
        return f"<p>{_clean(block)}</p>".replace("\n", "<br>")
    if isinstance(block, Chart):
        title = f"<p><b>{_clean(block.title)}</b></p>" if block.title else ""
        return f"{title}<p>{place(block)}</p>"
    if not block.rows:
        return f"<p>{_clean(block.empty)}</p>"
    sides = [' class="number"' if place in block.right else "" for place in range(len(block.headings))]
    head = "".join(
        f'<th scope="col"{side}>{_clean(heading)}</th>'
        for side, heading in zip(sides, block.headings, strict=True)
    )
    rows = "".join(
        "<tr>"
        + "".join(f"<td{side}>{_clean(cell)}</td>" for side, cell in zip(sides, row, strict=True))
        + "</tr>"
        for row in block.rows
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _clean(words: str) -> str:
    """Words as HTML; what no page can hold is shown as a replacement mark."""
    held = "".join(
        mark if mark in "\t\n" or (mark >= " " and not "\ud800" <= mark <= "\udfff") else "\ufffd"
        for mark in words
    )
    return escape(held)


_STYLE = (
    "body{font-family:Arial,Helvetica,sans-serif;font-size:11pt;color:#212529;max-width:60em;margin:2em auto;"
    "padding:0 1em}h1{font-size:19pt;margin-bottom:0}h2{font-size:14pt;margin-top:1.4em}"
    "table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;padding:4px 8px;"
    "border-bottom:1px solid #adb5bd}.number{text-align:right;font-variant-numeric:tabular-nums}.facts th{width:12em}svg{max-width:100%;height:auto}"
    "@media print{body{margin:0;max-width:none}thead{display:table-header-group}tr{page-break-inside:avoid}"
    "h2{page-break-after:avoid}}@page{size:A4;margin:18mm}"
)
